import { X509Certificate } from "node:crypto";

/** The base64 text of a PEM without armour and white space: equal when the content is equal. */
export function pemBody(pem: string): string {
  return pem.replace(/-----(BEGIN|END) [A-Z0-9 ]+-----/g, "").replace(/\s+/g, "");
}

/**
 * The base64 texts of all blocks with a label in a text, without white space.
 *
 * @param label a regular expression: `CERTIFICATE`, `(?:NEW )?CERTIFICATE REQUEST`
 */
export function findPem(text: string, label: string): string[] {
  const block = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`, "g");
  return [...text.matchAll(block)].map(([, body = ""]) => body.replace(/\s+/g, ""));
}

/** DER in PEM armour, 64 columns, LF. */
export function armour(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `${[`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join("\n")}\n`;
}

const certificate = "CERTIFICATE";

/** The certificates of a text as they stand in it, each as PEM. */
function splitCertificates(pems: string): string[] {
  return findPem(pems, certificate).map((body) => armour(certificate, Buffer.from(body, "base64")));
}

/** The first certificate of a chain. */
export function leafIn(fullChainPem: string): string {
  return splitCertificates(fullChainPem).slice(0, 1).join("");
}

/** What follows the first certificate of a chain. */
export function intermediatesIn(fullChainPem: string): string {
  return splitCertificates(fullChainPem).slice(1).join("");
}

/** The certificates of a text, each with the common name of its subject; what is no certificate has none. */
export function certificatesIn(pems: string): { subjectCommonName: string; pem: string }[] {
  return splitCertificates(pems).map((pem) => ({ subjectCommonName: subjectIn(pem), pem }));
}

function subjectIn(pem: string): string {
  try {
    return commonNameOf(new X509Certificate(pem));
  } catch {
    return "";
  }
}

/** Common name of a certificate's subject; empty where it has none. */
export function commonNameOf({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? "";
}
