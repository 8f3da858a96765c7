/** An order that was placed elsewhere, as state and inputs: read, not touched. Held like an adopted one. */
import { accountIdOf } from "../../account";
import { dayOf } from "../../calendar";
import type { Order } from "../../certcentral/client";
import { orderSaysMore, orderUsedElsewhere, renewedByItself } from "../../messages/orders";
import {
  certificateImported,
  importImpossibleNow,
  importNeedsId,
  readOnRenewal,
} from "../../messages/plugin";
import type { Context, Import } from "../../resource";
import { declareOrder, renewsItself } from "../order/declare";
import { withRealDates } from "../order/due";
import { hasEnded, isRevokedAlone, wasIssued } from "../order/order";
import { claimOf } from "../order/ownership";
import { outputsOf, placedState, type State, withCertificate, withOrder } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import { orderNumberOf } from "../plan/issuance";
import { makeImportedIssuance } from "../plan/make";
import { downloadChain } from "./download";
import { warnOfAnothersReference } from "./adopt";
import { findUser, noteIssued, noteReads } from "./knowledge";

/** By the id of its order, or of one that it has renewed. Three calls, all of them GETs, and one for each renewal. */
export const importCertificate: Import = async (context, id, identity, purpose) => {
  if (!/^[1-9]\d*$/.test(id)) throw new Error(importNeedsId(id));
  const accountId = await accountIdOf(context);
  const order = await findNewest(context, Number(id));
  const orderId = order?.id ?? Number(id);
  if (order !== undefined && orderId !== Number(id)) {
    await context.row.info(readOnRenewal(Number(id), orderId));
  }
  const urn = findUser(context, identity, orderId);
  if (purpose === "import" && urn !== undefined) throw new Error(orderUsedElsewhere(orderId, urn));
  const given = readInputs(purpose, orderId, order);
  const plan = makeImportedIssuance({ ...given.inputs, ...identity }, context.settings.namespace);
  // An order of this resource's own, whose state was lost, keeps its number.
  const orderNumber = orderNumberOf(plan.reference, given.order.alternativeOrderId);
  const placed = placedState({ orderId }, orderNumber, accountId);
  const adopted = withOrder({ ...placed, __adoptedOrderId: orderId }, given.order);
  const state = await withIssued(context, purpose, adopted, given.order);
  const inputs = { ...given.inputs, issuance: withRealDates({ ...plan, orderNumber }, state) };
  if (purpose === "read") noteReads(context, identity, state);
  else {
    await context.row.info(certificateImported(orderId));
    if (given.unsaid.length > 0) await context.row.warn(orderSaysMore(orderId, given.unsaid));
    if (renewsItself(given.order)) await context.row.warn(renewedByItself(orderId));
    // What it takes the place of, under its own name, has a successor.
    if (state.certificateId !== undefined) noteIssued(context, identity);
    await warnOfAnothersReference(context, plan, given.order);
  }
  return { id, inputs, outs: outputsOf({ ...inputs, ...identity }, state) };
};

/**
 * The newest order that was issued, of the one with an id and those that renewed it: a resource keeps the id of its first
 * order for ever, and that order ends.
 */
async function findNewest(context: Context, id: number): Promise<Order | undefined> {
  const first = await context.client().getOrder(id);
  let newest = first;
  for (let last = first; last?.isRenewed === true && last.renewedOrderId !== undefined;) {
    const next: Order | undefined = await context.client().getOrder(last.renewedOrderId);
    // In which direction CertCentral links is not confirmed: what ends no later renews nothing.
    const isLater = (next?.orderValidTill ?? "") > (last.orderValidTill ?? "");
    if (next === undefined || !wasIssued(next) || !isLater) break;
    if (!hasEnded(next)) newest = next;
    last = next;
  }
  return newest;
}

/** What a program would have written for an order. */
function readInputs(
  verb: string,
  orderId: number,
  order: Order | undefined,
): { order: Order; inputs: CertificateInputs; unsaid: string[] } {
  const refuse = (problem: string): never => {
    throw new Error(importImpossibleNow(verb, `order ${orderId}`, problem));
  };
  if (order === undefined) return refuse("CertCentral does not know it, or hides it from this key");
  if (hasEnded(order)) return refuse(`it is ${order.status}`);
  if (isRevokedAlone(order)) {
    return refuse("its certificate was revoked: adoptOrderId takes it over by a free reissue");
  }
  const { csr, commonName } = order.certificate;
  if (order.productNameId === undefined || commonName === undefined || csr === undefined) {
    return refuse("it does not show its product, name and CSR: adoptOrderId takes it over");
  }
  const { inputs, unsaid } = declareOrder(order);
  return { order, inputs: { ...inputs, csr }, unsaid };
}

/** The certificate that is there is the one in use; without one, the order is awaited. */
async function withIssued(
  context: Context,
  verb: string,
  state: State,
  order: Order,
): Promise<State> {
  const { id } = order.certificate;
  if (id === undefined || !wasIssued(order)) return state;
  const downloaded = await downloadChain(context, state, order);
  if ("problems" in downloaded) {
    const problems = downloaded.problems.join(" and ");
    throw new Error(importImpossibleNow(verb, `order ${order.id}`, problems));
  }
  const certificate = { id, chain: downloaded.chain, claim: claimOf(state, order) };
  return withCertificate(state, order, certificate, dayOf(context.clock.now()));
}
