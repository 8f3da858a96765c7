/**
 * Orders that somebody has placed by hand for what an update is about to order: a colleague cancels one that waits, and orders
 * anew in the console. A create looks for orders of its key under any reference; an update has known those of before it.
 */
import { dayOf } from "../../calendar";
import { nameInput, textInput } from "../../fields";
import { orderedByHand } from "../../messages/orders";
import type { Context } from "../../resource";
import { isForgotten } from "../../visibility";
import { hasEnded, hasEndedAlone, isSameKey, listMismatches } from "../order/order";
import type { State } from "../order/state";
import type { CertificateInputs } from "../plan/fields";
import type { Issuance } from "../plan/issuance";
import { findUser } from "./knowledge";
import { listLivingOfName } from "./same-name";

/**
 * @throws where one lives that is newer than the order in the state: for this product, name and key, under nobody's reference,
 * and no renewal of another one
 */
export async function refuseByHand(
  context: Context,
  inputs: CertificateInputs,
  { action }: Issuance,
  state: State,
): Promise<void> {
  const product = textInput(inputs, "product");
  const listed = await listLivingOfName(context, product, nameInput(inputs, "commonName"));
  // CertCentral counts up.
  for (const { orderId } of listed.filter((one) => one.orderId > state.orderId)) {
    if (isForgotten(context, orderId) || findUser(context, inputs, orderId) !== undefined) continue;
    const order = await context.client().getOrder(orderId);
    if (order === undefined || hasEnded(order)) continue;
    const { alternativeOrderId: reference = "", renewalOfOrderId } = order;
    const isByHand = reference === "" && renewalOfOrderId === undefined;
    const isSame =
      isSameKey(order.certificate, inputs) && listMismatches(order, inputs).length === 0;
    if (!isByHand || !isSame || hasEndedAlone(order, dayOf(context.clock.now()))) continue;
    throw new Error(orderedByHand(action, orderId, order.status, state.orderId));
  }
}
