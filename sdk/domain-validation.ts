import type * as pulumi from "@pulumi/pulumi";

import type { Domain } from "./domain";
import { CertCentralResource, typeToken } from "./resource";

/** The inputs of {@link DomainValidation}. */
export interface DomainValidationArgs {
  /** The domain to wait for. */
  domain: Domain;
  /** Minutes to wait before the run ends and a later one goes on. Default: 10. */
  validationTimeoutMinutes?: pulumi.Input<number>;
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
  /** The domain's name, as CertCentral has it. */
  declare public readonly name: pulumi.Output<string>;
  /** `valid`, or `expired`, `pending`, `deactivated` when a later look found it so. */
  declare public readonly status: pulumi.Output<string>;
  /** Last day of the validation, `YYYY-MM-DD`. */
  declare public readonly validatedUntil: pulumi.Output<string>;

  constructor(name: string, args: DomainValidationArgs, opts?: pulumi.CustomResourceOptions) {
    const { domain, ...rest } = args;
    const inputs = {
      // The resource's own id, because previews know it.
      domainId: domain.id,
      record: domain.validationRecord,
      validation: domain.validation,
      ...domain.given,
      ...rest,
    };
    super("domainValidation", "DomainValidation", name, outputs, inputs, opts);
  }

  /** The type token under which the engine knows this resource. */
  static readonly pulumiType = typeToken("DomainValidation");
}

/** Pulumi makes an output of each key that the constructor names, and of no other. */
const outputs = { name: undefined, status: undefined, validatedUntil: undefined };
