import { createHash } from "node:crypto";

import { type CertificateInputs, canonicalText, fieldNames, fieldOf } from "./fields";
import { issuanceOf } from "./issuance";

/**
 * What a plan does, as a digest: two different plans are never taken for one another, and the same
 * plan made again on the next day is the same.
 */
export function planIdentity(state: CertificateInputs): string | undefined {
  const issuance = issuanceOf(state);
  if (issuance === undefined) return undefined;
  const { action, reference, orderNumber, previousValidUntil, previousCoveredUntil } = issuance;
  // A finding is gone from the plan that answers it, which may be the same as the one before otherwise.
  const again = issuance.attempt === undefined ? [] : [issuance.attempt];
  const reissue = issuance.reissueNumber === undefined ? [] : [`reissue ${issuance.reissueNumber}`];
  const found = issuance.found === undefined ? [] : [issuance.found, issuance.foundDetail ?? ""];
  const target = fieldNames
    .filter((name) => fieldOf(name).rule === "reissue")
    .map((name) => canonicalText(name, state));
  return createHash("sha256")
    .update(
      JSON.stringify([
        [
          action,
          reference,
          orderNumber,
          previousValidUntil ?? "",
          previousCoveredUntil ?? "",
          ...again,
          ...reissue,
          ...found,
        ],
        target,
      ]),
    )
    .digest("hex");
}
