/** Which names a CA puts into a certificate. Sources: RFC 1035, RFC 5280, Baseline Requirements 4.2.2 and 7.1.2.7.12. */
import { isIP } from "node:net";

import { badRequest, invalidValue, Problem } from "./problems";
import { isPublic, type Product } from "./products";

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const topLevel = /^(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;
/** Names and addresses that nobody can own. */
const unowned = /(^|\.)(local|localhost|internal|invalid|home\.arpa)$/;
const reserved = /^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\.|^::1?$|^f[cde]/;

/** A common name is 64 characters long at most; for a list of names the end is chosen. */
const maxCommonName = 64;
const maxNames = 1000;

/** Whether a text is the name of a domain: two labels at least, 253 characters at most. */
export function isDomainName(name: string): boolean {
  const labels = name.toLowerCase().split(".");
  const last = labels.pop() ?? "";
  return (
    name.length <= 253 &&
    labels.length > 0 &&
    labels.every((part) => label.test(part)) &&
    topLevel.test(last)
  );
}

/** Refuses what no CA would sign, and what the product does not take. */
export function checkNames(
  commonName: string,
  dnsNames: readonly string[],
  product: Product,
): void {
  if (commonName.length > maxCommonName) {
    throw badRequest(
      "rfc5280_common_name_too_long",
      "The common name is longer than 64 characters.",
    );
  }
  if (dnsNames.length > maxNames) throw new Problem(400, invalidValue("dns_names"));
  const isBad = (name: string): boolean => !isIssuable(name, product);
  if (isBad(commonName)) throw new Problem(400, invalidValue("common_name"));
  if (dnsNames.some(isBad)) throw new Problem(400, invalidValue("dns_names"));
  if (product.wildcards === "common name" && !commonName.startsWith("*.")) {
    throw new Problem(400, invalidValue("common_name"));
  }
}

function isIssuable(name: string, product: Product): boolean {
  if (isIP(name) !== 0) return !isPublic(product) || !reserved.test(name);
  const isWildcard = name.startsWith("*.");
  if (isWildcard && product.wildcards === "no") return false;
  const bare = isWildcard ? name.slice(2) : name;
  if (!isDomainName(bare)) return false;
  return !isPublic(product) || (!bare.includes("_") && !unowned.test(bare));
}
