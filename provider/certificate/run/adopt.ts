/** Taking over an order that was placed elsewhere, without paying. */
import type { Order } from "../../certcentral/client";
import { accountIdOf } from "../../account";
import type { CertificateInputs } from "../plan/fields";
import { joinWithAnd } from "../../format";
import {
  adoptImpossible,
  adoptLosesName,
  adoptsAnothersOrder,
  leftAsFound,
  orderUsedElsewhere,
  renewedByItself,
} from "../../messages/orders";
import type { Context } from "../../resource";
import { listUnnamed, renewsItself } from "../order/declare";
import {
  hasEnded,
  isRevokedAlone,
  listLostNames,
  listMismatches,
  listTargetDifferences,
  wasIssued,
} from "../order/order";
import { placedState, type State } from "../order/state";
import { type Issuance, orderNumberOf } from "../plan/issuance";
import { findUser } from "./knowledge";
import { reissueOn } from "./place";
import { awaitOrCancelReissue } from "./reissue";
import { adoptedByReissue } from "../../messages/certificate";

/**
 * The state of an adopted order. Another key, or more names, are reissued, free; what would cost a name of a
 * living certificate is refused, and so is an order that has ended or is for something else.
 */
export async function adopt(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
): Promise<State> {
  const orderId = Number(inputs.adoptOrderId);
  const accountId = await accountIdOf(context);
  const order = await readAdoptable(context, inputs, orderId);
  await warnOfAnothersReference(context, plan, order);
  if (renewsItself(order)) await context.row.warn(renewedByItself(orderId));
  const unnamed = listUnnamed(order, inputs);
  if (unnamed.length > 0) await context.row.info(leftAsFound(joinWithAnd(unnamed)));
  // An order of this resource's own, whose state was lost, keeps its number.
  const orderNumber = orderNumberOf(plan.reference, order.alternativeOrderId);
  const placed = placedState({ orderId }, orderNumber, accountId);
  const state = { ...placed, __adoptedOrderId: orderId };
  if (!wasIssued(order)) return state;
  const differences = [
    ...(isRevokedAlone(order) ? ["its certificate was revoked"] : []),
    ...listTargetDifferences(order, inputs),
  ];
  if (differences.length === 0) return state;
  const waiting = await awaitOrCancelReissue(context, inputs, order, state);
  if (waiting !== undefined) return waiting;
  await context.row.info(adoptedByReissue(orderId, differences.join(" and ")));
  return reissueOn(context, inputs, plan, order, state);
}

/** @throws where another resource has it, or it is not shown, has ended, is for something else or has more names */
export async function readAdoptable(
  context: Context,
  inputs: CertificateInputs,
  orderId: number,
): Promise<Order> {
  const urn = findUser(context, inputs, orderId);
  if (urn !== undefined) throw new Error(orderUsedElsewhere(orderId, urn));
  const order = await context.client().getOrder(orderId);
  if (order === undefined) {
    const problem = "CertCentral does not know it, or hides it from this API key";
    throw new Error(adoptImpossible(orderId, problem));
  }
  const useless = [
    ...(hasEnded(order) ? [`it is ${order.status}`] : []),
    ...listMismatches(order, inputs),
  ];
  if (useless.length > 0) throw new Error(adoptImpossible(orderId, useless.join("; ")));
  const lost = listLostNames(order.certificate, inputs);
  if (lost.length > 0) throw new Error(adoptLosesName(orderId, joinWithAnd(lost)));
  return order;
}

/** What bears it may be ended by another program. */
export async function warnOfAnothersReference(
  context: Context,
  plan: Issuance,
  { id, alternativeOrderId: reference = "" }: Order,
): Promise<void> {
  if (reference === "" || orderNumberOf(plan.reference, reference) > 0) return;
  await context.row.warn(adoptsAnothersOrder(id, reference));
}
