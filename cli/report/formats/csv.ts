/** A report for spreadsheets: RFC 4180, a row a line. */
import type { Report, Row } from "../report";
import { describeHolders } from "./words";

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
  nextAction: ({ plans: [next] }) => next?.action,
  nextDay: ({ plans: [next] }) => next?.day,
  nextCost: ({ plans: [next] }) => next?.cost,
  notPlannedFrom: ({ obstacle }) => obstacle?.day,
  lastPrice: ({ lastPrice }) => lastPrice ?? "not known",
  waitsFor: ({ waiting }) => waiting?.text,
  waitsSince: ({ waiting }) => waiting?.since,
};

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
