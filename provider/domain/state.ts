/** What a domain's outputs hold between two runs, and how CertCentral's words become them. */
import type { Domain } from "../certcentral/replies";
import { addDays, type Day } from "../calendar";
import type { RawInputs } from "../fields";
import { output, storedSchema, type StoredValues } from "../outputs";
import type { DomainInputs } from "./fields";
import { stored as shown } from "./outputs";
import { revalidationDue } from "./plan";

const stored = {
  ...shown,
  /** This resource brought the domain into service, and may take it out of service. */
  __isOurs: output((z) => z.boolean().default(false)),
};

const stateSchema = storedSchema(stored);

export type DomainState = StoredValues<typeof stored>;

/** The state among stored outputs; undefined when no domain was ever recorded. */
export function stateOf(outputs: RawInputs): DomainState | undefined {
  const parsed = stateSchema().safeParse(outputs);
  return parsed.success ? parsed.data : undefined;
}

/** Validation of a domain in one word: `valid`, `pending`, `expired` or `deactivated`. */
export function statusOf(domain: Domain, today: Day): string {
  if (!domain.isActive) return "deactivated";
  if (domain.validatedUntil === undefined) return "pending";
  return domain.validatedUntil >= today ? "valid" : "expired";
}

/** The state with what CertCentral says of the domain today. */
export function withDomain(state: DomainState, domain: Domain, today: Day): DomainState {
  return {
    ...state,
    status: statusOf(domain, today),
    validatedUntil: domain.validatedUntil,
  };
}

/** Whether the domain has to be validated, or validated again, now or in the next `slack` days. */
export function isValidationNeeded(
  inputs: DomainInputs,
  found: Domain,
  today: Day,
  slack = 0,
): boolean {
  const { validatedFrom: validFrom, validatedUntil: validUntil } = found;
  if (statusOf(found, today) !== "valid" || validUntil === undefined) return true;
  const due = revalidationDue(inputs, { validFrom, validUntil });
  return addDays(today, slack) >= due;
}
