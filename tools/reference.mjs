// docs/reference.md, made from the public types and the tables behind them: `node tools/reference.mjs [--check]`.
import { createRequire } from "node:module";

import ts from "typescript";

import { keepPage } from "./pages.mjs";
import * as source from "./source.mjs";
import { checker, objectAt, sourceOf } from "./source.mjs";
import { runMain } from "./steps.mjs";

const load = createRequire(import.meta.url);

const exported = new Map(
  checker
    .getExportsOfModule(symbolOf("sdk/index.ts"))
    .map((symbol) => [symbol.name, resolve(symbol)]),
);

await runMain(() => {
  keepPage("docs/reference.md", reference());
  return Promise.resolve();
});

function reference() {
  return [
    "# Reference",
    "",
    "Made from the code by `npm run docs`; do not edit.",
    "",
    "What a change of an input does: **replace** places a new order first and ends the old one last;",
    "**reissue** is free, covered by the order; **recorded** is stored and used by the next order, renewal,",
    "reissue or validation; **local** is stored and never a call; **hint** is stored and never a change by",
    "itself; **fixed** is refused; **create-only** has no effect later.",
    "",
    "An output that is undefined (a certificate that waits has no chain yet, a DV order no organization) is not known in a preview:",
    "another resource that is given it shows a change in each.",
    "",
    ...resource("Certificate", "certificate/plan"),
    ...members("OrganizationInput", "organization"),
    ...members("ContactInput", "a contact"),
    ...members("TechnicalContactInput", "technicalContact"),
    ...members("Validity", "orderValidity and certValidity"),
    ...members("Issuance", "issuance"),
    ...members("ValidationRecord", "a validation record"),
    ...members("ChainCertificate", "an entry of certificateChain"),
    ...members("OrderedDomain", "an entry of domains"),
    ...members("ApprovalRequest", "an entry of requests"),
    ...resource("Domain", "domain"),
    ...members("Validation", "validation"),
    ...resource("DomainValidation"),
    ...resource("IssuedCertificate"),
    ...members("OrderedCertificate", "what IssuedCertificate takes instead of a resource"),
    ...resource("ValidatedCertificate"),
    ...members("RecordToMake", "what `dns` is called with"),
    "## `Provider`",
    "",
    "A second account in one program, given to resources and functions as `{ provider }`.",
    "",
    ...table("input", propertiesOf("ProviderArgs"), { marksRequired: true }),
    ...configuration(),
    "## Functions",
    "",
    "Each has a form `...Output` that takes outputs and gives one. All take `{ provider }` last.",
    "",
    ...functions(),
  ].join("\n");
}

/**
 * @param {string} name of the class
 * @param {string} [tables] where its table of inputs is, with what a change of each does
 */
function resource(name, tables) {
  /** @type {{ fields: Record<string, { rule: string }> }} */
  const { fields } =
    tables === undefined ? { fields: {} } : load(`../dist/provider/${tables}/fields.js`);
  const rules = new Map(Object.entries(fields).map(([input, { rule }]) => [input, rule]));
  return [
    `## \`${name}\``,
    "",
    `### Inputs of \`${name}\``,
    "",
    ...table("input", propertiesOf(`${name}Args`), { marksRequired: true, rules }),
    `### Outputs of \`${name}\``,
    "",
    ...table("output", propertiesOf(name)),
  ];
}

/**
 * @param {string} name of an interface
 * @param {string} what it describes
 */
function members(name, what) {
  const where = /^[a-z]\w*$/i.test(what) ? `\`${what}\`` : what;
  return [`### \`${name}\`: ${where}`, "", ...table("member", propertiesOf(name))];
}

function configuration() {
  const rows = objectAt("provider/settings.ts", "schema").map(
    (property) => `| \`certcentral:${property.name?.getText()}\` | ${docOf(property)} |`,
  );
  return [
    "## Configuration",
    "",
    "Of a stack, set with `pulumi config set`; an explicit `Provider` has the stack's unless it says otherwise.",
    "",
    "| key | meaning |",
    "|---|---|",
    "| `certcentral:apiKey` | API key, set with `--secret`; or `CERTCENTRAL_API_KEY` in the environment. |",
    ...rows,
    "",
  ];
}

