/** Every input of `DomainValidation`, once: what the class reads off its `Domain`. */
import { z } from "zod";

import { recordSchema } from "../dcv";
import { field, fieldTable, waitMinutes } from "../fields";

export const required = {
  /** Id of the domain in CertCentral. */
  domainId: field(
    "replace",
    "nowhere",
    z.union([z.number(), z.string()]).refine((id) => /^[1-9]\d*$/.test(String(id)), {
      message: "is not a valid domain id",
    }),
    { canonical: String },
  ),
};

export const optional = {
  /** The record that CertCentral looks for, as `Domain` outputs it: for messages. */
  record: field("recorded", "nowhere", recordSchema()),

  /** The plan of the domain, as `Domain` outputs it: a new one is waited for again. */
  validation: field("recorded", "nowhere", z.looseObject({})),

  /** Days before its end on which the validation is made again, as `Domain` has it. */
  revalidateBeforeDays: field("local", "nowhere", z.number()),

  /** Minutes to wait before the run ends and a later one goes on. Default: 10. */
  validationTimeoutMinutes: waitMinutes,
};

const fields = { ...required, ...optional };

type FieldName = keyof typeof fields;

export const { changedFields, fieldFailures, inputsOf } = fieldTable<FieldName>(
  "DomainValidation",
  fields,
  Object.keys(required),
  [],
);
