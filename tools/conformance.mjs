// emulator/docs/conformance.md, made from emulator/src/schemas: `node tools/conformance.mjs [--check]`. Wants the build.
import { createRequire } from "node:module";
import { join } from "node:path";

import { keepPage } from "./pages.mjs";
import { root, runMain } from "./steps.mjs";

const require = createRequire(import.meta.url);

/** @typedef {{ evidence: string, why?: string }} Mark */
/** @typedef {{ place: string, mark: Mark, mayBeAbsent: boolean }} Member */

await runMain(() => {
  keepPage("emulator/docs/conformance.md", page(), "node tools/conformance.mjs");
  return Promise.resolve();
});

function page() {
  const built = join(root, "emulator", "dist");
  const schemas = join(built, "schemas");
  /** @type {{ operations: { method: string, path: string, does: string, replies: Record<string, unknown> }[] }} */
  const { operations } = require(join(built, "description", "operations.js"));
  /** @type {{ membersOf: (reply: unknown) => Member[] }} */
  const { membersOf } = require(join(schemas, "members.js"));
  /** @type {{ notGiven: { place: string, why: string }[] }} */
  const { notGiven } = require(join(schemas, "not-given.js"));
  const all = operations.flatMap(({ replies }) => Object.values(replies).flatMap(membersOf));
  const count = (/** @type {string} */ evidence) =>
    all.filter(({ mark }) => mark.evidence === evidence).length;
  return [
    "# Conformance",
    "",
    "Made from the code by `node tools/conformance.mjs`; do not edit. Each reply of the emulator in each test is checked",
    "against the same table: a member that is not here, or is of another kind, fails the test.",
    "",
    "- **recorded**: seen in a reply of a real account",
    "- **documented**: on a page of DigiCert's",
    "- **chosen**: by us, because neither shows it; with the reason",
    "",
    "A member in *italics* is left out where it does not apply. Whatever is refused is answered with the recorded",
    '`{"errors":[{"code","message"}]}`.',
    "",
    `${operations.length} routes, ${all.length} members: ${count("recorded")} recorded, ` +
      `${count("documented")} documented, ${count("chosen")} chosen.`,
    "",
    ...operations.flatMap(({ method, path, does, replies }) => [
      `## ${method} ${path.replace(/:(\w+)\??/g, "{$1}")}`,
      "",
      does,
      "",
      ...Object.entries(replies).flatMap(([status, reply]) => section(status, reply, membersOf)),
    ]),
    "## Shown by pages or recordings, and not given here",
    "",
    "| what | why |",
    "|---|---|",
    ...notGiven.map(({ place, why }) => `| ${place} | ${why} |`),
    "",
  ].join("\n");
}

/**
 * @param {string} status
 * @param {unknown} reply
 * @param {(reply: unknown) => Member[]} membersOf
 */
function section(status, reply, membersOf) {
  if (reply === "nothing") return [`${status}: an empty body.`, ""];
  if (reply === "file") return [`${status}: a file.`, ""];
  return [
    `${status}:`,
    "",
    "| member | |",
    "|---|---|",
    ...membersOf(reply).map(({ place, mark, mayBeAbsent }) => {
      const name = mayBeAbsent ? `*${place}*` : place;
      return `| ${name} | ${mark.evidence}${mark.why ? `: ${mark.why}` : ""} |`;
    }),
    "",
  ];
}
