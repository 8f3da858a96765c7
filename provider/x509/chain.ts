import { X509Certificate } from "node:crypto";

import { normalizeName } from "../names";
import { csrKeyDigest, keyDigest } from "./csr";
import { normalizePem } from "./pem";

/** An issued chain, leaf first, ready to use; PEM with LF and byte-stable between reads. */
export interface Chain {
  certificates: { subjectCommonName: string; pem: string }[];
  /** Leaf. */
  certificatePem: string;
  /** Intermediates. */
  chainPem: string;
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
}

export interface ChainLink {
  subjectCommonName?: string | undefined;
  pem: string;
}

/** Parses a chain as CertCentral sends it; throws a message that says what is wrong with it. */
export function parseChain(links: readonly ChainLink[]): Chain {
  const certificates = links.map(({ pem }) => new X509Certificate(pem));
  const [leaf, ...issuers] = certificates;
  if (leaf === undefined) throw new Error("the chain is empty");
  const pems = links.map(({ pem }) => normalizePem(pem));
  const rootAt = certificates.findIndex((certificate) => isSelfSigned(certificate));
  const end = rootAt === -1 ? certificates.length : rootAt;
  certificates.slice(0, -1).forEach((certificate, index) => {
    const issuer = issuers[index];
    if (issuer !== undefined && !isIssuedBy(certificate, issuer)) {
      throw new Error(
        `certificate ${index} of the chain is not signed by certificate ${index + 1}`,
      );
    }
  });
  return {
    certificates: certificates.map((certificate, index) => ({
      subjectCommonName: links[index]?.subjectCommonName ?? commonNameOf(certificate),
      pem: pems[index] ?? "",
    })),
    certificatePem: pems[0] ?? "",
    chainPem: pems.slice(1, end).join(""),
    fullChainPem: pems.slice(0, end).join(""),
    rootPem: rootAt > 0 ? (pems[rootAt] ?? "") : "",
    serialNumber: leaf.serialNumber.toUpperCase(),
    thumbprint: leaf.fingerprint.replaceAll(":", ""),
    // The dates themselves are there from Node 22.10 on only.
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
    keyDigest: keyDigest(leaf.publicKey),
    names: sanNames(leaf),
  };
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

function isSelfSigned(certificate: X509Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function commonNameOf(certificate: X509Certificate): string {
  return /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "";
}

function sanNames(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? "")
    .split(", ")
    .map((entry) => entry.replace(/^(DNS|IP Address):/, ""))
    .map(normalizeName)
    .sort();
}
