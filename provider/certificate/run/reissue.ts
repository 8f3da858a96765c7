/** A reissue that waits: awaited where it is for what the program asks for, canceled where it is not. */
import type { Order } from "../../certcentral/client";
import type { RawInputs } from "../../fields";
import type { Context } from "../../resource";
import { hasPendingReissue, listTargetDifferences } from "../order/order";
import type { State } from "../order/state";

/** What CertCentral keeps beside the request of a canceled reissue. */
const replacedNote = "replaced by a newer reissue of pulumi up";

const over: readonly string[] = ["rejected", "canceled", "revoked"];

/**
 * @param known what is known of the reissue that waits: that it is another one than is wanted, or that
 * it is presumably the wanted one, where CertCentral does not show what it is for
 * @returns whether a reissue waits that is to be awaited; another one is canceled
 */
export async function keepsPendingReissue(
  context: Context,
  inputs: RawInputs,
  order: Order,
  known: { isOther?: boolean; isPresumed?: boolean } = {},
): Promise<boolean> {
  if (!hasPendingReissue(order)) return false;
  const isWanted =
    known.isOther !== true &&
    ((await isPendingReissueWanted(context, inputs, order)) ?? known.isPresumed ?? false);
  if (isWanted) return true;
  await context.client().cancel(order.id, replacedNote);
  return false;
}

async function isPendingReissueWanted(
  context: Context,
  inputs: RawInputs,
  order: Order,
): Promise<boolean | undefined> {
  const reissues = await context.client().listReissues(order.id);
  const waiting = reissues
    .filter(({ thumbprint, status = "" }) => thumbprint === undefined && !over.includes(status))
    .sort((one, other) => one.id - other.id);
  const newest = waiting.at(-1);
  return newest && listTargetDifferences({ certificate: newest }, inputs).length === 0;
}

/** The state once a reissue of an order waits. */
export function awaitingReissue(state: State, order: Order): State {
  const { id } = order.certificate;
  const replaced = id === undefined ? {} : { replacedCertificateId: id };
  return { ...state, __awaited: { orderId: order.id, ...replaced } };
}
