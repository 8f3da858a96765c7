import { isIP } from "node:net";

/** Names as CertCentral compares them: lower case, no final dot, addresses in their shortest form. */
export function normalizeName(name: string): string {
  const plain = name.trim().toLowerCase().replace(/\.$/, "");
  return isIP(plain) === 6 ? shortestAddress(plain) : plain;
}

/** RFC 5952; everyone writes an address in a way of their own. */
function shortestAddress(address: string): string {
  const url = `http://[${address}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Why a name cannot stand in a certificate; undefined when it can. RFC 1035, RFC 6125. */
export function nameProblem(raw: string): string | undefined {
  const name = normalizeName(raw);
  if (isIP(name) !== 0) return undefined;
  if (/[^\x20-\x7e]/.test(name)) {
    return `"${raw}" is not ASCII: write an international name in its xn-- form`;
  }
  const labels = (name.startsWith("*.") ? name.slice(2) : name).split(".");
  if (name.includes("*") && !name.startsWith("*.")) {
    return `"${raw}" has a * that is not its whole first label: write *.example.com`;
  }
  if (name.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) {
    return `"${raw}" is not a valid domain name: write it like www.example.com`;
  }
  return undefined;
}

export function isWildcard(name: string): boolean {
  return name.startsWith("*.");
}

/** The name below a wildcard's `*`; another name as it is. */
export function withoutWildcard(name: string): string {
  return normalizeName(name).replace(/^\*\./, "");
}

/** All names of a certificate, each once, sorted: what CertCentral puts into the SAN extension. */
export function certificateNames(commonName: string, dnsNames: readonly string[] = []): string[] {
  return [...new Set([commonName, ...dnsNames].map(normalizeName))].sort();
}

/** The names of `before` that `after` no longer has. */
export function removedNames(before: readonly string[], after: readonly string[]): string[] {
  return before.filter((name) => !after.includes(name));
}

/** Whether a CA adds a name by itself: the base of a wildcard, and the other of `x` and `www.x`. */
function isAddedByCa(name: string, asked: readonly string[]): boolean {
  return (
    asked.includes(`*.${name}`) ||
    asked.includes(`www.${name}`) ||
    (name.startsWith("www.") && asked.includes(name.slice(4)))
  );
}

/** The names of a certificate that nobody asked for, apart from what the CA adds by itself. */
export function extraNames(actual: readonly string[], asked: readonly string[]): string[] {
  return actual.filter((name) => !asked.includes(name) && !isAddedByCa(name, asked));
}

/**
 * The names that a certificate would lose by a reissue for `asked`. Only the base of a wildcard is sure to be
 * added again: that the CA adds the other of `x` and `www.x` to every product is not confirmed.
 */
export function lostNames(actual: readonly string[], asked: readonly string[]): string[] {
  return actual.filter((name) => !asked.includes(name) && !asked.includes(`*.${name}`));
}

/** The names asked for that a certificate does not have. */
export function missingNames(actual: readonly string[], asked: readonly string[]): string[] {
  return asked.filter((name) => !actual.includes(name));
}

/**
 * The added names that CertCentral may charge for. Free beyond doubt: the other of `x` and `www.x`, and
 * names directly below a wildcard that the order has.
 *
 * Source: "Order OV/EV SSL", `dns_names` ("Can result in additional costs"); Multi-year Plans.
 */
export function chargedNames(before: readonly string[], after: readonly string[]): string[] {
  return after.filter(
    (name) =>
      !before.includes(name) &&
      !isAddedByCa(name, before) &&
      !before.includes(name.replace(/^[^.*]+\./, "*.")),
  );
}
