/**
 * Before anything is ordered: the orders that may be this resource's already. Looked for under its own
 * references, and, in the account's list, by common name, product and key under any other.
 */
import type { Order } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import type { CertificateInputs } from "../plan/fields";
import { nameInput, textInput } from "../../fields";
import {
  keyHasOrder,
  orderDiffers,
  orderNotReadable,
  orderUsedElsewhere,
  ownOrderLags,
  referencesExhausted,
  type SameKeyOrder,
} from "../../messages/orders";
import type { Context } from "../../resource";
import { gainsTime, validUntilFor } from "../../rules";
import {
  hasEnded,
  hasEndedAlone,
  hasPendingReissue,
  isSameKey,
  isSameNames,
  listLostNames,
  listMismatches,
  listTargetDifferences,
  wasIssued,
} from "../order/order";
import {
  type CreateVerdict,
  type FoundOrder,
  judgeNextNumber,
  judgeOwnReference,
} from "../order/ownership";
import type { State } from "../order/state";
import { type Issuance, issuanceOf, orderNumberOf, orderReference } from "../plan/issuance";
import { readSpec } from "../plan/spec";
import { listCertificates, isLiving } from "./certificates";
import { findDeclaring, findUser, listReplacedOrders } from "./knowledge";
import { listLivingOfName } from "./same-name";
import { isForgotten } from "../../visibility";
import { olderOrderLeft } from "../../messages/paying";

/** How many of a resource's own references are looked at before giving up. */
const maxReferences = 100;

/** An order to go on with. */
export interface Taken {
  order: Order;
  orderNumber: number;
  verdict: "await" | "reissue";
}

/** What a look found: an order to go on with, or the number to place the next one under. */
interface Look {
  take?: Taken;
  orderNumber: number;
  /** Orders that were seen and passed over. */
  seen: number[];
}

interface Judged {
  orderId: number;
  order: Order | undefined;
  orderNumber: number;
  reference: string;
  verdict: CreateVerdict;
}

/**
 * The newest living order under this resource's references that a create may go on with.
 *
 * @throws a refusal, where one lives that may not be taken and must not be paid for a second time
 */
export async function lookForOwn(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
): Promise<Look> {
  return look(context, inputs, plan, 1, async (order, orderId) =>
    judgeOwnReference(await gatherFacts(context, inputs, order, orderId)),
  );
}

/** The living order under this resource's next numbers: a run of its own that broke off. */
export async function lookForNext(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  state: State,
): Promise<Look> {
  return look(context, inputs, plan, state.__orderNumber + 1, async (order, orderId) => {
    if (orderId === state.orderId) return "pass over";
    const facts = await gatherFacts(context, inputs, order, orderId);
    const renewsOwn = await isRenewalOf(context, order, state);
    return judgeNextNumber({ ...facts, renewsOwn });
  });
}

/** In which direction CertCentral links is not confirmed: either word counts. */
async function isRenewalOf(
  context: Context,
  order: Order | undefined,
  state: State,
): Promise<boolean> {
  if (order === undefined) return false;
  if (order.renewalOfOrderId !== undefined) return order.renewalOfOrderId === state.orderId;
  const present = await context.client().getOrder(state.orderId);
  return present?.renewedOrderId === order.id;
}

async function look(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  from: number,
  judge: (order: Order | undefined, orderId: number) => Promise<CreateVerdict>,
): Promise<Look> {
  const judged: Judged[] = [];
  for (let orderNumber = from; orderNumber < from + maxReferences; orderNumber++) {
    const reference = orderReference(plan.reference, orderNumber);
    const references = await context.client().findOrders(reference);
    if (references.length === 0) return decide(context, inputs, judged, orderNumber);
    for (const { orderId } of references) {
      // What this run counts as ended is not asked for.
      const isNamed = isForgotten(context, orderId) || isForgotten(context, reference);
      const order = isNamed ? undefined : await context.client().getOrder(orderId);
      const verdict = isNamed ? "pass over" : await judge(order, orderId);
      judged.push({ orderId, order, orderNumber, reference, verdict });
    }
  }
  throw new Error(referencesExhausted(maxReferences, plan.reference));
}

/** The newest order that is not passed over decides; older ones that live are told. */
async function decide(
  context: Context,
  inputs: CertificateInputs,
  judged: readonly Judged[],
  orderNumber: number,
): Promise<Look> {
  const seen = judged.map(({ orderId }) => orderId);
  const living = judged.filter(({ verdict }) => verdict !== "pass over");
  const newest = living.at(-1);
  if (newest === undefined) return { orderNumber, seen };
  const { order, verdict } = newest;
  if (order === undefined || (verdict !== "await" && verdict !== "reissue")) {
    throw new Error(sayRefusal(context, inputs, newest));
  }
  for (const { orderId, order: older } of living.slice(0, -1)) {
    const status = older?.status ?? "not shown";
    await context.row.info(olderOrderLeft(orderId, status, newest.orderId));
  }
  return { take: { order, orderNumber: newest.orderNumber, verdict }, orderNumber, seen };
}

