// What was measured, as a table on the terminal, as a page, and as pictures.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../steps.mjs";
import { root } from "../steps.mjs";
import { chart } from "./chart.mjs";

/** @import { Measure, Row } from "./run.mjs" */
/** @import { Size } from "./programs.mjs" */
/** @import { Answer } from "./questions.mjs" */

/** @param {Measure[]} all */
function spread(all) {
  const sorted = all.map(({ seconds }) => seconds).sort((one, other) => one - other);
  const half = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(half)], sorted[Math.ceil(half)]];
  return { min: sorted[0] ?? 0, median: (low + high) / 2, max: sorted.at(-1) ?? 0 };
}

/** @param {number} seconds */
const shown = (seconds) => seconds.toFixed(seconds < 10 ? 2 : 1);

/** @param {Row} row */
function cells(row) {
  const { size, how, step, ours, plugin, floor } = row;
  const own = spread(ours);
  const least = spread(floor);
  const door = spread(plugin);
  return [
    String(size),
    step,
    how,
    `${shown(own.min)} / ${shown(own.median)} / ${shown(own.max)}`,
    floor.length === 0 ? "" : shown(least.median),
    floor.length === 0 ? "" : `${(own.median / least.median).toFixed(2)} x`,
    String(callsOf(row)),
    plugin.length === 0 ? "" : `${shown(door.min)} / ${shown(door.median)} / ${shown(door.max)}`,
    plugin.length === 0 ? "" : String(Math.max(...plugin.map((one) => one.calls))),
    memory(row),
  ];
}

/** The most that our provider, the floor's and the plugin held. @param {Row} row */
function memory({ ours, floor, plugin }) {
  return [ours, floor, plugin]
    .map((all) => Math.max(0, ...all.map(({ megabytes }) => megabytes)))
    .map((most) => (most === 0 ? "-" : most.toFixed(0)))
    .join(" / ");
}

const head = [
  "N",
  "step",
  "",
  "seconds: least, median, most",
  "floor",
  "ratio",
  "calls",
  "plugin",
  "calls",
  "MB: ours, floor, plugin",
];

