/** A report for spreadsheets: RFC 4180, a row a line. */
import type { Report, Row } from "../report";
import { describeHolders, findNext } from "./words";

const columns: Readonly<Record<string, (row: Row) => string | number | undefined>> = {
  name: ({ name }) => name,
  names: ({ names }) => names.join(" "),
  orderId: ({ orderId }) => orderId,
  product: ({ product }) => product,
  status: ({ status }) => status,
  standing: ({ standing }) => standing,
  heldBy: describeHolders,
  isRenewed: ({ isRenewed }) => String(isRenewed),
  createdOn: ({ createdOn }) => createdOn,
  validFrom: ({ validFrom }) => validFrom,
  validUntil: ({ validUntil }) => validUntil,
  coveredUntil: ({ coveredUntil }) => coveredUntil,
  daysLeft: ({ daysLeft }) => daysLeft,
  awaitedRenewal: ({ awaitedRenewal }) => awaitedRenewal,
  nextAction: (row) => findNext(row)?.action,
  nextDay: (row) => findNext(row)?.day,
  nextCost: listCost,
  notPlannedFrom: ({ obstacle }) => obstacle?.day,
  lastPrice: ({ lastPrice }) => lastPrice ?? "not known",
  currency: ({ currency }) => currency,
  waitsFor: ({ waiting }) => waiting?.text,
  waitsSince: ({ waiting }) => waiting?.since,
};

/** A number, for a spreadsheet to sum up: its currency has a column of its own. */
function listCost(row: Row): string | number | undefined {
  const next = findNext(row);
  if (next === undefined) return undefined;
  return next.price === 0 ? "free" : (next.price ?? "not known");
}

export function formatCsv({ rows }: Report): string {
  const lines = [
    Object.keys(columns),
    ...rows.map((row) => Object.values(columns).map((of) => of(row) ?? "")),
  ];
  return lines.map((line) => `${line.map(quote).join(",")}\r\n`).join("");
}

/** A spreadsheet runs what begins like a formula: an apostrophe keeps it a text. */
function quote(value: string | number): string {
  const text =
    typeof value === "string" && /^[=+@\t\r]|^-./.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
