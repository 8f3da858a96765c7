/** Ending what a certificate's resource owns, and nothing else. Each step that was done before counts as done. */
import type { Order } from "../../certcentral/client";
import { CertCentralError } from "../../certcentral/errors";
import { dayOf } from "../../calendar";
import { type CertificateInputs, textOrDefault } from "../plan/fields";
import { joinWithAnd } from "../../format";
import {
  adoptedKept,
  cannotBeEnded,
  changedMeanwhile,
  deleteWithForeignReissue,
  forgotten,
  leftForReader,
  revocationWaits,
  staysValid,
} from "../../messages/deletion";
import { orderNotShownRefused } from "../../messages/visibility";
import type { Context } from "../../resource";
import { hasEnded, hasPendingReissue, openRequests } from "../order/order";
import { claimOf, claimSeen } from "../order/ownership";
import { isOwnReissueAwaited, ordersOf } from "../order/phase";
import { lastDay, type Owned, owns, type State } from "../order/state";
import { isLiving, type ListedCertificate, listCertificates } from "./certificates";
import { findReader, findSpared, findUsed } from "./others";
import { refuseWrongClock } from "./preflight";
import { isForgotten } from "../../visibility";

const note = "ended by pulumi: destroyed or replaced";

/** What an end is about to do, gathered before anything is touched. */
interface Ending {
  state: State;
  /** The orders that are shown and were not given up, with what is to be done on each. */
  orders: { order: Order; isSpared: boolean }[];
}

/**
 * Cancels what waits and revokes, one by one, the certificates that this resource had issued; with
 * `onDelete: "revokeAll"` everything on its orders. Spares what resources of this run use or wait for, and what the program
 * reads.
 *
 * @throws a refusal before anything is touched
 */
export async function revokeAndCancel(
  context: Context,
  id: string,
  props: CertificateInputs,
  before: State,
): Promise<void> {
  const notes = context.run.notes.all();
  const spared = findSpared(notes);
  const used = findUsed(notes);
  const { state, orders } = await gather(context, before, spared.orders);
  // By a wrong clock what lives has ended, and would be let go of.
  if (orders.length > 0) refuseWrongClock(context, `delete certificate ${id}`);
  const isAll = props.onDelete === "revokeAll";
  for (const { order, isSpared } of orders) refuseEnd(id, props, state, order, isSpared);
  for (const { order, isSpared } of orders) {
    if (!isSpared && !hasEnded(order)) await cancelWaiting(context, props, state, order);
  }
  const owned = await listEnded(context, props, state, orders);
  const statuses = new Map<number, ListedCertificate[]>();
  for (const certificate of owned.filter((one) => !spared.certificates.has(one.id))) {
    await revokeUnlessOver(context, props, orders, statuses, certificate);
  }
  for (const { order, isSpared } of orders) {
    const reader = findReader(notes, order.id);
    if (reader !== undefined && !used.orders.has(order.id))
      await context.row.warn(leftForReader(order.id, reader));
    if (!isAll && !isSpared) await tellWhatStays(context, state, order, spared.certificates);
  }
}

async function gather(
  context: Context,
  before: State,
  sparedOrders: ReadonlySet<number>,
): Promise<Ending> {
  let state = before;
  const orders: Ending["orders"] = [];
  // What waits first.
  for (const orderId of ordersOf(before).reverse()) {
    if (isForgotten(context, orderId)) {
      await context.row.warn(forgotten(`order ${orderId}`));
      continue;
    }
    const order = await context.client().getOrder(orderId);
    if (order === undefined) {
      throw new Error(orderNotShownRefused("delete", orderId, before.accountId));
    }
    const isSpared = sparedOrders.has(orderId);
    // What was issued after the last run, which still waited for it, is this resource's; unless it was taken over.
    if (!isSpared && !hasEnded(order)) state = claimSeen(state, order);
    orders.push({ order, isSpared });
  }
  return { state, orders };
}

function refuseEnd(
  id: string,
  props: CertificateInputs,
  state: State,
  order: Order,
  isSpared: boolean,
): void {
  if (isSpared || props.onDelete === "revokeAll") return;
  if (hasPendingReissue(order) && !isOwnReissueAwaited(state, order)) {
    throw new Error(deleteWithForeignReissue(id, order.id));
  }
  if (order.status === "needs_approval" && openRequests(order).length === 0) {
    const why = "CertCentral shows no request to reject";
    throw new Error(cannotBeEnded(order.id, order.status, why));
  }
}

/** Ends what has not been issued: an order that waits, or a reissue that does. */
async function cancelWaiting(
  context: Context,
  props: CertificateInputs,
  state: State,
  order: Order,
): Promise<void> {
  if (order.status === "issued") return;
  if (!mayEndWaiting(props, state, order)) {
    await context.row.warn(adoptedKept(order.id));
    return;
  }
  const client = context.client();
  if (order.status !== "needs_approval") {
    return client.cancel(order.id, note).catch((error: unknown) => explain(context, order, error));
  }
  for (const { id } of openRequests(order)) {
    await client.rejectRequest(id, note).catch((error: unknown) => explain(context, order, error));
  }
}

