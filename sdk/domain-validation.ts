import type * as pulumi from "@pulumi/pulumi";

import type { optional, required } from "../provider/domain-validation/fields";
import { outputs } from "../provider/domain-validation/outputs";
import type { Domain } from "./domain";
import type { InputsOf } from "./inputs";
import { CertCentralResource, type OutputsOf, typeToken } from "./resource";

/** The inputs of {@link DomainValidation}: the domain, or its id and what is known of it. */
export interface DomainValidationArgs extends InputsOf<object, typeof required & typeof optional> {
  /** The domain to wait for, instead of `domainId`, `record`, `validation` and `revalidateBeforeDays`. */
  domain?: Domain;
}

/**
 * Waits until CertCentral has accepted the validation of a {@link Domain}, and asks it to look at the
 * record at sensible times. Let it depend on the record, and certificates on it.
 *
 * When the time is over, the run fails with the exact record to create, and the next `pulumi up` goes
 * on. While an earlier validation still serves, it warns instead.
 *
 * @example
 * ```ts
 * const validated = new certcentral.DomainValidation("example", { domain }, { dependsOn: record });
 * new certcentral.Certificate("shop", args, { dependsOn: validated });
 * ```
 *
 * Source: CertCentral Services API, "Domain info", "Check DCV".
 */
export class DomainValidation extends CertCentralResource {
  constructor(name: string, args: DomainValidationArgs, opts?: pulumi.CustomResourceOptions) {
    const { domain, ...rest } = args;
    const ofDomain = domain && {
      // The resource's own id, because previews know it.
      domainId: domain.id,
      record: domain.validationRecord,
      validation: domain.validation,
      ...domain.given,
    };
    const inputs = { ...ofDomain, ...rest };
    super("domainValidation", "DomainValidation", name, outputs, inputs, opts);
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("DomainValidation");
}

// Pulumi makes the properties, one for each line of the table.
export interface DomainValidation extends OutputsOf<typeof outputs> {}
