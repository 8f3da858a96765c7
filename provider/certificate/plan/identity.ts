/** When two plans are one, and whether inputs are still those that a plan was made from. */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import { hasUnknown } from "../../wire";
import {
  canonicalText,
  type CertificateInputs,
  type FieldName,
  fieldNames,
  fieldOf,
} from "./fields";
import { type Issuance, issuanceOf } from "./issuance";
import { listChanged } from "./silence";

/** Whether two plans do the same: the one made again on the next day is the same, two different ones never are. */
export function isSamePlan(one: CertificateInputs, other: CertificateInputs): boolean {
  const [first, second] = [issuanceOf(one), issuanceOf(other)];
  if (first === undefined || second === undefined) return first === second;
  return (
    isDeepStrictEqual(decisiveOf(first), decisiveOf(second)) &&
    listChanged(one, other, "reissue").length === 0
  );
}

/** What makes it another plan. A finding is gone from the plan that answers it, which may be the same as the one before otherwise. */
function decisiveOf(plan: Issuance): unknown[] {
  const { action, reference, orderNumber, previousValidUntil, previousCoveredUntil } = plan;
  const { attempt, reissueNumber, found, foundDetail } = plan;
  return [
    [action, reference, orderNumber, previousValidUntil, previousCoveredUntil],
    [attempt, reissueNumber, found, found && foundDetail],
  ];
}

/** What plans are made from: each decides what is ordered, until when, or what a reissue asks for. */
const planned: readonly FieldName[] = fieldNames.filter(
  (name) => ["replace", "reissue"].includes(fieldOf(name).rule) || name === "orderValidity",
);

/** A digest of each input that plans are made from; none of one that is not known yet. */
export function digestPlanned(inputs: CertificateInputs): Record<string, string> {
  const known = planned.filter((name) => !hasUnknown(inputs[name]));
  return Object.fromEntries(known.map((name) => [name, digest(canonicalText(name, inputs))]));
}

/** The inputs that are not what they were when their digests were made. What was or is unknown says nothing. */
export function listRewritten(
  digests: Readonly<Record<string, string>>,
  inputs: CertificateInputs,
): FieldName[] {
  const present = digestPlanned(inputs);
  return planned.filter((name) => {
    const [before, after] = [digests[name], present[name]];
    return before !== undefined && after !== undefined && before !== after;
  });
}

/** Of what a certificate was asked for, its names and its key can be seen. */
export function isSeen(name: FieldName): boolean {
  return ["commonName", "dnsNames", "csr"].includes(name);
}

/** What else a certificate is asked for; that it is a new one can be seen. */
const unseen: readonly FieldName[] = fieldNames.filter(
  (name) => fieldOf(name).rule === "reissue" && !isSeen(name) && name !== "reissueTrigger",
);

/** A digest of what a certificate is asked for and does not show. */
export function digestUnseen(inputs: CertificateInputs): string {
  return digest(JSON.stringify(unseen.map((name) => canonicalText(name, inputs))));
}

function digest(text: string): string {
  return text && createHash("sha256").update(text).digest("hex").slice(0, 16);
}
