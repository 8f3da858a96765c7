/** Executing a plan on a certificate that exists: what was announced, and never more. */
import type { Order } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import type { Context } from "../../resource";
import {
  dueUnseen,
  inUseAgain,
  orderHasEnded,
  orderStillWaits,
  planMissing,
  reissuedForTime,
  reissueGainsNothing,
  reissueUnannounced,
} from "../../messages/certificate";
import { orderNotShownRefused } from "../../messages/visibility";
import { removedNames } from "../../names";
import { placedOrders } from "../../placed-orders";
import { isRecord } from "../../wire";
import { textInput } from "../../fields";
import type { CertificateInputs } from "../plan/fields";
import { isSamePlan, isSeen } from "../plan/identity";
import { type Issuance, isPaid, issuanceOf } from "../plan/issuance";
import {
  hasEnded,
  hasPendingReissue,
  isIssued,
  isRevokedAlone,
  listTargetDifferences,
  listLostNames,
  namesOn,
} from "../order/order";
import { placeNext, reissueOn } from "./place";
import { listChanged } from "../plan/silence";
import { namesOf, readSpec } from "../plan/spec";
import { awaitOrCancelReissue } from "./reissue";
import { claimOfIssued, claimSeen } from "../order/ownership";
import { ordersOf, phaseOf, showsOlder } from "../order/phase";
import { gainsTime, validUntilFor } from "../../rules";
import { findRenewalDue } from "../order/due";
import { knows, type State, withOrder } from "../order/state";
import { tellStray } from "./stray";
import { recordsAfter } from "./validation";

/** How often an order that is shown as it was long ago is asked for. */
const maxLooks = 3;

/** The plan among inputs, or an error that says which step lacks it. */
export function requirePlan(inputs: CertificateInputs, step: string): Issuance {
  const plan = issuanceOf(inputs);
  if (plan === undefined) throw new Error(planMissing(step));
  return plan;
}

/** Starts what the plan says and was not started yet; the result names what is awaited, if anything. */
export async function executePlan(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  state: State,
): Promise<State> {
  const plan = requirePlan(news, `update order ${state.orderId}`);
  const executed = issuanceOf(olds);
  if (isSamePlan(olds, news)) {
    return state.__awaited === undefined ? repair(context, news, plan, state) : state;
  }
  await tellStray(context, news, plan, state);
  if (isPaid(plan) && plan.orderNumber > (executed?.orderNumber ?? 0)) {
    return placedOrders(context).during(placeNext(context, news, plan, state));
  }
  return reissueUnlessDone(context, olds, news, plan, state);
}

/**
 * A free reissue, unless one for this very target was made or waits already: by a run that broke
 * off, or by hand in the console.
 */
async function reissueUnlessDone(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  plan: Issuance,
  state: State,
): Promise<State> {
  // Where a renewal waits, what is new is reissued on it as soon as it is issued.
  if (phaseOf(state) === "other order") return state;
  let order = await readPresentOrder(context, state);
  if (hasPendingReissue(order)) {
    const known = knownOfReissue(olds, news, state);
    const waiting = await awaitOrCancelReissue(context, news, order, state, known);
    if (waiting !== undefined) return waiting;
    order = await readPresentOrder(context, state);
  }
  if (!isIssued(order)) {
    if (state.certificateId === undefined) {
      return { ...state, __awaited: { ...state.__awaited, orderId: order.id } };
    }
    throw new Error(orderStillWaits(order.id, order.status));
  }
  if (listTargetDifferences(order, news).length === 0 && !isRevokedAlone(order)) {
    const isKnown = knows(state, order.certificate.id) || showsOlder(state, order);
    const isForTime = listChanged(olds, news, "reissue").length === 0 && !isAnswer(olds);
    if (!isKnown && !(isForTime && isOutlived(context, news, order))) {
      return awaitSeen(state, order);
    }
    const gains = findGain(context, news, order, state).gains || state.certificateId === undefined;
    const isBack = isInUseAgain(context, olds, news, order, state);
    const isIdle = plan.action !== "reissue" || (isForTime && !gains) || isBack;
    if (isBack) {
      await context.row.info(inUseAgain(order.id, String(order.certificate.id)));
    } else if (isIdle && plan.action === "reissue") {
      await context.row.warn(
        reissueGainsNothing(order.id, order.orderValidTill ?? "an unknown day"),
      );
    }
    if (isIdle) return { ...withOrder(state, order), __awaited: undefined };
  } else if (isUnannounced(plan, order, news)) {
    const differences = listTargetDifferences(order, news);
    if (isRevokedAlone(order)) differences.push(`certificate ${order.certificate.id} is revoked`);
    await context.row.warn(reissueUnannounced(order.id, differences.join("; ")));
    return { ...withOrder(state, order), __awaited: undefined };
  }
  return reissueOn(context, news, plan, order, claimSeen(state, order));
}

/**
 * The state that goes on with a certificate that is there already. Whether a run of this resource that broke off
 * asked for it, or a person, cannot be seen: it is used, and owned only where it was awaited.
 */
function awaitSeen(state: State, order: Order): State {
  const replacedCertificateId = state.certificateId;
  const isOwn = claimOfIssued(state, order) !== "used";
  const awaited = { orderId: order.id, replacedCertificateId };
  return { ...state, __awaited: isOwn ? awaited : { ...awaited, isOthers: true } };
}