/** Why what waits was not ended: somebody may have approved or ended it since it was read. */
async function explain(context: Context, order: Order, error: unknown): Promise<void> {
  if (!(error instanceof CertCentralError)) throw error;
  const now = await context.client().getOrder(order.id);
  if (now !== undefined && hasEnded(now)) return;
  const isChanged = now !== undefined && now.status !== order.status;
  const reason = isChanged
    ? changedMeanwhile(order.id, order.status, now.status)
    : cannotBeEnded(order.id, order.status, error.reason);
  throw new Error(reason, { cause: error });
}

function mayEndWaiting(props: CertificateInputs, state: State, order: Order): boolean {
  if (props.onDelete === "revokeAll") return true;
  const claim = claimOf(state, order);
  return claim === "owned" || (claim === "adopted" && props.onDelete === "revoke");
}

/** The certificates that the end takes: owned ones; adopted ones only where that is written out. */
async function listEnded(
  context: Context,
  props: CertificateInputs,
  state: State,
  orders: Ending["orders"],
): Promise<Owned[]> {
  if (props.onDelete === "revokeAll") {
    const owned = [...state.__held];
    for (const { order } of orders) {
      for (const { id, validTill = lastDay } of await listCertificates(context, order)) {
        if (!owns(state, id)) owned.push({ id, orderId: order.id, validUntil: validTill });
      }
    }
    return owned;
  }
  const adopted = state.__held.filter(({ isAdopted }) => isAdopted === true);
  if (props.onDelete === "revoke" || adopted.length === 0) return state.__held;
  for (const { orderId } of adopted) await context.row.warn(adoptedKept(orderId));
  return state.__held.filter(({ isAdopted }) => isAdopted !== true);
}

async function revokeUnlessOver(
  context: Context,
  props: CertificateInputs,
  orders: Ending["orders"],
  lists: Map<number, ListedCertificate[]>,
  { id, orderId, validUntil }: Owned,
): Promise<void> {
  const today = dayOf(context.clock.now());
  if (validUntil < today || isForgotten(context, orderId)) return;
  if (isForgotten(context, id)) {
    await context.row.warn(forgotten(`certificate ${id}`));
    return;
  }
  const order = await findOrder(context, orders, orderId);
  if (order.status === "revoked") return;
  const certificates =
    order.certificate.id === id
      ? [{ ...order.certificate, id }]
      : (lists.get(orderId) ?? (await listCertificates(context, order)));
  if (order.certificate.id !== id) lists.set(orderId, certificates);
  const listed = certificates.find((one) => one.id === id);
  if (listed !== undefined && !isLiving(listed, today)) return;
  const revocationReason = textOrDefault(props, "revocationReason");
  await revoke(context, id, { revocationReason, comments: note });
}

/** An order of an owned certificate; also one that the resource has left by a renewal. */
async function findOrder(
  context: Context,
  orders: Ending["orders"],
  orderId: number,
): Promise<Order> {
  const known = orders.find(({ order }) => order.id === orderId);
  if (known !== undefined) return known.order;
  const order = await context.client().getOrder(orderId);
  if (order === undefined) throw new Error(orderNotShownRefused("delete", orderId, undefined));
  orders.push({ order, isSpared: true });
  return order;
}

/** With an administrator's key at once; with another, as a request that waits for approval. */
async function revoke(
  context: Context,
  certificateId: number,
  request: { revocationReason: string; comments: string },
): Promise<void> {
  const client = context.client();
  const outcome = await client
    .revokeCertificate(certificateId, { ...request, skipApproval: true })
    .catch((error: unknown) => {
      // Only CertCentral's own word counts: a firewall answers 403 as well, and then nothing was asked.
      const mayNotSkip =
        error instanceof CertCentralError &&
        error.is("access_denied") &&
        !error.is("access_denied|access_denied_invalid_key");
      if (!mayNotSkip) throw error;
      return client.revokeCertificate(certificateId, { ...request, skipApproval: false });
    });
  if (outcome.done) return;
  await context.row.warn(revocationWaits(certificateId, String(outcome.requestId)));
}

/**
 * What of the order lives on, because somebody else had it issued. Asked only where its newest is not owned, or the order says
 * that it has duplicates.
 */
async function tellWhatStays(
  context: Context,
  state: State,
  order: Order,
  sparedCertificates: ReadonlySet<number>,
): Promise<void> {
  const { id } = order.certificate;
  const isAlone = !hasTakenOver(state) && (order.duplicatesCount ?? 0) === 0;
  const isOwnedAlone = id !== undefined && owns(state, id) && isAlone;
  if (hasEnded(order) || id === undefined || isOwnedAlone) return;
  const today = dayOf(context.clock.now());
  const staying = (await listCertificates(context, order)).filter(
    (certificate) =>
      isLiving(certificate, today) &&
      !owns(state, certificate.id) &&
      !sparedCertificates.has(certificate.id),
  );
  if (staying.length === 0) return;
  const ids = joinWithAnd(staying.map((certificate) => `certificate ${certificate.id}`));
  await context.row.warn(staysValid(ids, order.id));
}

/** Whether the order had certificates before this resource came to it. */
function hasTakenOver(state: State): boolean {
  return state.__adoptedOrderId !== undefined || state.__isTakenOver === true;
}
