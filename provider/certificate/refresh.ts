/** What CertCentral says of a certificate today, for `read`: told, taken over, never undone. */
import type { Order } from "../certcentral/client";
import { dayOf } from "../calendar";
import type { Context } from "../resource";
import { leafProblems, parseChain } from "../x509/chain";
import { type RawInputs, textInput } from "./fields";
import { type Issuance, issuanceOf, referenceRoot } from "./issuance";
import { describeWaiting, hasEnded, hasPendingReissue, isIssued } from "./order";
import { adoptCost, namesOf } from "./plan";
import { type State, withCertificate, withOrder } from "./state";

export interface Refreshed {
  state: State;
  issuance: Issuance;
}

/** The state and the plan as an order of CertCentral shows them. One call when nothing changed. */
export async function refreshed(
  context: Context,
  props: RawInputs,
  before: State,
  order: Order,
): Promise<Refreshed> {
  const state = await refreshedState(context, props, before, order);
  const old: Issuance = issuanceOf(props) ?? {
    action: "adopt",
    reason: "imported state",
    cost: adoptCost,
    reference: referenceRoot(props),
    orderNumber: 0,
  };
  if (state.__awaited !== undefined && !hasEnded(order)) return { state, issuance: old };
  const known = {
    ...old,
    orderNumber: Math.max(old.orderNumber, state.__orderNumber),
    ...(state.notBefore && { validFrom: state.notBefore.slice(0, 10) }),
    ...(state.notAfter && { validUntil: state.notAfter.slice(0, 10) }),
    ...(state.coveredUntil && { coveredUntil: state.coveredUntil }),
  };
  const ending = await told(context, order);
  if (ending === undefined)
    return { state, issuance: { ...known, found: undefined, foundDetail: undefined } };
  return { state, issuance: { ...known, ...ending } };
}

async function refreshedState(
  context: Context,
  props: RawInputs,
  before: State,
  order: Order,
): Promise<State> {
  const state = withOrder(before, order);
  const { id } = order.certificate;
  const isNew = isIssued(order) && id !== undefined && id !== before.certificateId;
  if (!isNew || id === before.__awaited?.replacedCertificateId) {
    if (state.__awaited !== undefined && !hasEnded(order)) {
      await context.row.info(describeWaiting(order));
    }
    return state;
  }
  const chain = parseChain(await context.client().getChain(id));
  const problems = leafProblems(chain, { csr: textInput(props, "csr"), names: namesOf(props) });
  if (before.certificateId !== undefined && before.__awaited === undefined) {
    await context.row.info(
      `order ${order.id} was reissued elsewhere: certificate ${id} is taken over`,
    );
  }
  if (problems.length > 0) {
    await context.row.warn(
      `certificate ${id} is not the one in the program: ${problems.join(" and ")}`,
    );
  }
  return withCertificate(state, order, id, chain, dayOf(context.clock.now()));
}

/** What a reader must know: the order has ended, or its certificate alone was revoked. */
async function told(
  context: Context,
  order: Order,
): Promise<Pick<Issuance, "found" | "foundDetail"> | undefined> {
  if (hasEnded(order)) {
    const foundDetail = `order ${order.id} is ${order.status}`;
    await context.row.warn(`${foundDetail}: the next preview shows a new order`);
    return { found: "order ended", foundDetail };
  }
  if (order.certificate.status === "revoked" && !hasPendingReissue(order)) {
    const foundDetail = `certificate ${String(order.certificate.id)} was revoked`;
    await context.row.warn(`${foundDetail}: the next preview shows a free reissue`);
    return { found: "certificate revoked", foundDetail };
  }
  return undefined;
}
