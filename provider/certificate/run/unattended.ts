/** Where the certificate in use comes to its end, by its real dates, and nothing that was planned attends to it. */
import { dayOf, daysBetween } from "../../calendar";
import { pluralize } from "../../format";
import { endsUnattended } from "../../messages/certificate";
import { endingOrderTaken } from "../../messages/paying";
import type { Context } from "../../resource";
import { findRenewalDue, isSafeToKeep } from "../order/due";
import { phaseOf } from "../order/phase";
import type { State } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import { issuanceOf } from "../plan/issuance";
import { findPlannedDueDay } from "../plan/plan";
import { isReissueEnough } from "../plan/real-dates";
import { readSpec } from "../plan/spec";

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
