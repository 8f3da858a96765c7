/**
 * A TLS certificate of CertCentral: ordered, reissued, renewed and revoked.
 *
 * Money is spent in `place.ts` alone, by `create` for a plan that says `order` or `renew`, and by
 * `update` for the same. Everything else here is free.
 */
import { dayOf } from "../calendar";
import {
  type CheckResult,
  type Context,
  type DiffResult,
  InitializationFailure,
  type Lifecycle,
  type Properties,
  reasonOf,
} from "../resource";
import { refuseOtherAccount } from "../account";
import { joinWithAnd } from "../format";
import { adopt } from "./run/adopt";
import { applyFreeChanges, executePlan, mayDeployOn } from "./run/execute";
import { listAdvice, dayFailures, inputFailures } from "./plan/check";
import { revokeAndCancel } from "./run/revoke";
import { changedFields, inputsOf } from "./plan/fields";
import { withForecast } from "./plan/forecast";
import { issuanceOf, planIdentity } from "./plan/issuance";
import { hasEnded } from "./order/order";
import {
  isDeletionGuarded,
  noteBegin,
  noteOwned,
  noteIssued,
  noteRename,
  noteReplaced,
  listSpared,
} from "./run/memory";
import { placeFirst } from "./run/place";
import { describePlan, findPlannedDueDay, planIssuance } from "./plan/plan";
import { refreshCertificate } from "./run/refresh";
import { completeIssuance } from "./run/complete";
import { outputsOf, renewalDue, type State, stateOf } from "./order/state";

export const certificate: Lifecycle = {
  async check(context, olds, news): Promise<CheckResult> {
    const before = Object.keys(olds).length === 0 ? undefined : olds;
    const today = dayOf(context.clock.now());
    const { paidActions } = context.settings;
    const { issuance, notice } = planIssuance({ before, after: news, today, paidActions });
    const isNewPlan = issuance !== before?.["issuance"];
    const failures = await inputFailures(news);
    const ofToday = dayFailures(news, today);
    if (isNewPlan) failures.push(...ofToday);
    if (before === undefined && issuance.action !== "adopt" && paidActions === "deny") {
      const reason = "is a paid order, which certcentral:paidActions denies for this stack";
      failures.push({ property: "issuance", reason });
    }
    if (failures.length > 0) return { inputs: news, failures };
    const stale = isNewPlan ? [] : ofToday.map(({ property, reason }) => `${property} ${reason}`);
    const plan = isNewPlan ? withForecast(issuance, news) : issuance;
    if (isNewPlan) await context.row.info(describePlan(plan));
    for (const word of [
      ...(notice === undefined ? [] : [notice]),
      ...(isNewPlan && plan.warning !== undefined ? [plan.warning] : []),
      ...listAdvice(before, news),
      ...stale,
    ]) {
      await context.row.warn(word);
    }
    return { inputs: { ...news, issuance: plan }, failures: [] };
  },

  async diff(context, _id, olds, news): Promise<DiffResult> {
    const state = stateOf(olds);
    noteRename(olds, news);
    const replaces = changedFields(olds, news, "replace");
    if (replaces.length > 0) {
      noteReplaced(news, state);
      await context.row.warn(replacementWarning(replaces, news, state));
      return { changes: true, replaces, deleteBeforeReplace: false };
    }
    if (state !== undefined) noteOwned(news, state);
    const changes =
      state === undefined ||
      state.__awaited !== undefined ||
      planIdentity(olds) !== planIdentity(news) ||
      changedFields(olds, news, "reissue", "recorded", "local").length > 0 ||
      isDueUnplanned(context, news, state);
    const isOldPlan = planIdentity(olds) === planIdentity(news);
    const hint = state && hintOf(context, news, state, isOldPlan);
    if (hint !== undefined) await context.row.info(hint);
    return { changes };
  },

  async create(context, inputs) {
    noteBegin(inputs);
    const plan = issuanceOf(inputs);
    if (plan === undefined) throw new Error("create certificate: the inputs carry no plan");
    const placed =
      plan.action === "adopt"
        ? await adopt(context, inputs, plan)
        : await placeFirst(context, inputs, plan);
    const id = String(placed.orderId);
    const { state, missing } = await completeOrKeep(context, id, inputs, placed);
    noteOwned(inputs, state);
    if (missing === undefined) noteIssued(inputs);
    else if (inputs["waitFor"] !== "placed" || hasEnded(state)) {
      throw new InitializationFailure(id, outputsOf(inputs, state), [missing]);
    }
    return { id, outs: outputsOf(inputs, state) };
  },

  async read(context, id, props) {
    const state = stateOf(props);
    if (state === undefined) return { id, props };
    const order = await context.client().getOrder(state.orderId);
    if (order === undefined) {
      await refuseOtherAccount(context, `order ${state.orderId}`, state.accountId);
      await context.row.warn(`order ${state.orderId} is gone from CertCentral`);
      return { id: "" };
    }
    const { state: now, issuance } = await refreshCertificate(context, props, state, order);
    const inputs = { ...inputsOf(props), issuance };
    return { id, props: outputsOf(inputs, now), inputs };
  },

  async update(context, id, olds, news) {
    const before = stateOf(olds);
    noteBegin(news, before);
    if (before === undefined) throw new Error(`update certificate ${id}: its state holds no order`);
    // First what is free and can simply be tried again; from `executePlan` on there may be an id to keep.
    const changed = await applyFreeChanges(context, olds, news, before);
    const begun = await executePlan(context, olds, news, changed);
    const { state, missing } = await completeOrKeep(context, id, news, begun);
    noteOwned(news, state);
    if (missing === undefined) noteIssued(news);
    else if (mayDeployOn(context, news, state)) {
      // With `waitFor: "placed"` somebody else waits, perhaps in this very run.
      const say = news["waitFor"] === "placed" ? context.row.info : context.row.warn;
      await say(`${missing}. Until then the certificate in use stays the output`);
    } else if (
      news["waitFor"] !== "placed" ||
      state.certificateId !== undefined ||
      hasEnded(state)
    ) {
      // Only what has no certificate yet may be left waiting: one that is about to end is not.
      throw new InitializationFailure(id, outputsOf(news, state), [missing]);
    }
    return { outs: outputsOf(news, state) };
  },

  async delete(context, id, props): Promise<void> {
    if (isDeletionGuarded(props)) {
      throw new Error(
        `delete certificate ${id}: its replacement is not issued yet, so it was left untouched. ` +
          "Run `pulumi up` again once the replacement is issued",
      );
    }
    const state = stateOf(props);
    if (state === undefined) return;
    if (props["onDelete"] === "keep") {
      await context.row.info(`order ${state.orderId} is kept in CertCentral (onDelete: keep)`);
      return;
    }
    await revokeAndCancel(context, props, state, listSpared(props));
  },
};

