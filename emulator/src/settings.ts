import { z } from "zod";

import { loopbackSchema } from "./dcv/lookups";
import { products } from "./products";
import { type CertificateLife, certificateLives } from "./rules";

/** Settings of the emulated account, and switches for what the real API leaves unconfirmed. */
export interface Settings {
  /** Approval of requests: none, by one administrator, or submitted first and then approved. */
  approval: "none" | "one-step" | "two-step";
  /** `immediate`: a request that needs nothing more is answered with the issued chain. */
  issuance: "immediate" | "delayed";
  /** Emulated seconds from the approval to issuance, when delayed. */
  issuanceDelaySeconds: number;
  /** Issued only after the order was asked for so many times. */
  issuanceDelayPolls: number;
  /** Role of the API key: `skip_approval` of a revocation needs an administrator's. */
  keyRole: "administrator" | "standard";
  /** What `skip_approval` of a revocation comes to without the role. Unconfirmed. */
  skipApprovalWithoutRole: "refuse" | "ignore";
  /** A wished validity beyond the rules of the day is cut, or refused. Unconfirmed. */
  tooLongValidity: "shorten" | "refuse";
  /** Longest plan; longer ones than a year are by arrangement. */
  maxPlanYears: number;
  /** Refuse an alternative order id that another order bears. */
  requireUniqueAlternativeOrderIds: boolean;
  /** Answer to a look-up of an alternative order id that no order bears. Unconfirmed. */
  alternateNoMatch: "empty" | "not-found";
  /** Whether an order ends with the last of its certificates. */
  revokeOrderWhenAllCertificatesRevoked: boolean;
  /** Whether renewals are refused more than 90 days before the order ends. Unconfirmed. */
  earlyRenewal: "refuse" | "allow";
  /** Whether the validations that the account starts with expire. */
  validationExpires: boolean;
  /** Whether guest access may be asked for. */
  guestAccess: boolean;
  /** Accounts without plans ignore `cert_validity`, and their orders end with their certificate. */
  multiYearPlans: boolean;
  /** Longest lives of certificates, by the day of issuance. */
  certificateLives: readonly CertificateLife[];
  /** Add what CAs add by themselves: a wildcard's base, and the other of `x` and `www.x` of the common name. Unconfirmed. */
  addsNames: boolean;
  /** Which orders the key's user may see: all; in lists and look-ups, but not by id; or none at all. */
  ordersShown: "all" | "listed" | "none";
  /** Emulated seconds until a look-up by reference finds a new order. */
  lookUpLagSeconds: number;
  /** Whether a reissue pays for names that the order has not had, pro rata: the pages say that it can. */
  chargesAddedNames: boolean;
  /** Whether a profile that is asked for is granted: an account without it gets the usual usages, without a word. */
  grantsProfiles: boolean;
  /** How chains come. DigiCert's are plain; other shapes have been seen at others. */
  chainsInReplies: boolean;
  chainShape: "plain" | "root-first" | "duplicates" | "leaf-only" | "empty";
  /** Whether an EV order waits until its approver, a contact of the organization, has agreed. */
  evApproval: "approver" | "none";
  /** Whether orders may last a number of days or until a date, instead of whole years. Unconfirmed. */
  customLengths: "allow" | "refuse";
  /** Ids of the account's custom fields that each order must fill in. */
  requiredCustomFields: readonly number[];
  /** Products that the account may not order. */
  disabledProducts: readonly string[];
  /** Funds of the account, in USD; every paid order takes its price from them. */
  balance: number;
  /** `127.0.0.1:<port>` of the name server that validation asks. Default: the emulator's own. */
  dnsServer: string;
  /** What an order's check says of records that are not there: a list, or 400. The pages disagree. */
  dcvMiss: "list" | "refuse";
  /** Real milliseconds that every reply takes at least. */
  latencyMs: number;
  /** 1000 requests in 3 minutes and 100 in 5 seconds, in real time. */
  rateLimits: boolean;
  /** Send `Retry-After` with 429; the real API is not known to. */
  retryAfter: boolean;
}

export const defaultSettings: Settings = {
  approval: "none",
  issuance: "immediate",
  issuanceDelaySeconds: 60,
  issuanceDelayPolls: 0,
  keyRole: "administrator",
  skipApprovalWithoutRole: "refuse",
  tooLongValidity: "shorten",
  maxPlanYears: 1,
  requireUniqueAlternativeOrderIds: false,
  alternateNoMatch: "empty",
  revokeOrderWhenAllCertificatesRevoked: false,
  earlyRenewal: "refuse",
  validationExpires: false,
  guestAccess: true,
  multiYearPlans: true,
  certificateLives,
  addsNames: false,
  ordersShown: "all",
  lookUpLagSeconds: 0,
  chargesAddedNames: true,
  grantsProfiles: true,
  chainsInReplies: true,
  chainShape: "plain",
  evApproval: "approver",
  customLengths: "allow",
  requiredCustomFields: [],
  disabledProducts: [],
  balance: 100_000,
  dnsServer: "",
  dcvMiss: "list",
  latencyMs: 0,
  rateLimits: true,
  retryAfter: false,
};

const amount = z.number().min(0).max(1e12);

/** Settings as people give them: a misspelt one, or one of another kind, is refused. */
export const settingsSchema = z.strictObject({
  approval: z.enum(["none", "one-step", "two-step"]),
  issuance: z.enum(["immediate", "delayed"]),
  issuanceDelaySeconds: amount,
  issuanceDelayPolls: amount,
  keyRole: z.enum(["administrator", "standard"]),
  skipApprovalWithoutRole: z.enum(["refuse", "ignore"]),
  tooLongValidity: z.enum(["shorten", "refuse"]),
  maxPlanYears: z.number().int().min(1).max(10),
  requireUniqueAlternativeOrderIds: z.boolean(),
  alternateNoMatch: z.enum(["empty", "not-found"]),
  revokeOrderWhenAllCertificatesRevoked: z.boolean(),
  earlyRenewal: z.enum(["refuse", "allow"]),
  validationExpires: z.boolean(),
  guestAccess: z.boolean(),
  multiYearPlans: z.boolean(),
  certificateLives: z.array(
    z.strictObject({ from: z.iso.date(), days: z.number().int().min(1).max(3650) }),
  ),
  addsNames: z.boolean(),
  ordersShown: z.enum(["all", "listed", "none"]),
  lookUpLagSeconds: amount,
  chargesAddedNames: z.boolean(),
  grantsProfiles: z.boolean(),
  chainsInReplies: z.boolean(),
  chainShape: z.enum(["plain", "root-first", "duplicates", "leaf-only", "empty"]),
  evApproval: z.enum(["approver", "none"]),
  customLengths: z.enum(["allow", "refuse"]),
  requiredCustomFields: z.array(z.number().int().positive()),
  disabledProducts: z.array(z.enum([...products.keys()])),
  balance: z.number().min(-1e12).max(1e12),
  dnsServer: loopbackSchema,
  dcvMiss: z.enum(["list", "refuse"]),
  latencyMs: z.number().min(0).max(60_000),
  rateLimits: z.boolean(),
  retryAfter: z.boolean(),
} satisfies Record<keyof Settings, z.ZodType>);
