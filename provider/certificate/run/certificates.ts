/** All certificates of an order: its newest, its reissues and its duplicates. */
import type { IssuedCertificate, Order } from "../../certcentral/client";
import type { Day } from "../../calendar";
import type { Context } from "../../resource";
import { hasEnded, wasIssued } from "../order/order";

/** A certificate as far as its order's lists show it. */
export type ListedCertificate = Pick<
  IssuedCertificate,
  "id" | "status" | "commonName" | "dnsNames" | "thumbprint" | "serialNumber" | "validTill"
>;

/** Every certificate of an order that has an id, each once; two calls. */
export async function listCertificates(
  context: Context,
  order: Order,
): Promise<ListedCertificate[]> {
  const client = context.client();
  const further = [
    ...(await client.listReissues(order.id)),
    ...(await client.listDuplicates(order.id)),
  ];
  const { id } = order.certificate;
  const newest = id === undefined ? [] : [{ ...order.certificate, id }];
  const all = new Map<number, ListedCertificate>();
  for (const certificate of [...newest, ...further]) {
    const known = all.get(certificate.id);
    // Where two lists disagree about one, the one that says how it stands counts.
    all.set(certificate.id, { ...certificate, status: known?.status ?? certificate.status });
  }
  return [...all.values()];
}

/** Whether a certificate is issued, and neither revoked nor past its last day. */
export function isLiving(certificate: ListedCertificate, today: Day): boolean {
  const { status = "", validTill = today } = certificate;
  return wasIssued({ certificate }) && !hasEnded({ status }) && validTill >= today;
}