/** @param {Row[]} rows */
export function printRows(rows) {
  const all = [head, ...rows.map(cells)];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  for (const row of all) {
    const line = row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}

/**
 * @param {Row[]} rows
 * @param {{ size: Size, stateBytes: { x: number, y: number }[], answers: Answer[] }} found
 * @param {string} machine
 */
export function keepPage(rows, { size, stateBytes, answers }, machine) {
  const folder = join(root, "docs");
  const day = new Date().toISOString().slice(0, 10);
  const bytes = size.inputBytes + size.outputBytes + size.inputBytes;
  const page = `# Performance

Made by \`npm run bench -- --questions --keep\` on ${day}; the machine: ${machine}. Each round measures our certificates and then the floor: a dynamic resource that does
nothing and has as many outputs and bytes of state. The emulator is a process of its own on the same machine.

${table(head, rows.map(cells))}

![Seconds of each step against the number of certificates](performance-time.svg)

![Calls to CertCentral of each step against the number of certificates](performance-calls.svg)

![Seconds of an up with the limits as shipped, and the least that the limits allow](performance-limits.svg)

![Bytes of the whole state against the number of certificates](performance-state.svg)

An \`up\` with the limits as shipped. The least is what 80 calls in 5 seconds and 900 in 3 minutes leave between the first call and the last; beside it
stand the start of the engine before the first call, and its own work on what the last calls made.

${table(["N", "how", "calls", "seconds", "least", "ratio"], shippedUps(rows).map(limitCells))}

State: ${(bytes / 1000).toFixed(1)} kB a certificate (inputs, and outputs, which repeat them), of which the provider's text is 0.6 kB; the engine writes all of it after
each step.

## What is asked before taking this up

${table(
  ["question", "answer"],
  answers.map(({ asked, answer }) => [asked, answer]),
)}

- **Where to split.** CertCentral lets 1,000 calls pass in 3 minutes, and this provider keeps to 900 of them and to 80 in 5 seconds. A first order takes
  two calls and its share of the pages that all read together, two and a half to three in all, so the limits let 300 to 360 pass in the first three minutes and as
  many in each three that follow. What comes within three minutes of it waits for the rest of them, as the destroy of 300 above. The engine writes the whole state
  after each step, which grows with the square of the stack. Up to about 300 certificates in one stack the machine is not what one waits for; a thousand work;
  5,000 are better kept in stacks by team or by zone, of a few hundred each, because reviews and mistakes have that size too.
- **Cold start.** The row of one certificate is what a pipeline waits for, on top of what Pulumi itself takes; of the floor's time it is nearly all.
- **What a call costs** is the network's: with 300 ms a call an \`up\` is as long as its calls, divided by how many the engine makes at once (four times the
  processors, unless \`--parallel\` says otherwise). A resource that waits holds one of those places: \`waitFor: "placed"\` does not.
- **Memory** is the most that the provider's process held, the floor's beside it. Our libraries take 20 to 45 MB; of a thousand certificates 10 to 20 MB are live
  after a collection. The rest is garbage, most of it of Pulumi's own messages, which Node lets grow with the machine's memory:
  \`NODE_OPTIONS=--max-semi-space-size=16\` halves it.
- **A day on which all renew** comes where all were ordered on one day. The limits stretch it; nothing is refused, and an \`up\` that is broken off goes on.

Call counts are held by tests (\`tests/contract/calls.test.ts\`, \`issued-at-once\`, \`refresh-by-list\`, \`waiting-together\`), times by nothing but this page.

For scale, another protocol: an ACME provider for OpenTofu was measured with 16 calls a certificate for an apply, 3 for a plan with refresh, 7 for a
destroy, and 5.7 kB of state.
`;
  writeFileSync(join(folder, "performance.md"), page);
  const kept = { day, machine, size, stateBytes, answers, rows };
  writeFileSync(join(folder, "performance.json"), `${JSON.stringify(kept, null, 2)}\n`);
  drawCharts(folder, rows, stateBytes);
  const made = ["docs/performance.md", "docs/performance.json"];
  run("prettier", ["--write", "--log-level", "warn", ...made]);
}

/**
 * @param {string} folder
 * @param {Row[]} rows
 * @param {{ x: number, y: number }[]} stateBytes
 */
function drawCharts(folder, rows, stateBytes) {
  const off = rows.filter(({ how }) => ["limits off", "limits off, once"].includes(how));
  const shipped = shippedUps(rows);
  const steps = [...new Set(off.map(({ step }) => step))];
  const line = (/** @type {Row[]} */ of, /** @type {(row: Row) => number} */ measure) =>
    of.map((row) => ({ x: row.size, y: measure(row) }));
  const ofStep = (/** @type {string} */ step) => off.filter((row) => row.step === step);
  const seconds = (/** @type {Row} */ { ours }) => spread(ours).median;
  const least = (/** @type {Row} */ { floor }) => spread(floor).median;
  const times = steps.flatMap((step) => [
    { name: step, points: line(ofStep(step), seconds) },
    { name: `${step}, floor`, isFloor: true, points: line(ofStep(step), least) },
  ]);
  const calls = steps.map((step) => ({ name: step, points: line(ofStep(step), callsOf) }));
  const limits = [
    { name: "up", points: line(shipped, seconds) },
    { name: "up, no limits", points: line(ofStep("up"), seconds) },
    { name: "least", points: line(shipped, (row) => leastSeconds(callsOf(row))) },
  ];
  const kilobytes = stateBytes.map(({ x, y }) => ({ x, y: y / 1000 }));
  writeFileSync(join(folder, "performance-time.svg"), chart("seconds", times));
  writeFileSync(join(folder, "performance-calls.svg"), chart("calls", calls));
  writeFileSync(join(folder, "performance-limits.svg"), chart("seconds", limits));
  const state = [{ name: "state", points: kilobytes }];
  writeFileSync(join(folder, "performance-state.svg"), chart("kB", state));
}

/** The least that the limits as shipped allow for so many calls: 80 in 5 seconds, 900 in 3 minutes. @param {number} calls */
function leastSeconds(calls) {
  const full = Math.floor((calls - 1) / 900);
  return full * 180 + Math.floor(((calls - 1) % 900) / 80) * 5;
}

/** @param {Row[]} rows */
function shippedUps(rows) {
  return rows.filter(({ how, step }) => how.startsWith("limits as shipped") && step === "up");
}

/** @param {Row} row */
function limitCells(row) {
  const { median } = spread(row.ours);
  const calls = callsOf(row);
  const least = leastSeconds(calls);
  const ratio = least === 0 ? "" : `${(median / least).toFixed(2)} x`;
  return [String(row.size), row.how, String(calls), shown(median), String(least), ratio];
}

/** @param {Row} row */
function callsOf({ ours }) {
  return Math.max(...ours.map((one) => one.calls));
}

/**
 * @param {string[]} titles
 * @param {string[][]} lines
 */
function table(titles, lines) {
  const bar = titles.map((_, at) => (at < 3 ? "---" : "---:"));
  return [titles, bar, ...lines].map((cell) => `| ${cell.join(" | ")} |`).join("\n");
}
