/** A program that adopts orders as they are: pure, orders in, files out. */
import type { Order } from "../../provider/certcentral/client";
import { isDomainValidated } from "../../provider/certificate/plan/products";
import { pluralize } from "../../provider/format";
import { normalizeName } from "../../provider/names";
import { omitUndefined } from "../../provider/wire";
import { readCsr } from "../../provider/x509/csr";

export interface ProgramFile {
  /** Below the folder of the program. */
  path: string;
  text: string;
}

/** A certificate of the program. */
interface Declared {
  resource: string;
  csr: string;
  args: Record<string, unknown>;
}

export interface Program {
  files: ProgramFile[];
  adopted: number;
  /** Orders that were left out, and why. */
  leftOut: string[];
}

/** @param name of the project */
export function writeProgram(orders: readonly Order[], name: string): Program {
  const declared: Declared[] = [];
  const leftOut: string[] = [];
  for (const order of orders) {
    const problem = findProblem(order);
    if (problem === undefined) declared.push(declare(order, declared));
    else
      leftOut.push(
        `order ${order.id} for ${order.certificate.commonName ?? "no name"}: ${problem}`,
      );
  }
  const files = [
    { path: "index.ts", text: writeIndex(declared) },
    { path: "Pulumi.yaml", text: `name: ${name}\nruntime: nodejs\n` },
    { path: "package.json", text: writePackage(name) },
    ...declared.map(({ resource, csr }) => ({ path: `csr/${resource}.csr`, text: csr })),
  ];
  return { files, adopted: declared.length, leftOut };
}

/** What a program cannot be written without. */
function findProblem({ certificate, productNameId }: Order): string | undefined {
  if (productNameId === undefined) return "CertCentral does not name its product";
  if (certificate.commonName === undefined) return "CertCentral does not name its common name";
  if (certificate.csr === undefined) return "CertCentral does not show its CSR";
  return readCsr(certificate.csr) === undefined ? "its CSR cannot be read" : undefined;
}

function declare(order: Order, before: readonly Declared[]): Declared {
  const { certificate, productNameId: product = "", organizationId, containerId } = order;
  const { commonName = "", dnsNames, csr = "" } = certificate;
  const plain = normalizeName(commonName)
    .replace(/^\*/, "wildcard")
    .replace(/[^a-z0-9-]+/g, "-");
  const isTaken = before.some(({ resource }) => resource === plain);
  const others = dnsNames.filter((name) => normalizeName(name) !== normalizeName(commonName));
  const isDv = isDomainValidated(product);
  const args = {
    product,
    commonName,
    dnsNames: others.length === 0 ? undefined : others,
    organization: organizationId === undefined || isDv ? undefined : { id: organizationId },
    technicalContact:
      isDv && order.technicalContact ? pickContact(order.technicalContact) : undefined,
    container: containerId === undefined ? undefined : { id: containerId },
    adoptOrderId: order.id,
  };
  return {
    resource: isTaken ? `${plain}-${order.id}` : plain,
    csr: readCsr(csr)?.pem ?? "",
    args: omitUndefined(args),
  };
}

function pickContact(contact: NonNullable<Order["technicalContact"]>): Record<string, unknown> {
  const { firstName, lastName, jobTitle, telephone, email } = contact;
  return omitUndefined({ firstName, lastName, jobTitle, telephone, email });
}

function writeIndex(declared: readonly Declared[]): string {
  const certificates = declared.map(({ resource, args }) => {
    const lines = Object.entries(args).map(([name, value]) => `  ${name}: ${writeValue(value)},\n`);
    return `new certcentral.Certificate(${JSON.stringify(resource)}, {\n${lines.join("")}  csr: readCsr(${JSON.stringify(resource)}),\n});\n`;
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
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => `${name}: ${writeValue(member)}`);
  return `{ ${members.join(", ")} }`;
}

function writePackage(name: string): string {
  const dependencies = { "@pulumi/pulumi": "^3.216.0", "pulumi-certcentral": "*" };
  return `${JSON.stringify({ name, private: true, main: "index.ts", dependencies }, undefined, 2)}\n`;
}
