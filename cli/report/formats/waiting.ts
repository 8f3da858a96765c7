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
  if (waits.length === 0) return `Nothing waits in CertCentral on ${today}.\n`;
  return `${pluralize(waits.length, "order")} in CertCentral ${waits.length === 1 ? "waits" : "wait"} on ${today}:\n\n${waits.join("\n")}\n`;
}
