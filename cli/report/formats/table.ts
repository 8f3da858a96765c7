/** A report for people. */
import { pluralize } from "../../../provider/format";
import { defaultRenewBeforeDays, unsafeDaysLeft } from "../../../provider/rules";
import { alignColumns, type Column } from "../../columns";
import type { Paint } from "../../world";
import { isReplaced, type Report, type Row } from "../report";
import { describeCost, describeCosts, describeHolders, describeNext, nameRow } from "./words";

/** Domains that are named; the other forms have all of them. */
const maxDomains = 5;

const columns: readonly Column<Row>[] = [
  { title: "name", of: ({ name }) => name },
  { title: "order", isNumber: true, of: ({ orderId }) => String(orderId ?? "-") },
  { title: "status", of: ({ status }) => status },
  { title: "days left", isNumber: true, of: ({ daysLeft }) => String(daysLeft ?? "-") },
  { title: "until", of: ({ validUntil }) => validUntil ?? "-" },
  { title: "covered until", of: ({ coveredUntil }) => coveredUntil ?? "-" },
  { title: "next", of: describeNext },
  { title: "cost", isNumber: true, of: describeCost },
  { title: "held by", of: describeHolders },
];

export function formatTable(report: Report, paint: Paint): string {
  const { rows, today, hidden, domains } = report;
  const [head = "", ...body] = alignColumns(columns, rows);
  const leftOut =
    hidden === 0 ? "" : `, ${pluralize(hidden, "ended order")} left out (--all shows them)`;
  const named = (standing: Row["standing"]): string[] =>
    rows.filter((row) => row.standing === standing).map(nameRow);
  const lines = [
    ...(rows.length === 0 ? [] : [paint("bold", head)]),
    ...rows.map((row, index) => paintRow(row, body[index] ?? "", paint)),
    ...(rows.length === 0 ? [] : [""]),
    `${today}: ${rows.length === 0 ? "no order that lives" : pluralize(rows.length, "row")}${leftOut}`,
    ...(rows.length === 0 ? [] : [describeCosts(report)]),
    ...section("Waits", rows.flatMap(listWaiting)),
    ...section("Due and not planned", rows.flatMap(listObstacle)),
    ...section("Ended, and still in a stack", named("ended in a stack")),
    ...section("In a stack, and not listed by CertCentral", named("not shown")),
    ...section("In no stack", named("in no stack")),
    ...section(
      "Domains that lapse first",
      domains
        .slice(0, maxDomains)
        .map(
          ({ name, validatedUntil, daysLeft }) =>
            `${name}: validated until ${validatedUntil}, ${pluralize(daysLeft, "day")} left`,
        ),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function paintRow(row: Row, line: string, paint: Paint): string {
  if (isReplaced(row)) return paint("dim", line);
  if (row.daysLeft === undefined) return line;
  if (row.daysLeft < unsafeDaysLeft) return paint("red", line);
  return row.daysLeft < defaultRenewBeforeDays ? paint("yellow", line) : line;
}

function listWaiting(row: Row): string[] {
  const { waiting } = row;
  if (waiting === undefined) return [];
  const since = waiting.since === undefined ? "" : `, since ${waiting.since}`;
  return [`${nameRow(row)}: ${waiting.text}${since}`];
}

function listObstacle(row: Row): string[] {
  return row.obstacle === undefined
    ? []
    : [`${nameRow(row)}, from ${row.obstacle.day}: ${row.obstacle.text}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}
