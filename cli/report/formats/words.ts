/** What several forms of a report say of a row. */
import { pluralize } from "../../../provider/format";
import type { Report, Row } from "../report";

/** So many are named on one line. */
const maxNamed = 5;

/** The next action, or why there is none. */
export function describeNext(row: Row): string {
  const { plans, obstacle, isRenewed, waiting, standing } = row;
  const [next] = plans;
  if (isRenewed) return "renewed by another order";
  if (waiting !== undefined) return "waits";
  if (obstacle !== undefined && (next === undefined || obstacle.day <= next.day)) {
    return `nothing planned, due ${obstacle.day}`;
  }
  if (next === undefined) return "-";
  const action = `${next.action} ${next.day}`;
  return standing === "in no stack" ? `(${action})` : action;
}

/** Never guessed: what CertCentral does not say is not known. */
export function describePrice({ lastPrice }: Row): string {
  return lastPrice === undefined ? "not known" : String(lastPrice);
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
  const shown = short.slice(0, maxNamed).map((row) => {
    const { name, daysLeft, status } = row;
    return `${name} (${daysLeft === undefined ? status : pluralize(daysLeft, "day")})`;
  });
  const more = short.length - shown.length;
  const rest = more === 0 ? "" : ` and ${more} more`;
  return `${pluralize(short.length, "certificate")} ended or with fewer than ${pluralize(days, "day")} left: ${shown.join(", ")}${rest}`;
}

/** Certificates with fewer days left, and orders that have ended under a stack. */
export function listShort({ rows }: Report, days: number): Row[] {
  return rows.filter(
    ({ isRenewed, daysLeft, standing }) =>
      !isRenewed &&
      (standing === "ended in a stack" || (daysLeft !== undefined && daysLeft < days)),
  );
}
