/**
 * The calls that make CertCentral issue something. One of them, `placeOrder`, spends money; each looks for its
 * own order first, so that a retry after a crash finds what was placed.
 */
import type { Order, OrderReference, Placed } from "../../certcentral/client";
import { AmbiguousOutcome } from "../../certcentral/errors";
import { dayOf, earliest } from "../../calendar";
import { accountIdOf, keyFactsOf } from "../../account";
import type { CertificateInputs } from "../plan/fields";
import { nameInput, textInput } from "../../fields";
import { findAfterLostReply, seekAfterLostReply } from "../../lost-reply";
import { blindKey, paidActionsSpent } from "../../messages/orders";
import type { Context } from "../../resource";
import { maxValidUntil } from "../../rules";
import { awaitingTarget, type Doubt, placedState, type State } from "../order/state";
import { claimSeen } from "../order/ownership";
import { isOwnReissueAwaited } from "../order/phase";
import { hasPendingReissue, wasIssued } from "../order/order";
import { keepOrganization, orderRequest, type Predecessor, reissueRequest } from "../order/request";
import { type Issuance, orderNumberOf, orderReference } from "../plan/issuance";
import { namesOf } from "../plan/spec";
import { urnOf } from "./knowledge";
import { keepIssued } from "./at-once";
import { refuseByHand } from "./by-hand";
import { lookForNext, lookForOwn, refuseSameKey, type Taken } from "./look";
import { findUsed } from "./others";
import { preflight, refuseSecondPayer, refuseWrongClock } from "./preflight";
import { awaitingReissue, awaitOrCancelReissue, refuseHarm } from "./reissue";
import { readRenewedOrigin } from "./renewed";
import { findUnannouncedEnds } from "./unattended";
import { newerRecords, recordsAfter } from "./validation";
import {
  alreadyPlaced,
  placedUnheard,
  reissuedUnheard,
  reissueUnseen,
} from "../../messages/paying";

/** The reply to a paid call is lost, and no order is found under its reference: it may have been placed. */
export class PlacedInDoubt extends Error {
  override readonly name = "PlacedInDoubt";

  constructor(
    readonly doubt: Doubt,
    message: string,
  ) {
    super(message);
  }
}

/** The first order of a resource: found again after a crash, or placed. May spend money. */
export async function placeFirst(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
): Promise<State> {
  const accountId = await accountIdOf(context);
  const { take, orderNumber, seen } = await lookForOwn(context, inputs, plan);
  if (take !== undefined) return takeOver(context, inputs, plan, take, accountId);
  const origin = await readRenewedOrigin(context, inputs);
  for (const orderId of origin.orderIds) refuseSecondPayer(context, inputs, plan, orderId);
  await refuseSameKey(context, inputs, [...seen, ...origin.orderIds]);
  return placeOrder(context, inputs, plan, orderNumber, accountId, origin.request);
}

/** A renewal, or a new order after the end of the old one. May spend money. */
export async function placeNext(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  state: State,
): Promise<State> {
  const { take, orderNumber } = await lookForNext(context, inputs, plan, state);
  if (take !== undefined) {
    await context.row.info(alreadyPlaced(take.order.id));
    return awaitOrder(state, take.order.id, take.orderNumber);
  }
  refuseSecondPayer(context, inputs, plan, state.orderId);
  const present = await preflight(context, plan, state);
  await refuseByHand(context, inputs, plan, state);
  // A reissue of its own that still waits would be issued later, and be nobody's.
  if (present && hasPendingReissue(present) && isOwnReissueAwaited(state, present)) {
    await context.client().cancel(present.id, "replaced by a further order of pulumi up");
  }
  const predecessor = {
    ...(plan.action === "renew" ? { renewalOfOrderId: state.orderId } : {}),
    ...keepOrganization(inputs, state.organizationId),
  };
  const placed = await placeOrder(context, inputs, plan, orderNumber, state.accountId, predecessor);
  const known = present === undefined ? state : claimSeen(state, present);
  return {
    ...awaitingTarget(awaitOrder(known, placed.orderId, orderNumber), inputs),
    domains: placed.domains,
    requests: placed.requests,
    validationRecords: newerRecords(placed.validationRecords, state.validationRecords),
  };
}

/** A state that has no certificate yet moves to the new order; another one keeps that of its certificate. */
export function awaitOrder(state: State, orderId: number, orderNumber: number): State {
  const moved = state.certificateId === undefined ? { orderId, status: "pending" } : {};
  return { ...state, ...moved, __orderNumber: orderNumber, __awaited: { orderId } };
}

/**
 * The same of an order that this state did not place: one that bears a number of its own is its own; another one is followed,
 * and not owned.
 */
export function followOrder(state: State, { id, alternativeOrderId }: Order, root: string): State {
  const number = orderNumberOf(root, alternativeOrderId);
  const awaiting = awaitOrder(state, id, Math.max(state.__orderNumber, number));
  return number > 0 ? awaiting : { ...awaiting, __awaited: { orderId: id, isOthers: true } };
}

/** A free reissue on the order in use; the state awaits it. */
export async function reissueOn(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  order: Order,
  state: State,
): Promise<State> {
  refuseWrongClock(context, plan.action);
  await refuseHarm(context, inputs, order, state);
  const reply = await context
    .client()
    .reissue(order.id, reissueRequest(inputs, clampToLimits(context, plan, order)))
    .catch((error: unknown) => seekReissue(context, order, error));
  keepIssued(context, reply, order);
  return {
    ...awaitingTarget(awaitingReissue(state, order), inputs),
    validationRecords: recordsAfter(inputs, reply, state.validationRecords),
  };
}

