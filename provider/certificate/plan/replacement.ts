/** Which changes make the engine replace a certificate: another order, which nothing free can give. */
import { hasUnknown, isRecord } from "../../wire";
import { type CertificateInputs, changedFields, type FieldName } from "./fields";
import { issuanceOf } from "./issuance";

/** Inputs of an order that differ, by what is known of them. */
interface Replacing {
  /** They differ. */
  known: FieldName[];
  /** They may. */
  unknown: FieldName[];
  /** Of an order from elsewhere, and not named. */
  unnamed: FieldName[];
  /** The id of the organization for which one that is given by its details is taken. */
  presumed?: number;
}

/**
 * A value that is not known yet is no change: an update of what it comes from mostly leaves it as it is. Nor is silence about
 * what an order from elsewhere has: an import reads all of it, and a program names what it cares for. Nor are details in
 * place of an id, which may be of the same organization.
 *
 * @param organizationId the order's, as far as the state says
 */
export function listReplacing(
  before: CertificateInputs,
  after: CertificateInputs,
  organizationId?: number,
): Replacing {
  const isFromElsewhere = issuanceOf(before)?.action === "adopt";
  const changed = changedFields(before, after, "replace");
  const unnamed = changed.filter((name) => isFromElsewhere && after[name] === undefined);
  const [from, to] = [organizationIdOf(before), organizationIdOf(after)];
  const isDetails = isRecord(after.organization) && to === undefined;
  const presumed = isDetails && typeof from === "number" ? from : undefined;
  // Its details were given, and the order says its id.
  const isSame = from === undefined && to !== undefined && to === organizationId;
  const decisive = changed.filter(
    (name) =>
      !unnamed.includes(name) && !(name === "organization" && (presumed !== undefined || isSame)),
  );
  return {
    known: decisive.filter((name) => !hasUnknown(after[name])),
    unknown: decisive.filter((name) => hasUnknown(after[name])),
    unnamed,
    ...(presumed === undefined ? {} : { presumed }),
  };
}

function organizationIdOf({ organization }: CertificateInputs): unknown {
  return isRecord(organization) ? organization["id"] : undefined;
}
