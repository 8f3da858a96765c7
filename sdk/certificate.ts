import type * as pulumi from "@pulumi/pulumi";

import type { optional, required, behaviour } from "../provider/certificate/plan/fields";
import type { ValidationRecord } from "../provider/dcv";
import type { Issuance } from "../provider/certificate/plan/issuance";
import type { DeepInput, FieldValues } from "./inputs";
import { IssuedResource, issuedOutputs } from "./issued-resource";
import { typeToken } from "./resource";

/** The inputs of {@link Certificate}. Every field of CertCentral's order request, in camelCase. */
export type CertificateArgs = DeepInput<FieldValues<typeof required>> &
  Partial<DeepInput<FieldValues<typeof optional>> & DeepInput<FieldValues<typeof behaviour>>>;

/**
 * A TLS certificate of DigiCert CertCentral: ordered, reissued within its order period, renewed and revoked.
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
export class Certificate extends IssuedResource {
  /** The plan that was last executed; see the preview for the one to come. */
  declare public readonly issuance: pulumi.Output<Issuance>;
  /** Id of the current order; it changes with a renewal. The resource's own id stays the first one. */
  declare public readonly orderId: pulumi.Output<number>;
  /** Id of the order of a renewal that waits; undefined when none does. */
  declare public readonly pendingOrderId: pulumi.Output<number | undefined>;
  /** Ids of all certificates that this resource had issued and that have not ended. */
  declare public readonly certificateIds: pulumi.Output<number[]>;
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
  /** The records that domain control validation needs; they stay known after the validation. */
  declare public readonly validationRecords: pulumi.Output<ValidationRecord[]>;

  /** The input of the same name. */
  declare public readonly commonName: pulumi.Output<string>;
  /** @internal Read off by who waits; an output without a value would be unknown in every preview. */
  readonly given: Pick<CertificateArgs, "dnsNames">;
  /** The input of the same name. */
  declare public readonly csr: pulumi.Output<string>;
  /** @internal What the next run, or an `IssuedCertificate`, goes on waiting for. */
  declare public readonly __awaited: pulumi.Output<
    { orderId: number; replacedCertificateId?: number } | undefined
  >;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.CustomResourceOptions) {
    super("certificate", "Certificate", name, outputs, args, opts);
    this.given = args.dnsNames === undefined ? {} : { dnsNames: args.dnsNames };
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("Certificate");
}

/** Pulumi makes an output of each key that the constructor names, and of no other. */
const outputs = {
  ...issuedOutputs,
  issuance: undefined,
  pendingOrderId: undefined,
  certificateIds: undefined,
  coveredUntil: undefined,
  renewalDue: undefined,
  accountId: undefined,
  organizationId: undefined,
  domains: undefined,
  requests: undefined,
  validationRecords: undefined,
  __awaited: undefined,
};