/** A replacement of what lives on an order gets no more than that has left: where it would not be green, nothing is done for it. */
function refuseUselessReissue(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  order: Order,
  state: State,
): void {
  if (!findUsed(context.run.notes.all()).orders.has(order.id)) return;
  const { orderValidTill: coveredUntil } = order;
  const notBefore = context.clock.now().toISOString();
  const notAfter = clampToLimits(context, plan, order).validUntil;
  const issued = { ...state, __awaited: undefined, notBefore, notAfter, coveredUntil };
  const { reasons } = findUnannouncedEnds(context, inputs, issued);
  if (reasons.length > 0) throw new Error(reasons.join("\n"));
}

/** The plan within what the order has left, and the rules of the day of execution. */
function clampToLimits(context: Context, plan: Issuance, { orderValidTill }: Order): Issuance {
  const { validUntil } = plan;
  if (validUntil === undefined) return plan;
  const longest = maxValidUntil(dayOf(context.clock.now()));
  return { ...plan, validUntil: earliest(validUntil, longest, orderValidTill ?? validUntil) };
}

/** Takes an order that was placed for this resource before: the order, not its certificate. */
async function takeOver(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  { order, orderNumber, verdict }: Taken,
  accountId: number | undefined,
): Promise<State> {
  await context.row.info(alreadyPlaced(order.id));
  const placed = placedState({ orderId: order.id }, orderNumber, accountId);
  const state: State = wasIssued(order) ? { ...placed, __isTakenOver: true } : placed;
  if (verdict === "await" || !wasIssued(order)) return state;
  if (!hasPendingReissue(order)) refuseUselessReissue(context, inputs, plan, order, state);
  return (
    (await awaitOrCancelReissue(context, inputs, order, state)) ??
    (await reissueOn(context, inputs, plan, order, state))
  );
}

/**
 * The one place that spends money.
 *
 * @throws PlacedInDoubt where the reply is lost and the order is not found
 */
async function placeOrder(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  orderNumber: number,
  accountId: number | undefined,
  predecessor: Predecessor,
): Promise<State> {
  refuseWrongClock(context, plan.action);
  await refuseBlindKey(context, inputs);
  spendBrake(context, inputs);
  const reference = orderReference(plan.reference, orderNumber);
  const request = orderRequest(inputs, plan, reference, predecessor);
  const since = (context.client().serverDate() ?? context.clock.now()).toISOString();
  const placed = await context
    .client()
    .placeOrder(textInput(inputs, "product"), request)
    .catch((error: unknown) => seekOrder(context, { reference, orderNumber, since }, error));
  keepIssued(context, placed);
  const state = placedState(placed, orderNumber, accountId, recordsAfter(inputs, placed));
  return awaitingTarget(state, inputs);
}

/** The order whose reply was lost; it is never placed again here. */
async function seekOrder(
  context: Context,
  doubt: Doubt,
  error: unknown,
): Promise<Pick<Placed, "orderId"> & Partial<Placed>> {
  if (!(error instanceof AmbiguousOutcome)) throw error;
  const look = async (): Promise<OrderReference | undefined> => {
    const [order] = await context.client().findOrders(doubt.reference);
    return order;
  };
  // A look that breaks off, because nobody answers or the run is canceled, has found nothing.
  const found = await findAfterLostReply(context, "the order", look).catch(() => undefined);
  if (found === undefined) throw new PlacedInDoubt(doubt, error.message);
  await context.row.info(placedUnheard(found.orderId));
  return { orderId: found.orderId };
}

/** The reissue whose reply was lost: it shows in the order, pending or as a new certificate. */
async function seekReissue(
  context: Context,
  before: Order,
  error: unknown,
): Promise<Partial<Placed>> {
  const unseen = (trouble: string): string => reissueUnseen(trouble, before.id);
  await seekAfterLostReply(context, error, "the reissue", unseen, async () => {
    const order = await context.client().getOrder(before.id);
    const isSeen =
      order !== undefined &&
      (hasPendingReissue(order) || order.certificate.id !== before.certificate.id);
    return isSeen ? order : undefined;
  });
  await context.row.info(reissuedUnheard(before.id));
  return {};
}

/** A key that did not find one order of its own would not find this one after a lost reply. */
async function refuseBlindKey(context: Context, inputs: CertificateInputs): Promise<void> {
  const key = keyFactsOf(context);
  await key.looking;
  if (key.findsOwnOrders !== false) return;
  throw new Error(blindKey(namesOf(inputs).join(", ")));
}

/** Counts what the run pays for, before it is paid: a run that dies in between has at most counted too much. */
function spendBrake(context: Context, inputs: CertificateInputs): void {
  const max = context.settings.maxPaidActionsPerRun;
  const { notes } = context.run;
  const urn = urnOf(inputs);
  if (max !== undefined) {
    const paid = new Set(
      notes
        .all()
        .filter(({ kind }) => kind === "paid")
        .map((note) => note.urn),
    );
    if (!paid.has(urn) && paid.size >= max) {
      throw new Error(paidActionsSpent(max, namesOf(inputs).join(", ")));
    }
  }
  notes.add({ kind: "paid", urn, commonName: nameInput(inputs, "commonName") });
}
