/** A program in YAML for the plugin, which imports: pure. JSON's texts and lists are YAML's. */
import { pluralize } from "../../provider/format";
import { type Declared, type ProgramFile, writeCsrs, writeJson } from "./program";

/** @param name of the project */
export function writeYaml(declared: readonly Declared[], name: string): ProgramFile[] {
  const text = [
    `# Made by \`certcentral import\`: ${pluralize(declared.length, "order")}, imported as they are, which is free and changes nothing.\n`,
    "# `adoptOrderId` stands where an import would be followed by more: an order that was due would be reissued or renewed at once.\n",
    "# The plugin certcentral has to be installed. The private keys stay where they are.\n",
    `name: ${writeJson(name)}\nruntime: yaml\nresources:\n`,
    ...declared.map(writeResource),
  ];
  return [{ path: "Pulumi.yaml", text: text.join("") }, ...writeCsrs(declared)];
}

function writeResource({ resource, orderId, isImportable, args, notes }: Declared): string {
  const properties = isImportable ? args : { ...args, adoptOrderId: orderId };
  const lines = Object.entries(properties).map(([name, value]) => `${name}: ${writeValue(value)}`);
  return [
    ...notes.map((note) => `  # ${note}`),
    `  ${writeKey(resource)}:`,
    "    type: certcentral:Certificate",
    "    properties:",
    ...lines.map((line) => `      ${line}`),
    `      csr: { "fn::readFile": ${writeValue(`./csr/${resource}.csr`)} }`,
    ...(isImportable ? [`    options: { import: "${orderId}" }`] : []),
    "",
  ].join("\n");
}

/** Quoted where YAML would take it for something else than a text, as a date. */
function writeKey(resource: string): string {
  return /^[a-z][a-z0-9]*-/.test(resource) ? resource : writeJson(resource);
}

/** On one line. What looks like an interpolation is none: Pulumi reads `$$` as `$`. */
function writeValue(value: unknown): string {
  return writeJson(value).replaceAll("$", () => "$$");
}
