/** What is to come: the plans that a daily run would make if nothing but the day changed. */
import { addDays, type Day } from "../../calendar";
import type { CertificateInputs } from "./fields";
import { type Issuance, issuanceOf } from "./issuance";
import { findPlannedDueDay, planIssuance } from "./plan";

/** A plan, and the day on which it is first made. */
interface ComingPlan {
  day: Day;
  issuance: Issuance;
}

/** From today on: every plan, and why something due is not planned. */
interface Ahead {
  plans: ComingPlan[];
  /** The first day on which something is due and nothing is planned, and what the row then says. */
  obstacle?: { day: Day; notice: string };
}

interface AheadRequest {
  /** The inputs of the last run, with the plan that was executed, by its real dates. */
  inputs: CertificateInputs;
  today: Day;
  /** Last day that is looked at. */
  until: Day;
  paidActions: "allow" | "deny";
}

/** Looks from one due day to the next; while something due is not planned, at each day. */
export function planAhead({ inputs, today, until, paidActions }: AheadRequest): Ahead {
  const ahead: Ahead = { plans: [] };
  // A key and names that do not change decide nothing, and reading them is most of the work.
  const fixed = { csr: undefined, commonName: undefined, dnsNames: undefined };
  let stored: CertificateInputs = { ...inputs, ...fixed };
  for (let day = today; day <= until;) {
    const { issuance, notice } = planIssuance({
      before: stored,
      after: stored,
      today: day,
      paidActions,
    });
    const isNew = issuance !== issuanceOf(stored);
    if (isNew) ahead.plans.push({ day, issuance });
    stored = { ...stored, issuance };
    const due = findPlannedDueDay(stored, issuance);
    if (due === undefined) break;
    if (!isNew && due <= day && notice !== undefined) ahead.obstacle ??= { day, notice };
    day = due > day ? due : addDays(day, 1);
  }
  return ahead;
}
