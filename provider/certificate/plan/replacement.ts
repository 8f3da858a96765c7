/** Which changes make the engine replace a certificate: another order, which nothing free can give. */
import { hasUnknown, idOf, isRecord } from "../../wire";
import { type CertificateInputs, changedFields, type FieldName } from "./fields";
import { listSilent } from "./silence";

/** What the program gives otherwise than the order has it, and what replaces nothing for all that. */
export interface LeftAsIs {
  /** Inputs of an order from elsewhere that are not named: all of them, not those alone that would replace it. */
  unnamed: FieldName[];
  /** The id of the organization for which one that is given by its details is taken. */
  presumed?: number;
}

/** Inputs of an order that differ, by what is known of them. */
interface Replacing extends LeftAsIs {
  /** They differ. */
  known: FieldName[];
  /** They may. */
  unknown: FieldName[];
}

/**
 * A value that is not known yet is no change: an update of what it comes from mostly leaves it as it is. Nor is silence about
 * what an order from elsewhere has, nor an organization that may be the same.
 *
 * @param organizationId the order's, which `check` is not told: then an id in place of details may be it
 */
export function listReplacing(
  before: CertificateInputs,
  after: CertificateInputs,
  organizationId?: number,
): Replacing {
  const changed = changedFields(before, after, "replace");
  const silent = listSilent(before, after);
  const presumed = findPresumed(before, after);
  const isSame = presumed !== undefined || isOfOrder(before, after, organizationId);
  const decisive = changed.filter(
    (name) => !silent.includes(name) && !(name === "organization" && isSame),
  );
  return {
    known: decisive.filter((name) => !hasUnknown(after[name])),
    unknown: decisive.filter((name) => hasUnknown(after[name])),
    unnamed: silent,
    ...(presumed === undefined ? {} : { presumed }),
  };
}

/** The id in place of which details are given. */
function findPresumed(before: CertificateInputs, after: CertificateInputs): number | undefined {
  const id = idOf(before.organization);
  const isDetails = isRecord(after.organization) && idOf(after.organization) === undefined;
  return isDetails && typeof id === "number" ? id : undefined;
}

/** Whether an id is given where there was none, and the order's may be it. */
function isOfOrder(
  before: CertificateInputs,
  after: CertificateInputs,
  organizationId: number | undefined,
): boolean {
  const id = idOf(after.organization);
  if (typeof id !== "number" || idOf(before.organization) !== undefined) return false;
  return organizationId === undefined || organizationId === id;
}
