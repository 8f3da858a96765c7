/**
 * After a rename, of a resource or of its stack: orders that bear its present name. A create finds what it placed before it was
 * killed; an update goes by the name under which the resource began, and would never see them.
 */
import { strayOrder } from "../../messages/orders";
import type { Context } from "../../resource";
import { isForgotten } from "../../visibility";
import { hasEnded } from "../order/order";
import { ordersOf } from "../order/phase";
import type { State } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import { type Issuance, referenceRoot } from "../plan/issuance";
import { findUser } from "./knowledge";

/** Says which of them live and are nobody's, as far as the run knows; it neither takes nor ends them, and never fails. */
export async function tellStray(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  state: State,
): Promise<void> {
  const reference = referenceRoot(inputs, context.settings.namespace);
  if (reference === plan.reference) return;
  const found = await context
    .client()
    .findOrders(reference)
    .catch(() => []);
  const known = [...ordersOf(state), ...state.__replacedOrders];
  for (const { orderId, status = "" } of found) {
    if (hasEnded({ status }) || known.includes(orderId)) continue;
    if (isForgotten(context, orderId) || findUser(context, inputs, orderId) !== undefined) continue;
    await context.row.warn(strayOrder(orderId, reference));
  }
}
