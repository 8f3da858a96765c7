/** What several forms of a report say of a row. */
import { pluralize } from "../../../provider/format";
import { daysBetween } from "../../../provider/calendar";
import { isReplaced, type Report, type Row } from "../report";

/** So many are named on one line. */
const maxNamed = 5;

type Plan = Row["plans"][number];

/** The next action, or why there is none. */
export function describeNext(row: Row): string {
  const { obstacle, awaitedRenewal, waiting, standing } = row;
  const next = findNext(row);
  if (isReplaced(row)) return "renewed by another order";
  if (awaitedRenewal !== undefined) return `renewal ${awaitedRenewal} waits`;
  if (waiting !== undefined) return "waits";
  if (next !== undefined) {
    const action = `${next.action} ${next.day}`;
    return standing === "in no stack" ? `(${action})` : action;
  }
  return obstacle === undefined ? "-" : `nothing planned, due ${obstacle.day}`;
}

/** The plan that comes next; undefined where nothing is planned, or something else has to happen first. */
export function findNext({ plans, obstacle, isRenewed, waiting }: Row): Plan | undefined {
  const [next] = plans;
  if (isRenewed || waiting !== undefined || next === undefined) return undefined;
  return obstacle !== undefined && obstacle.day <= next.day ? undefined : next;
}

/** What the next action costs. Never guessed: what CertCentral does not say is not known. */
export function describeCost(row: Row): string {
  const next = findNext(row);
  if (next === undefined) return "-";
  if (next.price === 0) return "free";
  return next.price === undefined ? "not known" : formatPrice(next.price, row.currency);
}

/** The same in a sentence, in the preview's words. */
export function describePlanCost({ cost, price }: Plan, { currency }: Row): string {
  if (price === 0) return cost;
  return price === undefined
    ? `${cost}, price not known`
    : `${cost}, ${formatPrice(price, currency)} as for the last order`;
}

/** What is paid in a year, in words. */
export function describeCosts({ rows, costs: { until, sums, notKnown } }: Report): string {
  const isCompared = rows.some(({ standing }) => standing === "in no stack");
  const what = isCompared ? " for what stacks hold" : "";
  const known = sums.map(
    ({ amount, currency, paidActions }) =>
      `${formatPrice(amount, currency)} for ${pluralize(paidActions, "order")} by the prices of the last ones`,
  );
  const unknown =
    notKnown === 0 ? [] : [`${pluralize(notKnown, "order")} at a price that is not known`];
  return `To be paid until ${until}${what}: ${[...known, ...unknown].join(", and ") || "nothing"}`;
}

function formatPrice(amount: number, currency: string | undefined): string {
  return `${amount.toFixed(2)} ${currency ?? ""}`.trim();
}

export function describeHolders({ holders }: Row): string {
  return holders.map(({ stack, resource }) => `${stack} ${resource}`).join(", ") || "-";
}

export function nameRow({ name, orderId, holders: [holder] }: Row): string {
  const order = orderId === undefined ? "" : ` (order ${orderId})`;
  return holder === undefined ? `${name}${order}` : `${name}${order} of ${holder.stack}`;
}

/** Why a pipeline is failed, the nearest ends first. */
export function describeShort(short: readonly Row[], days: number): string {
  const shown = short.map((row) => `${row.name} (${describeEnd(row)})`);
  return `${pluralize(short.length, "certificate")} ended or with fewer than ${pluralize(days, "day")} left: ${nameFirst(shown)}`;
}

function describeEnd({ daysLeft, status }: Row): string {
  if (daysLeft === undefined || status === "revoked") return status;
  return daysLeft < 0 ? `${pluralize(-daysLeft, "day")} ago` : pluralize(daysLeft, "day");
}

function nameFirst(all: readonly string[]): string {
  const more = all.length - maxNamed;
  return `${all.slice(0, maxNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Certificates in use with fewer days left, and orders that have ended under a stack. */
export function listShort({ rows }: Report, days: number): Row[] {
  return rows.filter(
    (row) =>
      !isReplaced(row) &&
      (row.standing === "ended in a stack" || (row.daysLeft !== undefined && row.daysLeft < days)),
  );
}

/** Orders that have waited for so many days, or nobody says since when. */
export function listOverdue({ rows, today }: Report, days: number): Row[] {
  return rows.filter(({ waiting }) => {
    if (waiting === undefined) return false;
    return waiting.since === undefined || daysBetween(waiting.since, today) >= days;
  });
}

/** Why a pipeline is failed: who has to act, and since when. */
export function describeOverdue(overdue: readonly Row[], days: number): string {
  const shown = overdue.map(
    ({ name, waiting }) => `${name} (since ${waiting?.since ?? "an unknown day"})`,
  );
  return `${pluralize(overdue.length, "order")} that ${overdue.length === 1 ? "waits" : "wait"} for ${pluralize(days, "day")} or longer: ${nameFirst(shown)}`;
}
