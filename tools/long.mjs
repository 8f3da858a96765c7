// What is too long for every run: whole lives and people's sequences by the thousand.
// `npm run test:long -- --lives 1000 --sequences 6000 --seed 7`. The same seed breaks the same things.
import { parseArgs } from "node:util";

import { setup } from "./setup.mjs";
import { run, runMain, step, toolEnv } from "./steps.mjs";

const { values } = parseArgs({
  options: {
    lives: { type: "string", default: "1000" },
    sequences: { type: "string", default: "6000" },
    seed: { type: "string" },
  },
});
const { lives, sequences } = values;
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));

await runMain(async () => {
  await setup();
  const env = { ...toolEnv, CHAOS_RUNS: lives, MODEL_RUNS: sequences };
  await step(`${sequences} sequences of people, seed ${seed}`, () => {
    test("tests/model", { ...env, MODEL_SEED: seed });
    return undefined;
  });
  await step(`${lives} lives, seed ${seed}`, () => {
    test("tests/chaos", { ...env, CHAOS_SEED: seed });
    return undefined;
  });
});

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
function test(folder, env) {
  run("jest", ["--selectProjects", "unit", "--testPathPattern", folder], { show: true, env });
}
