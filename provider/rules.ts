/**
 * The numbers that industry and CertCentral set, each with its source. Everything else in this room
 * reads them here.
 */
import { addDays, type Day, earliest, endOfYears, lifeInDays } from "./calendar";
import type { Validity } from "./certcentral/types";

/**
 * Longest life of a public TLS certificate at DigiCert, by the day of its issuance, and the industry's beside it:
 * CA/Browser Forum ballot SC-081v3, from 2026-03-15, 2027-03-15 and 2029-03-15 on.
 *
 * DigiCert keeps a day below the industry: 199 ("end of 2-year public SSL certificates", since 2026-02-24), 46
 * ("Reissue certificate", 2029-03-15 at the latest). For 2027 it has published nothing: 99 by the same habit.
 * It may change some weeks before the industry does, so a certificate that is shorter than planned is told and taken.
 */
const maxLives: readonly { from: Day; days: number; industryDays: number }[] = [
  { from: "2029-03-15", days: 46, industryDays: 47 },
  { from: "2027-03-15", days: 99, industryDays: 100 },
  { from: "2026-02-24", days: 199, industryDays: 200 },
  { from: "0000-01-01", days: 397, industryDays: 398 },
];

/**
 * Longest use of a domain's validation, by the day on which it was validated.
 * Sources: DigiCert, domain validation reuse periods (199 days since 2026-02-24); ballot SC-081v3.
 */
const maxReuses: readonly { from: Day; days: number }[] = [
  { from: "2029-03-15", days: 10 },
  { from: "2027-03-15", days: 100 },
  { from: "2026-02-24", days: 199 },
  { from: "0000-01-01", days: 397 },
];

/** Extended key usage of TLS clients. RFC 5280, 4.2.1.12. */
export const clientAuthentication = "1.3.6.1.5.5.7.3.2";

/** Public certificates have no client authentication from this day on. Source: DigiCert, "Sunsetting client authentication EKU". */
export const clientAuthenticationEnds: Day = "2027-03-01";

/** Whether a profile is one with client authentication: `server_client_auth_eku`, `client_auth_eku`. */
export function asksForClientAuthentication(profile: string): boolean {
  return profile.includes("client_auth");
}

/** CertCentral accepts a renewal from 90 days before the order ends (DigiCert, annual plans). */
export const renewalOpensDays = 90;

/** The reissue day on which a 199-day certificate reaches the end of a one-year order. */
export const defaultRenewBeforeDays = 32;

/** A domain's validation may be renewed at any time; more than a third of its use is never given up. */
export const maxRevalidateBeforeDays = 90;

/** `renewBeforeDays` may not exceed the window in which CertCentral lets an order be renewed. */
export const maxRenewBeforeDays = renewalOpensDays;

/** An order lasts three years at most (DigiCert, end of 4-6-year plans, 2023-10-31). */
export const maxOrderYears = 3;

/** After a name is removed, CertCentral revokes every earlier certificate of the order. */
export const removedNameRevocationHours = 72;

/** With fewer days than this left, a reissue or renewal that still waits fails the deployment. */
export const unsafeDaysLeft = 7;

/**
 * A certificate that ends with its order is due so long before, however short it is: its renewal is a new order,
 * which wants a weekly run, somebody's approval, and some days left when it is issued.
 */
export const leastRenewalDays = 21;

/** Days that this machine's clock may be off CertCentral's: plans take their dates from it. */
export const maxClockDays = 1;

/** After a lost reply, an order counts as not placed only when it was looked for so long. */
export const doubtMinutes = 15;

/** A due date this close is told on the resource's row before it is acted on. */
export const announceDueDays = 7;

/** Longest life of a certificate issued on a day, both days counted: DigiCert's, and the industry's. */
export function maxLifeDays(issuedOn: Day): { days: number; industryDays: number } {
  return maxLives.find(({ from }) => issuedOn >= from) ?? { days: 397, industryDays: 398 };
}

/** The last day on which a domain that was validated on `day` may be used. */
export function domainValidUntil(day: Day): Day {
  const days = maxReuses.find(({ from }) => day >= from)?.days ?? 397;
  return addDays(day, days - 1);
}

/** The day on which a domain was validated that may be used until `day`, as far as the rules tell. */
export function domainValidatedOn(day: Day): Day {
  const candidates = maxReuses.map(({ from, days }) => ({
    from,
    on: addDays(day, 1 - days),
  }));
  return (candidates.find(({ from, on }) => on >= from) ?? { on: day }).on;
}

/** The last day of a validity that starts on `from`, both days counted. */
export function endOfValidity(from: Day, validity: Validity): Day | undefined {
  if (validity.customExpirationDate !== undefined) return validity.customExpirationDate;
  if (validity.days !== undefined) return addDays(from, validity.days - 1);
  if (validity.years !== undefined) return endOfYears(from, validity.years);
  return undefined;
}

/** The last day that a certificate issued on `day` may have. */
export function maxValidUntil(day: Day): Day {
  return addDays(day, maxLifeDays(day).days - 1);
}

/** What a certificate issued on `day` will end on: the wish, the rules of that day, the order's end. */
export function validUntilFor(day: Day, wish: Validity | undefined, coveredUntil: Day): Day {
  const wished = wish === undefined ? undefined : endOfValidity(day, wish);
  return earliest(wished ?? coveredUntil, maxValidUntil(day), coveredUntil);
}

/**
 * The day from which a certificate is to be replaced. The window is never more than a third of its
 * life, so that a short one is not due on the day it is issued; but one that ends with its order is due three
 * weeks before at least, however short it is, because its renewal starts a new life.
 */
export function dueDay(
  certificate: { validFrom: Day; validUntil: Day; coveredUntil?: Day | undefined },
  renewBeforeDays: number = defaultRenewBeforeDays,
): Day {
  const { validFrom, validUntil, coveredUntil } = certificate;
  const third = Math.floor(lifeInDays(validFrom, validUntil) / 3);
  const endsWithOrder = coveredUntil !== undefined && validUntil >= coveredUntil;
  const least = endsWithOrder ? Math.min(leastRenewalDays, renewBeforeDays) : 0;
  return addDays(validUntil, -Math.max(Math.min(renewBeforeDays, third), least));
}

/**
 * Whether a certificate issued on `today` would gain time: it lasts longer than the present one, and is not
 * due at once.
 */
export function gainsTime(
  today: Day,
  next: { validUntil: Day; coveredUntil?: Day | undefined },
  present: { validUntil?: Day | undefined; renewBeforeDays?: number | undefined },
): boolean {
  if (present.validUntil !== undefined && next.validUntil <= present.validUntil) return false;
  return today < dueDay({ validFrom: today, ...next }, present.renewBeforeDays);
}

/** Where the numbers of a plan come from, in a line each. */
export const sources = {
  longestLife:
    "CA/Browser Forum ballot SC-081v3, by the day of issuance; DigiCert keeps a day below it",
  due: "this provider: a third of a life leaves time for weekly runs and approvals, and 32 days before its end a 199-day certificate reaches the end of a one-year order",
  renewal: "DigiCert, annual plans: an order can be renewed from 90 days before its end",
} as const;
