import type * as pulumi from "@pulumi/pulumi";

import { outputs } from "../provider/certificate/order/outputs";
import type { optional, required, behaviour } from "../provider/certificate/plan/fields";
import type { InputsOf } from "./inputs";
import { CertCentralResource, type OutputsOf, typeToken } from "./resource";

/** The inputs of {@link Certificate}. Every field of CertCentral's order request, in camelCase. */
export interface CertificateArgs extends InputsOf<
  typeof required,
  typeof optional & typeof behaviour
> {}

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
export class Certificate extends CertCentralResource {
  /** @internal Read off by who waits; an output without a value would be unknown in every preview. */
  readonly given: Pick<CertificateArgs, "dnsNames">;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.CustomResourceOptions) {
    const all = { ...outputs, __awaited: undefined };
    super("certificate", "Certificate", name, all, args, opts);
    this.given = args.dnsNames === undefined ? {} : { dnsNames: args.dnsNames };
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("Certificate");
}

// Pulumi makes the properties, one for each line of the table.
export interface Certificate extends OutputsOf<typeof outputs> {
  /** The input of the same name. */
  readonly commonName: pulumi.Output<string>;
  /** The input of the same name. */
  readonly csr: pulumi.Output<string>;
}
