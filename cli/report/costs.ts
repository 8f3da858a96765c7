/** What comes next, in money: by the price of the last order where CertCentral gives one, and never by a guess. Pure. */
import { addDays, type Day } from "../../provider/calendar";
import { adoptCost, freeCost } from "../../provider/certificate/plan/make";
import { isPaid, type Issuance } from "../../provider/certificate/plan/issuance";
import type { Report, Row } from "./report";

/** Days ahead for which costs are summed up. */
const costDays = 365;

/** The price of a plan: 0 where it is free; undefined where CertCentral does not say it. */
export function priceOf(
  { action, cost }: Pick<Issuance, "action" | "cost">,
  lastPrice: number | undefined,
): number | undefined {
  if (isPaid({ action })) return lastPrice;
  // Names that may be charged for have no price of their own.
  return cost === freeCost || cost === adoptCost ? 0 : undefined;
}

/** All that is paid in a year, one sum a currency; without what no stack holds, because nobody plans that. */
export function sumCosts(rows: readonly Row[], today: Day): Report["costs"] {
  const until = addDays(today, costDays);
  const sums = new Map<string | undefined, { amount: number; paidActions: number }>();
  let notKnown = 0;
  for (const { standing, plans, currency } of rows) {
    if (standing === "in no stack") continue;
    for (const { day, action, price } of plans) {
      if (!isPaid({ action }) || day > until) continue;
      if (price === undefined) notKnown++;
      else {
        const { amount, paidActions } = sums.get(currency) ?? { amount: 0, paidActions: 0 };
        sums.set(currency, { amount: addAmounts(amount, price), paidActions: paidActions + 1 });
      }
    }
  }
  return {
    until,
    sums: [...sums].map(([currency, sum]) => (currency === undefined ? sum : { currency, ...sum })),
    notKnown,
  };
}

/** In hundredths, which binary fractions cannot hold. */
function addAmounts(one: number, other: number): number {
  return (Math.round(one * 100) + Math.round(other * 100)) / 100;
}
