/**
 * What CertCentral issues at once comes with the reply to its order or reissue: two calls fewer. It is taken only where
 * everything shows that it is the new certificate; else the order and the chain are read, as for what comes later.
 */
import type { Order, OrderFacts, Placed } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import type { Context } from "../../resource";
import type { IssuedInReply } from "../../run";
import { type Chain, leafProblems, parseChain } from "../../x509/chain";
import { textInput } from "../../fields";
import { placedOrders } from "../../placed-orders";
import { isSameNames } from "../order/order";
import { knows, type State } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import { hasIssuer } from "./download";

const dayMs = 86_400_000;

/** How far from the server's clock a certificate of right now may begin: CAs date them back, and begin them at midnight. */
const maxAgeMs = 2 * dayMs;

export interface IssuedAtOnce {
  order: OrderFacts;
  certificateId: number;
  chain: Chain;
}

/**
 * Keeps what a reply has issued until the order is completed.
 *
 * @param before the order as it was read before a reissue, which leaves its end as it is
 */
export function keepIssued(context: Context, placed: Partial<Placed>, before?: Order): void {
  const { orderId, certificateId, chain = [], requests = [] } = placed;
  if (orderId === undefined || certificateId === undefined || chain.length === 0) return;
  const beginsAfter = before?.certificate.validFrom;
  if (before !== undefined && beginsAfter === undefined) return;
  // A request for what is issued was approved, whether or not the reply says so.
  const added = requests.map(({ id, status = "approved" }) => ({ id, status }));
  const order = before && { ...before, requests: [...before.requests, ...added] };
  context.run.issued.set(orderId, { certificateId, chain, beginsAfter, order });
}

/** What the reply to an order has issued, once; undefined where it is to be waited for, read, or looked at with more care. */
export async function takeIssued(
  context: Context,
  inputs: CertificateInputs,
  state: State,
): Promise<IssuedAtOnce | undefined> {
  const { orderId = state.orderId, replacedCertificateId } = state.__awaited ?? {};
  const issued = context.run.issued.get(orderId);
  context.run.issued.delete(orderId);
  if (issued === undefined || issued.certificateId === replacedCertificateId) return undefined;
  const { certificateId } = issued;
  const chain = readChain(issued);
  if (chain === undefined || knows(state, certificateId)) return undefined;
  const { beginsAfter = state.notBefore } = issued;
  if (!isNewest(context, inputs, { ...state, notBefore: beginsAfter }, chain)) return undefined;
  const order = await readFacts(context, orderId, issued, chain);
  return order && { order, certificateId, chain };
}

/** The names and the key are what was asked for, the chain is whole, and no certificate of before can be as young. */
function isNewest(
  context: Context,
  inputs: CertificateInputs,
  { thumbprint, notBefore }: Pick<State, "thumbprint" | "notBefore">,
  chain: Chain,
): boolean {
  const now = context.client().serverDate();
  const names = { commonName: undefined, dnsNames: chain.names };
  const asked = { csr: textInput(inputs, "csr"), replaces: thumbprint };
  const begins = chain.notBefore.getTime();
  return (
    hasIssuer(chain) &&
    leafProblems(chain, asked).length === 0 &&
    isSameNames(names, inputs) &&
    now !== undefined &&
    Math.abs(now.getTime() - begins) < maxAgeMs &&
    (notBefore === undefined || dayOf(chain.notBefore) > notBefore.slice(0, 10))
  );
}

/** What the order says of itself, where it shows this very certificate, or is known from before. */
async function readFacts(
  context: Context,
  orderId: number,
  { certificateId, order: known }: IssuedInReply,
  chain: Chain,
): Promise<OrderFacts | undefined> {
  if (known?.orderValidTill !== undefined) return { ...known, status: "issued" };
  const order = await placedOrders(context).read(context, orderId);
  if (order?.status !== "issued" || order.orderValidTill === undefined) return undefined;
  const { serialNumber } = order;
  if (order.certificateId !== certificateId || serialNumber === undefined) return undefined;
  return leafProblems(chain, { serialNumber }).length === 0 ? order : undefined;
}

function readChain({ chain }: IssuedInReply): Chain | undefined {
  try {
    return parseChain(chain);
  } catch {
    return undefined;
  }
}
