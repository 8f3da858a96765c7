/** What CertCentral says of a certificate today, for `read`: told, taken over, never undone. */
import type { Order } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import type { Context } from "../../resource";
import { leafProblems } from "../../x509/chain";
import { downloadChain } from "./download";
import { type RawInputs, textInput } from "../../fields";
import { type Issuance, issuanceOf, orderNumberOf } from "../plan/issuance";
import {
  describeWaiting,
  listMismatches,
  hasEnded,
  isIssued,
  isRevokedAlone,
} from "../order/order";
import { freeCost, makeImportedIssuance } from "../plan/plan";
import { namesOf } from "../plan/spec";
import { findRenewal } from "./renewed";
import { owns, type State, withCertificate, withOrder } from "../order/state";

export interface Refreshed {
  state: State;
  issuance: Issuance;
}

/** The state and the plan as CertCentral shows them. One call when nothing changed or waits. */
export async function refreshCertificate(
  context: Context,
  props: RawInputs,
  before: State,
  order: Order,
): Promise<Refreshed> {
  const old = issuanceOf(props) ?? makeImportedIssuance(props);
  const takenOver = await takeOverRenewal(context, props, before, old, order);
  if (takenOver !== undefined) return takenOver;
  const givenUp = await findEndedRenewal(context, before);
  const refused = findEndedReissue(before, order);
  // A certificate that was revoked before it was seen is what is found, and not waited for.
  const isRevoked = before.__awaited?.orderId === order.id && isRevokedAlone(order);
  const isOver = givenUp !== undefined || refused !== undefined || isRevoked;
  const current = isOver ? { ...before, __awaited: undefined } : before;
  const state = await refreshState(context, props, current, order);
  if (isAwaiting(state, order)) return { state, issuance: old };
  // A renewal that has ended may be planned anew.
  const again = givenUp && { ...freeReissue, reason: givenUp, previousCoveredUntil: undefined };
  const found = (await readFinding(context, order)) ?? refused;
  if (found === refused && refused !== undefined) {
    await context.row.warn(`${refused.foundDetail}: the next preview shows it again`);
  }
  return { state, issuance: { ...adjustToOrder({ ...old, ...again }, state), ...found } };
}

/** Whether something that lives is waited for: a reissue of this order, or another order. */
function isAwaiting({ __awaited: awaited }: State, order: Order): boolean {
  return awaited !== undefined && (awaited.orderId !== order.id || !hasEnded(order));
}

/** The plan with the real dates, and without what an earlier refresh found. */
function adjustToOrder(old: Issuance, state: State): Issuance {
  return {
    ...old,
    orderNumber: Math.max(old.orderNumber, state.__orderNumber),
    ...(state.notBefore && { validFrom: state.notBefore.slice(0, 10) }),
    ...(state.notAfter && { validUntil: state.notAfter.slice(0, 10) }),
    ...(state.coveredUntil && { coveredUntil: state.coveredUntil }),
    found: undefined,
    foundDetail: undefined,
  };
}

/**
 * A renewal that this state does not know of, made by hand or by a run whose result is lost: its order
 * is the one in use as soon as it is issued, and is waited for until then.
 */
async function takeOverRenewal(
  context: Context,
  props: RawInputs,
  before: State,
  old: Issuance,
  order: Order,
): Promise<Refreshed | undefined> {
  if (before.__awaited !== undefined) return undefined;
  const renewal = await findRenewal(context, order);
  if (renewal === undefined) return undefined;
  const obstacle =
    renewal === "not shown"
      ? "CertCentral does not show by which order"
      : listMismatches(renewal, props).join("; ");
  if (renewal === "not shown" || obstacle !== "") {
    const by = renewal === "not shown" ? "" : ` by order ${renewal.id}`;
    await context.row.warn(
      `order ${order.id} was renewed elsewhere${by}, which cannot be taken over: ${obstacle}. It is not ` +
        "renewed again. Give the new order's id as adoptOrderId and run `pulumi up --replace` for this resource",
    );
    return undefined;
  }
  await context.row.info(
    `order ${order.id} was renewed elsewhere: order ${renewal.id} is taken over`,
  );
  const number = orderNumberOf(old.reference, renewal.alternativeOrderId);
  const numbered = { ...before, __orderNumber: Math.max(before.__orderNumber, number) };
  const state = await refreshState(context, props, numbered, renewal);
  if (state.orderId === renewal.id) return { state, issuance: adjustToOrder(old, state) };
  const waiting = { ...numbered, __awaited: { orderId: renewal.id } };
  // The end that it renews is planned for already.
  const planned = { ...adjustToOrder(old, waiting), previousCoveredUntil: old.coveredUntil };
  return { state: waiting, issuance: planned };
}

const freeReissue = { action: "reissue", cost: freeCost } as const;

/** That the reissue which waited is neither made nor waiting any more. */
function findEndedReissue(state: State, order: Order) {
  const { __awaited: awaited } = state;
  if (awaited?.orderId !== order.id || !isIssued(order)) return undefined;
  const { id } = order.certificate;
  if (id !== awaited.replacedCertificateId && !owns(state, id)) return undefined;
  const foundDetail = `the reissue of order ${order.id} was rejected or canceled`;
  return { found: "reissue ended", foundDetail } as const;
}

/** That a renewal which waited has ended, in words; the order in use is the truth again. */
async function findEndedRenewal(context: Context, before: State): Promise<string | undefined> {
  const awaited = before.__awaited?.orderId;
  if (awaited === undefined || awaited === before.orderId) return undefined;
  const order = await context.client().getOrder(awaited);
  if (order !== undefined && !hasEnded(order)) {
    await context.row.info(describeWaiting(order));
    return undefined;
  }
  return `the renewal by order ${awaited} is ${order?.status ?? "gone"}`;
}

async function refreshState(
  context: Context,
  props: RawInputs,
  before: State,
  order: Order,
): Promise<State> {
  const state = withOrder(before, order);
  const { id } = order.certificate;
  const awaited = before.__awaited?.orderId === order.id ? before.__awaited : undefined;
  // A certificate that was owned before is no news: only an old answer shows it.
  const isNew = isIssued(order) && !isRevokedAlone(order) && id !== undefined && !owns(before, id);
  if (!isNew || id === awaited?.replacedCertificateId) {
    if (awaited !== undefined && !hasEnded(order)) await context.row.info(describeWaiting(order));
    return state;
  }
  const chain = await downloadChain(context, state, order);
  if (chain === undefined) {
    await context.row.warn(
      `CertCentral serves another certificate for certificate ${id}; refresh again later`,
    );
    return state;
  }
  const problems = leafProblems(chain, { csr: textInput(props, "csr"), names: namesOf(props) });
  // What this resource waits for is verifyCertificate, and corrected, by the next update.
  if (awaited !== undefined && problems.length > 0) return state;
  if (awaited === undefined && order.id === before.orderId) {
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
async function readFinding(
  context: Context,
  order: Order,
): Promise<Pick<Issuance, "found" | "foundDetail"> | undefined> {
  if (hasEnded(order)) {
    const foundDetail = `order ${order.id} is ${order.status}`;
    await context.row.warn(`${foundDetail}: the next preview shows a new order`);
    return { found: "order ended", foundDetail };
  }
  if (isRevokedAlone(order)) {
    const foundDetail = `certificate ${String(order.certificate.id)} was revoked`;
    await context.row.warn(`${foundDetail}: the next preview shows a free reissue`);
    return { found: "certificate revoked", foundDetail };
  }
  return undefined;
}
