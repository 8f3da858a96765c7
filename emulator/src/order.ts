/** The facts of an order. What the API calls its status is computed from them and the clock. */
import type * as x509 from "@peculiar/x509";

import type { EncodedHolder, Signed } from "./ca";
import { day } from "./calendar";
import type { DcvMethod, Token } from "./dcv/methods";
import type { OrderBody } from "./order-body";
import type { Product } from "./products";

/** A wished length; only one of the three is set. */
export interface Validity {
  years?: number;
  days?: number;
  /** `YYYY-MM-DD`. */
  until?: string;
}

/** A certificate of an order, from its request on. */
export interface Certificate {
  id: number;
  kind: "original" | "reissue" | "duplicate";
  requestedAt: Date;
  commonName: string;
  dnsNames: string[];
  /** Whom it is for, as it is signed. */
  holder: EncodedHolder;
  csr: x509.Pkcs10CertificateRequest;
  csrText: string;
  signatureHash: string;
  organizationUnits?: string[] | undefined;
  serverPlatformId: number;
  profileOption?: string | undefined;
  wish: Validity;
  /** When the last approval was given; undefined while one is open. */
  approvedAt?: Date | undefined;
  /** Order-info requests still to be made before it is issued. */
  pollsLeft: number;
  /** Whether it waits for no time. */
  issueNow?: boolean | undefined;
  /** A fault's delay, beside that of the settings. */
  notIssuedBefore?: Date | undefined;
  canceledAt?: Date | undefined;
  rejectedAt?: Date | undefined;
  issued?: (Signed & { at: Date; validFrom: string; validTill: string }) | undefined;
  /** From then on it counts as revoked; in the future while a removed name's delay runs. */
  revokedAt?: Date | undefined;
  revocationReason?: string | undefined;
}

export type RequestType = "new_request" | "revoke" | "reissue" | "duplicate";

/** A request for approval. */
export interface ApprovalRequest {
  id: number;
  type: RequestType;
  status: "submitted" | "pending" | "approved" | "rejected";
  certificateId?: number | undefined;
  /** A request to revoke everything that the order has. */
  wholeOrder?: boolean | undefined;
  date: Date;
  processedAt?: Date | undefined;
  comments?: string | undefined;
  processorComment?: string | undefined;
  revocationReason?: string | undefined;
}

export interface Order {
  id: number;
  product: Product;
  body: OrderBody;
  createdAt: Date;
  charge: number;
  plan: Validity;
  organizationId?: number | undefined;
  /** Whether the account did not have it before. */
  createsOrganization: boolean;
  containerId: number;
  renewalOfOrderId?: number | undefined;
  renewedOrderId?: number | undefined;
  customFields: { metadataId: number; value: string }[];
  certificates: Certificate[];
  requests: ApprovalRequest[];
  /** Last day of the plan, from the first issuance on. */
  validTill?: string | undefined;
  canceledAt?: Date | undefined;
  rejectedAt?: Date | undefined;
  revokedAt?: Date | undefined;
  dcvMethod: DcvMethod;
  /** The random value of the order, where one was handed out. */
  dcvToken?: Token | undefined;
  /** When the contact that approves EV agreed. */
  contactApprovedAt?: Date | undefined;
  /** DV products validate their names anew for every certificate: those of the present one. */
  dcvApproved: Set<string>;
  statusChangedAt: Date;
  lastStatus: string;
}

export function isOpen({ status }: ApprovalRequest): boolean {
  return status === "pending" || status === "submitted";
}

export function isRevoked(certificate: Certificate, now: Date): boolean {
  return certificate.revokedAt !== undefined && certificate.revokedAt <= now;
}

/** Requested, and neither issued nor given up. */
export function isUnissued(certificate: Certificate): boolean {
  return (
    certificate.issued === undefined &&
    certificate.canceledAt === undefined &&
    certificate.rejectedAt === undefined
  );
}

/** The newest issued certificate that is no duplicate; the requested one before the first issuance. */
export function primaryOf(order: Order): Certificate | undefined {
  const own = order.certificates.filter(({ kind }) => kind !== "duplicate");
  return own.findLast(({ issued }) => issued !== undefined) ?? own[0];
}

export function pendingReissueOf(order: Order): Certificate | undefined {
  return order.certificates.find(
    (certificate) => certificate.kind === "reissue" && isUnissued(certificate),
  );
}

/** The certificate that validation is about: the one that is asked for, or else the primary one. */
export function wantedOf(order: Order): Certificate | undefined {
  return order.certificates.findLast(isUnissued) ?? primaryOf(order);
}

/** The order's status in the API's words. */
export function statusOf(order: Order, now: Date): string {
  if (order.rejectedAt !== undefined) return "rejected";
  if (order.canceledAt !== undefined) return "canceled";
  if (order.revokedAt !== undefined) return "revoked";
  if (primaryOf(order)?.issued === undefined) {
    const isWaiting = order.requests.some(
      (request) => request.type === "new_request" && isOpen(request),
    );
    return isWaiting ? "needs_approval" : "pending";
  }
  if (order.validTill !== undefined && order.validTill < day(now)) return "expired";
  return pendingReissueOf(order) === undefined ? "issued" : "reissue_pending";
}

/** Common name first, then the others, each once. */
export function namesOf(commonName: string, dnsNames: readonly string[]): string[] {
  return [...new Set([commonName, ...dnsNames].map((name) => name.toLowerCase()))];
}
