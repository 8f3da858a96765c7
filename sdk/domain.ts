import type * as pulumi from "@pulumi/pulumi";

import type { ValidationRecord } from "../provider/dcv";
import type { optional, required, behaviour } from "../provider/domain/fields";
import type { Validation } from "../provider/domain/plan";
import type { DeepInput, FieldValues } from "./inputs";
import { CertCentralResource, typeToken } from "./resource";

/** The inputs of {@link Domain}. */
export type DomainArgs = DeepInput<FieldValues<typeof required>> &
  Partial<DeepInput<FieldValues<typeof optional>> & DeepInput<FieldValues<typeof behaviour>>>;

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
  /** The plan that was last executed; see the preview for the one to come. */
  declare public readonly validation: pulumi.Output<Validation>;
  /** Id of the domain in CertCentral. */
  declare public readonly domainId: pulumi.Output<number>;
  /** `valid`, `pending`, `expired` or `deactivated`, when CertCentral was last asked. */
  declare public readonly status: pulumi.Output<string>;
  /** Last day of the validation, `YYYY-MM-DD`, when CertCentral was last asked. */
  declare public readonly validatedUntil: pulumi.Output<string | undefined>;
  /** What to create in DNS or to serve over HTTP. It stays known after the validation. */
  declare public readonly validationRecord: pulumi.Output<ValidationRecord>;
  /** Account that the domain belongs to. */
  declare public readonly accountId: pulumi.Output<number>;
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

/** Pulumi makes an output of each key that the constructor names, and of no other. */
const outputs = {
  validation: undefined,
  domainId: undefined,
  status: undefined,
  validatedUntil: undefined,
  validationRecord: undefined,
  accountId: undefined,
};