function knownOfReissue(olds: CertificateInputs, news: CertificateInputs, state: State) {
  const changed = listChanged(olds, news, "reissue");
  return {
    isOther: !changed.every(isSeen),
    isPresumed: state.__awaited !== undefined && changed.length === 0,
  };
}

/**
 * Whether the program has come back to what the certificate in use has, before a reissue for something else was issued: another
 * one would be asked for, and wait for somebody's approval, for nothing.
 */
function isInUseAgain(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  order: Order,
  state: State,
): boolean {
  const changed = listChanged(olds, news, "reissue");
  const due = findRenewalDue(readSpec(news), state);
  return (
    changed.length > 0 &&
    changed.every(isSeen) &&
    order.certificate.id === state.certificateId &&
    // A name that the CA may have added was perhaps asked for, and taken out.
    removedNames(namesOn(order.certificate), namesOf(news)).length === 0 &&
    due !== undefined &&
    dayOf(context.clock.now()) < due
  );
}

/** What was imported is left as it is, and no plan but a reissue's own may cost a name. */
function isUnannounced(plan: Issuance, order: Order, news: CertificateInputs): boolean {
  if (plan.action === "reissue") return false;
  return plan.action === "adopt" || listLostNames(order.certificate, news).length > 0;
}

/** `diff` asked for this update: the real dates or the status want something that no plan foresaw. */
async function repair(
  context: Context,
  news: CertificateInputs,
  plan: Issuance,
  state: State,
): Promise<State> {
  const today = dayOf(context.clock.now());
  const due = findRenewalDue(readSpec(news), state);
  if (due === undefined || today < due) return state;
  const order = await readPresentOrder(context, state);
  const { end, gains } = findGain(context, news, order, state);
  if (!gains || !isIssued(order)) {
    await context.row.warn(dueUnseen(order.id));
    return state;
  }
  await context.row.info(reissuedForTime(order.id, end));
  return reissueOn(context, news, { ...plan, validUntil: end }, order, claimSeen(state, order));
}

/** Whether a plan answers something that a refresh found, rather than a date. */
function isAnswer(olds: CertificateInputs): boolean {
  return issuanceOf(olds)?.found !== undefined;
}

/** Whether the certificate on the order, somebody else's, is due itself, and a reissue of one's own lasts longer. */
function isOutlived(context: Context, news: CertificateInputs, order: Order): boolean {
  const { validFrom, validTill } = order.certificate;
  const shown = { notBefore: validFrom, notAfter: validTill, coveredUntil: order.orderValidTill };
  const due = findRenewalDue(readSpec(news), shown);
  if (due === undefined || dayOf(context.clock.now()) < due) return false;
  return findGain(context, news, order, shown).gains;
}

/** Until when a reissue of today would last, and whether that is more than there is. */
function findGain(
  context: Context,
  news: CertificateInputs,
  order: Order,
  state: Pick<State, "notAfter" | "coveredUntil">,
) {
  const today = dayOf(context.clock.now());
  const { certValidity, renewBeforeDays } = readSpec(news);
  const coveredUntil = order.orderValidTill ?? state.coveredUntil ?? today;
  const end = validUntilFor(today, certValidity, coveredUntil);
  const present = { validUntil: state.notAfter?.slice(0, 10), renewBeforeDays };
  return { end, gains: gainsTime(today, { validUntil: end, coveredUntil }, present) };
}

/** Recorded inputs for which CertCentral has a free call on the running order. */
export async function applyFreeChanges(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  state: State,
): Promise<State> {
  const changed = listChanged(olds, news, "recorded");
  // One that was rejected takes nothing more: what is new goes into the order that follows it.
  const running = ordersOf(state).filter((id) => id !== state.orderId || !hasEnded(state));
  if (changed.includes("customFields")) {
    const known = JSON.stringify(olds.customFields ?? []);
    const fields = customFieldsOf(news).filter((field) => !known.includes(JSON.stringify(field)));
    for (const orderId of running) {
      for (const field of fields) await context.client().setCustomField(orderId, field);
    }
  }
  const dcvMethod = textInput(news, "dcvMethod");
  const waiting = running.find((id) => id === state.__awaited?.orderId);
  if (!changed.includes("dcvMethod") || dcvMethod === "" || waiting === undefined) return state;
  const { value } = await context.client().setDcvMethod(waiting, dcvMethod);
  return { ...state, validationRecords: recordsAfter(news, { dcvRandomValue: value }) };
}

function customFieldsOf(inputs: CertificateInputs): { metadataId: number; value: string }[] {
  const list = inputs.customFields;
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).map(({ metadataId, value }) => ({
    metadataId: Number(metadataId),
    value: String(value),
  }));
}

/** The order as it is now: an answer of before its latest certificate is asked for again. */
async function readPresentOrder(context: Context, state: State): Promise<Order> {
  for (let look = 1; ; look++) {
    const order = await context.client().getOrder(state.orderId);
    if (order === undefined) {
      throw new Error(orderNotShownRefused("reissue", state.orderId, state.accountId));
    }
    if (hasEnded(order)) throw new Error(orderHasEnded(state.orderId, order.status));
    if (!showsOlder(state, order) || look === maxLooks) return order;
    await context.clock.sleep(look * context.settings.pollIntervalSeconds * 1000);
  }
}
