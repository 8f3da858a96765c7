/** Whether a deployment may go on with the certificate in use while the next one waits: days or weeks, where people must approve. */
import { dayOf } from "../../calendar";
import type { Order } from "../../certcentral/client";
import { inUseOverWhileWaiting } from "../../messages/certificate";
import type { Context } from "../../resource";
import { isSafeToKeep } from "../order/due";
import { compareInUse } from "../order/in-use";
import { hasEnded, isRevokedAlone } from "../order/order";
import { findOtherAwaited, phaseOf } from "../order/phase";
import type { State } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import { issuanceOf } from "../plan/issuance";

/** Whether a deployment may go on with the old certificate while the new one waits. */
export function mayDeployOn(context: Context, news: CertificateInputs, state: State): boolean {
  const plan = issuanceOf(news);
  if (plan?.warning !== undefined || hasEnded(state)) return false;
  // What deploys the outputs has the program's key beside this chain; with `placed` that is what waits, not this.
  if (news.waitFor !== "placed" && compareInUse(state, news)?.isSameKey === false) return false;
  // A new order is there because the old certificate is not good any more.
  if (plan?.action === "order" && phaseOf(state) === "other order") return false;
  return isSafeToKeep(state, dayOf(context.clock.now()));
}

/**
 * That the certificate in use is over, in words, where another order is waited for: the wait looks at that one alone, and
 * deployments would go on for days with what clients refuse.
 */
export async function describeInUseOver(
  context: Context,
  state: State,
): Promise<string | undefined> {
  const waiting = findOtherAwaited(state);
  if (waiting === undefined || state.certificateId === undefined) return undefined;
  // What was placed in this very run is in no state yet: no answer to this question may lose it.
  const look = async (): Promise<Order | undefined> => context.client().getOrder(state.orderId);
  const order = await look().catch(() => undefined);
  if (order === undefined) return undefined;
  const isOver =
    hasEnded(order) || (isRevokedAlone(order) && order.certificate.id === state.certificateId);
  return isOver ? inUseOverWhileWaiting(state.certificateId, order.id, waiting) : undefined;
}
