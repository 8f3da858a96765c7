/** An order that was placed elsewhere, as state and inputs: read, not touched. Held like an adopted one. */
import { accountIdOf } from "../../account";
import { dayOf } from "../../calendar";
import type { Order } from "../../certcentral/client";
import { orderUsedElsewhere } from "../../messages/orders";
import { orderSaysMore, renewedByItself } from "../../messages/orders";
import { certificateImported, importImpossibleNow, importNeedsId } from "../../messages/plugin";
import type { Context, Import } from "../../resource";
import { declareOrder, renewsItself } from "../order/declare";
import { hasEnded, isRevokedAlone, wasIssued } from "../order/order";
import { claimOf } from "../order/ownership";
import { outputsOf, placedState, type State, withCertificate, withOrder } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import { type Issuance, orderNumberOf } from "../plan/issuance";
import { makeImportedIssuance } from "../plan/make";
import { downloadChain } from "./download";
import { findUser } from "./knowledge";

/** By the id of its order. Three calls, all of them GETs. */
export const importCertificate: Import = async (context, id, identity) => {
  if (!/^[1-9]\d*$/.test(id)) throw new Error(importNeedsId(id));
  const orderId = Number(id);
  const urn = findUser(context, identity, orderId);
  if (urn !== undefined) throw new Error(orderUsedElsewhere(orderId, urn));
  const accountId = await accountIdOf(context);
  const order = await context.client().getOrder(orderId);
  const given = readInputs(orderId, order);
  const plan = makeImportedIssuance({ ...given.inputs, ...identity }, context.settings.namespace);
  // An order of this resource's own, whose state was lost, keeps its number.
  const orderNumber = orderNumberOf(plan.reference, given.order.alternativeOrderId);
  const placed = placedState({ orderId }, orderNumber, accountId);
  const adopted = withOrder({ ...placed, __adoptedOrderId: orderId }, given.order);
  const state = await withIssued(context, adopted, given.order);
  const inputs = { ...given.inputs, issuance: datePlan({ ...plan, orderNumber }, state) };
  await context.row.info(certificateImported(orderId));
  if (given.unsaid.length > 0) await context.row.warn(orderSaysMore(orderId, given.unsaid));
  if (renewsItself(given.order)) await context.row.warn(renewedByItself(orderId));
  return { id, inputs, outs: outputsOf({ ...inputs, ...identity }, state) };
};

/** What a program would have written for an order. */
function readInputs(
  orderId: number,
  order: Order | undefined,
): { order: Order; inputs: CertificateInputs; unsaid: string[] } {
  const refuse = (problem: string): never => {
    throw new Error(importImpossibleNow(`order ${orderId}`, problem));
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
async function withIssued(context: Context, state: State, order: Order): Promise<State> {
  const { id } = order.certificate;
  if (id === undefined || !wasIssued(order)) return state;
  const downloaded = await downloadChain(context, state, order);
  if ("problems" in downloaded) {
    throw new Error(importImpossibleNow(`order ${order.id}`, downloaded.problems.join(" and ")));
  }
  const certificate = { id, chain: downloaded.chain, claim: claimOf(state, order) };
  return withCertificate(state, order, certificate, dayOf(context.clock.now()));
}

/** The plan with the real dates. */
function datePlan(plan: Issuance, { notBefore, notAfter, coveredUntil }: State): Issuance {
  return {
    ...plan,
    ...(notBefore === undefined ? {} : { validFrom: notBefore.slice(0, 10) }),
    ...(notAfter === undefined ? {} : { validUntil: notAfter.slice(0, 10) }),
    ...(coveredUntil === undefined ? {} : { coveredUntil }),
  };
}
