/** Longest life of a certificate issued on a day, and how long validations may be reused. */
interface Era {
  from: string;
  certificateDays: number;
  domainReuseDays: number;
  organizationReuseDays: number;
}

/** Sources: DigiCert's change to 199 days in 2026; ballot SC-081v3 for 2027 and 2029. */
const eras: readonly [Era, ...Era[]] = [
  { from: "2029-03-15", certificateDays: 47, domainReuseDays: 10, organizationReuseDays: 397 },
  { from: "2027-03-15", certificateDays: 100, domainReuseDays: 100, organizationReuseDays: 397 },
  { from: "2026-02-24", certificateDays: 199, domainReuseDays: 199, organizationReuseDays: 397 },
  { from: "1970-01-01", certificateDays: 397, domainReuseDays: 397, organizationReuseDays: 825 },
];

export function eraOf(today: string): Era {
  return eras.find(({ from }) => today >= from) ?? eras[0];
}

/** An order may be renewed from so many days before its end until as many after it. */
export const renewalWindowDays = 90;

/** Earlier certificates of an order are revoked so long after a name was removed. */
export const removedNameHours = 72;
