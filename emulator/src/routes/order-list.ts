import { timestamp } from "../calendar";
import { namesOf, type Order, primaryOf, statusOf } from "../order";
import { badRequest } from "../problems";

const mostPerPage = 1000;

/** Filters, sorting and paging of `GET order/certificate`. */
export function listedOrders(
  all: readonly Order[],
  query: Record<string, string>,
  now: Date,
): { orders: Order[]; page: { total: number; limit: number; offset: number } } {
  let orders = [...all];
  for (const [parameter, wanted] of Object.entries(query)) {
    const name = /^filters\[(\w+)\]$/.exec(parameter)?.[1];
    if (name === undefined) continue;
    orders = orders.filter((order) => matches(order, name, wanted, now));
  }
  const sort = query["sort"];
  if (sort) orders.sort((a, b) => compare(a, b, sort.split(","), now));
  const limit = Math.min(Number(query["limit"] ?? mostPerPage) || mostPerPage, mostPerPage);
  const offset = Number(query["offset"] ?? 0);
  return {
    orders: orders.slice(offset, offset + limit),
    page: { total: orders.length, limit, offset },
  };
}

function matches(order: Order, name: string, wanted: string, now: Date): boolean {
  const names = namesIn(order);
  if (name === "search") return names[0]?.includes(wanted.toLowerCase()) ?? false;
  if (name === "domain_name") return names.includes(wanted.toLowerCase());
  // The filter "issued" returns expired orders too.
  if (name === "status" && wanted === "issued") {
    return ["issued", "expired"].includes(statusOf(order, now));
  }
  const value = property(order, name, now);
  const range = /^(.*)\.\.\.(.*)$/.exec(wanted);
  if (range) return value >= (range[1] ?? "") && value <= (range[2] ?? "");
  if (wanted.startsWith(">")) return value > wanted.slice(1);
  if (wanted.startsWith("<")) return value < wanted.slice(1);
  return value === wanted;
}

function compare(a: Order, b: Order, keys: readonly string[], now: Date): number {
  for (const key of keys) {
    const descending = key.startsWith("-");
    const name = key.replace(/^[-+ ]/, "");
    const [first, second] = [property(a, name, now), property(b, name, now)];
    if (first !== second) return first < second === descending ? 1 : -1;
  }
  return 0;
}

function namesIn(order: Order): string[] {
  const primary = primaryOf(order);
  return primary === undefined ? [] : namesOf(primary.commonName, primary.dnsNames);
}

function property(order: Order, name: string, now: Date): string {
  const primary = primaryOf(order);
  const properties: Record<string, string | number | undefined> = {
    id: order.id,
    status: statusOf(order, now),
    organization_id: order.organizationId,
    product_name_id: order.product.nameId,
    valid_till: primary?.issued?.validTill,
    common_name: primary?.commonName,
    date_created: timestamp(order.createdAt),
    container_id: order.containerId,
    certificate_id: primary?.id,
    serial_number: primary?.issued?.serialNumber,
    is_renewed: order.renewedOrderId === undefined ? 0 : 1,
    order_valid_till: order.validTill,
  };
  if (!(name in properties)) {
    throw badRequest("invalid_value:filters", `${name} is no property of orders.`);
  }
  return String(properties[name] ?? "");
}
