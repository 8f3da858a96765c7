/**
 * The calls that make CertCentral issue something. Two of them, both `placeOrder`, spend money; each
 * looks for its own order first, so that a retry after a crash finds what was placed.
 */
import type { Order, OrderRequest, Placed } from "../../certcentral/client";
import { dayOf, earliest } from "../../calendar";
import { seekAfterLostReply } from "../../lost-reply";
import type { Context } from "../../resource";
import { accountIdOf, warnIfOwnOrderHidden } from "../../account";
import { type RawInputs, textInput } from "../../fields";
import { maxValidUntil } from "../../rules";
import { type Issuance, orderReference } from "../plan/issuance";
import {
  listMismatches,
  hasEnded,
  hasPendingReissue,
  wasIssued,
  wouldLoseName,
} from "../order/order";
import { isReplaced } from "./memory";
import { namesOf } from "../plan/spec";
import { awaitingReissue, keepsPendingReissue } from "./reissue";
import { readRenewedOrigin } from "./renewed";
import { orderRequest, reissueRequest } from "../order/request";
import { addOwned, placedState, type State } from "../order/state";
import { preflight, refuseWrongClock } from "./preflight";
import { newerRecords, recordsAfter } from "./validation";

/** How many of a resource's own references are looked at before giving up. */
const maxReferences = 100;

/** The first order of a resource: found again after a crash, or placed. May spend money. */
export async function placeFirst(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
): Promise<State> {
  const accountId = await accountIdOf(context);
  const { found, orderNumber } = await findOwnOrder(context, inputs, plan, 1, (orderId) =>
    isReplaced(inputs, orderId),
  );
  if (found !== undefined) return takeOver(context, inputs, plan, found, orderNumber, accountId);
  const renewed = await readRenewedOrigin(context, inputs);
  return place(context, inputs, plan, orderNumber, accountId, renewed);
}

/** A renewal, or a new order after the end of the old one. May spend money. */
export async function placeNext(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  state: State,
): Promise<State> {
  const from = state.__orderNumber + 1;
  const { found, orderNumber } = await findOwnOrder(
    context,
    inputs,
    plan,
    from,
    (orderId) => orderId === state.orderId,
  );
  if (found !== undefined) {
    await context.row.info(`order ${found.id} is already placed, no further cost`);
    return awaiting(state, found.id, orderNumber);
  }
  const present = await preflight(context, plan, state);
  // A reissue that still waits would be issued later, and be nobody's.
  const hasReissue = state.__awaited?.orderId === present?.id;
  if (present !== undefined && hasReissue && hasPendingReissue(present)) {
    await context.client().cancel(present.id, "replaced by a further order of pulumi up");
  }
  const renewal = plan.action === "renew" ? { renewalOfOrderId: state.orderId } : {};
  const placed = await place(context, inputs, plan, orderNumber, state.accountId, renewal);
  const known = present !== undefined && hasReissue ? addOwned(state, present) : state;
  return {
    ...awaiting(known, placed.orderId, orderNumber),
    domains: placed.domains,
    requests: placed.requests,
    validationRecords: newerRecords(placed.validationRecords, state.validationRecords),
  };
}

/** A state that has no certificate yet moves to the new order; another one keeps that of its certificate. */
function awaiting(state: State, orderId: number, orderNumber: number): State {
  const moved = state.certificateId === undefined ? { orderId, status: "pending" } : {};
  return { ...state, ...moved, __orderNumber: orderNumber, __awaited: { orderId } };
}

/** A free reissue on the order in use; the state awaits it. */
export async function reissueOn(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  order: Order,
  state: State,
): Promise<State> {
  const reply = await context
    .client()
    .reissue(order.id, reissueRequest(inputs, clampToLimits(context, plan, order)))
    .catch((error: unknown) => seekReissue(context, order, error));
  return {
    ...awaitingReissue(state, order),
    validationRecords: recordsAfter(inputs, reply, state.validationRecords),
  };
}

