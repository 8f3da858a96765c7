/** What is paid, and from what: orders by the year, and names that an order has not had by the days that are left. */
import { daysUntil } from "./calendar";
import { namesOf, type Order } from "./order";
import { badRequest } from "./problems";
import type { Product } from "./products";
import type { Settings } from "./settings";

/** A name costs this part of the product's price a year: made up, like the prices. */
const nameShare = 1 / 4;

/** Price of an order that lasts until a day. */
export function priceOfOrder({ price }: Product, today: string, end: string): number {
  return price * Math.max(1, Math.round(daysUntil(today, end) / 365));
}

/**
 * Price of the names that an order has never had, pro rata for the days that it still lasts. Source: "Multi-year
 * Plans" ("Prices for new domains are pro-rated"); "Order OV/EV SSL", `dns_names`.
 */
export function priceOfAddedNames(order: Order, names: readonly string[], today: string): number {
  const had = new Set(
    order.certificates.flatMap(({ commonName, dnsNames }) => namesOf(commonName, dnsNames)),
  );
  const added = names.filter((name) => !had.has(name)).length;
  const left = Math.max(0, daysUntil(today, order.validTill ?? today));
  return Math.round(added * order.product.price * nameShare * (left / 365) * 100) / 100;
}

/** Takes an amount from the account's funds, or refuses. */
export function pay(settings: Settings, amount: number): void {
  if (amount > settings.balance) {
    throw badRequest("insufficient_funds", "The account has insufficient funds.");
  }
  settings.balance -= amount;
}
