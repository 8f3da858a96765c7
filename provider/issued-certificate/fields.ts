/** Every input and output of `IssuedCertificate`, once; `certificate` is what the class reads off its `Certificate`. */
import { z } from "zod";

import type { Issuance } from "../certificate/plan/issuance";
import { isRecord } from "../wire";
import { recordSchema, type ValidationRecord } from "../dcv";
import { field, fieldTable, waitMinutes } from "../fields";

/** What `Certificate` outputs, as far as its certificate is waited for; each is the output of the same name. */
export interface OrderedCertificate {
  /** Id of the order. */
  orderId: number;
  /** Its domain, an input. */
  commonName: string;
  /** Its further domains, an input. */
  dnsNames?: string[] | undefined;
  /** Its CSR, an input. */
  csr: string;
  /** Its plan, an output: a new one is waited for again. */
  issuance: Issuance;
  /** The records that CertCentral is asked to look at. */
  validationRecords?: ValidationRecord[] | undefined;
  /** What is awaited: without it, a reissue is not told from the certificate that it replaces. */
  awaited?: { orderId: number; replacedCertificateId?: number | undefined } | undefined;
  /** Account that the order belongs to. */
  accountId?: number | undefined;
}

const orderedMembers = z.looseObject({
  orderId: z.number(),
  accountId: z.number().optional(),
  awaited: z
    .object({ orderId: z.number(), replacedCertificateId: z.number().optional() })
    .optional(),
  commonName: z.string(),
  dnsNames: z.array(z.string()).optional(),
  csr: z.string(),
  // Nothing else tells that there is a new certificate to wait for: the old one would be served to its end.
  issuance: z.custom<Issuance>(isRecord, {
    error:
      "is required, or the next certificate is never waited for: give the output of the same name",
  }),
  validationRecords: z.array(recordSchema()).default([]),
});

export type Ordered = z.infer<typeof orderedMembers>;

/** As programs give it, and as it is read. */
export const orderedSchema: z.ZodType<Ordered, OrderedCertificate> = orderedMembers;

export const required = {
  /** The certificate that was ordered with `waitFor: "placed"`. */
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
