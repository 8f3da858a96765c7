// docs/reference.md, made from the field table and the class: `node tools/reference.mjs [--check]`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { root, runMain } from "./steps.mjs";

const target = join(root, "docs", "reference.md");

await runMain(() => {
  const text = reference();
  if (!process.argv.includes("--check")) {
    writeFileSync(target, text);
    return Promise.resolve();
  }
  if (readFileSync(target, "utf8") !== text) {
    throw new Error("docs/reference.md is not what the code says: run node tools/reference.mjs");
  }
  return Promise.resolve();
});

function reference() {
  const table = parse("provider/certificate/fields.ts");
  const groups = /** @type {const} */ ([
    ["required", "Required inputs"],
    ["optional", "Optional inputs"],
    ["tuning", "How this resource behaves"],
  ]);
  return [
    "# Reference of `Certificate`",
    "",
    "Made from the code by `node tools/reference.mjs`; do not edit.",
    "",
    "What a change of an input does: **replace** places a new order first and ends the old one last;",
    "**reissue** is free, inside the plan; **recorded** is stored and used by the next order, renewal or",
    "reissue; **local** is stored and never a call; **creation only** has no effect later.",
    "",
    ...groups.flatMap(([name, title]) => [`## ${title}`, "", ...inputRows(table, name), ""]),
    "## Outputs",
    "",
    ...outputRows(parse("sdk/certificate.ts")),
    "",
  ].join("\n");
}

/**
 * @param {ts.SourceFile} source
 * @param {string} group
 */
function inputRows(source, group) {
  const rows = ["| input | a change | meaning |", "|---|---|---|"];
  source.forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return;
    const [declaration] = node.declarationList.declarations;
    if (declaration?.name.getText() !== group) return;
    const literal = declaration.initializer;
    if (!literal || !ts.isObjectLiteralExpression(literal)) return;
    for (const property of literal.properties) {
      if (!ts.isPropertyAssignment(property) || !ts.isCallExpression(property.initializer))
        continue;
      const rule = property.initializer.arguments[0]?.getText().slice(1, -1) ?? "";
      rows.push(`| \`${property.name.getText()}\` | ${rule} | ${docOf(property)} |`);
    }
  });
  return rows;
}

/** @param {ts.SourceFile} source */
function outputRows(source) {
  const rows = ["| output | meaning |", "|---|---|"];
  source.forEachChild((node) => {
    if (!ts.isClassDeclaration(node)) return;
    for (const member of node.members) {
      if (!ts.isPropertyDeclaration(member) || member.initializer) continue;
      rows.push(`| \`${member.name.getText()}\` | ${docOf(member)} |`);
    }
  });
  return rows;
}

/** @param {ts.Node} node */
function docOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node);
  const comment = doc === undefined ? undefined : ts.getTextOfJSDocComment(doc.comment);
  if (comment === undefined) throw new Error(`no documentation: ${node.getText().slice(0, 60)}`);
  return comment.replace(/\s+/g, " ").replaceAll("|", "\\|");
}

/** @param {string} file */
function parse(file) {
  const text = readFileSync(join(root, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}
