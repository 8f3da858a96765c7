/**
 * Domain control validation: what must be seen in DNS or on a web server before CertCentral believes
 * that a domain is under control. Source: CertCentral Services API, "DCV methods", "Domain info".
 */
import { isIP } from "node:net";

import type { DcvToken } from "./certcentral/replies";
import { withoutWildcard } from "./names";
import { lazily } from "./schema";

/** How control of a domain can be shown, as far as a domain by itself is concerned. */
export const dcvMethods = ["dns-txt-token", "dns-cname-token", "http-token", "email"] as const;

/** What domain control validation needs, ready to hand to any DNS resource or web server. */
export interface ValidationRecord {
  /** Domain that it validates, and with it all names below. */
  domain: string;
  /** `dns-txt-token`, `dns-cname-token`, `http-token`, `http-token-dynamic` or `email`. */
  method: string;
  /** DNS: name of the record, without a final dot. */
  name?: string | undefined;
  /** DNS: `TXT` or `CNAME`. */
  type?: string | undefined;
  /** DNS: value of the record. */
  value?: string | undefined;
  /** HTTP: where the content must be found. */
  url?: string | undefined;
  /** HTTP: what must be found there. */
  content?: string | undefined;
  /** When CertCentral stops looking for it, ISO 8601; absent where it does not say. */
  expires?: string | undefined;
}

export const recordSchema = lazily((z) => {
  const text = z.string().optional();
  return z.object({
    domain: z.string(),
    method: z.string(),
    name: text,
    type: text,
    value: text,
    url: text,
    content: text,
    expires: text,
  });
});

const cnameTarget = "dcv.digicert.com";

/** The record for a domain; by e-mail there is none but the method's name. */
export function recordFor(
  domain: string,
  method: string,
  token: Partial<DcvToken> | undefined,
): ValidationRecord {
  const value = token?.token;
  if (method === "email" || value === undefined) return { domain, method };
  const expires = token?.expirationDate;
  const shared = { domain, method, ...(expires === undefined ? {} : { expires }) };
  if (method === "dns-cname-token") {
    const target = token?.verificationValue ?? cnameTarget;
    return { ...shared, name: `${value}.${domain}`, type: "CNAME", value: target };
  }
  if (method === "dns-txt-token") return { ...shared, name: domain, type: "TXT", value };
  const url = token?.httpTokenUrl ?? `http://${domain}/.well-known/pki-validation/fileauth.txt`;
  return { ...shared, url, content: value };
}

/** Whether CertCentral no longer looks for the record. */
export function isExpired({ expires }: ValidationRecord, now: Date): boolean {
  return expires !== undefined && Date.parse(expires) <= now.getTime();
}

/** What a person has to do for the record to be seen. */
export function describeRecord({
  domain,
  name,
  type,
  value,
  url,
  content,
}: ValidationRecord): string {
  if (type !== undefined) {
    return `create the DNS record ${name ?? domain} ${type} "${value ?? ""}"`;
  }
  if (url !== undefined) return `serve "${content ?? ""}" at ${url}`;
  return `approve the e-mail that CertCentral has sent for ${domain}`;
}

/**
 * The domains to validate for the names of a certificate, each once: a wildcard shares its base's, and
 * a name below another one shares that one's; CertCentral itself leaves out a `www`. A file shows
 * control of its very name alone.
 */
export function domainsToValidate(names: readonly string[], method: string): string[] {
  const isFile = method.startsWith("http-token");
  const bases = names.map(withoutWildcard).map((name) => (isFile ? name : withoutWww(name)));
  const isShared = (name: string): boolean =>
    bases.some((parent) => parent !== name && covers(parent, name, method));
  return [...new Set(bases)].filter((name) => isIP(name) === 0 && !isShared(name)).sort();
}

/** Whether the validation of a domain by a method counts for a name as well. */
export function covers(domain: string, name: string, method: string): boolean {
  return name === domain || (!method.startsWith("http-token") && name.endsWith(`.${domain}`));
}

/** A name without its `www`, which CertCentral leaves out of domains that it validates over DNS. */
export function withoutWww(name: string): string {
  return name.replace(/^www\.(?=[^.]+\.)/, "");
}
