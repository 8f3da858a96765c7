/** Certificates as CertCentral prints them: in an order, in the lists of further ones, as a chain. */
import { createHash } from "node:crypto";

import type { CertificateAuthority } from "../ca";
import { day, daysUntil, timestamp } from "../calendar";
import { type Certificate, isRevoked, namesOf, type Order, type Validity } from "../order";
import { platformOf } from "../platforms";
import type { Settings } from "../settings";
import { compact, type Json } from "./json";
import type { ViewContext } from "./order";

export function certificateView(
  order: Order,
  certificate: Certificate,
  status: string,
  context: ViewContext,
): Json {
  const { issued } = certificate;
  const approved = certificate.approvedAt !== undefined;
  return compact({
    id: approved || issued ? certificate.id : undefined,
    thumbprint: issued?.thumbprint,
    serial_number: issued?.serialNumber,
    common_name: certificate.commonName,
    dns_names: namesOf(certificate.commonName, certificate.dnsNames),
    // Absent on an untouched certificate; a reissued one says so, and a revoked one too.
    status: certificateStatus(certificate, context.now),
    date_created: timestamp(certificate.requestedAt),
    date_issued: issued && timestamp(issued.at),
    valid_from: issued?.validFrom,
    valid_till: issued?.validTill,
    days_remaining: issued && daysUntil(day(context.now), issued.validTill),
    cert_validity: validityView(wishOf(order, certificate)),
    csr: certificate.csrText,
    organization: order.organizationId === undefined ? undefined : { id: order.organizationId },
    organization_units: certificate.organizationUnits,
    server_platform: serverPlatformView(certificate.serverPlatformId),
    signature_hash: certificate.signatureHash,
    key_size: keySize(certificate),
    ca_cert: status === "rejected" ? undefined : caView(context.ca),
    profile_option: certificate.profileOption,
  });
}

function certificateStatus(certificate: Certificate, now: Date): string | undefined {
  if (isRevoked(certificate, now)) return "revoked";
  return certificate.kind === "reissue" && certificate.issued !== undefined ? "issued" : undefined;
}

/** An entry of the lists of reissues and duplicates, which differ in small ways. */
export function furtherView(order: Order, certificate: Certificate, context: ViewContext): Json {
  const { issued } = certificate;
  const { user } = context.account;
  const status = isRevoked(certificate, context.now)
    ? "revoked"
    : issued
      ? "issued"
      : certificate.rejectedAt || certificate.canceledAt
        ? "rejected"
        : "pending";
  const shared = {
    id: certificate.id,
    thumbprint: issued?.thumbprint,
    serial_number: issued?.serialNumber,
    common_name: certificate.commonName,
    dns_names: namesOf(certificate.commonName, certificate.dnsNames),
    status,
    date_created: timestamp(certificate.requestedAt),
    valid_till: issued?.validTill,
    days_remaining: issued && daysUntil(day(context.now), issued.validTill),
    csr: certificate.csrText,
    key_size: keySize(certificate),
    user_id: user.id,
    firstname: user.firstName,
    lastname: user.lastName,
  };
  if (certificate.kind === "duplicate") {
    return compact({
      ...shared,
      valid_from: issued?.validFrom,
      server_platform: serverPlatformView(certificate.serverPlatformId),
      signature_hash: certificate.signatureHash,
      ca_cert_id: context.ca.intermediateId,
      sub_id: subIdOf(order, certificate),
      public_id: publicIdOf(certificate),
      archived: "0",
    });
  }
  return compact({
    ...shared,
    date_issued: issued && timestamp(issued.at),
    archived: 0,
    email: user.email,
    receipt_id: String(certificate.id),
    purchased_dns_names: "0",
    purchased_wildcard_names: "0",
  });
}

/** The chain, leaf first unless its shape is another. */
export function chainView(
  certificate: Certificate,
  ca: CertificateAuthority,
  shape: Settings["chainShape"] = "plain",
): Json[] {
  if (certificate.issued === undefined) return [];
  const leaf = { subject_common_name: certificate.commonName, pem: certificate.issued.pem };
  const intermediate = { subject_common_name: ca.intermediateName, pem: ca.intermediatePem };
  const root = { subject_common_name: ca.rootName, pem: ca.rootPem };
  return {
    plain: [leaf, intermediate, root],
    "root-first": [root, leaf, intermediate],
    duplicates: [leaf, intermediate, intermediate, root, leaf],
    "leaf-only": [leaf],
    empty: [],
  }[shape];
}

/** Only the unit that was used is echoed; dates in ISO although asked for as words. */
export function validityView({ years, days, until }: Validity): Json | undefined {
  if (until !== undefined) return { custom_expiration_date: until };
  if (days !== undefined) return { days };
  return years === undefined ? undefined : { years };
}

/** The length that was asked for: without any, that of the order. */
export function wishOf({ plan }: Order, { wish }: Certificate): Validity {
  return validityView(wish) === undefined ? plan : wish;
}

/** Certificates beside the first count up: `001`, `002`. */
export function subIdOf(order: Order, certificate: Certificate): string {
  return String(order.certificates.indexOf(certificate)).padStart(3, "0");
}

/** 25 letters and digits, as on the page. */
function publicIdOf({ id }: Certificate): string {
  return createHash("sha256").update(`certificate ${id}`).digest("hex").slice(0, 25).toUpperCase();
}

export function serverPlatformView(id: number): Json {
  return {
    id,
    name: platformOf(id)?.name ?? "OTHER",
    install_url: "http://www.digicert.com/SSL-certificate-installation.htm",
    csr_url: "http://www.digicert.com/csr-creation.htm",
  };
}

function caView(ca: CertificateAuthority): Json {
  return { id: ca.intermediateId, name: ca.intermediateName };
}

function keySize({ csr }: Certificate): number {
  const algorithm = csr.publicKey.algorithm as { modulusLength?: number; namedCurve?: string };
  return algorithm.modulusLength ?? Number(/\d+/.exec(algorithm.namedCurve ?? "")?.[0] ?? 0);
}
