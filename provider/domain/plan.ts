/**
 * When a domain is validated, and when again: a pure function of the old plan, the inputs and today,
 * so that plain `pulumi preview` shows it.
 */
import { type Day, daysBetween } from "../calendar";
import { announceDueDays, domainValidatedOn, domainValidUntil, dueDay } from "../rules";
import { pluralize } from "../format";
import { fieldOf, type DomainInputs } from "./fields";
import { type Validation, validationOf } from "./validation";

export interface ValidationRequest {
  /** The inputs of the last run; undefined at the first one. */
  before?: DomainInputs | undefined;
  after: DomainInputs;
  today: Day;
}

/** The plan for a domain on a day, and what the row should say beforehand. */
export function planValidation({ before, after, today }: ValidationRequest): {
  validation: Validation;
  notice?: string;
} {
  const old = before && validationOf(before);
  const fresh = { validFrom: today, validUntil: domainValidUntil(today) };
  if (old === undefined) return { validation: { action: "validate", ...fresh, round: 1 } };
  const due = revalidationDue(after, old);
  const left = daysBetween(today, due);
  if (left <= 0) {
    const early = daysBetween(due, old.validUntil);
    const reason = `validated until ${old.validUntil}, validated again ${pluralize(early, "day")} before`;
    return { validation: { action: "revalidate", reason, ...fresh, round: old.round + 1 } };
  }
  const isNear = left <= Math.min(announceDueDays, daysBetween(due, old.validUntil));
  return { validation: old, ...(isNear && { notice: `due for validation again on ${due}` }) };
}

/**
 * The day from which a validation is to be made again. Where its first day is not said, which is so
 * while it is made again, it follows from its last.
 */
export function revalidationDue(
  inputs: DomainInputs,
  {
    validUntil,
    validFrom = domainValidatedOn(validUntil),
  }: { validUntil: Day; validFrom?: Day | undefined },
): Day {
  const parsed = fieldOf("revalidateBeforeDays").schema.safeParse(inputs.revalidateBeforeDays);
  return dueDay({ validFrom, validUntil }, parsed.success ? Number(parsed.data) : undefined);
}

/** Whether a validation is to be made again by its real end, as it was last seen. */
export function isDueAgain(
  inputs: DomainInputs,
  validatedUntil: Day | undefined,
  today: Day,
): boolean {
  if (validatedUntil === undefined) return false;
  return today >= revalidationDue(inputs, { validUntil: validatedUntil });
}
