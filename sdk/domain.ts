import type * as pulumi from "@pulumi/pulumi";

import type { optional, required, behaviour } from "../provider/domain/fields";
import { outputs } from "../provider/domain/outputs";
import type { InputsOf } from "./inputs";
import { CertCentralResource, type OutputsOf, typeToken } from "./resource";

/** The inputs of {@link Domain}. */
export interface DomainArgs extends InputsOf<typeof required, typeof optional & typeof behaviour> {}

/**
 * A domain of a CertCentral account, submitted for validation; or the account's own, where it has it
 * already. With a {@link DomainValidation} behind its record, orders for all names below it need
 * nothing more.
 *
 * Every `pulumi preview` shows, in `validation`, when it is validated again; nothing here costs money.
 *
 * @example
 * ```ts
 * const domain = new certcentral.Domain("example", { name: "example.com", organization: { id: 117483 } });
 * const record = new cloudflare.DnsRecord("dcv", {
 *   zoneId, ttl: 60,
 *   name: domain.validationRecord.apply(({ name }) => name ?? ""),
 *   type: "TXT",
 *   content: domain.validationRecord.apply(({ value }) => value ?? ""),
 * });
 * const validated = new certcentral.DomainValidation("example", { domain }, { dependsOn: record });
 * ```
 *
 * Source: CertCentral Services API, "Add domain", "Domain info", "Change DCV method".
 */
export class Domain extends CertCentralResource {
  /** @internal Read off by the wait; an output without a value would be unknown in every preview. */
  readonly given: Pick<DomainArgs, "revalidateBeforeDays">;
  /** @internal The name as the program gives it. */
  readonly declaredName: DomainArgs["name"];

  constructor(name: string, args: DomainArgs, opts?: pulumi.CustomResourceOptions) {
    super("domain", "Domain", name, outputs, args, opts);
    const { revalidateBeforeDays } = args;
    this.given = revalidateBeforeDays === undefined ? {} : { revalidateBeforeDays };
    this.declaredName = args.name;
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("Domain");
}

// Pulumi makes the properties, one for each line of the table.
export interface Domain extends OutputsOf<typeof outputs> {}
