import { timestamp } from "../calendar";
import { namesOf, type Order, primaryOf, statusOf } from "../order";
import { badRequest } from "../problems";
import { listed, type Page } from "./listing";

/** Filters, sorting and paging of `GET order/certificate`. */
export function listedOrders(
  all: readonly Order[],
  query: Record<string, string>,
  now: Date,
): { orders: Order[]; page: Page } {
  const { found, page } = listed(
    all,
    query,
    (order, name) => property(order, name, now),
    ["common_name"],
    (order, name, wanted) => matches(order, name, wanted, now),
  );
  return { orders: found, page };
}

function matches(order: Order, name: string, wanted: string, now: Date): boolean | undefined {
  if (name === "domain_name") return namesIn(order).includes(wanted.toLowerCase());
  // The filter "issued" returns expired orders too.
  if (name === "status" && wanted === "issued") {
    return ["issued", "expired"].includes(statusOf(order, now));
  }
  return undefined;
}

function namesIn(order: Order): string[] {
  const primary = primaryOf(order);
  return primary === undefined ? [] : namesOf(primary.commonName, primary.dnsNames);
}

function property(order: Order, name: string, now: Date): string | number | undefined {
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
  return properties[name];
}
