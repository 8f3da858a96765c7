import type * as pulumi from "@pulumi/pulumi";

import { issuedOutputs } from "../provider/certificate/order/outputs";
import type { optional, OrderedCertificate } from "../provider/issued-certificate/fields";
import { Certificate } from "./certificate";
import type { DeepInput, InputsOf } from "./inputs";
import { CertCentralResource, type OutputsOf, typeToken } from "./resource";

/** The inputs of {@link IssuedCertificate}. */
export interface IssuedCertificateArgs extends InputsOf<
  object,
  Pick<typeof optional, "issuanceTimeoutMinutes">
> {
  /** A certificate that was declared with `waitFor: "placed"`, or what it outputs. */
  certificate: Certificate | DeepInput<OrderedCertificate>;
}

/**
 * Waits until the order of a {@link Certificate} with `waitFor: "placed"` is issued, has CertCentral
 * look at its validation records, and outputs the verified chain. Let it depend on the records.
 *
 * While a renewal or a reissue is waited for, the old chain stays the output; the run fails only with
 * fewer than 7 days left.
 *
 * @example
 * ```ts
 * const shop = new certcentral.Certificate("shop", { ...args, waitFor: "placed" });
 * const record = new cloudflare.DnsRecord("dcv", recordFrom(shop.validationRecords[0]));
 * const issued = new certcentral.IssuedCertificate("shop", { certificate: shop }, { dependsOn: record });
 * export const fullChain = issued.fullChainPem;
 * ```
 *
 * Source: CertCentral Services API, "Order info", "Check DCV", "Certificate chain".
 */
export class IssuedCertificate extends CertCentralResource {
  constructor(name: string, args: IssuedCertificateArgs, opts?: pulumi.CustomResourceOptions) {
    const { certificate, ...rest } = args;
    const ordered = certificate instanceof Certificate ? readOrdered(certificate) : certificate;
    const inputs = { certificate: ordered, ...rest };
    super("issuedCertificate", "IssuedCertificate", name, issuedOutputs, inputs, opts);
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("IssuedCertificate");
}

// Pulumi makes the properties, one for each line of the table.
export interface IssuedCertificate extends OutputsOf<typeof issuedOutputs> {}

function readOrdered(certificate: Certificate): object {
  const { orderId, accountId, issuance, commonName, csr, given, validationRecords } = certificate;
  // What the next run goes on waiting for: for the provider alone, so it is in no list of outputs.
  const { __awaited: awaited } = certificate as { __awaited?: unknown };
  return { orderId, accountId, issuance, commonName, csr, ...given, validationRecords, awaited };
}
