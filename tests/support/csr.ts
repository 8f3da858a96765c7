import "reflect-metadata";

import { generateKeyPairSync, type KeyObject, webcrypto } from "node:crypto";

import { Pkcs10CertificateRequestGenerator, X509CertificateGenerator } from "@peculiar/x509";

export interface TestKey {
  csr: string;
  publicKey: KeyObject;
  privateKeyPem: string;
}

/** A fresh key and a CSR for it; the names in the CSR do not matter to CertCentral. */
export async function makeKey(
  kind: "rsa" | "p256" | "p384" | "rsa1024" | "ed25519" = "p256",
): Promise<TestKey> {
  const pair = keyPair(kind);
  const algorithm = signingAlgorithm(kind);
  const keys = await cryptoKeys(pair, algorithm);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: "CN=www.example.com",
    keys: keys as never,
    signingAlgorithm: algorithm as never,
  });
  return {
    csr: `${request.toString("pem")}\n`,
    publicKey: pair.publicKey,
    privateKeyPem: pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
  };
}

/** A certificate for 127.0.0.1 that nobody vouches for, and its key. */
export async function selfSigned(): Promise<{ certificate: string; privateKeyPem: string }> {
  const pair = keyPair("p256");
  const algorithm = signingAlgorithm("p256");
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=127.0.0.1",
    keys: (await cryptoKeys(pair, algorithm)) as never,
    signingAlgorithm: algorithm as never,
  });
  const privateKeyPem = pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  return { certificate: certificate.toString("pem"), privateKeyPem };
}

async function cryptoKeys(
  pair: ReturnType<typeof keyPair>,
  algorithm: ReturnType<typeof signingAlgorithm>,
) {
  const der = (key: KeyObject, type: "spki" | "pkcs8") => key.export({ format: "der", type });
  const usable = { name: algorithm.name, namedCurve: algorithm.namedCurve, hash: "SHA-256" };
  const { subtle } = webcrypto;
  const { publicKey, privateKey } = pair;
  return {
    publicKey: await subtle.importKey("spki", der(publicKey, "spki"), usable, true, ["verify"]),
    privateKey: await subtle.importKey("pkcs8", der(privateKey, "pkcs8"), usable, true, ["sign"]),
  };
}

function keyPair(kind: string): { publicKey: KeyObject; privateKey: KeyObject } {
  if (kind === "rsa") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  if (kind === "rsa1024") return generateKeyPairSync("rsa", { modulusLength: 1024 });
  if (kind === "ed25519") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("ec", { namedCurve: kind === "p384" ? "P-384" : "P-256" });
}

function signingAlgorithm(kind: string): { name: string; hash?: string; namedCurve?: string } {
  if (kind.startsWith("rsa")) return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  if (kind === "ed25519") return { name: "Ed25519" };
  return { name: "ECDSA", hash: "SHA-256", namedCurve: kind === "p384" ? "P-384" : "P-256" };
}
