/**
 * What a program does not name of an order from elsewhere: no change. An import reads all that the order shows, and a program
 * names what it cares for.
 */
import type { Rule } from "../../fields";
import { type CertificateInputs, changedFields, type FieldName } from "./fields";
import { importedReason, issuanceOf } from "./issuance";

/** The inputs that a program leaves unsaid. Without `dnsNames`, no further names are meant: that is said. */
export function listSilent(before: CertificateInputs, after: CertificateInputs): FieldName[] {
  const { action, reason } = issuanceOf(before) ?? {};
  if (action !== "adopt") return [];
  // What an adopting program does not name any more, it has named once: only of another order nobody asks for that.
  const rules: Rule[] =
    reason === importedReason ? ["replace", "reissue", "recorded"] : ["replace"];
  return changedFields(before, after, ...rules).filter(
    (name) => after[name] === undefined && name !== "dnsNames",
  );
}

/** The inputs under one of `rules` that a program says otherwise than they were. */
export function listChanged(
  before: CertificateInputs,
  after: CertificateInputs,
  ...rules: Rule[]
): FieldName[] {
  const silent = listSilent(before, after);
  return changedFields(before, after, ...rules).filter((name) => !silent.includes(name));
}
