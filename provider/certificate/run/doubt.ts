/**
 * Doubt: a paid call whose reply was lost and whose order is not found. Nothing is paid while it lasts. It ends
 * when the order is found, when the user says what it is, or when two looks over the stated time, by a key
 * that has been seen to find an order of its own, found nothing.
 */
import type { Order } from "../../certcentral/client";
import { accountIdOf } from "../../account";
import { nameInput, textInput } from "../../fields";
import {
  doubtDenied,
  doubtEnded,
  doubtForgotten,
  doubtFound,
  doubtKeyBlind,
  inDoubt,
} from "../../messages/doubt";
import type { Context } from "../../resource";
import { doubtMinutes } from "../../rules";
import { type Doubt, placedState, type State, stateOf, withoutDoubt } from "../order/state";
import { type CertificateInputs, inputsOf } from "../plan/fields";
import { type Issuance, issuanceOf, orderReference } from "../plan/issuance";
import { adopt } from "./adopt";
import { refuseByHand } from "./by-hand";
import { isForgotten } from "../../visibility";
import { awaitOrder, placeOrder } from "./place";
import { olderOrderLeft } from "../../messages/paying";

/** How many orders are looked at to see whether a key finds any of its own. */
const maxProofs = 5;

/** Outputs of a first order that is in doubt: there is no order to tell of. */
export function doubtOutputs(
  inputs: CertificateInputs,
  doubt: Doubt,
  accountId: number | undefined,
): Record<string, unknown> {
  return {
    ...inputs,
    __doubt: doubt,
    accountId,
    status: "in doubt",
    certificateIds: [],
    domains: [],
    requests: [],
    validationRecords: [],
  };
}

/** What is said while a doubt lasts: what may have been placed, from when on it can end, and the ways out. */
export function describeDoubt({ reference, since }: Doubt, context?: Context): string {
  if (context !== undefined && isForgotten(context, reference)) return doubtForgotten(reference);
  return inDoubt(reference, endOfDoubt(since).toISOString());
}

/** Says that a doubt lasts, unless the plan announces its order once more. */
export async function tellDoubt(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  doubt: Doubt,
): Promise<void> {
  if (isAnnouncedAnew(olds, issuanceOf(news))) return;
  await context.row.warn(describeDoubt(doubt, context));
}

function endOfDoubt(since: string): Date {
  return new Date(Date.parse(since) + doubtMinutes * 60_000);
}

/**
 * Goes on from a doubt: with the order, once it is found or named; with another one, once a preview announced it.
 *
 * @returns the state without the doubt; undefined while it lasts
 */
export async function resolveDoubt(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  doubt: Doubt,
): Promise<State | undefined> {
  const plan = issuanceOf(news);
  if (plan === undefined) return undefined;
  const before = stateOf(olds);
  const named = news.adoptOrderId;
  if (typeof named === "number" && named !== olds.adoptOrderId) {
    if (before === undefined) return adopt(context, news, plan);
    return withoutDoubt(awaitOrder(before, named, doubt.orderNumber));
  }
  const found = await findDoubted(context, doubt);
  if (found !== undefined) {
    await context.row.info(doubtFound(found, doubt.reference));
    if (before !== undefined) return withoutDoubt(awaitOrder(before, found, doubt.orderNumber));
    return placedState({ orderId: found }, doubt.orderNumber, await accountIdOf(context));
  }
  const isGivenUp = isForgotten(context, doubt.reference);
  const isPaid = plan.action === "order" || plan.action === "renew";
  // The certificate in use goes on without the renewal that was never placed.
  if (isGivenUp && !isPaid && before !== undefined) return withoutDoubt(before);
  if (!isGivenUp && !isAnnouncedAnew(olds, plan)) return undefined;
  if (context.settings.paidActions === "deny") throw new Error(doubtDenied(doubt.reference));
  return placeAnew(context, news, plan, doubt, before);
}

/** Whether the preview has announced the order of a doubt once more. */
function isAnnouncedAnew(olds: CertificateInputs, plan: Issuance | undefined): boolean {
  return (plan?.attempt ?? 1) > (issuanceOf(olds)?.attempt ?? 1);
}

async function placeAnew(
  context: Context,
  news: CertificateInputs,
  plan: Issuance,
  { action, orderNumber }: Doubt,
  before: State | undefined,
): Promise<State> {
  const renewal =
    action === "renew" && before !== undefined ? { renewalOfOrderId: before.orderId } : {};
  const accountId = before?.accountId ?? (await accountIdOf(context));
  await refuseByHand(context, news, plan, before);
  const placed = await placeOrder(context, news, plan, orderNumber, accountId, renewal);
  if (before === undefined) return placed;
  return { ...withoutDoubt(awaitOrder(before, placed.orderId, orderNumber)) };
}

