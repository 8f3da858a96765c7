/** Reissues: those that wait, whose they are, and what a further one would take from others. */
import type { Order } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import type { CertificateInputs } from "../plan/fields";
import { joinWithAnd } from "../../format";
import {
  foreignReissueAwaited,
  foreignReissueWaits,
  reissueHarmsOthers,
} from "../../messages/orders";
import type { Context } from "../../resource";
import {
  hasEnded,
  hasPendingReissue,
  listLostNames,
  listTargetDifferences,
  wasIssued,
} from "../order/order";
import { isOwnReissueAwaited } from "../order/phase";
import { awaitingTarget, owns, type State } from "../order/state";
import { isLiving, listCertificates } from "./certificates";
import { isForgotten } from "../../visibility";

/** What CertCentral keeps beside the request of a canceled reissue. */
const replacedNote = "replaced by a newer reissue of pulumi up";

/**
 * What becomes of a reissue that waits. One that is for what the program asks for is awaited, whoever asked
 * for it; another one is canceled if this resource asked for it, and never if somebody else did.
 *
 * @param known what is known of the reissue that waits: that it is another one than is wanted, or that
 * it is presumably the wanted one, where CertCentral does not show what it is for
 * @returns the state that awaits it; undefined where nothing waits any more
 */
export async function awaitOrCancelReissue(
  context: Context,
  inputs: CertificateInputs,
  order: Order,
  state: State,
  known: { isOther?: boolean; isPresumed?: boolean } = {},
): Promise<State | undefined> {
  if (!hasPendingReissue(order)) return undefined;
  const isOwn = isOwnReissueAwaited(state, order);
  const isWanted =
    known.isOther !== true &&
    ((await isPendingReissueWanted(context, inputs, order)) ??
      (isOwn && known.isPresumed === true));
  if (isWanted && isOwn) return awaitingTarget(awaitingReissue(state, order), inputs);
  if (isWanted) {
    await context.row.warn(foreignReissueAwaited(order.id));
    const awaiting = awaitingReissue(state, order);
    return { ...awaiting, __awaited: { orderId: order.id, ...awaiting.__awaited, isOthers: true } };
  }
  if (!isOwn) throw new Error(foreignReissueWaits(order.id));
  await context.client().cancel(order.id, replacedNote);
  return undefined;
}

async function isPendingReissueWanted(
  context: Context,
  inputs: CertificateInputs,
  order: Order,
): Promise<boolean | undefined> {
  const reissues = await context.client().listReissues(order.id);
  const waiting = reissues
    .filter(({ thumbprint, status = "" }) => thumbprint === undefined && !hasEnded({ status }))
    .sort((one, other) => one.id - other.id);
  const newest = waiting.at(-1);
  return newest && listTargetDifferences({ certificate: newest }, inputs).length === 0;
}

/** The state once a reissue of an order that it asked for waits. */
export function awaitingReissue(state: State, order: Order): State {
  const { id } = order.certificate;
  const replaced = id === undefined ? {} : { replacedCertificateId: id };
  return { ...state, __awaited: { orderId: order.id, ...replaced } };
}

/**
 * Refuses a reissue that takes a name away while living certificates of the order are there that this resource
 * does not own: CertCentral revokes every earlier certificate of the order for it, those too that have no such
 * name. Asks only where a name is lost.
 */
export async function refuseHarm(
  context: Context,
  inputs: CertificateInputs,
  order: Order,
  state: State,
): Promise<void> {
  if (!wasIssued(order) || listLostNames(order.certificate, inputs).length === 0) return;
  const today = dayOf(context.clock.now());
  const living = (await listCertificates(context, order)).filter((one) => isLiving(one, today));
  const harmed = living
    .map(({ id }) => id)
    .filter((id) => !owns(state, id) && !isForgotten(context, id));
  if (harmed.length === 0) return;
  const lost = new Set([order.certificate, ...living].flatMap((one) => listLostNames(one, inputs)));
  throw new Error(reissueHarmsOthers(order.id, harmed, joinWithAnd([...lost])));
}
