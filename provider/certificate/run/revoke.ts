/** Ending what a certificate owns, and nothing else. Each step that was done before counts as done. */
import type { Order } from "../../certcentral/client";
import { CertCentralError } from "../../certcentral/errors";
import { dayOf } from "../../calendar";
import type { Context } from "../../resource";
import { refuseOtherAccount } from "../../account";
import { type RawInputs, textInput } from "../../fields";
import { hasEnded, hasPendingReissue, openRequests } from "../order/order";
import { type Owned, readOwned, owns, type State } from "../order/state";

const defaultReason = "cessation_of_operation";

/**
 * Cancels what waits and revokes, one by one, the certificates that this resource had issued.
 *
 * @param spared what other resources hold
 */
export async function revokeAndCancel(
  context: Context,
  props: RawInputs,
  state: State,
  spared: { certificates: readonly number[]; orders: readonly number[] },
): Promise<void> {
  const waiting = state.__awaited?.orderId;
  const issued: Owned[] = [];
  if (waiting !== undefined && waiting !== state.orderId) {
    const renewal = await context.client().getOrder(waiting);
    if (renewal !== undefined) {
      issued.push(...issuedMeanwhile(state, renewal));
      if (!spared.orders.includes(renewal.id)) await endWaiting(context, renewal);
    }
  }
  const order = await context.client().getOrder(state.orderId);
  if (order === undefined) {
    await refuseOtherAccount(context, `order ${state.orderId}`, state.accountId);
  } else {
    if (!hasEnded(order) && !spared.orders.includes(order.id)) await endWaiting(context, order);
    issued.push(...issuedMeanwhile(state, order));
  }
  const owned = [...state.__held, ...issued];
  await revokeOwned(
    context,
    props,
    owned.filter(({ id }) => !spared.certificates.includes(id)),
  );
}

/** What was issued after the last run, which still waited for it: it is this resource's as well. */
function issuedMeanwhile(state: State, order: Order): Owned[] {
  const isAwaited = state.__awaited?.orderId === order.id;
  const owned = readOwned(order);
  if (!isAwaited || owned === undefined || hasEnded(order)) return [];
  return owned.id === state.__awaited?.replacedCertificateId || owns(state, owned.id)
    ? []
    : [owned];
}

/** Ends what has not been issued: an order that waits, or a reissue that does. */
async function endWaiting(context: Context, order: Order): Promise<void> {
  const note = "canceled by pulumi destroy";
  if (order.status === "needs_approval") {
    for (const { id } of openRequests(order)) {
      await done("request_already_processed", () => context.client().rejectRequest(id, note));
    }
    return;
  }
  const cancelable = ["pending", "waiting_pickup", "processing"].includes(order.status);
  if (cancelable || hasPendingReissue(order)) await context.client().cancel(order.id, note);
}

async function revokeOwned(
  context: Context,
  props: RawInputs,
  owned: readonly Owned[],
): Promise<void> {
  const today = dayOf(context.clock.now());
  for (const { id, orderId, validUntil } of owned) {
    if (validUntil < today) continue;
    const request = {
      revocationReason: textInput(props, "revocationReason") || defaultReason,
      comments: "revoked by pulumi destroy",
    };
    if (await isRevoked(context, orderId, id)) continue;
    await revoke(context, id, request);
  }
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
  await context.row.warn(
    `the revocation of certificate ${certificateId} waits for approval of request ${outcome.requestId}: ` +
      "the key may not skip approval. The certificate is valid until an administrator approves",
  );
}

async function isRevoked(
  context: Context,
  orderId: number,
  certificateId: number,
): Promise<boolean> {
  const order = await context.client().getOrder(orderId);
  if (order === undefined || order.status === "revoked") return true;
  if (order.certificate.id === certificateId) return order.certificate.status === "revoked";
  const reissues = await context.client().listReissues(orderId);
  return reissues.some(({ id, status }) => id === certificateId && status === "revoked");
}

async function done(code: string, call: () => Promise<void>): Promise<void> {
  await call().catch((error: unknown) => {
    if (!(error instanceof CertCentralError && error.is(code))) throw error;
  });
}
