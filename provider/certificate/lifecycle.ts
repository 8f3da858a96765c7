/**
 * A TLS certificate of CertCentral: ordered, reissued, renewed and revoked.
 *
 * Money is spent in `run/place.ts` alone, by `create` for a plan that says `order` or `renew`, and by `update`
 * for the same. Everything else here is free. Whose a certificate is, `order/ownership.ts` says.
 */
import { accountIdOf, refuseHiddenOwnOrder, refuseOtherAccount } from "../account";
import { dayOf } from "../calendar";
import type { Failure } from "../fields";
import { joinWithAnd } from "../format";
import { orderMissing, replacementUnknown, waitsWithOld } from "../messages/certificate";
import { replacedByOption } from "../messages/paying";
import {
  type CheckResult,
  type Context,
  type DiffResult,
  InitializationFailure,
  type Lifecycle,
  type Properties,
  reasonOf,
} from "../resource";
import { withoutLookUp } from "../organization";
import { placedOrders } from "../placed-orders";
import { keepUnread, readOrKeep } from "../visibility";
import { hasEnded } from "./order/order";
import { phaseOf } from "./order/phase";
import { doubtOf, outputsOf, type State, stateOf, withoutDoubt } from "./order/state";
import { dayFailures, inputFailures, listAdvice } from "./plan/check";
import { inputsOf } from "./plan/fields";
import { withForecast } from "./plan/forecast";
import { isSamePlan } from "./plan/identity";
import { issuanceOf, orderReference } from "./plan/issuance";
import { planIssuance } from "./plan/plan";
import { describePlan } from "./plan/words";
import { listReplacing } from "./plan/replacement";
import { listChanged } from "./plan/silence";
import { adopt } from "./run/adopt";
import { completeIssuance, type Completion } from "./run/complete";
import { endResource } from "./run/deletion";
import { describeDoubt, doubtOutputs, readDoubt, resolveDoubt, tellDoubt } from "./run/doubt";
import { applyFreeChanges, executePlan, requirePlan } from "./run/execute";
import { describeInUseOver, mayDeployOn } from "./run/go-on";
import {
  beginningOf,
  findOwnCheck,
  findReplacement,
  listReplacedOrders,
  noteBegun,
  noteChecked,
  noteIssued,
  noteRename,
  noteReplaced,
  noteUses,
} from "./run/knowledge";
import { planFailures } from "./run/limits";
import { PlacedInDoubt, placeFirst } from "./run/place";
import { tellWrongClock } from "./run/preflight";
import { refreshCertificate } from "./run/refresh";
import { refuseRewritten } from "./run/rewritten";
import { sayReplacement, tellLeftAsIs, tellProgress, tellRealDates } from "./run/rows";
import { describeUnattendedEnd, isDueUnplanned, listUnannouncedEnds } from "./run/unattended";

