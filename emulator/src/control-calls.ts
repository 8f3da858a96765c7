/** What each call of the control interface takes: checked in a test's own process and over HTTP alike. */
import { z } from "zod";

import { instantSchema, spanSchema } from "./clock";
import type { Control } from "./control";
import { dnsRecordKeySchema, dnsRecordSchema, nameSchema } from "./dcv/dns-zone";
import { loopbackSchema } from "./dcv/lookups";
import { faultRatesSchema, faultSchema } from "./faults/faults";
import { settingsSchema } from "./settings";

const id = z.number().int().positive();
const day = z.iso.date().optional();
const comment = z.string().max(10_000).optional();
/** What a header can carry. */
export const keySchema = z
  .string()
  .regex(/^[\x21-\x7e]{1,256}$/, "is no key: 1 to 256 printable ASCII characters");
export const seedSchema = z.number().int().nonnegative();

const csr = z.string();
const names = z.array(z.string()).max(1000);

/** Arguments by the name of the call, and what it is for in one line. */
export const controlCalls = {
  now: [z.tuple([]), "The emulated instant."],
  setClock: [z.tuple([instantSchema]), "Moves the emulated clock to an instant."],
  advance: [z.tuple([spanSchema]), "Moves the emulated clock by a span."],
  approve: [z.tuple([id]), "Approves an open request, or the newest open one of an order."],
  approveAsContact: [z.tuple([id]), "The approver of an EV order agrees."],
  reject: [z.tuple([id, comment]), "Rejects an open request, or the newest open one of an order."],
  issueNow: [z.tuple([id]), "Issues what waits on an order for nothing but time."],
  configure: [z.tuple([settingsSchema.partial()]), "Changes settings."],
  failNext: [z.tuple([faultSchema]), "What is to go wrong with the next request that matches."],
  setFaultRates: [
    z.tuple([faultRatesSchema, seedSchema.optional()]),
    "Switches faults on at rates from 0 to 1; those not named are off.",
  ],
  whenHeld: [z.tuple([]), "Answers as soon as a request is held by the fault `hold`."],
  requests: [z.tuple([]), "All API requests since the start or the last clearing."],
  clearRequests: [z.tuple([]), "Forgets the requests."],
  unknown: [z.tuple([]), "Routes, parameters and members that were asked for and are not known."],
  order: [z.tuple([id]), "An order as it truly is."],
  orders: [z.tuple([]), "All orders as they truly are."],
  revokeCertificate: [z.tuple([id]), "Revokes a certificate in the console."],
  revokeOrder: [z.tuple([id]), "Revokes an order in the console."],
  cancelOrder: [z.tuple([id]), "Cancels an order in the console."],
  reissueInConsole: [
    z.tuple([id, z.strictObject({ csr: csr.optional(), dnsNames: names.optional() }).optional()]),
    "Reissues in the console, with another key or other names.",
  ],
  duplicateInConsole: [z.tuple([id, z.strictObject({ csr })]), "Duplicates in the console."],
  renewInConsole: [z.tuple([id]), "Renews in the console; the id of the new order."],
  deactivateOrganization: [z.tuple([id]), "No further order is taken for an organization."],
  addKey: [z.tuple([keySchema, id]), "A further API key, of this account."],
  rootPem: [z.tuple([]), "The root that certificates chain to."],
  reset: [z.tuple([]), "Forgets orders, requests and log; keys and settings stay."],
  validateDomain: [z.tuple([nameSchema, day]), "Validates a domain, until a day."],
  expireDomain: [z.tuple([nameSchema]), "Ends the validation of a domain."],
  validateOrganization: [z.tuple([id, day]), "Validates an organization, until a day."],
  validateOrder: [z.tuple([id]), "Validates all names of an order."],
  domain: [z.tuple([nameSchema]), "A domain as it truly is."],
  domains: [z.tuple([]), "All domains as they truly are."],
  setDnsRecord: [z.tuple([dnsRecordSchema]), "Adds a record to the emulator's own DNS."],
  removeDnsRecord: [z.tuple([dnsRecordKeySchema]), "Removes a record, or all of a name and type."],
  dnsRecords: [z.tuple([]), "All records."],
  setHttpAddress: [
    z.tuple([nameSchema, loopbackSchema]),
    "Where files of a domain are fetched from.",
  ],
} satisfies Record<keyof Control, [z.ZodType, string]>;

export type ControlCall = keyof typeof controlCalls;

export const controlCallNames = Object.keys(controlCalls) as ControlCall[];