function functions() {
  return [...exported.values()]
    .filter(({ flags, name }) => flags & ts.SymbolFlags.Function && !name.endsWith("Output"))
    .flatMap((symbol) => {
      const declaration = /** @type {ts.FunctionDeclaration} */ (symbol.valueDeclaration);
      const [first] = declaration.parameters.filter(
        (parameter) => parameter.name.getText() === "args",
      );
      const result = checker.getAwaitedType(
        checker.getReturnTypeOfSignature(
          /** @type {ts.Signature} */ (checker.getSignatureFromDeclaration(declaration)),
        ),
      );
      return [
        `### \`${symbol.name}\``,
        "",
        documentation(symbol),
        "",
        ...(first === undefined
          ? []
          : table("argument", checker.getTypeAtLocation(first).getProperties(), {
              marksRequired: true,
            })),
        ...table("result", result?.getProperties() ?? []),
      ];
    });
}

/**
 * @param {string} kind
 * @param {readonly ts.Symbol[]} properties
 * @param {{ marksRequired?: boolean; rules?: Map<string, string> }} [more]
 */
function table(kind, properties, { marksRequired = false, rules = new Map() } = {}) {
  const hasRules = rules.size > 0;
  const rows = properties.map((property) => {
    const { name } = property;
    const isRequired = marksRequired && !(property.flags & ts.SymbolFlags.Optional);
    const type = typeOf(property).replaceAll("|", "\\|");
    const rule = hasRules ? ` ${rules.get(name)} |` : "";
    return `| \`${name}\`${isRequired ? " (required)" : ""} | \`${type}\` |${rule} ${documentation(property)} |`;
  });
  const head = hasRules
    ? [`| ${kind} | type | a change | meaning |`, "|---|---|---|---|"]
    : [`| ${kind} | type | meaning |`, "|---|---|---|"];
  return [...head, ...rows, ""];
}

/**
 * The type as people write it: that everything may be known later goes without saying.
 * @param {ts.Symbol} property
 */
function typeOf(property) {
  const flags =
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
  let text = checker.typeToString(checker.getTypeOfSymbol(property), undefined, flags);
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replace(
      /\b(?:pulumi\.)?(?:Input|InputOf|Output|OutputInstance|DeepInput)<((?:[^<>]|<[^<>]*>)*)>/g,
      "$1",
    );
  }
  return text.replace(/ \| undefined\b/g, "").replace(/\s+/g, " ");
}

/** @param {string} name of an exported class or interface: its own properties, not Pulumi's */
function propertiesOf(name) {
  const symbol = exported.get(name);
  if (symbol === undefined) throw new Error(`${name} is not exported`);
  return checker
    .getDeclaredTypeOfSymbol(symbol)
    .getProperties()
    .filter((property) => property.declarations?.every(isOurs))
    .filter((property) => !isInternal(property));
}

/** @param {ts.Declaration} declaration */
function isOurs(declaration) {
  return !declaration.getSourceFile().fileName.includes("node_modules");
}

/** @param {ts.Symbol} symbol */
function isInternal(symbol) {
  return symbol.getJsDocTags(checker).some(({ name }) => name === "internal");
}

/** @param {ts.Symbol} symbol */
function documentation(symbol) {
  return inCell(source.documentation(symbol));
}

/** @param {ts.Node} node */
function docOf(node) {
  return inCell(source.docOf(node));
}

/** @param {string} text */
function inCell(text) {
  return text.replaceAll("|", "\\|");
}

/**
 * What a name that is exported again stands for.
 * @param {ts.Symbol} symbol
 */
function resolve(symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** @param {string} file */
function symbolOf(file) {
  const symbol = checker.getSymbolAtLocation(sourceOf(file));
  if (symbol === undefined) throw new Error(`${file} exports nothing`);
  return symbol;
}
