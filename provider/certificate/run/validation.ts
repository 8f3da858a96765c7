/**
 * What the names of an order wait for: the order's own random value (DV), or the tokens of domains
 * that are not validated (OV, EV). Known from the reply to the order, or looked up.
 */
import type { Domain, Order, Placed } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import { covers, domainsToValidate, isExpired, recordFor, type ValidationRecord } from "../../dcv";
import { findLivingRecord } from "../../domain/record";
import { statusOf } from "../../domain/state";
import type { CertificateInputs } from "../plan/fields";
import { textInput } from "../../fields";
import { withoutWildcard } from "../../names";
import type { Context } from "../../resource";
import { hasPendingReissue } from "../order/order";
import { namesOf } from "../plan/spec";
import { isDomainValidated } from "../plan/products";

/** The records that a reply to an order or a reissue names, each domain once; or else the known ones. */
export function recordsAfter(
  inputs: CertificateInputs,
  reply: Partial<Placed>,
  known: ValidationRecord[] = [],
): ValidationRecord[] {
  return newerRecords(recordsOfReply(inputs, reply), known);
}

/** What a reply does not name is no news: the known records stay, since one that vanishes is destroyed. */
export function newerRecords(
  records: ValidationRecord[],
  known: ValidationRecord[],
): ValidationRecord[] {
  return records.length > 0 ? records : known;
}

function recordsOfReply(
  inputs: CertificateInputs,
  { dcvRandomValue: token, domains = [] }: Partial<Placed>,
): ValidationRecord[] {
  const method = textInput(inputs, "dcvMethod");
  if (token !== undefined) return recordsOfValue(inputs, method, { token });
  const tokens = new Map(
    domains.map(({ name = "", dcvToken }) => [withoutWildcard(name), dcvToken]),
  );
  return [...tokens]
    .filter(([, dcvToken]) => dcvToken?.token !== undefined)
    .map(([domain, dcvToken]) => recordFor(domain, method, dcvToken));
}

/** One random value for all names of a DV order. */
function recordsOfValue(
  inputs: CertificateInputs,
  method: string,
  value: { token: string | undefined; expirationDate?: string | undefined },
): ValidationRecord[] {
  if (method === "") return [];
  return domainsToValidate(namesOf(inputs), method).map((domain) =>
    recordFor(domain, method, value),
  );
}

/** Whether an order is held up by something that a record may help. */
export function mayWaitForRecords(order: Order): boolean {
  return order.status === "pending" || hasPendingReissue(order);
}

/** Whether CertCentral can be asked to look at the records at once. */
export function canBeChecked(records: readonly ValidationRecord[]): boolean {
  return records.some(({ method }) => method !== "email");
}

/**
 * The records of an order that waits: the known ones while they serve, the missing ones looked up,
 * those that have expired made anew.
 */
export async function lookUpRecords(
  context: Context,
  inputs: CertificateInputs,
  order: Order,
  known: readonly ValidationRecord[],
): Promise<ValidationRecord[]> {
  const now = context.clock.now();
  const serves = (record: ValidationRecord): boolean => !isExpired(record, now);
  // CertCentral need not repeat the method.
  const method = order.dcvMethod ?? textInput(inputs, "dcvMethod");
  if (isDomainValidated(textInput(inputs, "product"))) {
    if (method === "") return [...known];
    if (method === "email") return recordsOfValue(inputs, method, { token: undefined });
    // Always asked for: no other reply says until when it counts, and that of a reissue may be lost.
    const { value, expires } = await context.client().getRandomValue(order.id);
    if (value === undefined) return [...known];
    return recordsOfValue(inputs, method, { token: value, expirationDate: expires });
  }
  const missing = domainsToValidate(namesOf(inputs), method).filter(
    (name) => !known.some((record) => serves(record) && covers(record.domain, name, record.method)),
  );
  // What is known stays, also of domains that are validated by now: a record that vanishes is destroyed.
  const records = new Map(known.map((record) => [record.domain, record]));
  for (const name of missing) {
    const domain = await domainOver(context, name);
    const record = domain && (await recordOfDomain(context, domain));
    if (record !== undefined) records.set(record.domain, record);
  }
  return [...records.values()];
}

/** The account's domain that a name is validated under: itself, or the nearest parent. */
async function domainOver(context: Context, name: string): Promise<Domain | undefined> {
  const labels = name.split(".");
  for (let from = 0; from < labels.length - 1; from++) {
    const domain = await context.client().findDomain(labels.slice(from).join("."));
    if (domain !== undefined) return domain;
  }
  return undefined;
}

async function recordOfDomain(
  context: Context,
  { id }: Domain,
): Promise<ValidationRecord | undefined> {
  const domain = await context.client().getDomain(id);
  const today = dayOf(context.clock.now());
  if (domain?.dcvMethod === undefined || statusOf(domain, today) === "valid") return undefined;
  const { name, dcvMethod } = domain;
  if (dcvMethod === "email") return recordFor(name, dcvMethod, undefined);
  return findLivingRecord(context, domain, dcvMethod);
}