/** From the moment CertCentral gave an id, every trouble keeps it: nothing is lost. */
async function completeOrKeep(
  context: Context,
  id: string,
  inputs: Properties,
  state: State,
): Promise<{ state: State; missing?: string }> {
  try {
    return await completeIssuance(context, inputs, state);
  } catch (error) {
    throw new InitializationFailure(id, outputsOf(inputs, state), [reasonOf(error)]);
  }
}

/** What the plan's text alone would say wrongly, or not at all. */
function hintOf(
  context: Context,
  news: Properties,
  state: State,
  isOldPlan: boolean,
): string | undefined {
  const awaited = state.__awaited?.orderId;
  if (awaited !== undefined) {
    const isReissue = awaited === state.orderId && state.certificateId !== undefined;
    if (isReissue) return `a reissue of order ${awaited} is asked for already, free`;
    const isNew = (issuanceOf(news)?.orderNumber ?? 0) > state.__orderNumber;
    return `order ${awaited} is already placed${isNew ? "" : ", no further cost"}`;
  }
  if (!isOldPlan || !isDueUnplanned(context, news, state)) return undefined;
  return (
    `the certificate is due since ${String(renewalDue(news, state))}, which the plan does not know: this run ` +
    "reissues it, free, or says what is needed; nothing is bought"
  );
}

/** The text of the diff shows the new plan of a replacement as if nothing had changed. */
function replacementWarning(
  replaces: readonly string[],
  news: Properties,
  state: State | undefined,
): string {
  const end = news["onDelete"] === "keep" ? "kept" : "revoked";
  return (
    `${joinWithAnd(replaces)} changed: a further order is paid for, unless this resource has one for it already; ` +
    `the certificates of order ${String(state?.orderId)} are ${end} once the new one is issued`
  );
}

/** The real dates want what the plan does not know of. */
function isDueUnplanned(context: Context, news: Properties, state: State): boolean {
  const today = dayOf(context.clock.now());
  const due = renewalDue(news, state);
  const plan = issuanceOf(news);
  const planned = plan && findPlannedDueDay(news, plan);
  return due !== undefined && today >= due && (planned === undefined || today < planned);
}
