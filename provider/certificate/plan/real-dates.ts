/** Where the real dates of a certificate change what its plan announced. A plan learns them from a refresh alone. */
import { addDays, type Day } from "../../calendar";
import type { CertificateInputs } from "./fields";
import { announceDueDays, dueDay, gainsTime, validUntilFor } from "../../rules";
import type { Issuance } from "./issuance";
import { type PlanSpec, readSpec } from "./spec";

/** First and last day of a certificate, and the last day of its order. */
export interface Dates {
  validFrom: Day;
  validUntil: Day;
  coveredUntil: Day;
}

/** What comes next for a certificate, and when. */
interface NextStep {
  step: "reissue" | "renewal";
  due: Day;
}

/** What follows from the real dates, where it is not what the plan announced. */
interface DateDifference {
  planned: Dates;
  real: Dates;
  next: NextStep;
}

/**
 * A day or two of difference changes nothing: weekly runs meet the next step all the same. A paid renewal in place of
 * a free reissue does, and so does a step that comes a week earlier or more.
 */
export function findDateDifference(
  plan: Issuance,
  inputs: CertificateInputs,
  real: Dates,
): DateDifference | undefined {
  const { validFrom, validUntil, coveredUntil } = plan;
  if (validFrom === undefined || validUntil === undefined || coveredUntil === undefined) {
    return undefined;
  }
  const planned = { validFrom, validUntil, coveredUntil };
  const spec = readSpec(inputs);
  const announced = findNextStep(planned, spec);
  const next = findNextStep(real, spec);
  const isEarly = next.due <= addDays(announced.due, -announceDueDays);
  const isDearer = next.step === "renewal" && announced.step === "reissue";
  return isEarly || isDearer ? { planned, real, next } : undefined;
}

function findNextStep(dates: Dates, spec: PlanSpec): NextStep {
  const due = dueDay(dates, spec.renewBeforeDays);
  return { step: isReissueEnough(due, dates, spec) ? "reissue" : "renewal", due };
}

/** Whether more time is to be had on a day without paying. */
export function isReissueEnough(
  day: Day,
  { validUntil, coveredUntil }: Omit<Dates, "validFrom">,
  { certValidity, renewBeforeDays }: PlanSpec,
): boolean {
  const next = { validUntil: validUntilFor(day, certValidity, coveredUntil), coveredUntil };
  return gainsTime(day, next, { validUntil, renewBeforeDays });
}
