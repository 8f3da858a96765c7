/**
 * A report as a calendar: RFC 5545, an event for the next action, what is due and not planned, the end of
 * the certificate and a lapsing domain.
 */
import { addDays } from "../../../provider/calendar";
import { isReplaced, type Report, type Row } from "../report";
import { describePlanCost, findNext, nameRow } from "./words";

interface Event {
  /** Stable, so that a calendar that is read again moves its events. */
  id: string;
  day: string;
  summary: string;
  description: string;
}

/** The last day that iCalendar can write: on it ends what does not end. */
const lastDay = "9999-12-31";

export function formatCalendar({ rows, domains }: Report, now: Date): string {
  const events = [
    ...rows.flatMap(listEvents),
    ...domains
      .filter(({ validatedUntil }) => validatedUntil < lastDay)
      .map(({ name, validatedUntil }) => ({
        id: `domain-${name}`,
        day: validatedUntil,
        summary: `${name}: validation lapses`,
        description: `The validation of ${name} can be used until this day.`,
      })),
  ];
  const stamp = `${now.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//pulumi-certcentral//certcentral report//EN",
    ...events.flatMap(({ id, day, summary, description }) => [
      "BEGIN:VEVENT",
      `UID:${id}@pulumi-certcentral`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${compactDay(day)}`,
      `DTEND;VALUE=DATE:${compactDay(addDays(day, 1))}`,
      `SUMMARY:${escape(summary)}`,
      `DESCRIPTION:${escape(description)}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

function listEvents(row: Row): Event[] {
  const {
    name,
    orderId,
    holders: [holder],
    obstacle,
    validUntil,
    status,
  } = row;
  const next = findNext(row);
  const id =
    orderId === undefined ? `${holder?.stack ?? ""}-${holder?.resource ?? ""}` : `order-${orderId}`;
  const events: Event[] = [];
  if (next !== undefined) {
    const description = `${nameRow(row)}: ${describePlanCost(next, row)}${next.reason === undefined ? "" : ` (${next.reason})`}`;
    events.push({
      id: `${id}-next`,
      day: next.day,
      summary: `${name}: ${next.action}`,
      description,
    });
  }
  if (obstacle !== undefined) {
    const description = `${nameRow(row)}: ${obstacle.text}`;
    const summary = `${name}: due, and nothing planned`;
    events.push({ id: `${id}-obstacle`, day: obstacle.day, summary, description });
  }
  if (validUntil !== undefined && !isReplaced(row) && status !== "revoked") {
    const description = `Last day of the certificate of ${nameRow(row)}.`;
    events.push({
      id: `${id}-end`,
      day: validUntil,
      summary: `${name}: certificate ends`,
      description,
    });
  }
  return events;
}

function compactDay(day: string): string {
  return day.replaceAll("-", "");
}

/** RFC 5545, 3.3.11. */
function escape(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, "\\n");
}

/** RFC 5545, 3.1: lines of at most 75 octets, never cut inside a letter. */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  for (const letter of line) {
    const most = parts.length === 0 ? 75 : 74;
    if (Buffer.byteLength(part + letter) > most) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part].join("\r\n ");
}
