/** A day in UTC, as `YYYY-MM-DD`. Compares with `<` as text. */
export type Day = string;

const dayLength = 86_400_000;

/** The UTC day of an instant. */
export function dayOf(instant: Date): Day {
  return instant.toISOString().slice(0, 10);
}

export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(day) + days * dayLength));
}

/** The day before the anniversary: CertCentral's year from 2026-11-24 ends on 2027-11-23. */
export function endOfYears(from: Day, years: number): Day {
  const anniversary = new Date(Date.parse(from));
  anniversary.setUTCFullYear(anniversary.getUTCFullYear() + years);
  return addDays(dayOf(anniversary), -1);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
}

/** The days of a certificate's life, first and last included, as CertCentral counts them. */
export function lifeInDays(validFrom: Day, validUntil: Day): number {
  return daysBetween(validFrom, validUntil) + 1;
}

export function earliest(...days: [Day, ...Day[]]): Day {
  return days.reduce((least, day) => (day < least ? day : least));
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Reads a date as people and CertCentral write it: `2027-06-09`, `09 JUN 2027`, or an ISO instant.
 *
 * @returns the day, or undefined when the text is not a valid date of the calendar.
 */
export function parseDay(text: string): Day | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(text.trim());
  if (iso) return realDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const spelled = /^(\d{1,2}) ([a-z]{3}) (\d{4})$/i.exec(text.trim());
  if (!spelled) return undefined;
  const month = months.indexOf((spelled[2] ?? "").toLowerCase()) + 1;
  return realDay(Number(spelled[3]), month, Number(spelled[1]));
}

function realDay(year: number, month: number, day: number): Day | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? dayOf(date) : undefined;
}
