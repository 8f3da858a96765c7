/** How requests, orders and certificates end: rejected, canceled, revoked. */
import { day } from "./calendar";
import {
  type ApprovalRequest,
  type Certificate,
  isOpen,
  isRevoked,
  namesOf,
  type Order,
  pendingReissueOf,
  statusOf,
} from "./order";
import { badRequest, notFound } from "./problems";
import { removedNameHours } from "./rules";

const hour = 3_600_000;

export function rejectRequest(
  request: ApprovalRequest,
  order: Order,
  now: Date,
  comment?: string,
): void {
  refuseProcessed(request);
  request.status = "rejected";
  request.processedAt = now;
  request.processorComment = comment;
  if (request.type === "new_request") order.rejectedAt = request.processedAt;
  if (request.type === "reissue" || request.type === "duplicate") {
    certificateOf(order, request).rejectedAt = request.processedAt;
  }
}

/** Cancels an order that waits, or only the reissue where that is what waits. */
export function cancelOrder(order: Order, now: Date, note: string): void {
  const status = statusOf(order, now);
  const reissue = pendingReissueOf(order);
  if (status === "reissue_pending" && reissue !== undefined) {
    reissue.canceledAt = now;
    const request = order.requests.find(({ certificateId }) => certificateId === reissue.id);
    const rejection = { status: "rejected", processedAt: now, processorComment: note } as const;
    if (request !== undefined) Object.assign(request, rejection);
    return;
  }
  if (status !== "pending") {
    throw badRequest("invalid_order_status", `An order that is ${status} cannot be canceled.`);
  }
  order.canceledAt = now;
}

/** Revokes one certificate; with the last of them the order ends, where the account says so. */
export function revokeOne(
  order: Order,
  certificate: Certificate,
  now: Date,
  endsOrder: boolean,
  reason = "unspecified",
): void {
  if (certificate.issued === undefined) {
    throw badRequest("invalid_certificate_status", "The certificate is not issued.");
  }
  refusePendingReissue(order);
  if (isRevoked(certificate, now)) {
    throw badRequest("certificate_already_revoked", "The certificate is revoked already.");
  }
  certificate.revokedAt = now;
  certificate.revocationReason = reason;
  const issued = order.certificates.filter((own) => own.issued !== undefined);
  const all = issued.every((own) => isRevoked(own, now));
  if (all && endsOrder) order.revokedAt = now;
}

/** A reissue that lacks a name of what it replaces: all earlier certificates of the order follow within hours. */
export function revokeAfterRemoval(
  order: Order,
  reissue: Certificate,
  replaced: Certificate | undefined,
  now: Date,
): void {
  if (replaced?.issued === undefined) return;
  const names = namesOf(reissue.commonName, reissue.dnsNames);
  const replacedNames = namesOf(replaced.commonName, replaced.dnsNames);
  if (replacedNames.every((name) => names.includes(name))) return;
  for (const earlier of order.certificates) {
    if (earlier === reissue || earlier.issued === undefined) continue;
    if (earlier.issued.validTill < day(now)) continue;
    earlier.revokedAt ??= new Date(now.getTime() + removedNameHours * hour);
    earlier.revocationReason ??= "superseded";
  }
}

/** Revokes an order with all its certificates. */
export function revokeAll(order: Order, now: Date, reason = "unspecified"): void {
  const status = statusOf(order, now);
  refusePendingReissue(order);
  if (status !== "issued" && status !== "expired") {
    throw badRequest("invalid_order_status", `An order that is ${status} cannot be revoked.`);
  }
  order.revokedAt = now;
  for (const certificate of order.certificates) {
    if (certificate.issued === undefined || isRevoked(certificate, now)) continue;
    certificate.revokedAt = now;
    certificate.revocationReason = reason;
  }
}

/** The certificate that a request is about. */
export function certificateOf(order: Order, { certificateId }: ApprovalRequest): Certificate {
  const certificate = order.certificates.find(({ id }) => id === certificateId);
  if (certificate === undefined) throw notFound("certificate");
  return certificate;
}

export function refuseProcessed(request: ApprovalRequest): void {
  if (isOpen(request)) return;
  throw badRequest("request_already_processed", "The request was already processed.");
}

function refusePendingReissue(order: Order): void {
  if (pendingReissueOf(order) === undefined) return;
  throw badRequest("reissue_pending", "Cancel the pending reissue first.");
}
