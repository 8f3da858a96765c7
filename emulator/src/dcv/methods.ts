/** The ways of showing control over a domain, and the tokens that three of them look for. */
import { createHash, randomBytes } from "node:crypto";

import { badRequest, invalidValue, missingValue, Problem } from "../problems";

export const dcvMethods = [
  "email",
  "dns-txt-token",
  "dns-cname-token",
  "http-token",
  "http-token-dynamic",
] as const;

export type DcvMethod = (typeof dcvMethods)[number];

/** A random value, and until when it counts. */
export interface Token {
  value: string;
  expiresAt: Date;
}

const tokenLifeMs = 30 * 86_400_000;

/** Where a CNAME record made of a token has to point. */
export const cnameTarget = "dcv.digicert.com";

export function newToken(now: Date): Token {
  return {
    value: randomBytes(16).toString("hex"),
    expiresAt: new Date(now.getTime() + tokenLifeMs),
  };
}

export function isAlive(token: Token | undefined, now: Date): token is Token {
  return token !== undefined && token.expiresAt > now;
}

/** A file proves control over the very name it lies under, and over no other. */
export function isFileBased(method: DcvMethod): boolean {
  return method.startsWith("http-token");
}

/** Path of the file; with the dynamic method every token has a file of its own. */
export function fileOf(method: DcvMethod, token: string): string {
  const name =
    method === "http-token-dynamic"
      ? createHash("sha256").update(token).digest("hex").slice(0, 16)
      : "fileauth";
  return `/.well-known/pki-validation/${name}.txt`;
}

/** Reads `dcv_method` of a body; DV orders take no dynamic files. */
export function readMethod(given: unknown, isDv = false): DcvMethod {
  if (given === undefined || given === null) throw new Problem(400, missingValue("dcv_method"));
  const method = dcvMethods.find((own) => own === given);
  if (method === undefined || (isDv && method === "http-token-dynamic")) {
    throw new Problem(400, invalidValue("dcv_method"));
  }
  return method;
}

/** The answer to a check that does not find the token. That for CNAME is our choice. */
export function notFoundBy(method: DcvMethod): Problem {
  if (method === "email") {
    return badRequest("invalid_dns_method", "An error occurred while processing your request.");
  }
  if (isFileBased(method)) {
    const message =
      "Could not find the random value at the expected file location for one or more domains.";
    return badRequest("file_random_value_not_found", message);
  }
  const [code, record] =
    method === "dns-cname-token" ? ["invalid_dns_cname", "CNAME"] : ["invalid_dns_txt", "TXT"];
  return badRequest(code, `Could not find a valid ${record} record for one or more domains.`);
}
