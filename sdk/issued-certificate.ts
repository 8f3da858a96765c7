import type * as pulumi from "@pulumi/pulumi";

import type { Certificate } from "./certificate";
import { CertCentralResource, typeToken } from "./resource";

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
export class IssuedCertificate extends CertCentralResource {
  /** Id of the order whose certificate this is. */
  declare public readonly orderId: pulumi.Output<number>;
  /** Id of the certificate. */
  declare public readonly certificateId: pulumi.Output<number>;
  /** Status of the order in CertCentral's words. */
  declare public readonly status: pulumi.Output<string>;
  /** Serial number of the certificate, hexadecimal, upper case. */
  declare public readonly serialNumber: pulumi.Output<string>;
  /** SHA-1 thumbprint of the certificate, hexadecimal, upper case. */
  declare public readonly thumbprint: pulumi.Output<string>;
  /** First instant of the certificate, ISO 8601, UTC. */
  declare public readonly notBefore: pulumi.Output<string>;
  /** Last instant of the certificate, ISO 8601, UTC. */
  declare public readonly notAfter: pulumi.Output<string>;
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

  constructor(name: string, args: IssuedCertificateArgs, opts?: pulumi.CustomResourceOptions) {
    const { certificate, ...rest } = args;
    const { orderId, accountId, __awaited, issuance, commonName, dnsNames, csr } = certificate;
    const { validationRecords } = certificate;
    const ordered = { orderId, accountId, issuance, commonName, dnsNames, csr, validationRecords };
    const inputs = { certificate: { ...ordered, awaited: __awaited }, ...rest };
    super("issuedCertificate", "IssuedCertificate", name, outputs, inputs, opts);
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("IssuedCertificate");
}

/** Pulumi makes an output of each key that the constructor names, and of no other. */
const outputs = {
  orderId: undefined,
  certificateId: undefined,
  status: undefined,
  serialNumber: undefined,
  thumbprint: undefined,
  notBefore: undefined,
  notAfter: undefined,
  certificateChain: undefined,
  certificatePem: undefined,
  chainPem: undefined,
  fullChainPem: undefined,
  rootPem: undefined,
};
