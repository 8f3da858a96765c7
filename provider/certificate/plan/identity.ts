import { isDeepStrictEqual } from "node:util";

import type { CertificateInputs } from "./fields";
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
