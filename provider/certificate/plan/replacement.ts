/** Which changes make the engine replace a certificate: another order, which nothing free can give. */
import { hasUnknown } from "../../wire";
import { type CertificateInputs, changedFields, type FieldName } from "./fields";
import { issuanceOf } from "./issuance";

/**
 * A value that is not known yet is no change: an update of what it comes from mostly leaves it as it is. Nor is silence about
 * what an order from elsewhere has: an import reads all of it, and a program names what it cares for.
 *
 * @returns fields that are known to differ, those that may, and those of an order from elsewhere that are not named
 */
export function listReplacing(
  before: CertificateInputs,
  after: CertificateInputs,
): { known: FieldName[]; unknown: FieldName[]; unnamed: FieldName[] } {
  const isFromElsewhere = issuanceOf(before)?.action === "adopt";
  const changed = changedFields(before, after, "replace");
  const unnamed = changed.filter((name) => isFromElsewhere && after[name] === undefined);
  const decisive = changed.filter((name) => !unnamed.includes(name));
  return {
    known: decisive.filter((name) => !hasUnknown(after[name])),
    unknown: decisive.filter((name) => hasUnknown(after[name])),
    unnamed,
  };
}
