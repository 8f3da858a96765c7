/** The orders and domains of an account, read within its limits: one page after another, and each order that waits. */
import type { Domain, ListedOrder, Order } from "../../provider/certcentral/client";
import type { Reader } from "../../provider/certcentral/reader";
import { hasEnded } from "../../provider/certificate/order/order";

export interface Account {
  orders: ReadonlyMap<number, ListedOrder>;
  /** What waits, with its requests. */
  waiting: ReadonlyMap<number, Order>;
  domains: readonly Domain[];
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
  return { orders, waiting, domains: await reader.listDomains() };
}
