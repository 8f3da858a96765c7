// Types of the tables as types of the plugin's schema; those with members get a name.
import { createRequire } from "node:module";

import ts from "typescript";

import { checker, documentation, exportOf, hasDocumentation } from "./source.mjs";

const load = createRequire(import.meta.url);

/** @typedef {Record<string, unknown>} Spec */

/**
 * The types that have a name, by token.
 * @type {Record<string, Spec>}
 */
export const types = {};

/** What inputs and outputs with members are called, where their type has no name of its own. */
const typeNames = /** @type {Record<string, string>} */ ({
  container: "Container",
  serverPlatform: "ServerPlatform",
  customFields: "CustomField",
  dcvEmails: "DcvEmail",
  "Domain.organization": "DomainOrganization",
  awaited: "Awaited",
  validations: "OrganizationValidation",
  allowedCaCerts: "AllowedCaCert",
});

/** Members whose schema says less than what is given: an output of another resource. */
const sameAs = /** @type {Record<string, string>} */ ({
  "DomainValidation.record": "ValidationRecord",
  "DomainValidation.validation": "Validation",
});

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {ts.Symbol} symbol
 * @property {ts.Type} value what a program gives or reads
 * @property {string} [rule] what a change does
 */

/**
 * The lines of a table: its members, each with its documentation, and what it is a line of.
 * @param {string} file
 * @param {string} name
 * @returns {Line[]}
 */
export function linesOf(file, name) {
  const table = checker.getTypeOfSymbol(exportOf(file, name));
  /** @type {Record<string, Record<string, { rule?: string }>>} */
  const module = load(`../dist/${file.replace(/\.ts$/, ".js")}`);
  return table.getProperties().map((symbol) => {
    const type = /** @type {ts.TypeReference} */ (checker.getTypeOfSymbol(symbol));
    const [value] = checker.getTypeArguments(type);
    if (value === undefined) throw new Error(`${file}: ${name}.${symbol.name} is no line`);
    const rule = module[name]?.[symbol.name]?.rule;
    return { name: symbol.name, symbol, value, ...(rule === undefined ? {} : { rule }) };
  });
}

/**
 * @param {ts.Symbol} symbol
 * @param {ts.Type} type
 * @param {string} owner
 */
export function member(symbol, type, owner) {
  const values = textsOf(type);
  const text = documentation(symbol);
  const unsaid = values.filter((value) => !text.includes(`\`${value}\``));
  const list =
    unsaid.length === 0 ? "" : ` One of ${values.map((value) => `\`${value}\``).join(", ")}.`;
  return { ...typeSpec(type, symbol.name, owner), description: text + list };
}

/**
 * @param {ts.Type} whole
 * @param {string} name of the member
 * @param {string} owner of the member
 * @returns {Spec}
 */
export function typeSpec(whole, name, owner) {
  const same = sameAs[`${owner}.${name}`];
  if (same !== undefined) return { $ref: `#/types/certcentral:index:${same}` };
  const type = checker.getNonNullableType(whole);
  const parts = type.isUnion() ? type.types : [type];
  if (parts.every(({ flags }) => flags & ts.TypeFlags.BooleanLike)) return { type: "boolean" };
  if (parts.every(({ flags }) => flags & ts.TypeFlags.NumberLike))
    return { type: numberType(name) };
  if (parts.every(({ flags }) => flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike))) {
    return { type: "string" };
  }
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
    if (element === undefined) throw new Error(`${owner}.${name}: a list of nothing`);
    return { type: "array", items: typeSpec(element, name, owner) };
  }
  return { $ref: `#/types/${nameType(type, name, owner)}` };
}

/** Lengths of time may be parts of one; all else that is counted here is whole. @param {string} name */
function numberType(name) {
  return /(Minutes|Seconds)$/.test(name) ? "number" : "integer";
}

/**
 * @param {ts.Type} type
 * @param {string} name
 * @param {string} owner
 */
function nameType(type, name, owner) {
  const own = type.aliasSymbol?.name ?? type.getSymbol()?.name ?? "__type";
  const called = own.startsWith("__") ? (typeNames[`${owner}.${name}`] ?? typeNames[name]) : own;
  if (called === undefined) throw new Error(`${owner}.${name}: its type has no name`);
  const token = `certcentral:index:${called.replace(/Input$/, "")}`;
  if (!(token in types)) {
    types[token] = {}; // for types that lead to themselves
    types[token] = { type: "object", ...objectSpec(type, called) };
  }
  return token;
}

/**
 * @param {ts.Type | undefined} type
 * @param {string} owner
 */
export function objectSpec(type, owner) {
  const members = type?.getProperties() ?? [];
  const required = members.filter(
    (symbol) =>
      !(symbol.flags & ts.SymbolFlags.Optional) && !canBeUndefined(checker.getTypeOfSymbol(symbol)),
  );
  return {
    properties: Object.fromEntries(
      members.map((symbol) => [
        symbol.name,
        hasDocumentation(symbol)
          ? member(symbol, checker.getTypeOfSymbol(symbol), owner)
          : typeSpec(checker.getTypeOfSymbol(symbol), symbol.name, owner),
      ]),
    ),
    ...(required.length === 0 ? {} : { required: required.map(({ name }) => name).sort() }),
  };
}

/** @param {ts.Type} type */
function textsOf(type) {
  const known = checker.getNonNullableType(type);
  const parts = known.isUnion() ? known.types : [];
  return parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
}

/** @param {ts.Type} type */
export function canBeUndefined(type) {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags }) => flags & ts.TypeFlags.Undefined);
}
