/** How long the certificate in use serves, by its real dates. */
import { type Day, daysBetween } from "../../calendar";
import { dueDay, unsafeDaysLeft } from "../../rules";
import type { Issuance } from "../plan/issuance";
import type { PlanSpec } from "../plan/spec";
import type { State } from "./state";

/** The day from which the certificate in use is to be replaced. */
export function findRenewalDue(
  { renewBeforeDays }: PlanSpec,
  { notBefore, notAfter, coveredUntil }: Pick<State, "notBefore" | "notAfter" | "coveredUntil">,
): Day | undefined {
  if (notBefore === undefined || notAfter === undefined) return undefined;
  const certificate = {
    validFrom: notBefore.slice(0, 10),
    validUntil: notAfter.slice(0, 10),
    coveredUntil,
  };
  return dueDay(certificate, renewBeforeDays);
}

/** The plan with the real dates, as far as they are known. */
export function withRealDates(
  plan: Issuance,
  { notBefore, notAfter, coveredUntil }: Pick<State, "notBefore" | "notAfter" | "coveredUntil">,
): Issuance {
  return {
    ...plan,
    ...(notBefore === undefined ? {} : { validFrom: notBefore.slice(0, 10) }),
    ...(notAfter === undefined ? {} : { validUntil: notAfter.slice(0, 10) }),
    ...(coveredUntil === undefined ? {} : { coveredUntil }),
  };
}

/** Whether the certificate in use lasts long enough to go on with while the next one waits. */
export function isSafeToKeep({ notAfter }: State, today: Day): boolean {
  return notAfter !== undefined && daysBetween(today, notAfter.slice(0, 10)) >= unsafeDaysLeft;
}
