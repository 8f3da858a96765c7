/** What an editor shows of the package: names, documentation, and nothing of what lies behind. */
import { join } from "node:path";

import ts from "typescript";

const root = join(__dirname, "..", "..");
const entry = join(root, "dist", "sdk", "index.d.ts");
const program = ts.createProgram([entry], {
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  skipLibCheck: true,
  types: [],
});
const checker = program.getTypeChecker();

interface Shown {
  name: string;
  type: string;
  documentation: string;
}

function resolve(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function exportedSymbols(): ts.Symbol[] {
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  return module === undefined ? [] : checker.getExportsOfModule(module).map(resolve);
}

/** The properties that the completion list offers of a type, without those of Pulumi's own classes. */
function propertiesOf(symbol: ts.Symbol): Shown[] {
  const isOurs = (declaration: ts.Declaration): boolean =>
    !declaration.getSourceFile().fileName.includes("node_modules");
  return checker
    .getDeclaredTypeOfSymbol(symbol)
    .getProperties()
    .filter(({ declarations = [] }) => declarations.every(isOurs))
    .map((property) => ({
      name: `${symbol.name}.${property.name}`,
      type: checker.typeToString(
        checker.getTypeOfSymbol(property),
        undefined,
        ts.TypeFormatFlags.NoTruncation,
      ),
      documentation: ts.displayPartsToString(property.getDocumentationComment(checker)),
    }));
}

const types = exportedSymbols().filter(
  ({ flags }) =>
    flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias),
);

test("the package has a type for each thing that people name", () => {
  const names = types.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["Certificate", "CertificateArgs", "Issuance"]));
  expect(names).toEqual(expect.arrayContaining(["OrganizationInput", "Validation", "Provider"]));
});

test("each input and output is documented where it is typed", () => {
  const undocumented = types
    .flatMap(propertiesOf)
    .filter(({ documentation }) => documentation === "");
  expect(undocumented.map(({ name }) => name)).toEqual([]);
  expect(types.flatMap(propertiesOf).length).toBeGreaterThan(150);
});

test("no type names the library of schemas, or how inputs are made", () => {
  const strange = types
    .flatMap(propertiesOf)
    .filter(({ type }) => /zod|\$|FieldValues|NonNullable|Field</i.test(type));
  expect(strange).toEqual([]);
  const texts = types.map((symbol) =>
    checker.typeToString(checker.getDeclaredTypeOfSymbol(symbol)),
  );
  expect(texts.filter((text) => /zod|Field</i.test(text))).toEqual([]);
});

test("nothing internal is offered", () => {
  const names = types.flatMap(propertiesOf).map(({ name }) => name.split(".")[1] ?? "");
  const internal = ["given", "declaredName", "settings", "areSettingsKnown", "__awaited"];
  expect(names.filter((name) => internal.includes(name) || name.startsWith("__"))).toEqual([]);
});
