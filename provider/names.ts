import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";

/**
 * Names as CertCentral compares them and as they are sent: lower case, no final dot, international names in their
 * xn-- form, addresses in their shortest form.
 */
export function normalizeName(name: string): string {
  const plain = name.trim().toLowerCase().replace(/\.$/, "");
  if (/[^\x20-\x7e]/.test(plain)) return domainToASCII(plain) || plain;
  const address = /^\[(.*)\]$/.exec(plain)?.[1] ?? plain;
  return isIP(address) === 6 ? shortestAddress(address) : plain;
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
    return `"${raw}" has a letter that no domain name may have`;
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

/** Top level names that nobody can own. RFC 6761, RFC 6762, RFC 8375; ICANN 2024 (internal). */
const privateSuffixes = ["local", "localhost", "invalid", "internal", "home.arpa"];

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv4");
}
privateAddresses.addAddress("::1", "ipv6");
privateAddresses.addSubnet("fc00::", 7, "ipv6");
privateAddresses.addSubnet("fe80::", 10, "ipv6");

/**
 * Why a name cannot stand in a certificate that the public trusts; undefined when it can.
 *
 * Source: Baseline Requirements 4.2.2 (internal names, reserved addresses), 7.1.4.2.1 (no underscore).
 */
export function publicNameProblem(raw: string): string | undefined {
  const name = normalizeName(raw);
  const family = isIP(name);
  if (family !== 0) {
    return privateAddresses.check(name, family === 6 ? "ipv6" : "ipv4")
      ? `"${raw}" is a private address, which no public certificate may have: use a private_* product`
      : undefined;
  }
  const suffix = privateSuffixes.find((one) => name === one || name.endsWith(`.${one}`));
  if (suffix !== undefined) {
    return `"${raw}" ends in .${suffix}, which no public certificate may have: use a private_* product`;
  }
  if (/\.\d+$/.test(name)) {
    return `"${raw}" has a number for its top level: write an address in full, or a domain name`;
  }
  if (name.includes("_")) {
    return `"${raw}" has an underscore, which no public certificate may have: rename the host`;
  }
  return undefined;
}

export function isWildcard(name: string): boolean {
  return name.startsWith("*.");
}

/** The wildcard that serves a name as well. */
function wildcardOver(name: string): string {
  return name.replace(/^[^.*]+\./, "*.");
}

/** Whether a host may be served by certificates for either name: a wildcard serves what is directly below it, and its base. */
export function serveOneHost(one: string, other: string): boolean {
  const serves = (name: string, wildcard: string): boolean =>
    wildcardOver(name) === wildcard || `*.${name}` === wildcard;
  return one === other || serves(one, other) || serves(other, one);
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
      !before.includes(name) && !isAddedByCa(name, before) && !before.includes(wildcardOver(name)),
  );
}
