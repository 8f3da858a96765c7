// docs/cli.md, made from the commands' own help and the schemas of their JSON: `node tools/cli.mjs [--check]`. Wants the build.
import { createRequire } from "node:module";

import { z } from "zod";

import { keepPage } from "./pages.mjs";
import { runMain } from "./steps.mjs";

const load = createRequire(import.meta.url);
const { makeProgram, runCommand } = /** @type {typeof import("../cli/program.js")} */ (
  load("../dist/cli/program.js")
);
const { reportSchema } = /** @type {typeof import("../cli/report/report.js")} */ (
  load("../dist/cli/report/report.js")
);
const { findingsSchema } = /** @type {typeof import("../cli/findings.js")} */ (
  load("../dist/cli/findings.js")
);
const { messageSchema } = /** @type {typeof import("../cli/explain/messages.js")} */ (
  load("../dist/cli/explain/messages.js")
);
const { madeSchema } = /** @type {typeof import("../cli/csr/command.js")} */ (
  load("../dist/cli/csr/command.js")
);
const { importSchema } = /** @type {typeof import("../cli/import/summary.js")} */ (
  load("../dist/cli/import/summary.js")
);
const { explanationsSchema } = /** @type {typeof import("../cli/explain/explain.js")} */ (
  load("../dist/cli/explain/explain.js")
);

/** The shapes of what each command prints as JSON. @type {Record<string, Record<string, import("zod").ZodType>>} */
const shapes = {
  report: { "report --json": reportSchema },
  doctor: { "doctor --json": findingsSchema },
  explain: { "explain --json": explanationsSchema, "explain <code> --json": messageSchema },
  csr: { "csr --json": madeSchema },
  check: { "check --json": findingsSchema },
  import: { "import --json": importSchema },
};

await runMain(async () => {
  keepPage("docs/cli.md", await page());
});

async function page() {
  const world = { environment: {}, output: { write: () => true }, errors: { write: () => true } };
  /** @type {string[]} */
  const sections = [];
  for (const command of makeProgram(world, () => undefined).commands) {
    const printsJson = command.options.some(({ long }) => long === "--json");
    if (printsJson !== command.name() in shapes)
      throw new Error(`the JSON of ${command.name()} has no shape, or a shape has no command`);
    sections.push(...(await section(command.name())));
  }
  return [
    "# The command line",
    "",
    "Made from the code by `npm run docs`; do not edit.",
    "",
    "`npx certcentral`, in a project that has `pulumi-certcentral`. It has no rule of its own: next actions, days and checks are those of the",
    "provider. Messages end in a code; `certcentral explain <code>` and [messages.md](messages.md) say what helps.",
    "",
    "```text",
    (await helpOf([])).trimEnd(),
    "```",
    "",
    ...sections,
  ].join("\n");
}

/** @param {string} name */
async function section(name) {
  const json = Object.entries(shapes[name] ?? {}).flatMap(([call, shape]) => [
    `What \`${call}\` prints:`,
    "",
    "| member | type | meaning |",
    "|---|---|---|",
    ...members("", /** @type {Schema} */ (z.toJSONSchema(shape)), true),
    "",
  ]);
  return [`## \`${name}\``, "", "```text", (await helpOf([name])).trimEnd(), "```", "", ...json];
}

/** @param {string[]} command */
async function helpOf(command) {
  /** @type {string[]} */
  const said = [];
  const output = { write: (/** @type {string} */ text) => said.push(text) };
  await runCommand([...command, "--help"], { environment: {}, output, errors: output });
  return said.join("");
}

/**
 * @typedef {{ type?: string, format?: string, enum?: string[], items?: Schema, description?: string,
 *   properties?: Record<string, Schema>, required?: string[] }} Schema
 */

/**
 * A row for each member, those of members below them.
 * @param {string} path
 * @param {Schema} schema
 * @param {boolean} isRequired
 * @returns {string[]}
 */
function members(path, schema, isRequired) {
  if (schema.type === "object") {
    const { properties = {}, required = [] } = schema;
    const below = Object.entries(properties).flatMap(([name, member]) =>
      members(path === "" ? name : `${path}.${name}`, member, required.includes(name)),
    );
    return path === "" || path.endsWith("[]") ? below : [row(path, schema, isRequired), ...below];
  }
  if (schema.items?.type === "object") {
    const list = path === "" ? [] : [row(path, schema, isRequired)];
    return [...list, ...members(`${path}[]`, schema.items, true)];
  }
  return [row(path, schema, isRequired)];
}

/**
 * @param {string} path
 * @param {Schema} schema
 * @param {boolean} isRequired
 */
function row(path, schema, isRequired) {
  if (schema.description === undefined) throw new Error(`${path} has no meaning: describe it`);
  const words = schema.enum?.map((word) => `\`${word}\``).join(", ");
  const type = words ?? (schema.format === "date" ? "day, `YYYY-MM-DD`" : (schema.type ?? ""));
  return `| \`${path}\` | ${isRequired ? "" : "optional "}${type} | ${schema.description} |`;
}
