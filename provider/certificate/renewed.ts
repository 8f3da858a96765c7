/** Orders that were renewed, by this program or by hand. */
import type { Order } from "../certcentral/client";
import type { Context } from "../resource";
import { hasEnded } from "./order";

/**
 * The order that renewed another one and lives.
 *
 * @returns "not shown" where CertCentral says that there is one, and shows none that can be it
 */
export async function renewalOf(
  context: Context,
  order: Order,
): Promise<Order | "not shown" | undefined> {
  if (!order.isRenewed) return undefined;
  if (order.renewedOrderId === undefined) return "not shown";
  const renewal = await context.client().getOrder(order.renewedOrderId);
  if (renewal === undefined) return "not shown";
  if (hasEnded(renewal)) return undefined;
  // In which direction CertCentral links is not confirmed: what ends no later renews nothing.
  const { orderValidTill = "9999" } = renewal;
  return orderValidTill > (order.orderValidTill ?? "") ? renewal : "not shown";
}

/** Says by what an order was renewed; undefined where it was not. */
export async function renewedBy(context: Context, order: Order): Promise<string | undefined> {
  const renewal = await renewalOf(context, order);
  if (renewal === undefined) return undefined;
  const which = renewal === "not shown" ? "" : `, by order ${renewal.id}`;
  return `it was renewed already, outside this program${which}`;
}
