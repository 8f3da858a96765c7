/** A key, and a signing request for it. */
import { createPrivateKey, type KeyObject, webcrypto } from "node:crypto";
import { isIP } from "node:net";

import { armour } from "../../provider/x509/pem";

/** Keys that public certificates take. Source: DigiCert, "Generate a CSR". */
export const keyKinds = ["p256", "p384", "rsa2048", "rsa3072", "rsa4096"] as const;

export type KeyKind = (typeof keyKinds)[number];

export interface KeyPair {
  /** PKCS#8, PEM. */
  keyPem: string;
  csrPem: string;
}

/** Makes both on this machine. The first name is the common name. */
export async function makeKeyAndCsr(kind: KeyKind, names: readonly string[]): Promise<KeyPair> {
  const algorithm = algorithmOf(kind);
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  // It takes long to load, and no other command needs it.
  await import("reflect-metadata");
  const { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } =
    await import("@peculiar/x509");
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [names[0] ?? ""] }],
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? "dns" : "ip", value })),
      ),
    ],
  });
  return {
    keyPem: exportKey(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey)),
    csrPem: armour("CERTIFICATE REQUEST", Buffer.from(request.rawData)),
  };
}

function exportKey(der: ArrayBuffer): string {
  const key: KeyObject = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  return key.export({ format: "pem", type: "pkcs8" }).toString();
}

function algorithmOf(kind: KeyKind) {
  if (kind === "p256") return { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
  if (kind === "p384") return { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" } as const;
  return {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: Number(kind.slice("rsa".length)),
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  } as const;
}
