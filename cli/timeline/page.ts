/** A report as one HTML file: the timeline, and the table behind it. It loads nothing, and runs nothing. */
import { hasEnded } from "../../provider/certificate/order/order";
import { pluralize } from "../../provider/format";
import {
  describeCost,
  describeCosts,
  describeHolders,
  describeNext,
} from "../report/formats/words";
import type { Report, Row } from "../report/report";
import { colors } from "./colors";
import { layoutTimeline, type Picture } from "./layout";
import { layoutLegend } from "./legend";
import { drawPicture, escape, patterns, style } from "./svg";
import { listAllGaps, makeTimeline, type Timeline } from "./timeline";

/** Lanes of one picture: as many as fit on a page of A4 across, the first time below a heading, so that each page has its axis. */
const lanesPerPage = 13;

const columns: readonly { title: string; of: (row: Row) => string }[] = [
  { title: "Name", of: ({ name }) => name },
  { title: "Order", of: ({ orderId }) => String(orderId ?? "-") },
  { title: "Status", of: ({ status }) => status },
  { title: "Days left", of: ({ daysLeft }) => String(daysLeft ?? "-") },
  { title: "Until", of: ({ validUntil }) => validUntil ?? "-" },
  { title: "Covered until", of: ({ coveredUntil }) => coveredUntil ?? "-" },
  { title: "Next", of: describeNext },
  { title: "Cost", of: describeCost },
  { title: "Held by", of: describeHolders },
  { title: "Waits for", of: ({ waiting }) => waiting?.text ?? "-" },
];

export function formatHtml(report: Report): string {
  const timeline = makeTimeline(report);
  const title = `Certificates and orders around ${report.today}`;
  const pages = Array.from({ length: Math.ceil(timeline.lanes.length / lanesPerPage) }, (_, page) =>
    timeline.lanes.slice(page * lanesPerPage, (page + 1) * lanesPerPage),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${pageStyle}
${style}
</style>
</head>
<body>
<h1>${title}</h1>
${describeGaps(timeline)}
${describeLacking(report)}
<p>${escape(describeCosts(report))}.</p>
<svg class="patterns" width="0" height="0" aria-hidden="true">${patterns}</svg>
${drawSvg(layoutLegend(), "Legend")}
${pages.map((lanes, page) => drawSvg(layoutTimeline(timeline, lanes), `Timeline, part ${page + 1} of ${pages.length}`)).join("\n")}
<h2>The same as a table</h2>
<table>
<thead><tr>${columns.map((column) => `<th scope="col">${column.title}</th>`).join("")}</tr></thead>
<tbody>
${report.rows.map(drawRow).join("\n")}
</tbody>
</table>
</body>
</html>
`;
}

function drawSvg(picture: Picture, label: string): string {
  const { width, height } = picture;
  const link = ({ lane }: { lane?: { row: number } }): string | undefined =>
    lane === undefined ? undefined : `#row-${lane.row}`;
  return `<svg class="chart" role="group" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${drawPicture(picture, link)}</svg>`;
}

function drawRow(row: Row, index: number): string {
  const cells = columns.map(({ of }) => escape(of(row)));
  const [name = "", ...rest] = cells;
  return `<tr id="row-${index}"><th scope="row">${name}</th>${rest.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

function describeGaps(timeline: Timeline): string {
  const gaps = listAllGaps(timeline);
  if (gaps.length === 0)
    return "<p>Where every planned step is carried out, no certificate ends before the next one is there.</p>";
  const items = gaps.map(({ lane, from, to, days }) => {
    const end = to === timeline.to ? "on" : `to ${to}, ${pluralize(days, "day")}`;
    return linkRow(lane.row, lane.name, `no certificate from ${from} ${end}`);
  });
  return fold(`${pluralize(gaps.length, "gap")}: days without a certificate`, items);
}

/** What has never had a certificate has no gap to be seen. */
function describeLacking({ rows }: Report): string {
  const items = rows.flatMap((row, index) =>
    row.validFrom === undefined && !hasEnded(row)
      ? [linkRow(index, row.name, row.waiting?.text ?? row.status)]
      : [],
  );
  if (items.length === 0) return "";
  return fold(`${pluralize(items.length, "order")} without a certificate until now`, items);
}

function linkRow(row: number, name: string, text: string): string {
  return `<li><a href="#row-${row}">${escape(name)}</a>: ${escape(text)}</li>`;
}

/** Many lines, which one opens. */
function fold(title: string, items: readonly string[]): string {
  return `<details>\n<summary>${title}</summary>\n<ul>\n${items.join("\n")}\n</ul>\n</details>`;
}

const pageStyle = `
body { margin: 16px; background: ${colors.paper}; color: ${colors.text}; font: 14px/1.4 "Helvetica Neue", Arial, sans-serif }
h1 { font-size: 20px } h2 { font-size: 16px }
ul { columns: 2; font-size: 12px } summary { color: ${colors.gap}; font-weight: bold }
a { color: ${colors.certificate} }
a:focus-visible, summary:focus-visible { outline: 3px solid ${colors.text}; outline-offset: 1px }
.chart { display: block; margin-bottom: 8px } .patterns { position: absolute }
table { border-collapse: collapse; font-size: 12px }
th, td { border: 1px solid ${colors.orderEdge}; padding: 3px 6px; text-align: left; vertical-align: top }
tr:target { background: ${colors.order} }
@page { size: A4 landscape; margin: 10mm }
@media print {
  h1, p { margin: 0 0 4px } body { margin: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact }
  .chart, tr { break-inside: avoid } h2 { break-before: page }
}`.trim();
