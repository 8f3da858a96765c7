import { X509Certificate } from "node:crypto";

import { normalizeName } from "../names";
import { csrKeyDigest, keyDigest } from "./csr";
import { armour, commonNameOf, findPem } from "./pem";

/** An issued chain, leaf first, ready to use; PEM with LF and byte-stable between reads. */
export interface Chain {
  /** Leaf and intermediates: what nginx and Kubernetes take. */
  fullChainPem: string;
  /** Root, empty when CertCentral did not send it. */
  rootPem: string;
  serialNumber: string;
  /** SHA-1 of the leaf, as CertCentral prints it. */
  thumbprint: string;
  notBefore: Date;
  notAfter: Date;
  /** SHA-256 of the leaf's public key. */
  keyDigest: string;
  names: string[];
  /** Object ids of its extended key usages. */
  usages: string[];
}

export interface ChainLink {
  subjectCommonName?: string | undefined;
  pem: string;
}

/**
 * The chain in what CertCentral sends: the path from the leaf by issuer, key identifiers and signature, in whatever order and
 * however often the certificates come; others are left out. A root is taken before a cross-signed certificate of it.
 *
 * @throws Error what is wrong with it
 */
export function parseChain(links: readonly ChainLink[]): Chain {
  const all = readLinks(links);
  const path = findPath(all);
  const [leaf] = path;
  if (leaf === undefined) throw new Error("the chain is empty");
  const last = path.at(-1);
  const hasRoot = path.length > 1 && last?.isRoot === true;
  const pems = path.map(({ pem }) => pem);
  const end = hasRoot ? path.length - 1 : path.length;
  const { certificate } = leaf;
  return {
    fullChainPem: pems.slice(0, end).join(""),
    rootPem: hasRoot ? last.pem : "",
    serialNumber: certificate.serialNumber.toUpperCase(),
    thumbprint: certificate.fingerprint.replaceAll(":", ""),
    // The dates themselves are there from Node 22.10 on only.
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    keyDigest: keyDigest(certificate.publicKey),
    names: sanNames(certificate),
    usages: usagesOf(certificate),
  };
}

interface Link {
  certificate: X509Certificate;
  /** It is its own issuer, and signed by itself. */
  isRoot: boolean;
  subjectCommonName: string;
  pem: string;
}

/** Each certificate once, by its thumbprint, in an order that does not depend on how they came. */
function readLinks(links: readonly ChainLink[]): Link[] {
  const all = new Map<string, Link>();
  for (const { pem, subjectCommonName } of links) {
    const blocks = findPem(pem, "CERTIFICATE");
    if (blocks.length === 0) throw new Error("an entry of the chain is not a certificate in PEM");
    for (const block of blocks) {
      const read = readBefore.get(block) ?? readAnew(block);
      const called = blocks.length === 1 ? subjectCommonName : undefined;
      const link = called === undefined ? read : { ...read, subjectCommonName: called };
      all.set(link.certificate.fingerprint256, link);
    }
  }
  return [...all.values()].sort((one, other) =>
    one.certificate.fingerprint256 < other.certificate.fingerprint256 ? -1 : 1,
  );
}

/** The certificates of CAs, by their text: a few, which come with each leaf. */
const readBefore = new Map<string, Link>();

function readAnew(base64: string): Link {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(Buffer.from(base64, "base64"));
  } catch {
    throw new Error("an entry of the chain cannot be parsed as a certificate");
  }
  const subjectCommonName = commonNameOf(certificate);
  const isRoot = isIssuedBy(certificate, certificate);
  if (certificate.subject === certificate.issuer && !isRoot) {
    throw new Error(`the root "${subjectCommonName}" of the chain is not signed by itself`);
  }
  const pem = armour("CERTIFICATE", certificate.raw);
  const link = { certificate, isRoot, subjectCommonName, pem };
  if (certificate.ca) readBefore.set(base64, link);
  return link;
}

