// The chaos suite at length: `npm run chaos -- --runs 1000 --seed 7`. The same seed breaks the same things.
import { parseArgs } from "node:util";

import { setup } from "./setup.mjs";
import { run, runMain, step, toolEnv } from "./steps.mjs";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000" }, seed: { type: "string" } },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));

await runMain(async () => {
  await setup();
  const env = { ...toolEnv, CHAOS_RUNS: values.runs, CHAOS_SEED: seed };
  await step(
    `chaos, ${values.runs} lives, seed ${seed}`,
    () =>
      void run("jest", ["--selectProjects", "unit", "--testPathPattern", "tests/chaos"], {
        show: true,
        env,
      }),
  );
});
