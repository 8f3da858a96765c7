/** Bodies that are read member by member where they are used. */
import { z } from "zod";

const text = z.string().optional();
const flag = z.union([z.boolean(), z.literal([0, 1, "0", "1"])]).optional();

export const revocation = z.looseObject({
  revocation_reason: z
    .enum([
      "unspecified",
      "key_compromise",
      "affiliation_changed",
      "superseded",
      "cessation_of_operation",
    ])
    .optional(),
  comments: text,
  comment: text,
  skip_approval: flag,
});

export const orderStatus = z.looseObject({
  status: z.enum(["canceled", "CANCELED", "renewed", "not_renewed"]),
  note: text,
  send_emails: flag,
});

export const requestStatus = z.looseObject({
  status: z.enum(["approved", "rejected"]),
  processor_comment: text,
});

export const customField = z.looseObject({ metadata_id: z.number().int(), value: z.string() });

export const dcvMethodChange = z.looseObject({
  dcv_method: z.string(),
  dcv_emails: z
    .array(z.looseObject({ dns_name: text, email_domain: text, email: text }))
    .optional(),
  locale: text,
});

export const domainMethodChange = z.looseObject({
  dcv_method: z.string(),
  locale: text,
  send_dcv_email_flag: flag,
  email_array: z.array(z.unknown()).optional(),
});

export const namesToCheck = z.looseObject({
  dns_names_validations: z.array(z.string()).optional(),
});

export const emailsToSend = z.looseObject({
  domain_approval_emails: z.array(z.looseObject({ domain: text, email: text, email_domain: text })),
  locale: text,
});
