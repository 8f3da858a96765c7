import "reflect-metadata";

import { createHash, createPublicKey, type KeyObject } from "node:crypto";

import { Pkcs10CertificateRequest } from "@peculiar/x509";

import { pemBody } from "./pem";

const smallestRsaBits = 2048;
const curves: readonly string[] = ["prime256v1", "secp384r1", "secp521r1"];

/** Why a certificate cannot be ordered with this CSR; undefined when it can. Never quotes it. */
export async function csrProblem(csr: string): Promise<string | undefined> {
  if (csr.includes("PRIVATE KEY")) {
    return "holds a private key: give the certificate signing request only, and keep the key to yourself";
  }
  const request = parse(csr);
  if (request === undefined) {
    return "cannot be parsed as a PKCS#10 certificate signing request: make one with `openssl req -new`";
  }
  const key = keyOf(request);
  const weak =
    key === undefined ? "has a key of an unknown kind: use RSA or ECDSA" : keyProblem(key);
  if (weak !== undefined) return weak;
  // A key that the library knows but cannot verify with throws instead of answering false.
  const signed = await request.verify().catch(() => false);
  return signed
    ? undefined
    : "has a signature that does not match its own key: it was changed or cut off; make it anew";
}

/** SHA-256 of the CSR's public key (SubjectPublicKeyInfo); undefined when it cannot be parsed. */
export function csrKeyDigest(csr: string): string | undefined {
  const request = parse(csr);
  const key = request === undefined ? undefined : keyOf(request);
  return key === undefined ? undefined : keyDigest(key);
}

export function keyDigest(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

function parse(csr: string): Pkcs10CertificateRequest | undefined {
  try {
    return new Pkcs10CertificateRequest(Buffer.from(pemBody(csr), "base64"));
  } catch {
    return undefined;
  }
}

function keyOf(request: Pkcs10CertificateRequest): KeyObject | undefined {
  try {
    const key = Buffer.from(request.publicKey.rawData);
    return createPublicKey({ key, type: "spki", format: "der" });
  } catch {
    return undefined;
  }
}

function keyProblem(key: KeyObject): string | undefined {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === "rsa") {
    if (modulusLength !== undefined && modulusLength >= smallestRsaBits) return undefined;
    return `has an RSA key of ${modulusLength ?? "unknown"} bits: public certificates need ${smallestRsaBits} at least`;
  }
  if (key.asymmetricKeyType === "ec" && namedCurve !== undefined && curves.includes(namedCurve)) {
    return undefined;
  }
  const kind = namedCurve ?? key.asymmetricKeyType ?? "unknown";
  return `has a key of the kind ${kind}: public certificates take RSA, or ECDSA on P-256, P-384 or P-521`;
}
