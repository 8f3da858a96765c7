// What was measured, as a table on the terminal, as a page, and as pictures.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../steps.mjs";
import { root } from "../steps.mjs";
import { chart } from "./chart.mjs";

/** @import { Measure, Row } from "./run.mjs" */
/** @import { Size } from "./programs.mjs" */

/** @param {Measure[]} all */
function spread(all) {
  const sorted = all.map(({ seconds }) => seconds).sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return { min: sorted[0] ?? 0, median: middle, max: sorted.at(-1) ?? 0 };
}

/** @param {number} seconds */
const shown = (seconds) => seconds.toFixed(seconds < 10 ? 2 : 1);

/** @param {Row} row */
function cells({ size, how, step, ours, floor }) {
  const own = spread(ours);
  const least = spread(floor);
  const calls = Math.max(...ours.map((one) => one.calls));
  return [
    String(size),
    step,
    how,
    `${shown(own.min)} / ${shown(own.median)} / ${shown(own.max)}`,
    floor.length === 0 ? "" : shown(least.median),
    floor.length === 0 ? "" : `${(own.median / least.median).toFixed(2)} x`,
    String(calls),
  ];
}

const head = ["N", "step", "", "seconds: least, median, most", "floor", "ratio", "calls"];

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
 * @param {Size} size
 * @param {string} machine
 */
export function keepPage(rows, size, machine) {
  const folder = join(root, "docs");
  const day = new Date().toISOString().slice(0, 10);
  const bytes = size.inputBytes + size.outputBytes + size.inputBytes;
  const table = [head, head.map((_, at) => (at < 3 ? "---" : "---:")), ...rows.map(cells)]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
  const page = `# Performance

Made by \`npm run bench -- --keep\` on ${day}; the machine: ${machine}. Each round measures our certificates and then the floor: a dynamic resource that does
nothing and has as many outputs and bytes of state. The emulator is a process of its own on the same machine.

${table}

State: ${(bytes / 1000).toFixed(1)} kB a certificate (inputs, and outputs, which repeat them), of which the provider's text is 0.6 kB.

![Seconds of each step against the number of certificates](performance-time.svg)

![Calls to CertCentral of each step against the number of certificates](performance-calls.svg)

What a call costs is the network's: with 300 ms a call an \`up\` is as long as its calls, divided by how many the engine makes at once (four times
the processors, unless \`--parallel\` says otherwise). CertCentral lets 1,000 calls pass in 3 minutes; this provider keeps to 900, so from about two hundred
new certificates in one run on it is the limit that decides, not the machine. Call counts are held by tests (\`tests/contract/calls.test.ts\`), times by nothing
but this page.
`;
  writeFileSync(join(folder, "performance.md"), page);
  writeFileSync(
    join(folder, "performance.json"),
    `${JSON.stringify({ day, machine, size, rows }, null, 2)}\n`,
  );
  const off = rows.filter(({ how }) => how === "limits off");
  const steps = [...new Set(off.map(({ step }) => step))];
  const line = (/** @type {string} */ step, /** @type {(row: Row) => number} */ of) =>
    off.filter((row) => row.step === step).map((row) => ({ x: row.size, y: of(row) }));
  const times = steps.flatMap((step) => [
    { name: step, points: line(step, (row) => spread(row.ours).median) },
    {
      name: `${step}, floor`,
      isFloor: true,
      points: line(step, (row) => spread(row.floor).median),
    },
  ]);
  const calls = steps.map((step) => ({
    name: step,
    points: line(step, (row) => Math.max(...row.ours.map((one) => one.calls))),
  }));
  writeFileSync(join(folder, "performance-time.svg"), chart("seconds", times));
  writeFileSync(join(folder, "performance-calls.svg"), chart("calls", calls));
  run("prettier", [
    "--write",
    "--log-level",
    "warn",
    "docs/performance.md",
    "docs/performance.json",
  ]);
}
