/** Which changes make the engine replace a certificate: another order, which nothing free can give. */
import { hasUnknown } from "../../wire";
import { type CertificateInputs, changedFields, type FieldName } from "./fields";

/**
 * A value that is not known yet is no change: an update of what it comes from mostly leaves it as it is.
 *
 * @returns fields that are known to differ, and those that may
 */
export function listReplacing(
  before: CertificateInputs,
  after: CertificateInputs,
): { known: FieldName[]; unknown: FieldName[] } {
  const decisive = changedFields(before, after, "replace");
  return {
    known: decisive.filter((name) => !hasUnknown(after[name])),
    unknown: decisive.filter((name) => hasUnknown(after[name])),
  };
}