/** The plan within what the order has left, and the rules of the day of execution. */
function clampToLimits(context: Context, plan: Issuance, { orderValidTill }: Order): Issuance {
  const { validUntil } = plan;
  if (validUntil === undefined) return plan;
  const longest = maxValidUntil(dayOf(context.clock.now()));
  return { ...plan, validUntil: earliest(validUntil, longest, orderValidTill ?? validUntil) };
}

/**
 * The newest order of ours that is still alive under one of our references, or the number to place
 * the next one under. Ended orders, and those of another product, organization or container, are passed
 * over, and so is one whose certificate would lose a name.
 */
async function findOwnOrder(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  from: number,
  isPassedOver: (orderId: number) => boolean,
): Promise<{ found?: Order; orderNumber: number }> {
  let last: { found: Order; orderNumber: number } | undefined;
  for (let orderNumber = from; orderNumber < from + maxReferences; orderNumber++) {
    const reference = orderReference(plan.reference, orderNumber);
    const references = await context.client().findOrders(reference);
    if (references.length === 0) return last ?? { orderNumber };
    for (const { orderId } of references.filter((one) => !isPassedOver(one.orderId))) {
      const order = await context.client().getOrder(orderId);
      if (order === undefined || hasEnded(order)) continue;
      if (listMismatches(order, inputs).length > 0 || wouldLoseName(order, inputs)) continue;
      last = { found: order, orderNumber };
    }
  }
  throw new Error(
    `place order for ${namesOf(inputs).join(", ")}: ${maxReferences} orders already bear the reference ` +
      `${plan.reference}. Give the resource an alternativeOrderId of its own`,
  );
}

/** Takes an order that was placed for this resource before: the order, not its certificate. */
async function takeOver(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  order: Order,
  orderNumber: number,
  accountId: number | undefined,
): Promise<State> {
  await context.row.info(`order ${order.id} is already placed, no further cost`);
  const state = placedState({ orderId: order.id }, orderNumber, accountId);
  if (!wasIssued(order)) return state;
  const isAwaited = await keepsPendingReissue(context, inputs, order);
  return isAwaited ? awaitingReissue(state, order) : reissueOn(context, inputs, plan, order, state);
}

async function place(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  orderNumber: number,
  accountId: number | undefined,
  renewal: Pick<OrderRequest, "renewalOfOrderId" | "renewedThumbprint">,
): Promise<State> {
  refuseWrongClock(context, plan);
  const reference = orderReference(plan.reference, orderNumber);
  const request = orderRequest(inputs, plan, reference, renewal);
  const placed = await context
    .client()
    .placeOrder(textInput(inputs, "product"), request)
    .catch((error: unknown) => findAfterLostReply(context, reference, error));
  // Nothing that can fail may stand between this reply and the return: an order id could be lost.
  await warnIfOwnOrderHidden(context, placed.orderId, reference);
  return placedState(placed, orderNumber, accountId, recordsAfter(inputs, placed));
}

/** The order whose reply was lost; it is never placed again here. */
async function findAfterLostReply(
  context: Context,
  reference: string,
  error: unknown,
): Promise<Pick<Placed, "orderId">> {
  const unseen =
    `No order with the reference ${reference} is seen yet; the next run looks for it ` +
    "before it places one";
  const found = await seekAfterLostReply(context, error, "the order", unseen, async () => {
    const [order] = await context.client().findOrders(reference);
    return order;
  });
  await context.row.info(`order ${found.orderId} was placed although its reply was lost`);
  return { orderId: found.orderId };
}

/** The reissue whose reply was lost: it shows in the order, pending or as a new certificate. */
async function seekReissue(
  context: Context,
  before: Order,
  error: unknown,
): Promise<Partial<Placed>> {
  const unseen = `No reissue of order ${before.id} is seen yet; the next run looks for it before it asks for one`;
  await seekAfterLostReply(context, error, "the reissue", unseen, async () => {
    const order = await context.client().getOrder(before.id);
    const isSeen =
      order !== undefined &&
      (hasPendingReissue(order) || order.certificate.id !== before.certificate.id);
    return isSeen ? order : undefined;
  });
  await context.row.info(`order ${before.id} was reissued although the reply was lost`);
  return {};
}
