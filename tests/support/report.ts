/** Reports by table: a row, and reports of rows that differ from it. */
import type { Report, Row } from "../../cli/report/report";

/** An order that is issued, and that nobody has compared with a stack. */
export const issuedRow: Row = {
  name: "www.example.com",
  names: ["www.example.com"],
  orderId: 112233,
  status: "issued",
  isRenewed: false,
  holders: [],
  standing: "not compared",
  validUntil: "2027-05-01",
  daysLeft: 153,
  plans: [],
};

/** A report with a row for each change of `row`. */
export function reportOf(row: Row, ...changes: Partial<Row>[]): Report {
  const rows = changes.map((change) => ({ ...row, ...change }));
  const costs = { until: "2027-11-29", sums: [], notKnown: 0 };
  return { today: "2026-11-29", rows, hidden: 0, costs, domains: [] };
}
