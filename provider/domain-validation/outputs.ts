/** Every output of `DomainValidation`, once: its meaning and what is stored of it. */
import { output, storedSchema, type StoredValues } from "../outputs";
import { knownDay } from "../schema";

export const outputs = {
  /** The domain's name, as CertCentral has it. */
  name: output((z) => z.string().optional()),
  /** `valid`, or `expired`, `pending`, `deactivated` when a later look found it so. */
  status: output((z) => z.string()),
  /** Last day of the validation, `YYYY-MM-DD`. */
  validatedUntil: output(() => knownDay().optional().catch(undefined)),
};

const stored = {
  ...outputs,
  /** A validation is needed and was not seen yet. */
  __isWaiting: output((z) => z.boolean().default(false)),
};

export const stateSchema = storedSchema(stored);

export type ValidationState = StoredValues<typeof stored>;
