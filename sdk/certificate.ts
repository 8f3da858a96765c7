import type * as pulumi from "@pulumi/pulumi";

import type { optional, required, tuning } from "../provider/certificate/fields";
import type { ValidationRecord } from "../provider/dcv";
import type { Issuance } from "../provider/certificate/issuance";
import type { DeepInput, FieldValues } from "./inputs";
import { CertCentralResource, typeToken } from "./resource";

/** The inputs of {@link Certificate}. Every field of CertCentral's order request, in camelCase. */
export type CertificateArgs = DeepInput<FieldValues<typeof required>> &
  Partial<DeepInput<FieldValues<typeof optional>> & DeepInput<FieldValues<typeof tuning>>>;

/**
 * A TLS certificate of DigiCert CertCentral: ordered, reissued inside its plan, renewed and revoked.
 *
 * Every `pulumi preview` shows, in `issuance`, what will happen to it, why, at what cost and until
 * when it is covered; `pulumi up` does that and nothing more. No private key is ever an input.
 *
 * @example
 * ```ts
 * const shop = new certcentral.Certificate("shop", {
 *   product: "ssl_plus",
 *   commonName: "shop.example.com",
 *   csr: readFileSync("shop.csr", "utf8"),
 *   organization: { id: 117483 },
 * });
 * export const fullChain = shop.fullChainPem;
 * ```
 *
 * Source: CertCentral Services API, "Order OV/EV SSL", "Reissue certificate", "Revoke certificate".
 */
export class Certificate extends CertCentralResource {
  /** The plan that was last executed; see the preview for the one to come. */
  declare public readonly issuance: pulumi.Output<Issuance>;
  /** Id of the current order; it changes with a renewal. The resource's own id stays the first one. */
  declare public readonly orderId: pulumi.Output<number>;
  /** Id of the order of a renewal that waits; undefined when none does. */
  declare public readonly pendingOrderId: pulumi.Output<number | undefined>;
  /** Id of the certificate in use; undefined until one is issued, like all that is read off it. */
  declare public readonly certificateId: pulumi.Output<number>;
  /** Ids of all certificates that this resource had issued and that have not ended. */
  declare public readonly certificateIds: pulumi.Output<number[]>;
  /** Status of the order in CertCentral's words: `issued`, `pending`, `needs_approval`, ... */
  declare public readonly status: pulumi.Output<string>;
  /** Serial number of the certificate, hexadecimal, upper case. */
  declare public readonly serialNumber: pulumi.Output<string>;
  /** SHA-1 thumbprint of the certificate, hexadecimal, upper case. */
  declare public readonly thumbprint: pulumi.Output<string>;
  /** First instant of the certificate, ISO 8601, UTC. */
  declare public readonly notBefore: pulumi.Output<string>;
  /** Last instant of the certificate, ISO 8601, UTC. */
  declare public readonly notAfter: pulumi.Output<string>;
  /** Last day of the order, `YYYY-MM-DD`: until then reissues are free. */
  declare public readonly coveredUntil: pulumi.Output<string>;
  /** Day from which the next `pulumi up` replaces the certificate, `YYYY-MM-DD`. */
  declare public readonly renewalDue: pulumi.Output<string>;
  /** Account that the order belongs to. */
  declare public readonly accountId: pulumi.Output<number>;
  /** Organization on the order, also of one that the order created. */
  declare public readonly organizationId: pulumi.Output<number>;
  /** Domains on the order, as the reply to the order named them. */
  declare public readonly domains: pulumi.Output<{ id?: number; name?: string }[]>;
  /** Requests on the order: what an approver must act on. */
  declare public readonly requests: pulumi.Output<{ id: number; status?: string }[]>;
  /** What domain control validation needs; empty when all names are validated. */
  declare public readonly validationRecords: pulumi.Output<ValidationRecord[]>;
  /** The issued chain, leaf first. */
  declare public readonly certificateChain: pulumi.Output<
    { subjectCommonName: string; pem: string }[]
  >;
  /** The certificate itself, PEM. */
  declare public readonly certificatePem: pulumi.Output<string>;
  /** The intermediates, PEM. */
  declare public readonly chainPem: pulumi.Output<string>;
  /** Certificate and intermediates, PEM: what nginx and Kubernetes take. */
  declare public readonly fullChainPem: pulumi.Output<string>;
  /** The root, PEM. */
  declare public readonly rootPem: pulumi.Output<string>;

  /** The input of the same name. */
  declare public readonly commonName: pulumi.Output<string>;
  /** The input of the same name. */
  declare public readonly dnsNames: pulumi.Output<string[] | undefined>;
  /** The input of the same name. */
  declare public readonly csr: pulumi.Output<string>;
  /** @internal What the next run, or an `IssuedCertificate`, goes on waiting for. */
  declare public readonly __awaited: pulumi.Output<
    { orderId: number; replacedCertificateId?: number } | undefined
  >;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.CustomResourceOptions) {
    super("certificate", "Certificate", name, outputs, args, opts);
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("Certificate");
}

/** Pulumi makes an output of each key that the constructor names, and of no other. */
const outputs = {
  issuance: undefined,
  orderId: undefined,
  pendingOrderId: undefined,
  certificateId: undefined,
  certificateIds: undefined,
  status: undefined,
  serialNumber: undefined,
  thumbprint: undefined,
  notBefore: undefined,
  notAfter: undefined,
  coveredUntil: undefined,
  renewalDue: undefined,
  accountId: undefined,
  organizationId: undefined,
  domains: undefined,
  requests: undefined,
  validationRecords: undefined,
  certificateChain: undefined,
  certificatePem: undefined,
  chainPem: undefined,
  fullChainPem: undefined,
  rootPem: undefined,
  dnsNames: undefined,
  __awaited: undefined,
};