/** The newest order under the reference: where a key that saw none of them paid for several, it is the one of the doubt. */
async function findDoubted(context: Context, { reference }: Doubt): Promise<number | undefined> {
  const found = await context.client().findOrders(reference);
  const living = found.filter(({ orderId }) => !isForgotten(context, orderId));
  const [newest, ...older] = living.sort((one, other) => other.orderId - one.orderId);
  if (newest === undefined) return undefined;
  for (const { orderId, status } of older) {
    await context.row.info(olderOrderLeft(orderId, status ?? "not shown", newest.orderId));
  }
  return newest.orderId;
}

/** What a refresh, or a destroy, finds of a doubt. */
export type DoubtFinding =
  | { kind: "found"; orderId: number }
  | { kind: "not placed" }
  | { kind: "too early"; until: string }
  | { kind: "key unproved" };

/** What a refresh makes of a doubt: told, and, where nothing was placed, put into the plan. */
export async function readDoubt(
  context: Context,
  id: string,
  props: CertificateInputs,
  doubt: Doubt,
): Promise<{ id: string; props: CertificateInputs; inputs: CertificateInputs }> {
  const inputs = inputsOf(props);
  const kept = { id, props, inputs };
  const finding = await inspectDoubt(context, props, doubt);
  if (finding.kind === "found") {
    await context.row.info(doubtFound(finding.orderId, doubt.reference));
    return kept;
  }
  if (finding.kind === "too early") {
    await context.row.warn(describeDoubt(doubt));
    return kept;
  }
  if (finding.kind === "key unproved") {
    await context.row.warn(doubtKeyBlind(doubt.reference));
    return kept;
  }
  await context.row.warn(doubtEnded(doubt.reference));
  const foundDetail = `the order with the reference ${doubt.reference} was not placed`;
  const issuance = { ...issuanceOf(props), found: "order not placed", foundDetail };
  return { id, props: { ...props, issuance }, inputs: { ...inputs, issuance } };
}

/** Looks twice: by the reference, and in the list of orders with the common name. */
export async function inspectDoubt(
  context: Context,
  props: CertificateInputs,
  doubt: Doubt,
): Promise<DoubtFinding> {
  const { reference, since } = doubt;
  const byReference = await findDoubted(context, doubt);
  if (byReference !== undefined) return { kind: "found", orderId: byReference };
  const listed = await listCandidates(context, props);
  const byList = listed.find(({ alternativeOrderId }) => alternativeOrderId === reference);
  if (byList !== undefined) return { kind: "found", orderId: byList.id };
  if (isForgotten(context, reference)) return { kind: "not placed" };
  const until = endOfDoubt(since);
  const now = context.client().serverDate() ?? context.clock.now();
  if (now < until) return { kind: "too early", until: until.toISOString() };
  return (await isKeyProved(context, props, listed))
    ? { kind: "not placed" }
    : { kind: "key unproved" };
}

async function listCandidates(context: Context, props: CertificateInputs): Promise<Order[]> {
  const own = stateOf(props)?.orderId;
  const listed = await context.client().listOrders({
    commonName: nameInput(props, "commonName"),
    product: textInput(props, "product"),
  });
  return readOrders(
    context,
    listed.map(({ orderId }) => orderId).filter((orderId) => orderId !== own),
  );
}

async function readOrders(context: Context, orderIds: readonly number[]): Promise<Order[]> {
  const newest = [...orderIds].sort((one, other) => other - one).slice(0, maxProofs);
  const orders: Order[] = [];
  for (const orderId of newest) {
    const order = await context.client().getOrder(orderId);
    if (order !== undefined) orders.push(order);
  }
  return orders;
}

/** Whether the key finds, by its reference, an order that is known to bear one. */
async function isKeyProved(
  context: Context,
  props: CertificateInputs,
  seen: readonly Order[],
): Promise<boolean> {
  const state = stateOf(props);
  const root = issuanceOf(props)?.reference;
  const own =
    state === undefined || root === undefined || state.__orderNumber === 0
      ? []
      : [{ id: state.orderId, reference: orderReference(root, state.__orderNumber) }];
  const product = textInput(props, "product");
  const others =
    own.length > 0
      ? []
      : [
          ...seen,
          ...(await readOrders(
            context,
            (await context.client().listOrders({ product })).map(({ orderId }) => orderId),
          )),
        ];
  const proofs = [
    ...own,
    ...others.flatMap(({ id, alternativeOrderId: reference }) =>
      reference === undefined || reference === "" ? [] : [{ id, reference }],
    ),
  ];
  for (const { id, reference } of proofs.slice(0, maxProofs)) {
    const found = await context.client().findOrders(reference);
    if (found.some(({ orderId }) => orderId === id)) return true;
  }
  return false;
}
