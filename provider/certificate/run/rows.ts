/** What the text of a diff alone would say wrongly, or not at all: told on the resource's row. */
import { dayOf } from "../../calendar";
import type { RawInputs } from "../../fields";
import { joinWithAnd } from "../../format";
import {
  dueUnplanned,
  orderAwaited,
  reissueAwaited,
  removalStands,
  replacementAnnounced,
} from "../../messages/certificate";
import type { Context } from "../../resource";
import { removedNameRevocationHours } from "../../rules";
import { findOtherAwaited, phaseOf } from "../order/phase";
import { renewalDue, type State } from "../order/state";
import { issuanceOf, planIdentity } from "../plan/issuance";
import { findPlannedDueDay } from "../plan/plan";

/** The text of the diff shows the new plan of a replacement as if nothing had changed. */
export function sayReplacement(
  replaces: readonly string[],
  news: RawInputs,
  state: State | undefined,
): string {
  const end = news["onDelete"] === "keep" ? "kept" : "ended";
  return replacementAnnounced(joinWithAnd(replaces), String(state?.orderId ?? "in doubt"), end);
}

/** Says what waits, what is due although the plan does not know it, and a warning that still stands. */
export async function tellProgress(
  context: Context,
  olds: RawInputs,
  news: RawInputs,
  state: State,
): Promise<void> {
  const isOldPlan = planIdentity(olds) === planIdentity(news);
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
    await context.row.info(dueUnplanned(String(renewalDue(news, state))));
  }
}

/** The real dates want what the plan does not know of. */
export function isDueUnplanned(context: Context, news: RawInputs, state: State): boolean {
  const today = dayOf(context.clock.now());
  const due = renewalDue(news, state);
  const plan = issuanceOf(news);
  const planned = plan && findPlannedDueDay(news, plan);
  return due !== undefined && today >= due && (planned === undefined || today < planned);
}
