/** What waits for somebody, as a text for a mail or a chat. */
import { pluralize } from "../../../provider/format";
import type { Report } from "../report";

export function formatWaiting({ rows, today }: Report): string {
  const waits = rows.flatMap(({ name, product, waiting, daysLeft }) => {
    if (waiting === undefined) return [];
    const since = waiting.since === undefined ? "" : `, since ${waiting.since}`;
    const left =
      daysLeft === undefined
        ? "no certificate yet"
        : `its certificate has ${pluralize(daysLeft, "day")} left`;
    return [
      `- ${name}${product === undefined ? "" : ` (${product})`}: ${waiting.text}${since}; ${left}`,
    ];
  });
  if (waits.length === 0) return formatMail(`nothing waits on ${today}`, []);
  const verb = waits.length === 1 ? "waits" : "wait";
  return formatMail(`${pluralize(waits.length, "order")} ${verb} on ${today}`, waits);
}

/** The first line is the subject of a mail, as `sendmail` takes it, and the head of a chat's post. */
function formatMail(subject: string, lines: readonly string[]): string {
  return `Subject: CertCentral: ${subject}\n\n${lines.map((line) => `${line}\n`).join("")}`;
}
