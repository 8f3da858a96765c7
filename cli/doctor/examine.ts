/** What a key and its account are like, as far as reading tells. */
import { type Day, dayOf, daysBetween } from "../../provider/calendar";
import type {
  CustomField,
  Domain,
  ListedOrder,
  Organization,
  Product,
} from "../../provider/certcentral/client";
import { isRefusal, type Reader } from "../../provider/certcentral/reader";
import type { Clock } from "../../provider/clock";
import { joinWithAnd, pluralize } from "../../provider/format";
import { maxClockDays } from "../../provider/rules";
import { type Finding, good, note, problem } from "../findings";

/** What orders are judged by. */
export interface AccountFacts {
  products: readonly Product[];
  organizations: readonly Organization[];
  domains: readonly Domain[];
  /** Undefined where the key may not see them. */
  customFields: readonly CustomField[] | undefined;
  /** The first page of the list. */
  orders: readonly ListedOrder[];
}

/** Orders that are looked up by their reference, until one has one. */
const maxLooks = 5;

/** @throws CertCentralError where the key is refused */
export async function examineKey(reader: Reader): Promise<Finding[]> {
  const { id, accountId, accessRoles } = await reader.whoAmI();
  const roles = accessRoles.map((role) => role.name ?? `role ${role.id}`);
  const account =
    accountId === undefined ? "an account that it does not name" : `account ${accountId}`;
  return [
    good("key", `is valid: user ${id} of ${account}, ${joinWithAnd(roles) || "no role is named"}`),
  ];
}

export async function gatherFacts(reader: Reader): Promise<AccountFacts> {
  let orders: ListedOrder[] = [];
  for await (const page of reader.pageOrders()) {
    orders = page;
    break;
  }
  return {
    products: await reader.listProducts(),
    organizations: await reader.listOrganizations(),
    domains: await reader.listDomains(),
    customFields: await reader.listCustomFields().catch((error: unknown) => {
      if (isRefusal(error)) return undefined;
      throw error;
    }),
    orders,
  };
}

/** Whether it finds orders by their reference: only then is one found again whose reply was lost. */
export async function examineView(
  reader: Reader,
  orders: readonly ListedOrder[],
): Promise<Finding[]> {
  if (orders.length === 0) {
    return [
      note(
        "view",
        "no order is listed: whether the key finds its own orders shows with the first one",
      ),
    ];
  }
  const newest = [...orders].sort((one, other) => other.orderId - one.orderId).slice(0, maxLooks);
  for (const { orderId } of newest) {
    const order = await reader.getOrder(orderId);
    if (order === undefined)
      return [problem("view", `order ${orderId} is listed, and not shown to this key`)];
    const reference = order.alternativeOrderId;
    if (reference === undefined) continue;
    const found = await reader.findOrders(reference);
    return found.some((one) => one.orderId === orderId)
      ? [good("view", `finds orders by their reference, as order ${orderId}`)]
      : [
          problem(
            "view",
            `does not find order ${orderId} by its reference ${reference}: an order whose reply is lost would not be found either`,
          ),
        ];
  }
  return [
    note(
      "view",
      `${pluralize(orders.length, "order")} on the first page, and none of the newest has a reference to be found by`,
    ),
  ];
}

/** The clock of this machine beside CertCentral's at its last reply. */
export function examineClock(reader: Reader, clock: Clock): Finding[] {
  const server = reader.serverDate();
  if (server === undefined)
    return [note("clock", "CertCentral's replies have no date to compare with")];
  const local = clock.now();
  const seconds = Math.round(Math.abs(local.getTime() - server.getTime()) / 1000);
  const isOff = Math.abs(daysBetween(dayOf(local), dayOf(server))) > maxClockDays;
  const said = `${pluralize(seconds, "second")} off CertCentral's (${server.toISOString()})`;
  return [
    isOff ? problem("clock", `${said}: nothing would be bought with it`) : good("clock", said),
  ];
}

/** Products, organizations, domains, and what shows of plans. */
export function describeAccount(facts: AccountFacts, today: Day): Finding[] {
  const { products, organizations, domains, customFields, orders } = facts;
  const years = (product: Product): string =>
    product.allowedOrderValidityYears.join(", ") || "not said";
  const enabled = products.map((product) => `${product.nameId} (years: ${years(product)})`);
  const active = domains.filter(({ isActive }) => isActive);
  const [first] = active
    .flatMap(({ name, validatedUntil }) =>
      validatedUntil === undefined ? [] : [{ name, validatedUntil }],
    )
    .sort((one, other) => one.validatedUntil.localeCompare(other.validatedUntil));
  const planned = orders.filter(({ isMultiYearPlan }) => isMultiYearPlan).length;
  return [
    products.length === 0
      ? problem("products", "none is enabled")
      : good("products", `${products.length} enabled: ${enabled.join(", ")}`),
    ...organizations.map((organization) => describeOrganization(organization, today)),
    note(
      "domains",
      first === undefined
        ? `${pluralize(active.length, "active domain")}, none validated`
        : `${pluralize(active.length, "active domain")}; ${first.name} lapses first, on ${first.validatedUntil}`,
    ),
    note("custom fields", describeCustomFields(customFields)),
    note(
      "plans",
      `of ${pluralize(orders.length, "order")} on the first page, ${planned} of a multi-year plan`,
    ),
    note(
      "references",
      "no call tells whether the account requires unique alternative order ids: look in the console for " +
        '"Require unique alternative order IDs" in the settings, or ask DigiCert\'s support, which may have to show it',
    ),
  ];
}

function describeCustomFields(fields: AccountFacts["customFields"]): string {
  if (fields === undefined) return "are not shown to this key";
  const active = fields.filter(({ isActive }) => isActive);
  const named = active.map((field) => `${nameField(field)}${field.isRequired ? ", required" : ""}`);
  return named.length === 0 ? "none" : named.join("; ");
}

/** A custom field as people know it, and its `metadataId`. */
export function nameField({ id, label = "without a label" }: CustomField): string {
  return `${label} (${id})`;
}

function describeOrganization(
  { id, name = "", isActive, validations }: Organization,
  today: Day,
): Finding {
  const who = `${name} (${id})`;
  if (!isActive) return note("organizations", `${who} is not active`);
  const until = validations.flatMap(({ type, validatedUntil }) =>
    type === undefined || validatedUntil === undefined ? [] : [{ type, validatedUntil }],
  );
  if (until.length === 0) return note("organizations", `${who} is not validated`);
  const said = until
    .map(({ type, validatedUntil }) => `${type} until ${validatedUntil}`)
    .join(", ");
  return until.every(({ validatedUntil }) => validatedUntil >= today)
    ? good("organizations", `${who} is validated: ${said}`)
    : note("organizations", `${who} was validated: ${said}`);
}
