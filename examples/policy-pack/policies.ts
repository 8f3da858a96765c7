import "reflect-metadata";

import { createPublicKey } from "node:crypto";

import { Pkcs10CertificateRequest } from "@peculiar/x509";
import type {
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";

/** The inputs of a certificate that the policies read, with the plan that the preview shows. */
interface Planned {
  product: string;
  commonName: string;
  dnsNames?: string[];
  csr: string;
  issuance: { action: string; validFrom?: string; validUntil?: string; cost: string };
}

/** A policy of certificates alone, whichever door they come through. */
function ofCertificates<Configured extends object>(
  policy: Omit<ResourceValidationPolicy, "validateResource">,
  validate: (
    planned: Planned,
    configured: Partial<Configured>,
    report: (message: string) => void,
  ) => void,
): ResourceValidationPolicy {
  return {
    ...policy,
    validateResource: (args: ResourceValidationArgs, report: ReportViolation): void => {
      if (!/[:/]certcentral:(index:)?Certificate$/.test(`:${args.type}`)) return;
      validate(args.props as Planned, args.getConfig<Configured>(), (message) => {
        report(message);
      });
    },
  };
}

export const keyStrength = ofCertificates<{ leastRsaBits: number }>(
  {
    name: "key-strength",
    description: "Keys are ECDSA, or RSA of at least `leastRsaBits` (3072).",
    enforcementLevel: "mandatory",
    configSchema: { properties: { leastRsaBits: { type: "integer", default: 3072 } } },
  },
  ({ csr }, { leastRsaBits = 3072 }, report) => {
    const { rawData } = new Pkcs10CertificateRequest(csr).publicKey;
    const key = createPublicKey({ key: Buffer.from(rawData), format: "der", type: "spki" });
    const bits = key.asymmetricKeyDetails?.modulusLength;
    if (bits !== undefined && bits < leastRsaBits) {
      report(`The key is RSA of ${bits} bits; ${leastRsaBits} are asked for, or ECDSA.`);
    }
  },
);

/** The plan stands in the inputs for good: what is to be paid in this run was planned today. */
export const paidActions = ofCertificates<object>(
  {
    name: "paid-actions",
    description: "Orders and renewals are said where reviewers look; `mandatory` stops them.",
    enforcementLevel: "advisory",
  },
  ({ issuance: { action, cost, validFrom, validUntil = "?" } }, _, report) => {
    const now = process.env["CERTCENTRAL_NOW"] ?? new Date().toISOString();
    const isPaid = action === "order" || action === "renew";
    if (isPaid && validFrom === now.slice(0, 10)) report(`${action} until ${validUntil}: ${cost}`);
  },
);

export const products = ofCertificates<{ allowed: string[] }>(
  {
    name: "products",
    description: "Products are those in `allowed`.",
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        allowed: {
          type: "array",
          items: { type: "string" },
          default: ["ssl_plus", "ssl_multi_domain"],
        },
      },
    },
  },
  ({ product }, { allowed = ["ssl_plus", "ssl_multi_domain"] }, report) => {
    if (!allowed.includes(product)) {
      report(`The product ${product} is not among ${allowed.join(", ")}.`);
    }
  },
);

export const names = ofCertificates<{ domains: string[] }>(
  {
    name: "names",
    description: "Names are one of `domains` or below it, and no wildcards.",
    enforcementLevel: "mandatory",
    configSchema: {
      properties: {
        domains: { type: "array", items: { type: "string" }, default: ["example.com"] },
      },
    },
  },
  ({ commonName, dnsNames = [] }, { domains = ["example.com"] }, report) => {
    for (const name of [commonName, ...dnsNames]) {
      const isOurs = domains.some((domain) => name === domain || name.endsWith(`.${domain}`));
      if (!isOurs) report(`${name} is not below ${domains.join(", ")}.`);
      if (name.startsWith("*.")) report(`${name} is a wildcard: name the hosts.`);
    }
  },
);
