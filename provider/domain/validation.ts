import { knownDay, lazily } from "../schema";
import type { DomainInputs } from "./fields";

/** The plan of a domain, the computed input `validation`; carried forward until something is due. */
export interface Validation {
  /** `validate` the first time, `revalidate` before a validation ends. */
  action: "validate" | "revalidate";
  /** Why it is validated again. */
  reason?: string | undefined;
  /** First day of the validation, `YYYY-MM-DD`, as far as known; a refresh makes it exact. */
  validFrom: string;
  /** Last day of the validation, likewise. */
  validUntil: string;
  /** Number of the validation: it tells this plan from the next one. */
  round: number;
}

/** What is stored, read tolerantly. */
export const validationSchema = lazily((z) =>
  z.looseObject({
    action: z.enum(["validate", "revalidate"]),
    reason: z.string().optional(),
    validFrom: knownDay(),
    validUntil: knownDay(),
    round: z.number().int(),
  }),
);

/** The plan among stored inputs or outputs; undefined when there is none. */
export function validationOf(state: DomainInputs): Validation | undefined {
  const { validation } = state;
  // The very object, so that what is carried forward stays the same to the byte.
  return validationSchema().safeParse(validation).success ? (validation as Validation) : undefined;
}
