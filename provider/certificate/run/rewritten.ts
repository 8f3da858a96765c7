/** Inputs that were rewritten after `check`, as policies that remediate do: the plan that was announced is not theirs. */
import { createHash } from "node:crypto";

import { joinWithAnd } from "../../format";
import { inputsRewritten } from "../../messages/paying";
import type { Context } from "../../resource";
import { hasUnknown } from "../../wire";
import { type CertificateInputs, canonicalText, fieldNames, fieldOf } from "../plan/fields";
import { findChecked } from "./others";

/** What plans are made from: each decides what is ordered, until when, or what a reissue asks for. */
const planned = fieldNames.filter(
  (name) => ["replace", "reissue"].includes(fieldOf(name).rule) || name === "orderValidity",
);

/** A digest of each input that plans are made from; none of one that is not known yet. */
export function digestPlanned(inputs: CertificateInputs): Record<string, string> {
  const known = planned.filter((name) => !hasUnknown(inputs[name]));
  return Object.fromEntries(known.map((name) => [name, digest(canonicalText(name, inputs))]));
}

/**
 * @throws where an input is not what `check` saw of it in this run: the engine does not ask `check` again after a policy
 * has rewritten inputs, but does, for those of the program, in the next run and for a replacement
 */
export function refuseRewritten(context: Context, verb: string, inputs: CertificateInputs): void {
  const urn = String(inputs.__urn);
  const checked = findChecked(context.run.notes.all(), new Set([urn]));
  if (checked?.door !== context.run.door) return;
  const present = digestPlanned(inputs);
  const rewritten = planned.filter((name) => {
    const [before, after] = [checked.planned[name], present[name]];
    return before !== undefined && after !== undefined && before !== after;
  });
  if (rewritten.length > 0) throw new Error(inputsRewritten(verb, joinWithAnd(rewritten)));
}

function digest(text: string): string {
  return text && createHash("sha256").update(text).digest("hex").slice(0, 16);
}
