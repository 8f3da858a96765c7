/** Whether a resource may be ended now: the facts that its outputs and this run know, and what is done in doubt. */
import { accountIdOf, refuseOtherAccount } from "../../account";
import { dayOf } from "../../calendar";
import type { CertificateInputs } from "../plan/fields";
import {
  declaredNotChecked,
  deletedBeforeReplaced,
  deletedInUnfinishedRun,
  forgotten,
  keptOnDelete,
  replacementNotIssued,
  stateUnreadable,
} from "../../messages/deletion";
import type { RawInputs } from "../../fields";
import { deleteDoubtBlind, deletedInDoubt, deleteInDoubt } from "../../messages/doubt";
import type { Context } from "../../resource";
import { type DeleteVerdict, judgeDelete } from "../order/ownership";
import {
  certificatesOf,
  type Doubt,
  doubtOf,
  placedState,
  type State,
  stateOf,
  withoutDoubt,
} from "../order/state";
import { namesOf } from "../plan/spec";
import { inspectDoubt } from "./doubt";
import { urnOf } from "./knowledge";
import {
  findChecked,
  findProgress,
  findUrns,
  hasSuccessor,
  isNameAwaited,
  isUnfinished,
} from "./others";
import { isForgotten } from "../../visibility";
import { awaitOrder } from "./place";
import { revokeAndCancel } from "./revoke";

/**
 * Ends what the resource owns, unless its outputs or the program of this run keep it.
 *
 * @throws a refusal before anything is touched
 */
export async function endResource(
  context: Context,
  id: string,
  props: CertificateInputs,
): Promise<void> {
  const state = stateOf(props);
  const doubt = doubtOf(props);
  const verdict = judgeDelete(gatherFacts(context, props, state));
  if (verdict === "keep") {
    const what = state === undefined ? (doubt?.reference ?? id) : String(state.orderId);
    return context.row.info(keptOnDelete(what));
  }
  if (verdict !== "end") throw new Error(sayRefusal(verdict, id, state));
  if (state === undefined && doubt === undefined) return letGoUnread(context, id, props);
  if (state !== undefined && !isForgotten(context, state.orderId)) {
    await refuseOtherAccount(context, `order ${state.orderId}`, state.accountId);
  }
  const known = doubt === undefined ? state : await endDoubt(context, props, doubt, state);
  if (known !== undefined) await revokeAndCancel(context, id, props, known);
}

/** What a state that cannot be read had issued, nobody knows: only somebody's word lets it go. */
async function letGoUnread(context: Context, id: string, props: RawInputs): Promise<void> {
  const { orderId } = props;
  if (!isForgotten(context, id)) {
    throw new Error(stateUnreadable(id, typeof orderId === "number" ? String(orderId) : id));
  }
  await context.row.warn(forgotten(`certificate ${id}`));
}

function gatherFacts(context: Context, props: CertificateInputs, state: State | undefined) {
  const notes = context.run.notes.all();
  const urn = urnOf(props);
  const urns = findUrns(notes, urn);
  const checked = findChecked(notes, urns);
  const program = context.run.notes.declared();
  const declared = program.get(urn);
  const progress = [...urns].map((one) => findProgress(notes, one));
  const isBegun = progress.includes("begun");
  const own = state === undefined ? [] : certificatesOf(state);
  return {
    isKept: [props, checked, declared].some((one) => one?.onDelete === "keep"),
    isDeclaredUnchecked: checked === undefined && declared?.isRegistered === false,
    isUncheckedInUnfinishedRun: checked === undefined && isUnfinished(notes, program),
    isReplacementOpen: isBegun || isNameAwaited(notes, namesOf(props)),
    isBeforeReplacement:
      checked !== undefined &&
      !isBegun &&
      !progress.includes("issued") &&
      !hasSuccessor(notes, urns, own),
    hasSomethingToEnd: state === undefined || hasSomethingToEnd(context, props, state),
  };
}

/** Orders on which something of it may live: all of them must be given up before it is let go. */
function listOrders({ orderId, __awaited: awaited, __held: owned }: State): number[] {
  const others = [...(awaited === undefined ? [] : [awaited]), ...owned].map((one) => one.orderId);
  return [...new Set([orderId, ...others])];
}

/** Whether something of it lives that `CERTCENTRAL_FORGET` does not give up. */
function hasSomethingToEnd(context: Context, props: CertificateInputs, state: State): boolean {
  const { orderId, __awaited: awaited, __held: owned } = state;
  const today = dayOf(context.clock.now());
  return (
    (props.onDelete === "revokeAll" && !isForgotten(context, orderId)) ||
    (awaited !== undefined && !isForgotten(context, awaited.orderId)) ||
    owned.some(
      (one) =>
        one.validUntil >= today &&
        !isForgotten(context, one.id) &&
        !isForgotten(context, one.orderId),
    )
  );
}

function sayRefusal(
  verdict: Exclude<DeleteVerdict, "keep" | "end">,
  id: string,
  state: State | undefined,
): string {
  const order = state === undefined ? id : listOrders(state).join(",");
  if (verdict === "refuse: declared, not checked") return declaredNotChecked(id);
  if (verdict === "refuse: unfinished run") return deletedInUnfinishedRun(id);
  return verdict === "refuse: before its replacement"
    ? deletedBeforeReplaced(id, order)
    : replacementNotIssued(id, order);
}

/** What a destroy goes on with: the order of the doubt once it is found, or what there was before. */
async function endDoubt(
  context: Context,
  props: CertificateInputs,
  doubt: Doubt,
  state: State | undefined,
): Promise<State | undefined> {
  const finding = await inspectDoubt(context, props, doubt);
  switch (finding.kind) {
    case "found": {
      if (state !== undefined) {
        return withoutDoubt(awaitOrder(state, finding.orderId, doubt.orderNumber));
      }
      const accountId = await accountIdOf(context);
      return placedState({ orderId: finding.orderId }, doubt.orderNumber, accountId);
    }
    case "not placed":
      await context.row.warn(deletedInDoubt(doubt.reference));
      return state && withoutDoubt(state);
    case "too early":
      throw new Error(deleteInDoubt(doubt.reference, finding.until));
    case "key unproved":
      throw new Error(deleteDoubtBlind(doubt.reference));
  }
}
