import type * as pulumi from "@pulumi/pulumi";

import type { Certificate } from "./certificate";
import { IssuedResource, issuedOutputs } from "./issued-resource";
import { typeToken } from "./resource";

/** The inputs of {@link IssuedCertificate}. */
export interface IssuedCertificateArgs {
  /** A certificate that was declared with `waitFor: "placed"`. */
  certificate: Certificate;
  /** Minutes to wait before the run ends and a later one goes on. Default: 10. */
  issuanceTimeoutMinutes?: pulumi.Input<number>;
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
export class IssuedCertificate extends IssuedResource {
  /** Id of the order whose certificate this is. */
  declare public readonly orderId: pulumi.Output<number>;

  constructor(name: string, args: IssuedCertificateArgs, opts?: pulumi.CustomResourceOptions) {
    const { certificate, ...rest } = args;
    const { orderId, accountId, __awaited, issuance, commonName, csr, given } = certificate;
    const { validationRecords } = certificate;
    const ordered = { orderId, accountId, issuance, commonName, csr, ...given, validationRecords };
    const inputs = { certificate: { ...ordered, awaited: __awaited }, ...rest };
    super("issuedCertificate", "IssuedCertificate", name, issuedOutputs, inputs, opts);
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("IssuedCertificate");
}
