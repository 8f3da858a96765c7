/** The certificates of a stack, read from what `pulumi stack export` writes. */
import { z } from "zod";

import { doubtOf, type State, stateOf } from "../provider/certificate/order/state";
import type { CertificateInputs } from "../provider/certificate/plan/fields";
import { noStackExport } from "../provider/messages/cli";
import { hideSecrets } from "./values";

/** A certificate as a stack has it. */
export interface StackCertificate {
  /** `<project>/<stack>`. */
  stack: string;
  /** Name of the resource. */
  resource: string;
  inputs: CertificateInputs;
  /** Undefined where no order was recorded. */
  state?: State | undefined;
  /** Reference of an order that may have been placed. */
  doubt?: string | undefined;
}

const record = z.record(z.string(), z.unknown()).optional().default({});

const resourceSchema = z.looseObject({
  urn: z.string(),
  type: z.string(),
  delete: z.boolean().optional(),
  inputs: record,
  outputs: record,
});

const exportSchema = z.looseObject({
  deployment: z.looseObject({ resources: z.array(resourceSchema).optional().default([]) }),
});

/** @throws Error where it is no export of a stack */
export function readStackExport(json: unknown, path: string): StackCertificate[] {
  const parsed = exportSchema.safeParse(json);
  if (!parsed.success) throw new Error(noStackExport(path));
  return parsed.data.deployment.resources
    .filter(({ type, delete: isBeingReplaced }) => isCertificate(type) && isBeingReplaced !== true)
    .map(({ urn, inputs, outputs }) => ({
      ...placeOf(urn),
      inputs: hideSecrets(inputs) as CertificateInputs,
      state: stateOf(outputs),
      doubt: doubtOf(outputs)?.reference,
    }));
}

/** Of the dynamic provider, and of a plugin. */
export function isCertificate(type: string): boolean {
  return /(^|\/)certcentral:(index:)?Certificate$/.test(type);
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>`. */
export function placeOf(urn: string): { stack: string; resource: string } {
  const [head = "", project = "", , ...name] = urn.split("::");
  const stack = head.split(":").slice(2).join(":");
  return { stack: `${project}/${stack}`, resource: name.join("::") };
}
