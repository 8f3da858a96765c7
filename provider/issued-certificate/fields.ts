/** Every input and output of `IssuedCertificate`, once; `certificate` is what the class reads off its `Certificate`. */
import { z } from "zod";

import { recordSchema } from "../dcv";
import { field, fieldTable, waitMinutes } from "../fields";

/** What `Certificate` outputs, as far as its certificate is waited for. */
export const orderedSchema = z.looseObject({
  orderId: z.number(),
  accountId: z.number().optional(),
  awaited: z
    .object({ orderId: z.number(), replacedCertificateId: z.number().optional() })
    .optional(),
  commonName: z.string(),
  dnsNames: z.array(z.string()).optional(),
  csr: z.string(),
  validationRecords: z.array(recordSchema).default([]),
});

export type Ordered = z.infer<typeof orderedSchema>;

export const required = {
  /** The certificate that was ordered, as the class reads it off. */
  certificate: field("recorded", "nowhere", orderedSchema),
};

export const optional = {
  /** Minutes to wait for issuance before the run ends and a later one goes on. Default: 10. */
  issuanceTimeoutMinutes: waitMinutes,
};

const fields = { ...required, ...optional };

export const { changedFields, fieldFailures, inputsOf } = fieldTable<keyof typeof fields>(
  "IssuedCertificate",
  fields,
  Object.keys(required),
  [],
);
