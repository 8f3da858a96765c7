/** Days in UTC as `YYYY-MM-DD`, as CertCentral prints them. */
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Days of five-digit years are no days of the API: what ends later ends here. */
const lastDay = "9999-12-31";

export function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export function plusDays(from: string, days: number): string {
  const date = new Date(`${from}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.getTime() < Date.parse(lastDay) ? day(date) : lastDay;
}

/** A plan of so many years ends on the day before its anniversary. */
export function plusYears(from: string, years: number): string {
  const date = new Date(`${from}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime() < Date.parse(lastDay) ? plusDays(day(date), -1) : lastDay;
}

export function daysUntil(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** `2014-08-19T18:16:07+00:00`: the offset form, never `Z`. */
export function timestamp(instant: Date): string {
  return instant.toISOString().replace(/\.\d+Z$/, "+00:00");
}

export function laterBy(instant: Date, seconds: number | undefined): Date | undefined {
  return seconds === undefined ? undefined : new Date(instant.getTime() + seconds * 1000);
}

/** Reads `09 JUN 2027` or `2027-06-09`; undefined for anything else. */
export function readDay(text: string): string | undefined {
  const words = /^(\d{1,2}) ([A-Za-z]{3}) (\d{4})$/.exec(text);
  if (words) {
    const month = months.indexOf((words[2] ?? "").toLowerCase()) + 1;
    const two = (part: number): string => String(part).padStart(2, "0");
    return existing(`${words[3] ?? ""}-${two(month)}-${two(Number(words[1]))}`);
  }
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? existing(text) : undefined;
}

function existing(text: string): string | undefined {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && day(date) === text ? text : undefined;
}
