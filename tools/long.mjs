// What is too long for every run: whole lives and people's sequences by the thousand, some of them on the real engine.
// `npm run test:long -- --lives 1000 --sequences 6000 --seed 7`. The same seed breaks the same things.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

import { ensureGoTool, javaHost } from "./pulumi/go-tools.mjs";
import { setup } from "./setup.mjs";
import { run, runMain, step, toolEnv } from "./steps.mjs";

const { values } = parseArgs({
  options: {
    lives: { type: "string", default: "1000" },
    sequences: { type: "string", default: "6000" },
    hostile: { type: "string", default: "3000" },
    imitated: { type: "string", default: "100" },
    seed: { type: "string" },
  },
});
const { lives, sequences, hostile, imitated } = values;
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));

await runMain(async () => {
  await setup();
  const env = { ...toolEnv, CHAOS_RUNS: lives, MODEL_RUNS: sequences };
  await step(`${sequences} sequences of people, seed ${seed}`, () => {
    test("unit", "tests/model", { ...env, MODEL_SEED: seed });
    return undefined;
  });
  const less = String(Math.ceil(Number(sequences) / 4));
  await step(`${less} sequences of people through the plugin, seed ${seed}`, () => {
    test("plugin", "tests/model", { ...env, MODEL_RUNS: less, MODEL_SEED: seed });
    return undefined;
  });
  await step(`${hostile} hostile states of each kind through the plugin, seed ${seed}`, () => {
    const drawn = { PLUGIN_FUZZ_RUNS: hostile, PLUGIN_FUZZ_SEED: seed };
    test("unit", "plugin/fuzz-state", { ...env, ...drawn });
    return undefined;
  });
  await step(`${lives} lives, seed ${seed}`, () => {
    test("unit", "tests/chaos", { ...env, CHAOS_SEED: seed });
    return undefined;
  });
  await step("every contract test through the plugin", () => {
    test("plugin", "tests/contract", { ...env, EVERY_DOOR: "yes" });
    return undefined;
  });
  await step("every way to have the package, and the example with Azure's SDK", () => {
    test("unit", "package/consumers", { ...env, EVERY_CONSUMER: "yes" });
    return undefined;
  });
  await step("programs in Go and Java, on the real engine", () => {
    const host = ensureGoTool(javaHost);
    if (host === undefined) return "skipped: there is no Go";
    if (spawnSync("mvn", ["--version"]).status !== 0) return "skipped: there is no Maven";
    test("engine", "engine/go-and-java", { ...env, JAVA_HOST: host });
    return undefined;
  });
  await step("providers and commands killed on every path, on the real engine", () => {
    test("engine", "chaos/engine/kill", { ...env, EVERY_VICTIM: "yes" });
    return undefined;
  });
  await step("two years with an up in every week, on the real engine", () => {
    test("engine", "engine/no-day-uncovered", { ...env, EVERY_WEEK: "yes" });
    return undefined;
  });
  await step(`${hostile} sequences of hostile requests to the emulator, seed ${seed}`, () => {
    const drawn = { EMULATOR_FUZZ_RUNS: hostile, EMULATOR_FUZZ_SEED: seed };
    test("emulator", "emulator/tests/fuzz", { ...env, ...drawn });
    return undefined;
  });
  await step(`${imitated} sequences on the real engine as well, seed ${seed}`, () => {
    const drawn = { IMITATION_RUNS: imitated, IMITATION_SEED: seed };
    test("engine", "engine/imitation", { ...env, ...drawn });
    return undefined;
  });
  const few = String(Math.ceil(Number(imitated) / 4));
  await step(`${few} of them through the plugin, from YAML`, () => {
    const drawn = { IMITATION_RUNS: few, IMITATION_SEED: seed, CERTCENTRAL_DOOR: "plugin" };
    test("engine", "engine/imitation", { ...env, ...drawn });
    return undefined;
  });
});

/**
 * @param {"emulator" | "unit" | "plugin" | "engine"} project
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
function test(project, folder, env) {
  run("jest", ["--selectProjects", project, "--testPathPattern", folder], { show: true, env });
}
