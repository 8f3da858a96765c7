// The sources as the compiler sees them, for the pages and the schema that are made from them.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

import { root } from "./steps.mjs";

const { config } = ts.readConfigFile(join(root, "tsconfig.build.json"), (file) =>
  readFileSync(file, "utf8"),
);
const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
const program = ts.createProgram(fileNames, { ...options, noEmit: true });
export const checker = program.getTypeChecker();

/** @param {ts.Symbol} symbol */
export function hasDocumentation(symbol) {
  return symbol.getDocumentationComment(checker).length > 0;
}

/** @param {ts.Symbol} symbol */
export function documentation(symbol) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  if (text === "") throw new Error(`no documentation: ${symbol.name}`);
  return inOneLine(text);
}

/** @param {ts.Node} node */
export function docOf(node) {
  const [doc] = ts.getJSDocCommentsAndTags(node);
  const comment = doc === undefined ? undefined : ts.getTextOfJSDocComment(doc.comment);
  if (comment === undefined) throw new Error(`no documentation: ${node.getText().slice(0, 60)}`);
  return inOneLine(comment);
}

/** @param {string} text */
function inOneLine(text) {
  return text
    .replace(/\{@link\s+(\w+)\s*\}/g, "`$1`")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * The members of an object that a module declares: the first one in what a name stands for.
 * @param {string} file
 * @param {string} name
 * @returns {ts.ObjectLiteralElementLike[]}
 */
export function objectAt(file, name) {
  const declared = find(
    sourceOf(file),
    ts.isVariableDeclaration,
    (one) => one.name.getText() === name,
  );
  const object = declared && find(declared, ts.isObjectLiteralExpression);
  return [...(object?.properties ?? [])];
}

/**
 * @template {ts.Node} Node
 * @param {ts.Node} node
 * @param {(node: ts.Node) => node is Node} is
 * @param {(node: Node) => boolean} [fits]
 * @returns {Node | undefined} the first one below a node
 */
function find(node, is, fits = () => true) {
  if (is(node) && fits(node)) return node;
  return ts.forEachChild(node, (child) => find(child, is, fits));
}

/**
 * @param {string} file
 * @param {string} name
 */
export function interfaceOf(file, name) {
  return checker.getDeclaredTypeOfSymbol(exportOf(file, name));
}

/**
 * @param {string} file
 * @param {string} name
 */
export function exists(file, name) {
  return exportsOf(file).has(name);
}

/**
 * @param {string} file
 * @param {string} name
 */
export function exportOf(file, name) {
  const symbol = exportsOf(file).get(name);
  if (symbol === undefined) throw new Error(`${file} exports no ${name}`);
  return symbol;
}

/** @param {string} file */
function exportsOf(file) {
  const module = checker.getSymbolAtLocation(sourceOf(file));
  if (module === undefined) throw new Error(`${file} exports nothing`);
  return new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
}

/** @param {string} file */
export function sourceOf(file) {
  const source = program.getSourceFile(join(root, file));
  if (source === undefined) throw new Error(`${file} is not part of the package`);
  return source;
}