export const certificate: Lifecycle = {
  async check(context, olds, given): Promise<CheckResult> {
    const news = withoutLookUp(given);
    const before = Object.keys(olds).length === 0 ? undefined : olds;
    const today = dayOf(context.clock.now());
    const { paidActions, namespace } = context.settings;
    const replacement = before === undefined ? findReplacement(context, news) : undefined;
    const root = replacement?.root;
    const request = { before, after: news, today, paidActions, namespace, root };
    const { issuance, notice, leftAsIs } = planIssuance(request);
    const isNewPlan = issuance !== before?.["issuance"];
    const failures: Failure[] = inputFailures(news, isNewPlan ? undefined : before);
    const ofToday = dayFailures(news, today);
    if (isNewPlan) failures.push(...ofToday);
    const isFirst = before === undefined && replacement === undefined;
    const takes = isFirst ? beginningOf(news, issuance) : undefined;
    const planned = { before, inputs: news, plan: issuance, isNewPlan, takes };
    failures.push(...planFailures(context, planned));
    noteChecked(context, news, issuance, takes);
    if (failures.length > 0) return { inputs: news, failures };
    const stale = isNewPlan ? [] : ofToday.map(({ property, reason }) => `${property} ${reason}`);
    const plan = isNewPlan ? withForecast(issuance, news) : issuance;
    if (isNewPlan) await context.row.info(describePlan(plan));
    if (leftAsIs !== undefined) await tellLeftAsIs(context, leftAsIs);
    for (const word of [
      ...(notice === undefined ? [] : [notice]),
      ...(isNewPlan && plan.warning !== undefined ? [plan.warning] : []),
      ...(replacement?.isByOption === true ? [replacedByOption()] : []),
      ...listAdvice(before, news),
      ...stale,
    ]) {
      await context.row.warn(word);
    }
    return { inputs: { ...news, issuance: plan }, failures: [] };
  },

  async diff(context, _id, olds, news): Promise<DiffResult> {
    const state = stateOf(olds);
    const doubt = doubtOf(olds);
    noteRename(context, olds, news);
    // What is replaced must be known: the update says that it is not.
    if (state === undefined && doubt === undefined) return { changes: true };
    const { known: replaces, unknown } = listReplacing(olds, news, state?.organizationId);
    if (replaces.length > 0) {
      refuseRewritten(context, "replace", news);
      noteReplaced(context, news, state);
      await context.row.warn(sayReplacement(replaces, olds, news, state));
      return { changes: true, replaces, deleteBeforeReplace: false };
    }
    if (unknown.length > 0) await context.row.info(replacementUnknown(joinWithAnd(unknown)));
    // A refresh compares too, also what the program no longer declares: that a delete must not spare.
    const isDeclared = findOwnCheck(context, news) !== undefined;
    if (state !== undefined && isDeclared) noteUses(context, news, state);
    if (doubt !== undefined) await tellDoubt(context, olds, news, doubt);
    else if (state !== undefined) await tellProgress(context, olds, news, state, isDeclared);
    const changes =
      state === undefined ||
      doubt !== undefined ||
      state.__awaited !== undefined ||
      !isSamePlan(olds, news) ||
      listChanged(olds, news, "reissue", "recorded", "local").length > 0 ||
      isDueUnplanned(context, news, state) ||
      describeUnattendedEnd(context, news, state) !== undefined;
    return { changes };
  },

  async create(context, inputs) {
    refuseRewritten(context, "create", inputs);
    noteBegun(context, inputs);
    const placed = await begin(context, inputs);
    const id = String(placed.orderId);
    const { state, missing } = await completeVisibly(context, id, inputs, placed);
    noteUses(context, inputs, state);
    await tellRealDates(context, inputs, state, true);
    if (missing === undefined) noteIssued(context, inputs);
    else if (inputs["waitFor"] !== "placed" || hasEnded(state)) {
      throw new InitializationFailure(id, outputsOf(inputs, state), [missing]);
    } else await context.row.info(missing);
    const reasons = await listUnannouncedEnds(context, inputs, state);
    if (reasons.length > 0) throw new InitializationFailure(id, outputsOf(inputs, state), reasons);
    return { id, outs: outputsOf(inputs, state) };
  },

  async read(context, id, props) {
    const doubt = doubtOf(props);
    if (doubt !== undefined) return readDoubt(context, id, props, doubt);
    const state = stateOf(props);
    if (state === undefined) return keepUnread(context, `certificate ${id}`, { id, props });
    const seen = await readOrKeep(context, `order ${state.orderId}`, state.accountId, () =>
      refreshCertificate(context, props, state),
    );
    if (seen === undefined) return { id, props, inputs: inputsOf(props) };
    await tellWrongClock(context);
    const inputs = { ...inputsOf(props), issuance: seen.issuance };
    return { id, props: outputsOf(inputs, seen.state), inputs };
  },

  async update(context, id, olds, news) {
    refuseRewritten(context, "update", news);
    const before = stateOf(olds);
    noteBegun(context, news, before);
    if (before !== undefined) {
      await refuseOtherAccount(context, `order ${before.orderId}`, before.accountId);
    }
    const begun = await goOn(context, id, olds, news, before);
    const { state, missing, isForRecords } = await completeVisibly(context, id, news, begun);
    noteUses(context, news, state);
    const isPlaced = news["waitFor"] === "placed";
    const mayGoOn = missing !== undefined && mayDeployOn(context, news, state);
    const over = mayGoOn ? await describeInUseOver(context, state) : undefined;
    if (missing === undefined) noteIssued(context, news);
    else if (mayGoOn && over === undefined) {
      // With `waitFor: "placed"` somebody else waits, perhaps in this very run.
      const say = isPlaced ? context.row.info : context.row.warn;
      await say(waitsWithOld(missing));
    } else if (isPlaced && isForRecords === true) {
      // What makes the records depends on this resource: where it failed, they would never be made.
      await context.row.warn(missing);
    } else if (!isPlaced || state.certificateId !== undefined || hasEnded(state)) {
      // Only what has no certificate yet may be left waiting: one that is about to end is not.
      const reasons = over === undefined ? [missing] : [missing, over];
      throw new InitializationFailure(id, outputsOf(news, state), reasons);
    } else await context.row.info(missing);
    if (state.certificateId !== before?.certificateId) {
      await tellRealDates(context, news, state, true);
    }
    const end = describeUnattendedEnd(context, news, state);
    if (end !== undefined) throw new InitializationFailure(id, outputsOf(news, state), [end]);
    return { outs: outputsOf(news, state) };
  },

  delete(context, id, props): Promise<void> {
    return endResource(context, id, props);
  },
};

