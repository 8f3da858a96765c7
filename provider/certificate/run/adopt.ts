/** Taking over an order that was placed elsewhere, without paying. */
import type { Context } from "../../resource";
import { accountIdOf } from "../../account";
import type { RawInputs } from "../../fields";
import { type Issuance, orderNumberOf } from "../plan/issuance";
import { listMismatches, hasEnded, isRevokedAlone, listTargetDifferences } from "../order/order";
import { reissueOn } from "./place";
import { placedState, type State } from "../order/state";

/** The state of an adopted order; refuses one that has ended or is for something else. */
export async function adopt(context: Context, inputs: RawInputs, plan: Issuance): Promise<State> {
  const orderId = Number(inputs["adoptOrderId"]);
  const accountId = await accountIdOf(context);
  const order = await context.client().getOrder(orderId);
  if (order === undefined) {
    throw new Error(
      `adopt order ${orderId}: CertCentral does not know it, or hides it from this API key`,
    );
  }
  const useless = [
    ...(hasEnded(order) ? [`it is ${order.status}`] : []),
    ...listMismatches(order, inputs),
  ];
  const differences = listTargetDifferences(order, inputs);
  if (useless.length + differences.length > 0) {
    const advice =
      useless.length > 0
        ? "remove adoptOrderId, and the next preview shows an order"
        : "make the inputs match the order";
    throw new Error(
      `adopt order ${orderId}: ${[...useless, ...differences].join("; ")}. Nothing was changed or bought; ${advice}`,
    );
  }
  // An order of this resource's own, whose state was lost, keeps its number.
  const orderNumber = orderNumberOf(plan.reference, order.alternativeOrderId);
  const state = placedState({ orderId }, orderNumber, accountId);
  if (!isRevokedAlone(order)) return state;
  await context.row.info(`order ${orderId} is reissued, free: its certificate was revoked`);
  return reissueOn(context, inputs, plan, order, state);
}
