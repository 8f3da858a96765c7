/** The orders and domains of an account, read within its limits: one page after another, and each order that waits. */
import type { Domain, ListedOrder, Order } from "../../provider/certcentral/client";
import type { Reader } from "../../provider/certcentral/reader";
import { hasEnded } from "../../provider/certificate/order/order";

export interface Account {
  orders: ReadonlyMap<number, ListedOrder>;
  /** What waits, with its requests. */
  waiting: ReadonlyMap<number, Order>;
  domains: readonly Domain[];
  /** In which it pays; undefined where the key may not know it. */
  currency: string | undefined;
}

export async function gatherAccount(
  reader: Reader,
  progress: (text: string) => void,
): Promise<Account> {
  const orders = new Map<number, ListedOrder>();
  for await (const page of reader.pageOrders()) {
    for (const order of page) orders.set(order.orderId, order);
    progress(`${orders.size} orders`);
  }
  const open = [...orders.values()].filter(
    ({ status }) => status !== "issued" && !hasEnded({ status }),
  );
  const waiting = new Map<number, Order>();
  for (const { orderId } of open) {
    const order = await reader.getOrder(orderId);
    if (order !== undefined) waiting.set(orderId, order);
    progress(`${orders.size} orders, ${waiting.size} of ${open.length} that wait`);
  }
  const domains = await reader.listDomains();
  return { orders, waiting, domains, currency: await askCurrency(reader, orders) };
}

/** Nobody is asked where there is no price. */
async function askCurrency(
  reader: Reader,
  orders: ReadonlyMap<number, ListedOrder>,
): Promise<string | undefined> {
  const priced = [...orders.values()].find(
    ({ price, currency }) => price !== undefined && currency === undefined,
  );
  if (priced === undefined) return undefined;
  // Not every key may know it, and a report without it is better than none.
  return reader.getCurrency(priced.containerId).catch(() => undefined);
}
