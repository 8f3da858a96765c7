/** What a duplicate may ask for. Source: "Duplicate certificate": all as in the original but CSR, end, platform and hash. */
import { type Certificate, namesOf } from "./order";
import type { CertificateWish, ReissueBody } from "./order-body";
import { invalidValue, Problem } from "./problems";

/** The body with the names of the original, where it names none beside its common name. */
export function withNamesOf(original: Certificate, body: ReissueBody): ReissueBody {
  const { certificate } = body;
  if ((certificate.dns_names ?? []).some(Boolean)) return body;
  const dnsNames = namesOf(original.commonName, original.dnsNames);
  return { ...body, certificate: { ...certificate, dns_names: dnsNames } };
}

/** Another may be the common name; a wildcard may be joined by names that it covers. */
export function refuseOtherNames(original: Certificate, wish: CertificateWish): void {
  const had = namesOf(original.commonName, original.dnsNames);
  const wanted = namesOf(wish.commonName, wish.dnsNames);
  const isCovered = (name: string): boolean =>
    had.includes(name) || had.includes(name.replace(/^[^.]+/, "*"));
  const areSame = had.every((name) => wanted.includes(name)) && wanted.every(isCovered);
  if (!areSame) throw new Problem(400, invalidValue("dns_names"));
}