/** The first order, found, placed or adopted; a doubt is kept under its reference. */
async function begin(context: Context, inputs: Properties): Promise<State> {
  const plan = requirePlan(inputs, "create certificate");
  try {
    const placed =
      plan.action === "adopt"
        ? await adopt(context, inputs, plan)
        : await placedOrders(context).during(placeFirst(context, inputs, plan));
    const { now, before } = listReplacedOrders(context, inputs);
    const left = [...now, ...before].filter((orderId) => orderId !== placed.orderId);
    return { ...placed, __replacedOrders: left };
  } catch (error) {
    if (!(error instanceof PlacedInDoubt)) throw error;
    const { doubt } = error;
    const outs = doubtOutputs(inputs, doubt, await accountIdOf(context));
    throw new InitializationFailure(doubt.reference, outs, [describeDoubt(doubt)]);
  }
}

/** What an update starts, or the order of a doubt; while the doubt lasts, nothing is done and all is kept. */
async function goOn(
  context: Context,
  id: string,
  olds: Properties,
  news: Properties,
  before: State | undefined,
): Promise<State> {
  const doubt = doubtOf(olds);
  try {
    if (doubt !== undefined) {
      const resolved = await resolveDoubt(context, olds, news, doubt);
      if (resolved === undefined) throw new InitializationFailure(id, olds, [describeDoubt(doubt)]);
      if (phaseOf(resolved) !== "nothing") return resolved;
      return await executePlan(context, olds, news, resolved);
    }
    if (before === undefined) throw new Error(orderMissing(`update certificate ${id}`));
    // First what is free and can simply be tried again; from `executePlan` on there may be an id to keep.
    const changed = await applyFreeChanges(context, olds, news, before);
    return await executePlan(context, olds, news, changed);
  } catch (error) {
    if (!(error instanceof PlacedInDoubt)) throw error;
    const again = error.doubt;
    const outs =
      before === undefined
        ? doubtOutputs(news, again, await accountIdOf(context))
        : outputsOf(news, { ...withoutDoubt(before), __doubt: again });
    throw new InitializationFailure(id, outs, [describeDoubt(again)]);
  }
}

/**
 * Waits for the certificate while it is seen whether this key finds the order that it has placed: where it
 * does not, the run ends at once with the id in state, before a crash could lose it.
 */
async function completeVisibly(
  context: Context,
  id: string,
  inputs: Properties,
  state: State,
): Promise<Completion> {
  const keep = (error: unknown): never => {
    throw new InitializationFailure(id, outputsOf(inputs, state), [reasonOf(error)]);
  };
  const completion = completeIssuance(context, inputs, state).catch(keep);
  const { __orderNumber: number, __awaited: awaited } = state;
  const root = issuanceOf(inputs)?.reference;
  if (number === 0 || awaited === undefined || awaited.isOthers || root === undefined) {
    return completion;
  }
  const seen = refuseHiddenOwnOrder(context, awaited.orderId, orderReference(root, number));
  const [completed] = await Promise.all([completion, seen.catch(keep)]);
  return completed;
}
