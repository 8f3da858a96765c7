/** Taking over an order that was placed elsewhere, without paying. */
import type { Context } from "../resource";
import { accountIdOf } from "../account";
import type { RawInputs } from "../fields";
import { foreignTraits, hasEnded, targetDifferences } from "./order";
import { placedState, type State } from "./state";

/** The state of an adopted order; refuses one that has ended or is for something else. */
export async function adopt(context: Context, inputs: RawInputs): Promise<State> {
  const orderId = Number(inputs["adoptOrderId"]);
  const accountId = await accountIdOf(context);
  const order = await context.client().getOrder(orderId);
  if (order === undefined) {
    throw new Error(
      `adopt order ${orderId}: CertCentral does not know it, or hides it from this API key`,
    );
  }
  const obstacles = [
    ...(hasEnded(order) ? [`it is ${order.status}`] : []),
    ...foreignTraits(order, inputs),
    ...targetDifferences(order, inputs),
  ];
  if (obstacles.length > 0) {
    throw new Error(
      `adopt order ${orderId}: ${obstacles.join("; ")}. Nothing was changed or bought; make the inputs match the order`,
    );
  }
  return placedState({ orderId }, 0, accountId);
}