function sayRefusal(
  context: Context,
  inputs: CertificateInputs,
  { orderId, order, reference, verdict }: Judged,
): string {
  if (order === undefined) return orderNotReadable(orderId, reference);
  if (verdict === "refuse: used elsewhere") {
    return orderUsedElsewhere(orderId, findUser(context, inputs, orderId) ?? "");
  }
  const differences = [...listMismatches(order, inputs), ...listTargetDifferences(order, inputs)];
  const said = differences.join(" and ") || "its certificates are not all ended";
  return orderDiffers(orderId, order.status, said);
}

async function gatherFacts(
  context: Context,
  inputs: CertificateInputs,
  order: Order | undefined,
  orderId: number,
): Promise<FoundOrder> {
  const isShown = order !== undefined;
  const replaced = listReplacedOrders(context, inputs);
  const root = issuanceOf(inputs)?.reference ?? "";
  const orderNumber = orderNumberOf(root, order?.alternativeOrderId);
  return {
    isShown,
    hasEnded: isShown && hasEnded(order),
    isReplaced: replaced.now.includes(orderId),
    wasReplaced: replaced.before.includes(orderId) || orderNumber < replaced.orderNumber,
    isUsedByOther: findUser(context, inputs, orderId) !== undefined,
    isSameKind: isShown && listMismatches(order, inputs).length === 0,
    isSameKey: isShown && isSameKey(order.certificate, inputs),
    isSameNames: isShown && isSameNames(order.certificate, inputs),
    isIssued: isShown && wasIssued(order),
    isSpent: isShown && (await isSpent(context, order)),
    hasTimeLeft: isShown && hasTimeLeft(context, inputs, order),
  };
}

/** Whether all certificates of an order have ended, and nothing waits. Asked only where its newest has. */
async function isSpent(context: Context, order: Order): Promise<boolean> {
  const today = dayOf(context.clock.now());
  if (!hasEndedAlone(order, today) || hasPendingReissue(order)) return false;
  const all = await listCertificates(context, order);
  return all.every((certificate) => !isLiving(certificate, today));
}

function hasTimeLeft(context: Context, inputs: CertificateInputs, order: Order): boolean {
  const { orderValidTill: coveredUntil } = order;
  if (coveredUntil === undefined) return true;
  const today = dayOf(context.clock.now());
  const { certValidity, renewBeforeDays } = readSpec(inputs);
  const validUntil = validUntilFor(today, certValidity, coveredUntil);
  return gainsTime(today, { validUntil, coveredUntil }, { renewBeforeDays });
}

/**
 * Refuses where an order for this common name, product and key lives under any other reference: a resource
 * that was renamed, a stack or a backend that moved. Or where one bears this resource's own reference, and the
 * look-up by reference did not show it.
 *
 * @param known orders that were looked at already, or are meant to be renewed
 */
export async function refuseSameKey(
  context: Context,
  inputs: CertificateInputs,
  known: readonly number[],
): Promise<void> {
  const product = textInput(inputs, "product");
  const commonName = nameInput(inputs, "commonName");
  const root = issuanceOf(inputs)?.reference ?? "";
  const replaced = listReplacedOrders(context, inputs);
  const passed = [...known, ...replaced.now, ...replaced.before];
  const listed = (await listLivingOfName(context, product, commonName))
    .filter((one) => !passed.includes(one.orderId))
    .filter((one) => !isForgotten(context, one.orderId))
    .sort((one, other) => other.orderId - one.orderId);
  const found: SameKeyOrder[] = [];
  for (const { orderId: id } of listed) {
    const order = await context.client().getOrder(id);
    if (order === undefined) throw new Error(orderNotReadable(id, "of its common name"));
    if (hasEnded(order)) continue;
    const { status, alternativeOrderId: reference } = order;
    if (orderNumberOf(root, reference) > 0) throw new Error(ownOrderLags(id, reference ?? root));
    if (!isSameKey(order.certificate, inputs)) continue;
    const isEmpty = await isSpent(context, order);
    if (isEmpty && !hasTimeLeft(context, inputs, order)) continue;
    found.push({
      id,
      status,
      isSpent: isEmpty,
      reference,
      owner: findDeclaring(context, inputs, order),
      mismatches: listMismatches(order, inputs),
      unnamed: listLostNames(order.certificate, inputs),
    });
  }
  if (found.length > 0) throw new Error(keyHasOrder(found));
}
