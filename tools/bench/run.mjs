// Measures step by step, ours and the floor in turn, and prints or keeps what came out.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { openInlineStack } from "../inline-stack.mjs";
import { startEmulator } from "./emulator.mjs";
import { answerQuestions } from "./questions.mjs";
import { peakDuring } from "./memory.mjs";
import { keepPage, printRows } from "./page.mjs";
import { certificates, floor } from "./programs.mjs";

/** @import { Emulator } from "./emulator.mjs" */
/** @import { Door, Size } from "./programs.mjs" */
/** @typedef {"preview" | "up" | "no-op preview" | "no-op up" | "refresh" | "destroy"} Step */
/** @typedef {{ seconds: number, calls: number, megabytes: number }} Measure */
/** @typedef {{ size: number, how: string, step: Step, ours: Measure[], plugin: Measure[], floor: Measure[] }} Row */

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1,10,100" },
    rounds: { type: "string", default: "3" },
    once: { type: "string" },
    questions: { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
  },
});
const sizes = values.sizes.split(",").map(Number);
const rounds = Number(values.rounds);

/** @type {readonly Step[]} */
const allSteps = ["preview", "up", "no-op preview", "no-op up", "refresh", "destroy"];

/** @type {Row[]} */
const rows = [];
/** @type {Size | undefined} */
let size;
/** Bytes of the whole state, by the number of certificates. @type {{ x: number, y: number }[]} */
const stateBytes = [];

for (const count of sizes) {
  const flags = ["--no-rate-limits"];
  for (let round = 0; round < rounds; round++) await measureBoth(count, "limits off", flags);
}
if (values.once !== undefined) {
  await measureBoth(Number(values.once), "limits off, once", ["--no-rate-limits"], { door: false });
}
const most = Math.max(...sizes.filter((count) => count <= 100));
for (const door of /** @type {const} */ (["dynamic", "plugin"])) {
  const shown = door === "plugin" ? [most] : sizes;
  for (const count of shown) await measureOurs(count, "limits as shipped", [], door);
  const slow = ["--no-rate-limits", "--latency", "300"];
  await measureOurs(most, "limits off, 300 ms a call", slow, door);
}
if (values.once !== undefined) {
  await measureOurs(Number(values.once), "limits as shipped, once", [], "dynamic", ["up"]);
}
printRows(rows);
const answers = values.questions ? await answerQuestions(most) : [];
for (const { asked, answer } of answers) process.stdout.write(`${asked}: ${answer}\n`);
if (values.keep) {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.version}`;
  if (size !== undefined) keepPage(rows, { size, stateBytes, answers }, machine);
}

/**
 * @param {number} count
 * @param {string} how
 * @param {string[]} flags
 * @param {{ door: boolean }} [also] whether the plugin is measured, too
 */
async function measureBoth(count, how, flags, { door } = { door: true }) {
  const own = await measureOurs(count, how, flags, "dynamic");
  if (door) await measureOurs(count, how, flags, "plugin");
  size ??= own;
  await onStack(floor(count, size), undefined, async (timed) => {
    await measureSteps(allSteps, timed, (step, measured) =>
      rowFor(count, how, step).floor.push(measured),
    );
  });
}

/**
 * @param {number} count
 * @param {string} how
 * @param {string[]} flags
 * @param {Door} door
 * @param {readonly Step[]} [steps]
 */
async function measureOurs(count, how, flags, door, steps = allSteps) {
  const emulator = await startEmulator(flags);
  const hasLimits = !flags.includes("--no-rate-limits");
  let found = { outputs: 0, inputBytes: 0, outputBytes: 0 };
  try {
    await onStack(
      await certificates(count, { door }),
      { emulator, hasLimits },
      async (timed, exported) => {
        await measureSteps(
          steps,
          timed,
          (step, measured) => {
            const row = rowFor(count, how, step);
            (door === "plugin" ? row.plugin : row.ours).push(measured);
          },
          async () => {
            const state = await exported();
            found = sizeOf(state);
            const isKept = hasLimits && door === "dynamic";
            if (isKept) stateBytes.push({ x: count, y: JSON.stringify(state).length });
          },
        );
      },
    );
  } finally {
    await emulator.stop();
  }
  return found;
}

/**
 * @param {readonly Step[]} steps
 * @param {(step: Step) => Promise<Measure>} timed
 * @param {(step: Step, measured: Measure) => void} keep
 * @param {() => Promise<void>} [look] what is looked at while the resources are there
 */
async function measureSteps(steps, timed, keep, look) {
  for (const step of steps) {
    keep(step, await timed(step));
    if (step === "up") await look?.();
  }
}

/**
 * @param {number} count
 * @param {string} how
 * @param {Step} step
 */
function rowFor(count, how, step) {
  let row = rows.find((one) => one.size === count && one.how === how && one.step === step);
  if (row === undefined)
    rows.push((row = { size: count, how, step, ours: [], plugin: [], floor: [] }));
  return row;
}

/**
 * @param {import("@pulumi/pulumi/automation/index.js").PulumiFn} program
 * @param {{ emulator: Emulator, hasLimits: boolean } | undefined} asked
 * @param {(timed: (step: Step) => Promise<Measure>, exported: () => Promise<unknown>) => Promise<void>} work
 */
async function onStack(program, asked, work) {
  const home = mkdtempSync(join(tmpdir(), "certcentral-bench-"));
  const names = { projectName: "bench", stackName: "bench" };
  const stack = await openInlineStack(home, { ...names, program });
  if (asked !== undefined) {
    const { emulator, hasLimits } = asked;
    await stack.setConfig("certcentral:apiKey", { value: emulator.apiKey, secret: true });
    await stack.setConfig("certcentral:url", { value: emulator.url });
    if (!hasLimits) {
      await stack.setConfig("certcentral:requestsPer5Seconds", { value: "1000000" });
      await stack.setConfig("certcentral:requestsPer3Minutes", { value: "1000000" });
    }
  }
  const acts = {
    preview: () => stack.preview(),
    up: () => stack.up(),
    "no-op preview": () => stack.preview(),
    "no-op up": () => stack.up(),
    refresh: () => stack.refresh(),
    destroy: () => stack.destroy(),
  };
  try {
    await work(
      async (step) => {
        await asked?.emulator.clear();
        const since = performance.now();
        const megabytes = await peakDuring(acts[step]);
        const seconds = (performance.now() - since) / 1000;
        return { seconds, calls: (await asked?.emulator.requests())?.length ?? 0, megabytes };
      },
      () => stack.exportStack(),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/**
 * @param {unknown} exported
 * @returns {Size}
 */
function sizeOf(exported) {
  /** @typedef {{ type: string, inputs: object, outputs: object }} Resource */
  const { deployment } = /** @type {{ deployment: { resources: Resource[] } }} */ (exported);
  const own = deployment.resources.filter(({ type }) => type.endsWith(":Certificate"));
  const bytes = (/** @type {"inputs" | "outputs"} */ what) =>
    own.reduce((sum, one) => sum + JSON.stringify(one[what]).length, 0) / own.length;
  const inputBytes = Math.round(bytes("inputs"));
  return {
    outputs: Object.keys(own[0]?.outputs ?? {}).length,
    inputBytes,
    outputBytes: Math.round(bytes("outputs")) - inputBytes,
  };
}
