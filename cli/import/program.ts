/** What a program says of orders as they are: pure, orders in, certificates out. How it is written, its forms know. */
import type { Order } from "../../provider/certcentral/client";
import { declareOrder, renewsItself } from "../../provider/certificate/order/declare";
import { inputFailures } from "../../provider/certificate/plan/check";
import type { CertificateInputs } from "../../provider/certificate/plan/fields";
import { orderSaysMore, renewedByItself } from "../../provider/messages/orders";
import { normalizeName } from "../../provider/names";
import { readCsr } from "../../provider/x509/csr";

export interface ProgramFile {
  /** Below the folder of the program. */
  path: string;
  text: string;
}

/** A certificate of the program. */
export interface Declared {
  resource: string;
  orderId: number;
  /** Whether it can be imported without anything that follows at once, as what is due would; adopted it always can be. */
  isImportable: boolean;
  csr: string;
  args: CertificateInputs;
  /** What a person has to know of the order, a line each. */
  notes: string[];
}

export interface Declarations {
  declared: Declared[];
  /** Orders that were left out, and why. */
  leftOut: string[];
}

/** @param due ids of the orders that are due today */
export function declareOrders(
  orders: readonly Order[],
  due: ReadonlySet<number | undefined>,
): Declarations {
  const declared: Declared[] = [];
  const leftOut: string[] = [];
  for (const order of orders) {
    const { inputs, unsaid } = declareOrder(order);
    const problem = findProblem(order, inputs);
    if (problem !== undefined) {
      leftOut.push(
        `order ${order.id} for ${order.certificate.commonName ?? "no name"}: ${problem}`,
      );
      continue;
    }
    declared.push({
      resource: nameResource(order, declared),
      orderId: order.id,
      isImportable: !due.has(order.id),
      csr: readCsr(order.certificate.csr ?? "")?.pem ?? "",
      args: inputs,
      notes: [
        ...(unsaid.length > 0 ? [orderSaysMore(order.id, unsaid)] : []),
        ...(renewsItself(order) ? [renewedByItself(order.id)] : []),
      ].map((note) => note.replace(/\s+/g, " ")),
    });
  }
  return { declared, leftOut };
}

/** The CSRs, a file each, whatever form the program has. */
export function writeCsrs(declared: readonly Declared[]): ProgramFile[] {
  return declared.map(({ resource, csr }) => ({ path: `csr/${resource}.csr`, text: csr }));
}

/** A value in JSON, which TypeScript and YAML read as well: without characters that YAML refuses, or reads as ends of lines. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What a program cannot be written without, or that its own check would refuse, as the order of another kind of certificate. */
function findProblem(
  { certificate, productNameId }: Order,
  inputs: CertificateInputs,
): string | undefined {
  const { commonName, csr } = certificate;
  if (productNameId === undefined) return "CertCentral does not name its product";
  if (commonName === undefined) return "CertCentral does not name its common name";
  if (csr === undefined) return "CertCentral does not show its CSR";
  const [failure] = inputFailures({ ...inputs, csr });
  return failure && `${failure.property} ${failure.reason}`.trim();
}

function nameResource(
  { id, certificate: { commonName = "" } }: Order,
  before: readonly Declared[],
): string {
  const plain = normalizeName(commonName)
    .replace(/^\*/, "wildcard")
    .replace(/[^a-z0-9-]+/g, "-");
  const isTaken = before.some(({ resource }) => resource === plain);
  return isTaken ? `${plain}-${id}` : plain;
}
