/**
 * What a program says of an order as it is, so that its renewal is placed as the order was. Source: "Order info". What no page
 * shows, or shows without saying whether it was asked for, is not said: docs/guides/taking-over.md lists it.
 */
import type { Order } from "../../certcentral/replies";
import { lostNames, normalizeName } from "../../names";
import { omitUndefined } from "../../wire";
import { inputFailures } from "../plan/check";
import { type CertificateInputs, type FieldName, fieldNames, fieldOf } from "../plan/fields";
import { isDomainValidated } from "../plan/products";
import { namesOn } from "./order";

export interface Declaration {
  /** All inputs but the CSR. */
  inputs: CertificateInputs;
  /** What the order has and no program can say: the input at fault, and why. */
  unsaid: string[];
}

export function declareOrder(order: Order): Declaration {
  const target = declareTarget(order);
  const wishes = declareWishes(order);
  const refused = inputFailures({ ...target, ...wishes }).filter(
    ({ property }) => rootOf(property) in wishes,
  );
  const places = refused.map(({ property }) => property);
  const unsaid = refused.map(({ property, reason }) => `${property} ${reason}`);
  if (order.orderValidity?.customExpirationDate) {
    unsaid.push("orderValidity is a date, which is that of this order alone");
  }
  return { inputs: { ...target, ...withoutPlaces(wishes, places) }, unsaid };
}

/** What an order has and a program that takes it over does not name. Its names are compared, and its container it keeps. */
export function listUnnamed(order: Order, inputs: CertificateInputs): FieldName[] {
  const { inputs: has } = declareOrder(order);
  return fieldNames.filter(
    (name) =>
      has[name] !== undefined &&
      inputs[name] === undefined &&
      name !== "dnsNames" &&
      name !== "container",
  );
}

/** Whether CertCentral makes certificates on an order, or an order after it, by itself: no program is to ask for that. */
export function renewsItself({ autoRenew, autoReissue }: Order): boolean {
  return autoRenew || autoReissue;
}

/** What the order is for. */
function declareTarget(order: Order): CertificateInputs {
  const { certificate, organizationId, containerId, technicalContact } = order;
  const product = order.productNameId ?? "";
  const isDv = isDomainValidated(product);
  return omitUndefined({
    product,
    commonName: certificate.commonName,
    dnsNames: unlessEmpty(furtherNames(certificate)),
    organization: organizationId === undefined || isDv ? undefined : { id: organizationId },
    technicalContact: isDv && technicalContact ? withoutBlanks(technicalContact) : undefined,
    container: containerId === undefined ? undefined : { id: containerId },
  });
}

/** What else was asked for with it, apart from what CertCentral does anyway. */
function declareWishes(order: Order): CertificateInputs {
  const { certificate } = order;
  const { serverPlatform } = certificate;
  return omitUndefined({
    orderValidity: lengthOf(order),
    signatureHash: unlessDefault("signatureHash", certificate.signatureHash),
    serverPlatform: unlessDefault("serverPlatform", serverPlatform),
    profileOption: certificate.profileOption || undefined,
    organizationUnits: unlessEmpty(certificate.organizationUnits.filter(Boolean)),
    comments: order.requests.find(({ type }) => type === "new_request")?.comments || undefined,
    customFields: unlessEmpty(order.customFields.filter(({ value }) => value !== "")),
    additionalEmails: unlessEmpty(order.additionalEmails.filter(Boolean)),
    paymentMethod: order.paymentMethod === "balance" ? undefined : order.paymentMethod,
    dcvMethod: order.dcvMethod === "email" ? undefined : order.dcvMethod,
    disableCt: order.disableCt || undefined,
    customRenewalMessage: order.customRenewalMessage || undefined,
    disableRenewalNotifications: order.disableRenewalNotifications || undefined,
    enableGuestAccess: order.isGuestAccessEnabled ? 1 : undefined,
  });
}

/** The names beside its common name that a program has to ask for, so that a reissue takes none away. */
function furtherNames({ commonName = "", dnsNames }: Order["certificate"]): string[] {
  return lostNames(namesOn({ commonName, dnsNames }), [normalizeName(commonName)]);
}

/** The date of an order is none of its renewal; a year is what an order lasts anyway. */
function lengthOf({ orderValidity, validityYears }: Order): object | undefined {
  const { days, years = validityYears, customExpirationDate } = orderValidity ?? {};
  if (customExpirationDate) return undefined;
  if (days) return { days };
  return years && years !== 1 ? { years } : undefined;
}

function unlessDefault<Value>(name: FieldName, value: Value | undefined): Value | undefined {
  return JSON.stringify(value) === JSON.stringify(fieldOf(name).whenAbsent) ? undefined : value;
}

function unlessEmpty<Item>(items: Item[]): Item[] | undefined {
  return items.length === 0 ? undefined : items;
}

function withoutBlanks(person: object): object {
  return Object.fromEntries(Object.entries(person).filter(([, value]) => Boolean(value)));
}

/** The input that a path leads into. */
function rootOf(property: string): string {
  return /^\w*/.exec(property)?.[0] ?? "";
}

/** Of a list only the items at the places; of anything else all of it. */
function withoutPlaces(inputs: CertificateInputs, places: readonly string[]): CertificateInputs {
  const kept = Object.entries(inputs).map(([name, value]): [string, unknown] => {
    const own = places.filter((place) => rootOf(place) === name);
    if (own.length === 0) return [name, value];
    if (!Array.isArray(value)) return [name, undefined];
    const isAtFault = (index: number): boolean =>
      own.some((place) => place === name || place.startsWith(`${name}[${index}]`));
    return [name, unlessEmpty(value.filter((_item, index) => !isAtFault(index)))];
  });
  return omitUndefined(Object.fromEntries(kept));
}
