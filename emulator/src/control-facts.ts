/** Orders and certificates as they truly are, whatever the API says of them. */
import { type Certificate, isRevoked, namesOf, type Order, statusOf } from "./order";
import type { Tenant, World } from "./world";

/** A certificate as it truly is, for assertions. */
export interface CertificateFacts {
  id: number;
  kind: "original" | "reissue" | "duplicate";
  names: string[];
  status: "pending" | "issued" | "revoked" | "canceled" | "rejected";
  serialNumber?: string | undefined;
  thumbprint?: string | undefined;
  pem?: string | undefined;
  validFrom?: string | undefined;
  validTill?: string | undefined;
  /** When it is or will be revoked, ISO 8601. */
  revokedAt?: string | undefined;
  revocationReason?: string | undefined;
}

/** An order as it truly is, for assertions. */
export interface OrderFacts {
  id: number;
  product: string;
  status: string;
  charge: number;
  alternativeOrderId?: string | undefined;
  renewalOfOrderId?: number | undefined;
  isRenewed: boolean;
  orderValidTill?: string | undefined;
  dcvMethod: string;
  /** Random value of the order, where one was handed out. */
  dcvRandomValue?: string | undefined;
  certificates: CertificateFacts[];
  /** `date`: when it was asked for, ISO 8601. */
  requests: { id: number; type: string; status: string; date: string }[];
}

export function orderFacts(order: Order, world: World, tenant: Tenant): OrderFacts {
  const now = world.clock.now();
  return {
    id: order.id,
    product: order.product.nameId,
    status: statusOf(order, now),
    charge: order.charge,
    alternativeOrderId: order.body.alternative_order_id ?? undefined,
    renewalOfOrderId: order.renewalOfOrderId,
    isRenewed: world.view(tenant).isRenewed(order),
    orderValidTill: order.validTill,
    dcvMethod: order.dcvMethod,
    dcvRandomValue: order.dcvToken?.value,
    certificates: order.certificates.map((certificate) => certificateFacts(certificate, now)),
    requests: order.requests.map(({ id, type, status, date }) => ({
      id,
      type,
      status,
      date: date.toISOString(),
    })),
  };
}

function certificateFacts(certificate: Certificate, now: Date): CertificateFacts {
  const { id, kind, commonName, dnsNames, issued, revokedAt, revocationReason } = certificate;
  return {
    id,
    kind,
    names: namesOf(commonName, dnsNames),
    status: factualStatus(certificate, now),
    serialNumber: issued?.serialNumber,
    thumbprint: issued?.thumbprint,
    pem: issued?.pem,
    validFrom: issued?.validFrom,
    validTill: issued?.validTill,
    revokedAt: revokedAt?.toISOString(),
    revocationReason,
  };
}

function factualStatus(certificate: Certificate, now: Date): CertificateFacts["status"] {
  if (isRevoked(certificate, now)) return "revoked";
  if (certificate.issued !== undefined) return "issued";
  if (certificate.canceledAt !== undefined) return "canceled";
  return certificate.rejectedAt === undefined ? "pending" : "rejected";
}
