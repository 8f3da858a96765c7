/** What a program says of orders as they are: pure, orders in, certificates out. How it is written, its forms know. */
import type { Order } from "../../provider/certcentral/client";
import { declareOrder } from "../../provider/certificate/order/order";
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
  args: Record<string, unknown>;
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
    const problem = findProblem(order);
    if (problem === undefined) declared.push(declare(order, declared, due));
    else
      leftOut.push(
        `order ${order.id} for ${order.certificate.commonName ?? "no name"}: ${problem}`,
      );
  }
  return { declared, leftOut };
}

/** The CSRs, a file each, whatever form the program has. */
export function writeCsrs(declared: readonly Declared[]): ProgramFile[] {
  return declared.map(({ resource, csr }) => ({ path: `csr/${resource}.csr`, text: csr }));
}

/** What a program cannot be written without. */
function findProblem({ certificate, productNameId }: Order): string | undefined {
  if (productNameId === undefined) return "CertCentral does not name its product";
  if (certificate.commonName === undefined) return "CertCentral does not name its common name";
  if (certificate.csr === undefined) return "CertCentral does not show its CSR";
  return readCsr(certificate.csr) === undefined ? "its CSR cannot be read" : undefined;
}

function declare(
  order: Order,
  before: readonly Declared[],
  due: ReadonlySet<number | undefined>,
): Declared {
  const { commonName = "", csr = "" } = order.certificate;
  const plain = normalizeName(commonName)
    .replace(/^\*/, "wildcard")
    .replace(/[^a-z0-9-]+/g, "-");
  const isTaken = before.some(({ resource }) => resource === plain);
  return {
    resource: isTaken ? `${plain}-${order.id}` : plain,
    orderId: order.id,
    isImportable: !due.has(order.id),
    csr: readCsr(csr)?.pem ?? "",
    args: declareOrder(order),
  };
}
