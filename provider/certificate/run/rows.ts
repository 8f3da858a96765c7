/** What the text of a diff alone would say wrongly, or not at all: told on the resource's row. */
import { dayOf, daysBetween } from "../../calendar";
import type { CertificateInputs } from "../plan/fields";
import { joinWithAnd, pluralize } from "../../format";
import {
  dueUnplanned,
  endsUnattended,
  orderAwaited,
  realDatesDiffer,
  reissueAwaited,
  removalStands,
  replacementAnnounced,
} from "../../messages/certificate";
import { leftAsFound, organizationPresumed } from "../../messages/orders";
import { endingOrderTaken } from "../../messages/paying";
import type { Context } from "../../resource";
import { removedNameRevocationHours, validUntilFor } from "../../rules";
import { findOtherAwaited, phaseOf } from "../order/phase";
import { findRenewalDue, isSafeToKeep } from "../order/due";
import type { State } from "../order/state";
import { isSamePlan } from "../plan/identity";
import { issuanceOf } from "../plan/issuance";
import { findPlannedDueDay } from "../plan/plan";
import { findDateDifference, isReissueEnough } from "../plan/real-dates";
import { listReplacing } from "../plan/replacement";
import { listSilent } from "../plan/silence";
import { readSpec } from "../plan/spec";

/** The text of the diff shows the new plan of a replacement as if nothing had changed. */
export function sayReplacement(
  replaces: readonly string[],
  olds: CertificateInputs,
  news: CertificateInputs,
  state: State | undefined,
): string {
  const isKept = [olds, news].some(({ onDelete }) => onDelete === "keep");
  const end = isKept ? "kept" : "ended";
  return replacementAnnounced(joinWithAnd(replaces), String(state?.orderId ?? "in doubt"), end);
}

/** Says what the program gives otherwise than the order has it, and what replaces nothing for all that. */
export async function tellLeftAsIs(
  context: Context,
  before: CertificateInputs,
  after: CertificateInputs,
): Promise<void> {
  const { presumed } = listReplacing(before, after);
  const silent = listSilent(before, after);
  if (silent.length > 0) await context.row.info(leftAsFound(joinWithAnd(silent)));
  if (presumed !== undefined) await context.row.info(organizationPresumed(presumed));
}

/** Says what waits, what is due although the plan does not know it, and a warning that still stands. */
export async function tellProgress(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  state: State,
): Promise<void> {
  const isOldPlan = isSamePlan(olds, news);
  await tellRealDates(context, news, state, isOldPlan);
  const { warning, orderNumber = 0 } = issuanceOf(news) ?? {};
  const phase = phaseOf(state);
  if (phase === "reissue") {
    await context.row.info(reissueAwaited(state.orderId));
    if (isOldPlan && warning !== undefined) {
      await context.row.warn(removalStands(warning, removedNameRevocationHours));
    }
  } else if (phase !== "nothing") {
    const awaited = findOtherAwaited(state) ?? state.orderId;
    await context.row.info(orderAwaited(awaited, orderNumber > state.__orderNumber));
  } else if (isOldPlan && isDueUnplanned(context, news, state)) {
    await context.row.info(dueUnplanned(String(findRenewalDue(readSpec(news), state))));
  }
  const end = isOldPlan ? describeUnattendedEnd(context, news, state) : undefined;
  if (end !== undefined) await context.row.warn(end);
}

/** Says where the real dates change what the plan announced; a paid plan that is new speaks of the next order. */
export async function tellRealDates(
  context: Context,
  inputs: CertificateInputs,
  state: State,
  isExecuted: boolean,
): Promise<void> {
  const plan = issuanceOf(inputs);
  const { notBefore, notAfter, coveredUntil } = state;
  if (plan === undefined || notBefore === undefined || notAfter === undefined) return;
  if (phaseOf(state) !== "nothing" || (!isExecuted && plan.action !== "reissue")) return;
  const today = dayOf(context.clock.now());
  const orderEnd = coveredUntil ?? plan.coveredUntil ?? notAfter.slice(0, 10);
  const dates = isExecuted
    ? { validFrom: notBefore.slice(0, 10), validUntil: notAfter.slice(0, 10) }
    : {
        validFrom: today,
        validUntil: validUntilFor(today, readSpec(inputs).certValidity, orderEnd),
      };
  const difference = findDateDifference(plan, inputs, { ...dates, coveredUntil: orderEnd });
  if (difference !== undefined) await context.row.warn(realDatesDiffer(difference));
}

/**
 * Why a run may not be green: the certificate in use is about to end, and nobody said that it may. A denial allows an end
 * that only money would avert, not one that a free reissue would.
 */
export function describeUnattendedEnd(
  context: Context,
  inputs: CertificateInputs,
  state: State,
): string | undefined {
  const { notAfter, orderId } = state;
  const isDenied = inputs.paidRenewal === "deny" || context.settings.paidActions === "deny";
  const today = dayOf(context.clock.now());
  const due = findRenewalDue(readSpec(inputs), state);
  if (notAfter === undefined || due === undefined) return undefined;
  if (phaseOf(state) !== "nothing" || isSafeToKeep(state, today) || today < due) return undefined;
  const end = notAfter.slice(0, 10);
  const dates = { validUntil: end, coveredUntil: state.coveredUntil ?? end };
  if (isDenied && !isReissueEnough(today, dates, readSpec(inputs))) return undefined;
  const left = daysBetween(today, end);
  const inDays = left < 0 ? `${pluralize(-left, "day")} ago` : `in ${pluralize(left, "day")}`;
  return endsUnattended(orderId, end, inDays, isDenied);
}

/**
 * The same of a create. An end that the preview announced, or that of an order which it said to adopt, is what was asked for:
 * it is told on the row.
 */
export async function listUnannouncedEnds(
  context: Context,
  inputs: CertificateInputs,
  state: State,
): Promise<string[]> {
  const { end, reasons } = findUnannouncedEnds(context, inputs, state);
  if (end !== undefined && reasons.length === 0) await context.row.warn(end);
  return reasons;
}

/** An end that nothing attends to, and why a create may not be green with it: the preview did not announce it. */
export function findUnannouncedEnds(
  context: Context,
  inputs: CertificateInputs,
  state: State,
): { end?: string; reasons: string[] } {
  const end = describeUnattendedEnd(context, inputs, state);
  if (end === undefined) return { reasons: [] };
  const announced = issuanceOf(inputs)?.validUntil;
  if (announced === undefined || String(state.notAfter).slice(0, 10) >= announced) {
    return { end, reasons: [] };
  }
  const taken = state.__isTakenOver === true ? [endingOrderTaken(state.orderId)] : [];
  return { end, reasons: [end, ...taken] };
}

/** The real dates want what the plan does not know of. */
export function isDueUnplanned(context: Context, news: CertificateInputs, state: State): boolean {
  const today = dayOf(context.clock.now());
  const due = findRenewalDue(readSpec(news), state);
  const plan = issuanceOf(news);
  const planned = plan && findPlannedDueDay(news, plan);
  return due !== undefined && today >= due && (planned === undefined || today < planned);
}
