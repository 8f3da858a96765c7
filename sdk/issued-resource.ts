import type * as pulumi from "@pulumi/pulumi";

import { CertCentralResource } from "./resource";

/**
 * What every resource with an issued certificate outputs; undefined until there is one.
 *
 * @internal
 */
export abstract class IssuedResource extends CertCentralResource {
  /** Id of the certificate in use; undefined until one is issued, like all that is read off it. */
  declare public readonly certificateId: pulumi.Output<number>;
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
}

/** Pulumi makes an output of each key that the constructor names, and of no other. */
export const issuedOutputs = {
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