function findPath(all: readonly Link[]): Link[] {
  const leaves = all.filter(({ certificate }) => !certificate.ca);
  const [leaf] = leaves;
  if (leaf === undefined && all.length > 0) throw new Error("the chain has no leaf");
  if (leaves.length > 1) throw new Error(`the chain has ${leaves.length} leaves`);
  if (leaf === undefined) return [];
  const path = [leaf];
  for (let last = leaf; !last.isRoot;) {
    const issuer = findIssuer(last, all, path);
    if (issuer === undefined) break;
    path.push(issuer);
    last = issuer;
  }
  refuseStrayRoot(all, path);
  return path;
}

/** A root came, and the path ends before any: what stands between them was changed, or belongs to another chain. */
function refuseStrayRoot(all: readonly Link[], path: readonly Link[]): void {
  const last = path.at(-1);
  const root = all.find(({ isRoot }) => isRoot);
  if (last === undefined || root === undefined || last.isRoot) return;
  throw new Error(
    `the certificate "${last.subjectCommonName}" of the chain does not lead to the root "${root.subjectCommonName}" that came with it`,
  );
}

/** The issuer of a certificate, a root before any other; undefined where none of its name was sent. */
function findIssuer(
  { certificate, subjectCommonName }: Link,
  all: readonly Link[],
  path: readonly Link[],
): Link | undefined {
  const named = all.filter(
    (other) => !path.includes(other) && other.certificate.subject === certificate.issuer,
  );
  const signers = named.filter((other) => isIssuedBy(certificate, other.certificate));
  if (named.length > 0 && signers.length === 0) {
    throw new Error(
      `the certificate "${subjectCommonName}" of the chain is not signed by "${named[0]?.subjectCommonName ?? ""}"`,
    );
  }
  return signers.find(({ isRoot }) => isRoot) ?? signers[0];
}

/** What a certificate in PEM is for; undefined when it cannot be read. */
export function readLeaf(pem: string): { keyDigest: string; names: string[] } | undefined {
  try {
    const leaf = new X509Certificate(pem);
    return { keyDigest: keyDigest(leaf.publicKey), names: sanNames(leaf) };
  } catch {
    return undefined;
  }
}

/** Which certificate a leaf is to be; what is undefined is not looked at. */
export interface WantedLeaf {
  csr?: string;
  names?: readonly string[];
  /** What CertCentral says of the certificate: SHA-1 and serial number in hexadecimal. Its dates are no part of who it is. */
  thumbprint?: string | undefined;
  serialNumber?: string | undefined;
  /** Thumbprint of the certificate that it replaces, and so is not. */
  replaces?: string | undefined;
}

/**
 * Whether the leaf is the wanted one: the same key and names prove little where a certificate was
 * reissued for both.
 *
 * @returns every way in which it is not; empty when it is
 */
export function leafProblems(chain: Chain, wanted: WantedLeaf): string[] {
  const { csr, names = [], thumbprint, serialNumber, replaces } = wanted;
  const missing = names.filter((name) => !chain.names.includes(name));
  const checks: [boolean, string][] = [
    [
      csr !== undefined && chain.keyDigest !== csrKeyDigest(csr),
      "its public key is not the one of the CSR",
    ],
    [missing.length > 0, `it is missing the names ${missing.join(", ")}`],
    [
      thumbprint !== undefined && hex(thumbprint) !== hex(chain.thumbprint),
      `its thumbprint is ${chain.thumbprint}, not ${String(thumbprint)}`,
    ],
    [
      serialNumber !== undefined && hex(serialNumber) !== hex(chain.serialNumber),
      `its serial number is ${chain.serialNumber}, not ${String(serialNumber)}`,
    ],
    [replaces !== undefined && hex(replaces) === hex(chain.thumbprint), "it is the one to replace"],
  ];
  return checks.filter(([isProblem]) => isProblem).map(([, problem]) => problem);
}

function hex(text: string): string {
  return text
    .replace(/[^0-9a-f]/gi, "")
    .toUpperCase()
    .replace(/^0+/, "");
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** Absent in certificates that have no such extension, whatever the types say. */
function usagesOf({ keyUsage }: { keyUsage?: string[] }): string[] {
  return keyUsage ?? [];
}

function sanNames(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? "")
    .split(", ")
    .map((entry) => entry.replace(/^(DNS|IP Address):/, ""))
    .map(normalizeName)
    .sort();
}
