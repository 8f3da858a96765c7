/** How long validations may be reused that were completed on a day. */
interface Era {
  from: string;
  domainReuseDays: number;
  organizationReuseDays: number;
}

/** Longest life of a certificate that is issued on a day or later. */
export interface CertificateLife {
  from: string;
  days: number;
}

/** Sources: DigiCert's change to 199 days in 2026, its page on reissues for 2029; for 2027 nothing is published. */
export const certificateLives: readonly CertificateLife[] = [
  { from: "2029-03-15", days: 46 },
  { from: "2027-03-15", days: 99 },
  { from: "2026-02-24", days: 199 },
  { from: "1970-01-01", days: 397 },
];

/** The days of the longest life on a day, whatever the order of the list. */
export function maxLife(today: string, lives: readonly CertificateLife[]): number {
  const begun = lives.filter(({ from }) => today >= from);
  const [latest] = begun.sort((one, other) => other.from.localeCompare(one.from));
  return latest?.days ?? 397;
}

/** Sources: DigiCert's change to 199 days in 2026; ballot SC-081v3 for 2027 and 2029. */
const eras: readonly [Era, ...Era[]] = [
  { from: "2029-03-15", domainReuseDays: 10, organizationReuseDays: 397 },
  { from: "2027-03-15", domainReuseDays: 100, organizationReuseDays: 397 },
  { from: "2026-02-24", domainReuseDays: 199, organizationReuseDays: 397 },
  { from: "1970-01-01", domainReuseDays: 397, organizationReuseDays: 825 },
];

export function eraOf(today: string): Era {
  return eras.find(({ from }) => today >= from) ?? eras[0];
}

/** An order may be renewed from so many days before its end until as many after it. */
export const renewalWindowDays = 90;

/** Earlier certificates of an order are revoked so long after a name was removed. */
export const removedNameHours = 72;
