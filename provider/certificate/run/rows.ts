/** What the text of a diff alone would say wrongly, or not at all: told on the resource's row. */
import { dayOf } from "../../calendar";
import type { CertificateInputs } from "../plan/fields";
import { joinWithAnd } from "../../format";
import {
  dueUnplanned,
  orderAwaited,
  realDatesDiffer,
  reissueAwaited,
  removalStands,
  replacementAnnounced,
} from "../../messages/certificate";
import { leftAsFound, orderShared, organizationPresumed } from "../../messages/orders";
import type { Context } from "../../resource";
import { validUntilFor } from "../../rules";
import { findOtherAwaited, ordersOf, phaseOf } from "../order/phase";
import { findRenewalDue } from "../order/due";
import type { State } from "../order/state";
import { isSamePlan } from "../plan/identity";
import { issuanceOf } from "../plan/issuance";
import { findDateDifference } from "../plan/real-dates";
import type { LeftAsIs } from "../plan/replacement";
import { readSpec } from "../plan/spec";
import { findUser } from "./knowledge";
import { describeUnattendedEnd, isDueUnplanned } from "./unattended";

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

export async function tellLeftAsIs(
  context: Context,
  { unnamed, presumed }: LeftAsIs,
): Promise<void> {
  if (unnamed.length > 0) await context.row.info(leftAsFound(joinWithAnd(unnamed)));
  if (presumed !== undefined) await context.row.info(organizationPresumed(presumed));
}

/** Says what waits, what is due although the plan does not know it, and a warning that still stands. */
export async function tellProgress(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
  state: State,
  isDeclared: boolean,
): Promise<void> {
  for (const orderId of ordersOf(state)) {
    const other = findUser(context, news, orderId);
    if (other !== undefined) await context.row.warn(orderShared(orderId, other));
  }
  const isOldPlan = isSamePlan(olds, news);
  // A refresh puts what is real into the plan, and does nothing for it.
  if (isDeclared) await tellRealDates(context, news, state, isOldPlan);
  const { warning, orderNumber = 0 } = issuanceOf(news) ?? {};
  const phase = phaseOf(state);
  if (phase === "reissue") {
    await context.row.info(reissueAwaited(state.orderId));
    if (isOldPlan && warning !== undefined) {
      await context.row.warn(removalStands(warning));
    }
  } else if (phase !== "nothing") {
    const awaited = findOtherAwaited(state) ?? state.orderId;
    await context.row.info(orderAwaited(awaited, orderNumber > state.__orderNumber));
  } else if (isDeclared && isOldPlan && isDueUnplanned(context, news, state)) {
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
