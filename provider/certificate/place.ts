/**
 * The calls that make CertCentral issue something. Two of them, both `placeOrder`, spend money; each
 * looks for its own order first, so that a retry after a crash finds what was placed.
 */
import type { Order, OrderRequest, Placed } from "../certcentral/client";
import { seekAfterLostReply } from "../lost-reply";
import type { Context } from "../resource";
import { accountIdOf, warnIfBlind } from "../account";
import { type RawInputs, textInput } from "../fields";
import { type Issuance, orderReference } from "./issuance";
import { removedNames, certificateNames } from "../names";
import { foreignTraits, hasEnded, hasPendingReissue, isIssued, wasIssued } from "./order";
import { namesOf } from "./plan";
import { renewedOrigin } from "./renewed";
import { orderRequest, reissueRequest } from "./request";
import { placedState, type State } from "./state";
import { refuseSurprises, refuseWrongClock } from "./surprise";
import { recordsAfter } from "./validation";

/** How many of a resource's own references are looked at before giving up. */
const mostReferences = 100;

/** The first order of a resource: found again after a crash, or placed. May spend money. */
export async function placeFirst(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
): Promise<State> {
  const accountId = await accountIdOf(context);
  const { found, orderNumber } = await findOwnOrder(context, inputs, plan, 1);
  if (found !== undefined) return takeOver(context, inputs, plan, found, orderNumber, accountId);
  const renewed = await renewedOrigin(context, inputs);
  return place(context, inputs, plan, orderNumber, accountId, renewed);
}

/** A renewal, or a new order after the end of the old one. May spend money. */
export async function placeNext(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  state: State,
): Promise<State> {
  const { found, orderNumber } = await findOwnOrder(context, inputs, plan, state.__orderNumber + 1);
  if (found !== undefined) {
    await context.row.info(`order ${found.id} is already placed, no further cost`);
    return { ...state, __orderNumber: orderNumber, __awaited: { orderId: found.id } };
  }
  await refuseSurprises(context, plan, state);
  const renewal = plan.action === "renew" ? { renewalOfOrderId: state.orderId } : {};
  const placed = await place(context, inputs, plan, orderNumber, state.accountId, renewal);
  return {
    ...state,
    __orderNumber: orderNumber,
    __awaited: { orderId: placed.orderId },
    requests: placed.requests,
    validationRecords:
      placed.validationRecords.length > 0 ? placed.validationRecords : state.validationRecords,
  };
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
    .reissue(order.id, reissueRequest(inputs, plan))
    .catch((error: unknown) => seekReissue(context, order, error));
  const { id } = order.certificate;
  return {
    ...state,
    __awaited: { orderId: order.id, ...(id === undefined ? {} : { replacedCertificateId: id }) },
    validationRecords: recordsAfter(inputs, reply, state.validationRecords),
  };
}

/**
 * The order of ours that is still alive under one of our references, and the number to place the
 * next one under. Ended orders, and those of another product, organization or container, are passed
 * over, and so is one whose certificate would lose a name.
 */
async function findOwnOrder(
  context: Context,
  inputs: RawInputs,
  plan: Issuance,
  from: number,
): Promise<{ found?: Order; orderNumber: number }> {
  for (let orderNumber = from; orderNumber < from + mostReferences; orderNumber++) {
    const reference = orderReference(plan.reference, orderNumber);
    const references = await context.client().findOrders(reference);
    if (references.length === 0) return { orderNumber };
    for (const { orderId } of references) {
      const order = await context.client().getOrder(orderId);
      if (order === undefined || hasEnded(order)) continue;
      if (foreignTraits(order, inputs).length > 0 || wouldLoseName(order, inputs)) continue;
      return { found: order, orderNumber };
    }
  }
  throw new Error(
    `place order for ${namesOf(inputs).join(", ")}: ${mostReferences} orders already bear the reference ` +
      `${plan.reference}. Give the resource an alternativeOrderId of its own`,
  );
}

function wouldLoseName(order: Order, inputs: RawInputs): boolean {
  const names = certificateNames(order.certificate.commonName ?? "", order.certificate.dnsNames);
  return isIssued(order) && removedNames(names.filter(Boolean), namesOf(inputs)).length > 0;
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
  return reissueOn(context, inputs, plan, order, state);
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
  await warnIfBlind(context, placed.orderId, reference);
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
