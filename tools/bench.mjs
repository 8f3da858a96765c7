// `npm run bench`: how long steps take beside an empty dynamic resource of the same size, and what they ask CertCentral.
// `-- --sizes 1,10,100 --rounds 3`; the page docs/performance.md is written anew with `--keep`.
import { parseArgs } from "node:util";

import { setup } from "./setup.mjs";
import { run, runMain, step } from "./steps.mjs";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1,10,100,300" },
    rounds: { type: "string", default: "3" },
    keep: { type: "boolean", default: false },
  },
});

await runMain(async () => {
  await setup();
  const given = ["--sizes", values.sizes, "--rounds", values.rounds];
  await step("bench", () => {
    const keep = values.keep ? ["--keep"] : [];
    run("node", ["tools/bench/run.mjs", ...given, ...keep], { show: true });
    return undefined;
  });
});
