/** A report as lanes of time: what is paid for, what serves, what is planned and where nothing serves. Pure. */
import { addDays, type Day, daysBetween } from "../../provider/calendar";
import { hasEnded } from "../../provider/certificate/order/order";
import { isPaid } from "../../provider/certificate/plan/issuance";
import { pluralize } from "../../provider/format";
import { describeNext } from "../report/formats/words";
import { aheadDays, isReplaced, type Report, type Row } from "../report/report";

/** Days from the first to the last, both included. */
export interface Span {
  kind: "order" | "planned order" | "certificate" | "planned certificate" | "gap";
  from: Day;
  to: Day;
  /** Its days as they are, where the picture shows a part of them. */
  whole?: { from: Day; to: Day };
}

/** A day on which something is paid. */
export interface Payment {
  day: Day;
  isPlanned: boolean;
}

export interface Lane {
  /** Number of its row in the report. */
  row: number;
  name: string;
  detail: string;
  spans: Span[];
  payments: Payment[];
}

export interface Timeline {
  from: Day;
  to: Day;
  today: Day;
  lanes: Lane[];
}

/** How much of the past is shown: one that ended in it and was not renewed still can be. */
const pastDays = 90;

export function makeTimeline({ rows, today }: Report): Timeline {
  const window = { from: addDays(today, -pastDays), to: addDays(today, aheadDays) };
  return { ...window, today, lanes: rows.map((row, index) => makeLane(row, index, today, window)) };
}

function makeLane(row: Row, index: number, today: Day, window: { from: Day; to: Day }): Lane {
  const { createdOn, coveredUntil, standing } = row;
  // Nobody makes the plans of what no stack holds.
  const plans = standing === "in no stack" ? [] : row.plans;
  const serving = listServing(row);
  const planned = plans.flatMap(({ day, validUntil }) =>
    validUntil === undefined
      ? []
      : [{ kind: "planned certificate", from: day, to: validUntil } as const],
  );
  const paid = plans.filter(isPaid);
  const spans: Span[] = [
    ...(createdOn === undefined || coveredUntil === undefined
      ? []
      : [{ kind: "order", from: createdOn, to: coveredUntil } as const]),
    ...paid.flatMap(({ day, coveredUntil: to }) =>
      to === undefined ? [] : [{ kind: "planned order", from: day, to } as const],
    ),
    ...serving,
    ...planned,
    ...listGaps(row, [...serving, ...planned], today, window.to),
  ];
  return {
    row: index,
    name: row.name,
    detail: describeLane(row),
    spans: spans.flatMap((span) => clip(span, window)),
    payments: [
      // What was never issued may have cost nothing.
      ...(createdOn === undefined || row.validFrom === undefined
        ? []
        : [{ day: createdOn, isPlanned: false }]),
      ...paid.map(({ day }) => ({ day, isPlanned: true })),
    ].filter(({ day }) => day >= window.from && day <= window.to),
  };
}

/** The certificate that CertCentral has, where it was not revoked. */
function listServing({ status, validFrom: from, validUntil: to }: Row): Span[] {
  const isRefused = hasEnded({ status }) && status !== "expired";
  return from === undefined || to === undefined || isRefused
    ? []
    : [{ kind: "certificate", from, to }];
}

/**
 * The days without a certificate, from the first one on; from today on where it was revoked, because CertCentral's list does not
 * say since when. None where another order has taken over, and before the first certificate.
 */
function listGaps(row: Row, serving: readonly Span[], today: Day, end: Day): Span[] {
  const { status, holders, validFrom } = row;
  const isRefused = hasEnded({ status }) && status !== "expired";
  if (isReplaced(row) || (isRefused ? holders.length === 0 : validFrom === undefined)) return [];
  const gaps: Span[] = [];
  let next = isRefused ? today : (validFrom ?? today);
  for (const span of [...serving].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    // Even what is replaced today did not serve today.
    const from = isRefused && span.from <= today ? addDays(today, 1) : span.from;
    if (from > next) gaps.push({ kind: "gap", from: next, to: addDays(from, -1) });
    if (span.to >= next) next = addDays(span.to, 1);
  }
  if (next <= end) gaps.push({ kind: "gap", from: next, to: end });
  return gaps;
}

function clip(span: Span, window: { from: Day; to: Day }): Span[] {
  if (span.to < window.from || span.from > window.to) return [];
  const from = span.from < window.from ? window.from : span.from;
  const to = span.to > window.to ? window.to : span.to;
  const isWhole = from === span.from && to === span.to;
  return [{ ...span, from, to, ...(isWhole ? {} : { whole: { from: span.from, to: span.to } }) }];
}

function describeLane(row: Row): string {
  const { orderId, status, daysLeft } = row;
  const left =
    daysLeft === undefined || hasEnded({ status }) ? status : `${pluralize(daysLeft, "day")} left`;
  const next = describeNext(row);
  const order = orderId === undefined ? "no order" : `order ${orderId}`;
  return [order, left, ...(next === "-" ? [] : [next])].join(", ");
}

/** All days without a certificate, lane by lane. */
export function listAllGaps({
  lanes,
}: Timeline): { lane: Lane; from: Day; to: Day; days: number }[] {
  return lanes.flatMap((lane) =>
    lane.spans
      .filter(({ kind }) => kind === "gap")
      .map(({ from, to }) => ({ lane, from, to, days: daysBetween(from, to) + 1 })),
  );
}
