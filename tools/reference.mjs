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
  return [
    "# Reference",
    "",
    "Made from the code by `node tools/reference.mjs`; do not edit.",
    "",
    "What a change of an input does: **replace** places a new order first and ends the old one last;",
    "**reissue** is free, covered by the order; **recorded** is stored and used by the next order, renewal,",
    "reissue or validation; **local** is stored and never a call; **hint** is stored and never a change by",
    "itself; **fixed** is refused; **create-only** has no effect later.",
    "",
    ...resource("Certificate", "certificate", "provider/certificate/plan/fields.ts"),
    ...members("Members of `issuance`", "provider/certificate/plan/issuance.ts", "Issuance"),
    ...resource("Domain", "domain", "provider/domain/fields.ts"),
    ...members("Members of `validation`", "provider/domain/plan.ts", "Validation"),
    ...members("Members of a validation record", "provider/dcv.ts", "ValidationRecord"),
    ...resource("DomainValidation", "domain-validation"),
    ...resource("IssuedCertificate", "issued-certificate"),
    ...resource("ValidatedCertificate", "validated-certificate"),
    "## `Provider`",
    "",
    "A second account in one program, given to resources and functions as `{ provider }`.",
    "",
    ...members("Inputs of `Provider`", "sdk/provider.ts", "ProviderArgs", "input"),
    "## Functions",
    "",
    "Each has a form `...Output` that takes outputs and gives one, and takes `{ provider }` last.",
    "",
    ...functionRows(parse("sdk/functions.ts")),
    "",
  ].join("\n");
}

/**
 * The inputs of a resource, from its table or else from its `...Args`, and its outputs.
 * @param {string} name
 * @param {string} file in sdk/
 * @param {string} [tableFile]
 */
function resource(name, file, tableFile) {
  const source = parse(`sdk/${file}.ts`);
  const groups = /** @type {const} */ ([
    ["required", "Required inputs"],
    ["optional", "Optional inputs"],
    ["behaviour", "Behaviour"],
  ]);
  const inputs =
    tableFile === undefined
      ? [`### Inputs of \`${name}\``, "", ...argumentRows(source, `${name}Args`), ""]
      : groups.flatMap(([group, title]) => [
          `### ${title} of \`${name}\``,
          "",
          ...inputRows(parse(tableFile), group),
          "",
        ]);
  return [
    `## \`${name}\``,
    "",
    ...inputs,
    `### Outputs of \`${name}\``,
    "",
    ...outputRows(source),
    "",
  ];
}

/**
 * The members of an interface, documented where they stand.
 * @param {string} title
 * @param {string} file
 * @param {string} name
 * @param {string} [kind]
 */
function members(title, file, name, kind = "member") {
  return [`### ${title}`, "", ...argumentRows(parse(file), name, kind), ""];
}

/**
 * @param {ts.SourceFile} source
 * @param {string} name
 * @param {string} [kind]
 */
function argumentRows(source, name, kind = "input") {
  const rows = [`| ${kind} | meaning |`, "|---|---|"];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isPropertySignature(node)) {
      const isOptional = node.questionToken !== undefined || kind === "member";
      const mark = isOptional ? "" : " (required)";
      rows.push(`| \`${node.name.getText()}\`${mark} | ${docOf(node)} |`);
    } else ts.forEachChild(node, visit);
  };
  source.forEachChild((node) => {
    const isArgs = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (isArgs && node.name.getText() === name) ts.forEachChild(node, visit);
  });
  return rows;
}

/** @param {ts.SourceFile} source */
function functionRows(source) {
  const rows = ["| function | meaning |", "|---|---|"];
  source.forEachChild((node) => {
    if (!ts.isFunctionDeclaration(node) || node.name === undefined) return;
    const isExported = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    const name = node.name.getText();
    if (isExported && !name.endsWith("Output")) rows.push(`| \`${name}\` | ${docOf(node)} |`);
  });
  return rows;
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
  return ["| output | meaning |", "|---|---|", ...memberRows(source)];
}

/**
 * The class's own outputs, then those of the class that it extends.
 * @param {ts.SourceFile} source
 * @returns {string[]}
 */
function memberRows(source) {
  /** @type {string[]} */
  const rows = [];
  source.forEachChild((node) => {
    if (!ts.isClassDeclaration(node)) return;
    for (const member of node.members) {
      if (!ts.isPropertyDeclaration(member) || member.initializer) continue;
      if (ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "internal")) continue;
      rows.push(`| \`${member.name.getText()}\` | ${docOf(member)} |`);
    }
    const base = node.heritageClauses?.[0]?.types[0]?.expression.getText();
    if (base === "IssuedResource") rows.push(...memberRows(parse("sdk/issued-resource.ts")));
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
