/** Every output of `Domain`, once: its meaning and what is stored of it. */
import { recordSchema, type ValidationRecord } from "../dcv";
import { output, perhaps } from "../outputs";
import { knownDay } from "../schema";
import { type Validation, validationSchema } from "./validation";

/** What is read off the domain. */
export const stored = {
  /** Id of the domain in CertCentral. */
  domainId: output((z) => z.number()),
  /** `valid`, `pending`, `expired` or `deactivated`, when CertCentral was last asked. */
  status: output((z) => z.string().default("pending")),
  /** Last day of the validation, `YYYY-MM-DD`, when CertCentral was last asked. */
  validatedUntil: perhaps(() => knownDay().optional().catch(undefined)),
  /** What to create in DNS or to serve over HTTP. It stays known after the validation. */
  validationRecord: output<ValidationRecord | undefined>(() => recordSchema().optional()),
  /** Account that the domain belongs to. */
  accountId: output((z) => z.number().optional()),
};

/** All of them; the plan stands among the inputs. */
export const outputs = {
  /** The plan that was last executed; see the preview for the one to come. */
  validation: output<Validation>(validationSchema),
  ...stored,
};
