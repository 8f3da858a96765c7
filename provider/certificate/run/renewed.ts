/** Orders that were renewed, by this program or by hand. */
import type { Order, OrderRequest } from "../../certcentral/client";
import type { CertificateInputs } from "../plan/fields";
import { textInput } from "../../fields";
import type { Context } from "../../resource";
import { listMismatches, hasEnded } from "../order/order";
import { originUnfit } from "../../messages/paying";

/**
 * The order that renewed another one and lives.
 *
 * @returns "not shown" where CertCentral says that there is one, and shows none that can be it
 */
export async function findRenewal(
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
export async function describeRenewal(context: Context, order: Order): Promise<string | undefined> {
  const renewal = await findRenewal(context, order);
  if (renewal === undefined) return undefined;
  const which = renewal === "not shown" ? "" : `, by order ${renewal.id}`;
  return `it was renewed already${which}`;
}

/** What a request says of what it renews, and the orders that this leads to. */
interface RenewedOrigin {
  request: Pick<OrderRequest, "renewalOfOrderId" | "renewedThumbprint">;
  orderIds: number[];
}

/**
 * What the first order is to renew, as long as that lives and is for the same: an input that is left in
 * the program must not renew again what was renewed.
 */
export async function readRenewedOrigin(
  context: Context,
  inputs: CertificateInputs,
): Promise<RenewedOrigin> {
  const { renewalOfOrderId } = inputs;
  const renewedThumbprint = textInput(inputs, "renewedThumbprint");
  if (typeof renewalOfOrderId === "number") {
    const order = await context.client().getOrder(renewalOfOrderId);
    const unknown = ["CertCentral does not know it, or hides it from this API key"];
    const obstacles =
      order === undefined ? unknown : await listRenewalObstacles(context, order, inputs);
    refuseOrigin(`order ${renewalOfOrderId}`, "renewalOfOrderId", obstacles);
    return { request: { renewalOfOrderId }, orderIds: [renewalOfOrderId] };
  }
  if (renewedThumbprint === "") return { request: {}, orderIds: [] };
  // Only an order's newest certificate leads to it; of another one CertCentral itself must judge.
  const order = await context.client().getOrder(renewedThumbprint);
  const obstacles = order === undefined ? [] : await listRenewalObstacles(context, order, inputs);
  refuseOrigin(`certificate ${renewedThumbprint}`, "renewedThumbprint", obstacles);
  const orderIds = order === undefined ? [] : [order.id];
  return { request: { renewedThumbprint }, orderIds };
}

async function listRenewalObstacles(
  context: Context,
  order: Order,
  inputs: CertificateInputs,
): Promise<string[]> {
  const renewed = await describeRenewal(context, order);
  return [
    ...(renewed === undefined ? [] : [renewed]),
    ...(hasEnded(order) ? [`it is ${order.status}`] : []),
    ...listMismatches(order, inputs),
  ];
}

function refuseOrigin(what: string, input: string, obstacles: readonly string[]): void {
  if (obstacles.length === 0) return;
  throw new Error(originUnfit(what, input, obstacles.join("; ")));
}
