/** Until when what is issued lasts: the certificate, and with the first one the order. */
import { plusDays } from "./calendar";
import { type Certificate, type Order, primaryOf } from "./order";
import { endOf } from "./order-body";
import { maxLife } from "./rules";
import type { Settings } from "./settings";

/** Last day of an order whose first certificate is issued today; accounts without plans have none beyond it. */
export function lastDayOfOrder(
  { plan, validTill }: Order,
  today: string,
  settings: Settings,
): string {
  if (validTill !== undefined) return validTill;
  const longest = longestFrom(today, settings);
  const end = endOf(plan, today) ?? today;
  return settings.multiYearPlans || end < longest ? end : longest;
}

/** Last day of a certificate that is issued today: of a duplicate, that of the original at most. */
export function lastDayOf(
  { kind, wish }: Certificate,
  order: Order,
  today: string,
  settings: Settings,
): string {
  const longest = longestFrom(today, settings);
  const original = kind === "duplicate" ? primaryOf(order)?.issued?.validTill : undefined;
  const ends = [endOf(wish, today), order.validTill, original, longest];
  return ends.filter((end) => end !== undefined).sort()[0] ?? longest;
}

function longestFrom(today: string, { certificateLives }: Settings): string {
  return plusDays(today, maxLife(today, certificateLives) - 1);
}
