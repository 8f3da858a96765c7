/** A client of nothing but `fetch`: the emulator must serve other people's clients. */
import "reflect-metadata";

import { generateKeyPairSync, type KeyObject, webcrypto } from "node:crypto";

import { Pkcs10CertificateRequestGenerator } from "@peculiar/x509";

import type { Emulator } from "../../src";

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

export type Api = (method: string, path: string, body?: unknown, key?: string) => Promise<Answer>;

export function apiOf(emulator: Emulator): Api {
  return async (method, path, body, key = emulator.apiKey) => {
    const response = await fetch(emulator.url + path, {
      method,
      headers: { "x-dc-devkey": key, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type") === "application/json";
    const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, text, json };
  };
}

export interface Key {
  csr: string;
  publicKey: KeyObject;
}

/** A fresh key and a CSR whose own names differ from any order's. */
export async function newKey(): Promise<Key> {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const { subtle } = webcrypto;
  const publicDer = pair.publicKey.export({ format: "der", type: "spki" });
  const privateDer = pair.privateKey.export({ format: "der", type: "pkcs8" });
  const keys = {
    publicKey: await subtle.importKey("spki", publicDer, algorithm, true, ["verify"]),
    privateKey: await subtle.importKey("pkcs8", privateDer, algorithm, true, ["sign"]),
  };
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: "CN=ignored.invalid",
    keys: keys as never,
    signingAlgorithm: algorithm,
  });
  return { csr: request.toString("pem"), publicKey: pair.publicKey };
}

/** The body of an order as the API page's own example has it. */
export function orderOf(
  csr: string,
  change: Record<string, unknown> = {},
): Record<string, unknown> {
  const { certificate, ...rest } = change as { certificate?: object };
  return {
    certificate: {
      common_name: "example.com",
      dns_names: ["sub.example.com", "app.example.com"],
      csr,
      server_platform: { id: 45 },
      signature_hash: "sha256",
      ...certificate,
    },
    order_validity: { years: 1 },
    comments: "Message for the approver",
    disable_renewal_notifications: true,
    locale: "en",
    payment_method: "balance",
    organization: { id: 117483 },
    custom_fields: [{ metadata_id: 11, value: "Invoice #00001" }],
    ...rest,
  };
}

export function codesOf({ json }: Answer): string[] {
  return (json["errors"] as { code: string }[]).map(({ code }) => code);
}
