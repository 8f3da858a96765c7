/** Ending what a certificate holds, and nothing else. Each step that was done before counts as done. */
import type { Order } from "../certcentral/client";
import { CertCentralError } from "../certcentral/errors";
import { dayOf } from "../calendar";
import type { Context } from "../resource";
import { refuseOtherAccount } from "./account";
import { type RawInputs, textInput } from "./fields";
import { hasEnded, hasPendingReissue, isIssued } from "./order";
import { type Held, holds, type State } from "./state";

const defaultReason = "cessation_of_operation";

/**
 * Cancels what waits and revokes, one by one, the certificates that this resource had issued.
 *
 * @param spared what a replacement of this resource holds
 */
export async function endHoldings(
  context: Context,
  props: RawInputs,
  state: State,
  spared: readonly Held[],
): Promise<void> {
  const waiting = state.__awaited?.orderId;
  if (waiting !== undefined && waiting !== state.orderId) {
    const order = await context.client().getOrder(waiting);
    if (order !== undefined) await endWaiting(context, state, order);
  }
  const order = await context.client().getOrder(state.orderId);
  if (order === undefined) return refuseOtherAccount(context, state);
  if (!hasEnded(order)) await endWaiting(context, state, order);
  if (order.status === "revoked") return;
  const sparedIds = spared.map(({ id }) => id);
  const held = state.__held.filter(({ id }) => !sparedIds.includes(id));
  await revokeHeld(context, props, held);
}

/** Ends what has not been issued: an order that waits, or a reissue that does. */
async function endWaiting(context: Context, state: State, order: Order): Promise<void> {
  const note = "canceled by pulumi destroy";
  if (order.status === "needs_approval") {
    const open = order.requests.filter(
      ({ status }) => status === "pending" || status === "submitted",
    );
    for (const { id } of open) {
      await done("request_already_processed", () => context.client().rejectRequest(id, note));
    }
    return;
  }
  const cancelable = ["pending", "waiting_pickup", "processing"].includes(order.status);
  if (cancelable || hasPendingReissue(order)) await context.client().cancel(order.id, note);
  else await tellIssuedMeanwhile(context, state, order);
}

/** Another resource may have taken the order over since, so this is told and not revoked. */
async function tellIssuedMeanwhile(context: Context, state: State, order: Order): Promise<void> {
  const { id } = order.certificate;
  const { __awaited: awaited } = state;
  if (awaited?.orderId !== order.id || !isIssued(order) || id === undefined) return;
  if (id === awaited.replacedCertificateId || holds(state, id)) return;
  await context.row.warn(
    `order ${order.id} has issued certificate ${id} since the last run, which this resource does not hold: it ` +
      "stays valid. If nothing else uses it, revoke it in CertCentral",
  );
}

async function revokeHeld(
  context: Context,
  props: RawInputs,
  held: readonly Held[],
): Promise<void> {
  const today = dayOf(context.clock.now());
  for (const { id, orderId, validUntil } of held) {
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
