/** A report for people. */
import { joinWithAnd, pluralize } from "../../../provider/format";
import { defaultRenewBeforeDays, unsafeDaysLeft } from "../../../provider/rules";
import { alignColumns, type Column, fitColumns } from "../../columns";
import type { Paint } from "../../world";
import { isReplaced, type Report, type Row } from "../report";
import {
  describeCost,
  describeCosts,
  describeHolders,
  describeNext,
  describeShort,
  listShort,
  nameRow,
} from "./words";

/** Domains that are named; the other forms have all of them. */
const maxDomains = 5;

const columns: readonly Column<Row>[] = [
  { title: "name", of: ({ name }) => name },
  { title: "order", isNumber: true, of: ({ orderId }) => String(orderId ?? "-") },
  { title: "status", spare: 1, of: ({ status }) => status },
  { title: "days left", isNumber: true, of: ({ daysLeft }) => String(daysLeft ?? "-") },
  { title: "until", spare: 2, of: ({ validUntil }) => validUntil ?? "-" },
  { title: "covered until", spare: 4, of: ({ coveredUntil }) => coveredUntil ?? "-" },
  { title: "next", of: describeNext },
  { title: "cost", isNumber: true, of: describeCost },
  { title: "held by", spare: 3, of: describeHolders },
];

/** @param width of a terminal; undefined where no line is too long */
export function formatTable(report: Report, paint: Paint, width = Infinity): string {
  const { rows, domains } = report;
  const isHeld = rows.some(({ holders }) => holders.length > 0);
  const wanted = columns.filter(({ title }) => title !== "held by" || isHeld);
  const shown = fitColumns(wanted, rows, width);
  const narrow = wanted.filter((column) => !shown.includes(column)).map(({ title }) => title);
  const [head = "", ...body] = alignColumns(shown, rows);
  const named = (standing: Row["standing"]): string[] =>
    rows.filter((row) => row.standing === standing).map(nameRow);
  const lines = [
    ...(rows.length === 0 ? [] : [paint("bold", head)]),
    ...rows.map((row, index) => paintRow(row, body[index] ?? "", paint)),
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
    ...(rows.length + domains.length === 0 ? [] : [""]),
    ...summarize(report, paint),
    ...(narrow.length === 0
      ? []
      : [`Too narrow for ${joinWithAnd(narrow)}: --format csv has all of it`]),
  ];
  return `${lines.join("\n")}\n`;
}

/** At the end, where the eye is when a long report has run through. */
function summarize(report: Report, paint: Paint): string[] {
  const { rows, today, hidden, domain } = report;
  const chosen = domain === undefined ? "" : ` with a name at or below ${domain}`;
  const leftOut =
    hidden === 0 ? "" : `, ${pluralize(hidden, "ended order")} left out (--all shows them)`;
  const short = listShort(report, unsafeDaysLeft);
  return [
    `${today}: ${rows.length === 0 ? "no order that lives" : pluralize(rows.length, "row")}${chosen}${leftOut}`,
    ...(rows.length === 0 ? [] : [describeCosts(report)]),
    ...(short.length === 0 ? [] : [paint("red", describeShort(short, unsafeDaysLeft))]),
  ];
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
  return [`${row.name}: ${waiting.text}${since}`];
}

function listObstacle(row: Row): string[] {
  return row.obstacle === undefined
    ? []
    : [`${nameRow(row)}, from ${row.obstacle.day}: ${row.obstacle.text}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}
