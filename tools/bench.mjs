// `npm run bench`: how long steps take beside an empty dynamic resource of the same size, and what they ask CertCentral.
// `-- --sizes 1,10,100 --rounds 3 --once 1000 --questions` (those of large users too); the page docs/performance.md is written anew with `--keep`.
import { parseArgs } from "node:util";

import { setup } from "./setup.mjs";
import { run, runMain, step } from "./steps.mjs";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1,10,100,300" },
    rounds: { type: "string", default: "3" },
    once: { type: "string" },
    questions: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});

await runMain(async () => {
  await setup();
  const once = values.once === undefined ? [] : ["--once", values.once];
  const given = ["--sizes", values.sizes, "--rounds", values.rounds, ...once];
  await step("bench", () => {
    const flags = /** @type {const} */ (["questions", "keep"]).filter((flag) => values[flag]);
    const more = flags.map((flag) => `--${flag}`);
    run("node", ["tools/bench/run.mjs", ...given, ...more], { show: true });
    return undefined;
  });
});
