/** A program in TypeScript, which adopts: pure. */
import { pluralize } from "../../provider/format";
import { type Declared, type ProgramFile, writeCsrs, writeJson } from "./program";

/** @param name of the project */
export function writeTypeScript(declared: readonly Declared[], name: string): ProgramFile[] {
  return [
    { path: "index.ts", text: writeIndex(declared) },
    { path: "Pulumi.yaml", text: `name: ${writeJson(name)}\nruntime: nodejs\n` },
    { path: "package.json", text: writePackage(name) },
    { path: "tsconfig.json", text: writeFile({ compilerOptions }) },
    ...writeCsrs(declared),
  ];
}

function writeIndex(declared: readonly Declared[]): string {
  const certificates = declared.map(({ resource, orderId, args, notes }) => {
    const lines = Object.entries({ ...args, adoptOrderId: orderId }).map(
      ([name, value]) => `  ${name}: ${writeValue(value)},\n`,
    );
    const remarks = notes.map((note) => `// ${note}\n`).join("");
    return `${remarks}new certcentral.Certificate(${writeJson(resource)}, {\n${lines.join("")}  csr: readCsr(${writeJson(resource)}),\n});\n`;
  });
  return [
    `// Made by \`certcentral import\`: ${pluralize(declared.length, "order")}, adopted as they are. A preview plans \`adopt\` for each, which is free.\n`,
    "// Run `pulumi refresh` after the first `pulumi up`: the plans learn the dates from it. The private keys stay where they are.\n",
    'import { readFileSync } from "node:fs";\nimport { join } from "node:path";\n\nimport * as certcentral from "pulumi-certcentral";\n\n',
    'function readCsr(name: string): string {\n  return readFileSync(join(__dirname, "csr", `${name}.csr`), "utf8");\n}\n\n',
    certificates.join("\n"),
  ].join("");
}

/** A value as a program has it: names of members without quotation marks. */
function writeValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeValue).join(", ")}]`;
  if (typeof value !== "object" || value === null) return writeJson(value);
  const members = Object.entries(value).map(([name, member]) => `${name}: ${writeValue(member)}`);
  return `{ ${members.join(", ")} }`;
}

function writePackage(name: string): string {
  const dependencies = { "@pulumi/pulumi": "^3.216.0", "pulumi-certcentral": "*" };
  // Pulumi's own TypeScript, 3.8, cannot read the types of this package.
  const devDependencies = { "@types/node": "^22.0.0", typescript: "^5.9.3" };
  return writeFile({ name, private: true, main: "index.ts", dependencies, devDependencies });
}

const compilerOptions = {
  target: "es2022",
  module: "node16",
  moduleResolution: "node16",
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

function writeFile(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
