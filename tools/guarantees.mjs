// docs/guarantees.md, made from what the chaos suite counted: `node tools/guarantees.mjs [--check <table>]`.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { root, runMain } from "./steps.mjs";

const target = join(root, "docs", "guarantees.md");

const head = `# What was broken, and how it ended

Made by the chaos suite (\`node tools/guarantees.mjs\`); do not edit. Every run that is counted here ended as
meant, or the suite fails; it fails too where it counts other numbers than this page says. What is guaranteed, by which
mechanism, and which test holds it: [DESIGN.md](../DESIGN.md#guarantees-and-their-mechanisms).
`;

/** @type {Record<string, { title: string, meaning: string }>} */
const tables = {
  boundaries: {
    title: "Every boundary",
    meaning: `Real provider process over gRPC. On each path each exchange with CertCentral was broken once in each way. A cell: exchanges
broken, and in brackets the runs until quiet. At the end: paid orders as meant, no certificate in use revoked, none that was to end left
alive, nothing left to do, no key in anything said or kept (\`tests/chaos/boundaries.test.ts\`).`,
  },
  validation: {
    title: "Every boundary of validation",
    meaning: `The same for domains, the wait for them, and orders that carry a random value of their own. At the end: one domain of a name,
paid orders as meant, the record that CertCentral looks for in DNS and no other, nothing left to do, no key in anything said or kept
(\`tests/chaos/validation.test.ts\`).`,
  },
  kill: {
    title: "Killed",
    meaning: `Real engine. At each exchange, done but not answered, the provider process or the command itself got SIGKILL; then \`up\` again.
At the end: paid orders as meant, each certificate in use issued and not revoked, no key in the state
(\`tests/chaos/engine/kill.test.ts\`; what stands empty is killed by \`npm run test:long\`).`,
  },
  load: {
    title: "Many at a time",
    meaning: `Real engine, one program, CertCentral's rate limits on. Without faults one run, and no 429; with all faults of the emulator,
and runs until all are issued (\`tests/chaos/engine/load.test.ts\`).`,
  },
  people: {
    title: "People",
    meaning: `The provider's contract, the engine's saving rules imitated. Drawn sequences of what people do to two stacks, in the console, and to
processes; after each command nothing in use has been ended, nothing was paid for twice or unannounced, keys and chains belong together; at the end
each refusal's way out is walked until all is quiet (\`tests/model\`). These are the sequences of \`npm test\`:`,
  },
  "people-long": {
    title: "People, at length",
    meaning: "The same, from the last `npm run test:long` that was kept:",
  },
  "people-plugin": {
    title: "People, through the plugin",
    meaning:
      "The same through the second door, whose orders that wait are refreshed before each command (`tests/model`):",
  },
  "people-plugin-long": {
    title: "People, through the plugin, at length",
    meaning: "The same, from the last `npm run test:long` that was kept:",
  },
  fuzz: {
    title: "Whatever is asked of the emulator",
    meaning: `Sequences of requests to all routes and control calls, drawn from the schemas that they are read by, with hostile values; each is
answered within two seconds and never by a 500, what was stored can be told, and an honest client orders, downloads and revokes right after
(\`emulator/tests/fuzz.test.ts\`). These are the sequences of \`npm test\`:`,
  },
  "fuzz-long": {
    title: "Whatever is asked of the emulator, at length",
    meaning: "The same, from the last `npm run test:long` that was kept:",
  },
  random: {
    title: "Whole lives",
    meaning: `Two years with an \`up\` a week, a changing program, all faults at any time, and runs whose result is lost, each compared with the
same life without faults (\`tests/chaos/drawn-lives.test.ts\`). These are the lives of \`npm test\`:`,
  },
  "random-long": {
    title: "Whole lives, at length",
    meaning: "The same, from the last `npm run test:long` that was kept:",
  },
};

/**
 * @param {string} name
 * @returns {Record<string, Record<string, number | string>> | undefined}
 */
function counted(name) {
  const file = join(root, ".cache", "guarantees", `${name}.json`);
  if (!existsSync(file)) return undefined;
  /** @type {unknown} */
  const rows = JSON.parse(readFileSync(file, "utf8"));
  return /** @type {Record<string, Record<string, number | string>>} */ (rows);
}

/** @param {string} name */
function section(name) {
  const rows = counted(name);
  if (rows === undefined) return undefined;
  const { title, meaning } = tables[name] ?? { title: name, meaning: "" };
  const columns = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))];
  return [
    `## ${title}\n\n${meaning}\n`,
    `| | ${columns.join(" | ")} |`,
    `|---|${columns.map(() => "---:|").join("")}`,
    ...Object.entries(rows).map(
      ([row, cells]) => `| ${row} | ${columns.map((column) => cells[column] ?? "").join(" | ")} |`,
    ),
    "",
  ].join("\n");
}

/** @param {string} name */
function sectionOnPage(name) {
  if (!existsSync(target)) return undefined;
  const title = `## ${tables[name]?.title}\n`;
  const sections = readFileSync(target, "utf8").split(/^(?=## )/m);
  return sections.find((text) => text.startsWith(title))?.replace(/\n+$/, "\n");
}

await runMain(() => {
  const { check } = parseArgs({ options: { check: { type: "string" } } }).values;
  if (check === undefined) {
    // What was not counted here stays as it is.
    const sections = Object.keys(tables).map((name) => section(name) ?? sectionOnPage(name));
    writeFileSync(target, [head, ...sections.filter((text) => text !== undefined)].join("\n"));
  } else if (section(check) !== sectionOnPage(check)) {
    throw new Error(
      `docs/guarantees.md says other numbers than were counted: run node tools/guarantees.mjs\n${section(check)}`,
    );
  }
  return Promise.resolve();
});
