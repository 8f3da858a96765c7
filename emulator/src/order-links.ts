/** What an order's request points at: other orders, a container, an organization. */
import type { Account, Organization, OrganizationDetails } from "./account";
import { daysUntil } from "./calendar";
import { type Order, primaryOf } from "./order";
import { isSet, type OrderBody } from "./order-body";
import { badRequest, invalidValue, missingValue, Problem } from "./problems";
import type { Product } from "./products";
import { renewalWindowDays } from "./rules";
import type { Settings } from "./settings";

export function refuseTakenId(body: OrderBody, orders: ReadonlyMap<number, Order>): void {
  const id = body.alternative_order_id;
  const isTaken = [...orders.values()].some(
    (order) => id && order.body.alternative_order_id === id,
  );
  if (!isTaken) return;
  throw badRequest("duplicate_alternative_order_id", "The alternative order ID is in use.");
}

/** Refuses what the account does not allow, and custom fields that it does not have. */
export function refuseByAccount(body: OrderBody, account: Account, settings: Settings): void {
  const guests = body.enable_guest_access ?? undefined;
  if (guests !== undefined && !settings.guestAccess) {
    throw new Problem(400, invalidValue("enable_guest_access"));
  }
  const known = account.customFields.map(({ id }) => id);
  const given = (body.custom_fields ?? []).filter(({ value }) => value !== "");
  if (given.some(({ metadata_id }) => !known.includes(metadata_id))) {
    throw badRequest("invalid_custom_field_value", "A custom field is not known.");
  }
  const filled = given.map(({ metadata_id }) => metadata_id);
  if (settings.requiredCustomFields.some((id) => !filled.includes(id))) {
    throw badRequest("missing_custom_field_value", "A required custom field is missing.");
  }
}

/** The order that is renewed, by its id or by the thumbprint of its certificate. */
export function renewedOrderOf(
  body: OrderBody,
  orders: ReadonlyMap<number, Order>,
  today: string,
  settings: Settings,
): Order | undefined {
  const thumbprint = body.renewed_thumbprint?.toUpperCase();
  const id = body.renewal_of_order_id || undefined;
  if (id === undefined && !thumbprint) return undefined;
  const order =
    id === undefined
      ? [...orders.values()].find((own) => primaryOf(own)?.issued?.thumbprint === thumbprint)
      : orders.get(id);
  const field = id === undefined ? "renewed_thumbprint" : "renewal_of_order_id";
  if (order?.validTill === undefined) throw new Problem(400, invalidValue(field));
  const left = daysUntil(today, order.validTill);
  const isEarly = left > renewalWindowDays && settings.earlyRenewal === "refuse";
  if (isEarly || left < -renewalWindowDays) throw new Problem(400, invalidValue(field));
  return order;
}

export function containerOf(body: OrderBody, { containers }: Account): number {
  const id = body.container?.id || containers[0].id;
  const container = containers.find((own) => own.id === id);
  if (container === undefined) throw new Problem(400, invalidValue("container"));
  return container.id;
}

const details = ["name", "address", "city", "state", "zip", "country", "telephone"] as const;

/**
 * An organization of the account by its id or its name, or a new one from its details, which the account does not have
 * before the order is taken; none on DV orders.
 */
export function organizationOf(
  product: Product,
  body: OrderBody,
  account: Account,
): Organization | Omit<Organization, "id"> | undefined {
  if (product.validation === "dv") return undefined;
  const given = body.organization ?? {};
  if (given.id) {
    const known = account.organizations.get(given.id);
    if (known !== undefined && known.isInactive !== true) return known;
    throw new Problem(400, invalidValue("organization"));
  }
  const missing = details.filter((key) => typeof given[key] !== "string");
  if (missing.length > 0) {
    const fields = given.name === undefined ? ["organization.id"] : missing;
    throw new Problem(400, ...fields.map(missingValue));
  }
  const known = [...account.organizations.values()].find(({ name }) => name === given.name);
  if (known !== undefined && !isSet(given.skip_duplicate_org_check)) return known;
  const values = Object.fromEntries(details.map((key) => [key, String(given[key])]));
  return { ...(values as unknown as OrganizationDetails), types: ["ov"] };
}
