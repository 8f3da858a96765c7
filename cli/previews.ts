/** The certificates of a program, read from what `pulumi preview --json` writes. */
import { z } from "zod";

import type { CertificateInputs } from "../provider/certificate/plan/fields";
import { joinWithAnd } from "../provider/format";
import { noPreview, resourceUnknown } from "../provider/messages/cli";
import { isRecord } from "../provider/wire";
import { isCertificate, placeOf, readStackExport, type StackCertificate } from "./stacks";
import { hideSecrets } from "./values";

/** A certificate as a program declares it. */
export interface DeclaredCertificate {
  /** `<project>/<stack>`. */
  stack: string;
  /** Name of the resource. */
  resource: string;
  /** With the plan that the preview shows; what is not known yet, or secret, is an unknown value. */
  inputs: CertificateInputs;
  fate: Fate;
}

/**
 * What a preview does with a certificate: carries its plan out, leaves it as it is (its plan was carried out before),
 * ends it, or forgets it (`retainOnDelete`). The inputs of what goes are those of the stack.
 */
export type Fate = "planned" | "untouched" | "removed" | "retained";

/** Steps that look, and change nothing. */
const looks: readonly string[] = ["same", "refresh", "read"];

const stateSchema = z.looseObject({
  type: z.string(),
  inputs: z.record(z.string(), z.unknown()).optional().default({}),
  retainOnDelete: z.boolean().optional(),
});

const stepSchema = z.looseObject({
  op: z.string(),
  urn: z.string(),
  oldState: stateSchema.nullish(),
  newState: stateSchema.nullish(),
});

const previewSchema = z.looseObject({ steps: z.array(stepSchema) });

const failureSchema = z.looseObject({
  severity: z.literal("error"),
  urn: z.string().optional().default(""),
  message: z.string(),
});

/** What a preview failed by, whether at a certificate or at something else. */
export interface PreviewFailure {
  stack: string;
  resource: string;
  text: string;
}

/** None where it did not fail, or is no preview. */
export function listFailures(json: unknown): PreviewFailure[] {
  const said = isRecord(json) && Array.isArray(json["diagnostics"]) ? json["diagnostics"] : [];
  return said.flatMap((one) => {
    const { data } = failureSchema.safeParse(one);
    if (data === undefined) return [];
    return [{ ...placeOf(data.urn), text: data.message.replace(/^error: /, "").trim() }];
  });
}

/**
 * What a preview has of the program's certificates; none on a day on which nothing is due.
 *
 * @throws Error where it is no preview
 */
export function readPreview(json: unknown, path: string): DeclaredCertificate[] {
  return listDeclared(json, path).filter(isDeclared);
}

function listDeclared(json: unknown, path: string): DeclaredCertificate[] {
  const parsed = previewSchema.safeParse(json);
  if (!parsed.success) throw new Error(noPreview(path, "it is no preview in JSON"));
  const { steps } = parsed.data;
  const touched = new Set(steps.filter(({ op }) => !looks.includes(op)).map(({ urn }) => urn));
  const declared = steps.flatMap(({ op, urn, oldState, newState }) => {
    const isRemoved = op === "delete";
    const state = isRemoved ? oldState : newState;
    if (!state || !isCertificate(state.type)) return [];
    const inputs = hideSecrets(state.inputs) as CertificateInputs;
    const end: Fate = state.retainOnDelete === true ? "retained" : "removed";
    const fate: Fate = isRemoved ? end : touched.has(urn) ? "planned" : "untouched";
    return [{ ...placeOf(urn), inputs, fate }];
  });
  // A replacement has several steps for one resource: the last one shows what it becomes.
  return [...new Map(declared.map((one) => [`${one.stack} ${one.resource}`, one])).values()];
}

/** Whether the program has it, as far as the file tells. */
export function isDeclared({ fate }: Partial<DeclaredCertificate>): boolean {
  return fate !== "removed" && fate !== "retained";
}

/** The certificates of a preview or of an export, whichever the file is; none where a preview has none. */
export function readCertificates(
  json: unknown,
  path: string,
): (StackCertificate & Partial<DeclaredCertificate>)[] {
  const isExport = isRecord(json) && "deployment" in json;
  return isExport ? readStackExport(json, path) : listDeclared(json, path);
}

/**
 * Those of one name, or all where none is given.
 *
 * @throws Error where there is none of that name
 */
export function chooseCertificates<One extends StackCertificate>(
  all: readonly One[],
  resource: string | undefined,
  path: string,
): One[] {
  const chosen = all.filter((one) => resource === undefined || one.resource === resource);
  if (resource === undefined || chosen.length > 0) return chosen;
  if (all.length === 0) throw new Error(noPreview(path, "it has no certificate"));
  throw new Error(resourceUnknown(resource, path, joinWithAnd(all.map((one) => one.resource))));
}
