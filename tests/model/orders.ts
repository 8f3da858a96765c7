/** What the judge reads off orders, and off outputs that name them. */
import { X509Certificate } from "node:crypto";

import type { OrderFacts } from "certcentral-emulator";

import { daysBetween } from "../../provider/calendar";
import type { TestKey } from "../support/csr";
import type { Stored } from "./engine";
import type { Properties } from "./process";

/** All orders, by id. */
export type Facts = Map<number, OrderFacts>;

/** The names for which certificates of these ids live. */
export function namesServed(orders: Facts, used: readonly { id: number }[]): string[] {
  return [...orders.values()]
    .flatMap(({ certificates }) => certificates)
    .filter((certificate) => !isOver(certificate) && used.some(({ id }) => id === certificate.id))
    .flatMap(({ names }) => names);
}

/** The reference without its number. */
export function rootOf({ alternativeOrderId = "", id }: OrderFacts): string {
  return /^pulumi[0-9a-f]+/.exec(alternativeOrderId)?.[0].slice(0, 46) ?? `none ${id}`;
}

/** The orders that outputs name. */
export function ordersIn(outputs: Properties): number[] {
  const { orderId, __awaited: awaited, __replacedOrders: replaced } = outputs;
  const other = (awaited as { orderId?: unknown } | undefined)?.orderId;
  const all = [orderId, other, ...(Array.isArray(replaced) ? (replaced as unknown[]) : [])];
  return all.filter((id) => typeof id === "number");
}

/** Whether a certificate was revoked, or will never be issued. */
function isOver({ revokedAt, status }: OrderFacts["certificates"][number]): boolean {
  return revokedAt !== undefined || status === "canceled" || status === "rejected";
}

/** Whether an order has no certificate that lives, and no time left for one that is not due at once. */
export function isSpent(
  { certificates, orderValidTill = "9999-12-31" }: OrderFacts,
  today: string,
): boolean {
  const hasEnded = certificates.every(
    (certificate) => isOver(certificate) || (certificate.validTill ?? "9999") < today,
  );
  return hasEnded && daysBetween(today, orderValidTill) <= 32;
}

/** Whether anything of an order lives on: where its certificates were ended one by one, what remains is a right to reissues. */
export function isLiving(order: OrderFacts, today: string): boolean {
  if (["canceled", "rejected", "revoked", "expired"].includes(order.status)) return false;
  const isPast = (order.orderValidTill ?? "9999") <= today;
  return !isPast && !order.certificates.every(isOver) && !isSpent(order, today);
}

/** Whether words name an order: by its number, or by that of one of its certificates. */
export function isNamedIn(words: string, { id, certificates }: OrderFacts): boolean {
  return [id, ...certificates.map((one) => one.id)].some((name) => words.includes(String(name)));
}

/** Whether a green resource's chain is for another key than its CSR's. */
export function isOfOtherKey(
  { outputs, hasInitErrors, isPendingDelete }: Stored,
  keys: readonly TestKey[],
): boolean {
  const pem = outputs["fullChainPem"];
  if (typeof pem !== "string" || hasInitErrors || isPendingDelete) return false;
  const key = keys.find(({ csr }) => csr === String(outputs["csr"]));
  const waits = outputs["waitFor"] === "placed" && outputs["__awaited"] !== undefined;
  if (key === undefined || waits) return false;
  return !new X509Certificate(pem).publicKey.equals(key.publicKey);
}
