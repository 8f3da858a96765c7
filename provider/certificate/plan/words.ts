/** What a plan says of itself: its line on the row, why something is due, what it costs and what it warns of. */
import { type Day, daysBetween } from "../../calendar";
import { joinWithAnd, pluralize } from "../../format";
import { removedNames } from "../../names";
import { removedNameRevocationHours } from "../../rules";
import type { CertificateInputs } from "./fields";
import type { Issuance } from "./issuance";
import { freeCost } from "./make";
import { areNamesUnknown, namesOf } from "./spec";

/** A plan in one line, for a row of a preview that shows no details. */
export function describePlan(plan: Issuance): string {
  const { action, cost, reason, validUntil, coveredUntil } = plan;
  const until = validUntil === undefined ? "" : ` until ${validUntil}`;
  const covered = coveredUntil === undefined ? "" : `, covered until ${coveredUntil}`;
  return `${action}${until}${covered}: ${cost}${reason === undefined ? "" : ` (${reason})`}`;
}

/** Why something is due, true on the day that says it, however late that is. */
export function describeDue(end: Day, today: Day): string {
  const left = daysBetween(today, end);
  return left < 0
    ? `expired on ${end}, ${pluralize(-left, "day")} ago`
    : `valid until ${end}, renewed ${pluralize(left, "day")} before`;
}

/** What a reissue costs, with the added names that CertCentral may charge for. */
export function reissueCost(charged: readonly string[], areNamesUnknown: boolean): string {
  if (areNamesUnknown) return "free, but CertCentral may charge for names that are added";
  if (charged.length === 0) return freeCost;
  const names = pluralize(charged.length, "added name").replace(/^\d+ /, "");
  return `free, but CertCentral may charge for the ${names} ${joinWithAnd(charged)}`;
}

/** The warning that a removed name earns. */
export function warnOfRemovedNames(
  before: CertificateInputs,
  after: CertificateInputs,
): string | undefined {
  const revokes = `CertCentral revokes every earlier certificate of the order within ${removedNameRevocationHours} hours of the reissue`;
  if (areNamesUnknown(after)) {
    return `if a name is removed, ${revokes}`;
  }
  const removed = removedNames(namesOf(before), namesOf(after));
  return removed.length === 0 ? undefined : `${joinWithAnd(removed)} removed: ${revokes}`;
}

/** How long the certificate in use lasts, in words. */
export function describeDaysLeft(days: number, { validUntil }: Issuance): string {
  const end = validUntil ?? "an unknown day";
  if (days < 0) return `The certificate ended on ${end}`;
  return `${pluralize(days, "day")} left: the certificate ends on ${end}`;
}
