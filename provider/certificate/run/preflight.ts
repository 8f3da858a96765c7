/** Before money is spent: is the world still what the preview was made from? */
import type { Order } from "../../certcentral/client";
import { dayOf, daysBetween } from "../../calendar";
import type { Context } from "../../resource";
import { maxClockDays, renewalOpensDays } from "../../rules";
import type { CertificateInputs } from "../plan/fields";
import type { Issuance } from "../plan/issuance";
import { hasEnded } from "../order/order";
import { claimSuccession } from "./knowledge";
import { describeRenewal } from "./renewed";
import { findOtherAwaited, phaseOf } from "../order/phase";
import type { State } from "../order/state";
import { isForgotten } from "../../visibility";
import { clockUnfit, clockWrong, renewalObstructed } from "../../messages/paying";
import { orderNotShownRefused } from "../../messages/visibility";

/**
 * Before paying for a further order: is the present one still what the preview was made from?
 *
 * @returns the present order, as it is now
 */
export async function preflight(
  context: Context,
  plan: Issuance,
  state: State,
): Promise<Order | undefined> {
  const isGivenUp = isForgotten(context, state.orderId);
  const order = isGivenUp ? undefined : await context.client().getOrder(state.orderId);
  if (order === undefined && !isGivenUp) {
    throw new Error(orderNotShownRefused(plan.action, state.orderId, state.accountId));
  }
  const obstacle =
    (await describeAwaitedOrder(context, state)) ??
    (order && (await renewedElsewhere(context, order))) ??
    (plan.action === "renew"
      ? (describeFirstWait(state, order) ?? describeRenewalObstacle(context, order, plan))
      : describeUnended(context, order));
  if (obstacle === undefined) return order;
  throw new Error(renewalObstructed(plan.action, state.orderId, obstacle));
}

/** An order that was paid for and lives is waited for, whatever else is planned. */
async function describeAwaitedOrder(context: Context, state: State): Promise<string | undefined> {
  const orderId = findOtherAwaited(state);
  if (orderId === undefined || isForgotten(context, orderId)) return undefined;
  const order = await context.client().getOrder(orderId);
  if (order === undefined) return `order ${orderId} is placed already, and is not shown`;
  if (hasEnded(order)) return undefined;
  return `order ${orderId} is placed already, and is ${order.status}`;
}

async function renewedElsewhere(context: Context, order: Order): Promise<string | undefined> {
  const renewed = await describeRenewal(context, order);
  return renewed && `${renewed}, outside this program`;
}

/** What was paid for and has brought nothing yet is not renewed, however long it waits. */
function describeFirstWait(state: State, order: Order | undefined): string | undefined {
  if (phaseOf(state) !== "first order" || order === undefined || hasEnded(order)) return undefined;
  return `it is ${order.status}, and its first certificate is still waited for`;
}

/** An order is over after its last day, whatever its status says for how long: lists of issued ones have those that expired. */
function describeUnended(context: Context, order: Order | undefined): string | undefined {
  if (order === undefined || hasEnded(order)) return undefined;
  const { orderValidTill: end } = order;
  if (end !== undefined && end < dayOf(context.clock.now())) return undefined;
  return `it is ${order.status}, not ended`;
}

function describeRenewalObstacle(
  context: Context,
  order: Order | undefined,
  plan: Issuance,
): string | undefined {
  if (order === undefined) return "it is not found any more";
  if (hasEnded(order)) return `it is ${order.status}`;
  const { orderValidTill: end } = order;
  if (end === undefined) return undefined;
  // Approved some days later than it was placed, it ends some days later than planned: that changes nothing.
  const left = daysBetween(dayOf(context.clock.now()), end);
  if (left > renewalOpensDays) return `it ends on ${end}, in ${left} days`;
  const { coveredUntil } = plan;
  return coveredUntil !== undefined && coveredUntil <= end
    ? `it ends on ${end}, and the renewal would end on ${coveredUntil}`
    : undefined;
}

/**
 * Until one of two that hold or name an order has paid for what follows it, CertCentral shows both of them an order that nobody
 * renewed.
 *
 * @throws for who comes second in a run
 */
export function refuseSecondPayer(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  orderId: number,
): void {
  const first = claimSuccession(context, inputs, orderId);
  if (first === undefined) return;
  const obstacle = `${first} of this program pays for what follows it in this run`;
  throw new Error(renewalObstructed(plan.action, orderId, obstacle));
}

/** The dates of the plan come from this machine's clock: a wrong one must not buy a wrong order, nor shorten what is in use. */
export function refuseWrongClock(context: Context, step: string): void {
  const clocks = findWrongClock(context);
  if (clocks !== undefined) throw new Error(clockWrong(step, clocks.local, clocks.server));
}

/** By a clock that is behind, nothing is ever due. */
export async function tellWrongClock(context: Context): Promise<void> {
  const clocks = findWrongClock(context);
  if (clocks !== undefined) await context.row.warn(clockUnfit(clocks.local, clocks.server));
}

/** Both clocks, where they differ too much; CertCentral's is known from its latest reply. */
function findWrongClock(context: Context): { local: Date; server: Date } | undefined {
  const server = context.client().serverDate();
  if (server === undefined) return undefined;
  const local = context.clock.now();
  const days = Math.abs(daysBetween(dayOf(local), dayOf(server)));
  return days > maxClockDays ? { local, server } : undefined;
}
