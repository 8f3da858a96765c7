/** Orders and stacks side by side, and what comes next for each: pure. */
import { addDays, type Day, daysBetween, parseDay } from "../../provider/calendar";
import type { ListedOrder } from "../../provider/certcentral/client";
import {
  describeWaiting,
  hasEnded,
  openRequests,
  wasIssued,
} from "../../provider/certificate/order/order";
import { planAhead } from "../../provider/certificate/plan/ahead";
import type { CertificateInputs } from "../../provider/certificate/plan/fields";
import { issuanceOf } from "../../provider/certificate/plan/issuance";
import { makeImportedIssuance } from "../../provider/certificate/plan/make";
import { namesOf } from "../../provider/certificate/plan/spec";
import { certificateNames, normalizeName } from "../../provider/names";
import { renewalOpensDays } from "../../provider/rules";
import { omitUndefined } from "../../provider/wire";
import { isUnder } from "../domain";
import type { StackCertificate } from "../stacks";
import { priceOf, sumCosts } from "./costs";
import type { Account } from "./gather";
import { aheadDays, isReplaced, type Report, type Row } from "./report";

export interface Sides {
  /** Undefined: CertCentral was not asked. */
  account?: Account | undefined;
  /** Undefined: no stack was given. */
  stacks?: readonly StackCertificate[] | undefined;
  today: Day;
  paidActions: "allow" | "deny";
  /** Whether orders that have ended, and that no stack holds, are shown as well. */
  showsEnded: boolean;
  /** Only what has a name that is this domain or below it. */
  domain?: string | undefined;
}

export function makeReport(sides: Sides): Report {
  const { account, stacks = [], today, showsEnded, domain } = sides;
  const held = stacks.flatMap(({ state }) => [state?.orderId, state?.__awaited?.orderId]);
  const listed = [...(account?.orders.values() ?? [])];
  const unlisted = stacks.filter(
    ({ state }) => state === undefined || account?.orders.has(state.orderId) !== true,
  );
  const rows = [
    ...listed.map((order) => rowOfOrder(order, holdersOf(order.orderId, stacks), sides)),
    ...unlisted.map((certificate) => rowOfStack(certificate, sides)),
  ].filter(({ names }) => domain === undefined || isUnder(names, domain));
  const shown = rows.filter(
    (row) => showsEnded || held.includes(row.orderId) || !isOver(row, today),
  );
  return {
    today,
    ...omitUndefined({ domain }),
    rows: shown.sort(compareRows),
    hidden: rows.length - shown.length,
    costs: sumCosts(shown, today),
    domains: listDomains(account, today).filter(
      ({ name }) => domain === undefined || isUnder([name], domain) || isUnder([domain], name),
    ),
  };
}

/** Ended, and nobody can expect anything of it: CertCentral renews an order for so long after its end. */
function isOver(row: Row, today: Day): boolean {
  const { status, validUntil, holders } = row;
  if (holders.length > 0 || !hasEnded({ status })) return false;
  if (status !== "expired" || isReplaced(row) || validUntil === undefined) return true;
  return addDays(validUntil, renewalOpensDays) < today;
}

function holdersOf(orderId: number, stacks: readonly StackCertificate[]): StackCertificate[] {
  return stacks.filter(
    ({ state }) => state?.orderId === orderId || state?.__awaited?.orderId === orderId,
  );
}

function rowOfOrder(order: ListedOrder, holders: StackCertificate[], sides: Sides): Row {
  const { account, stacks, today } = sides;
  const { status, validFrom, commonName = "", product } = order;
  const { validTill: validUntil, orderValidTill: coveredUntil } = order;
  const [holder] = holders;
  const waiting = account?.waiting.get(order.orderId);
  const [open] = waiting === undefined ? [] : openRequests(waiting);
  const since = parseDay(open?.date ?? order.createdAt ?? "");
  return {
    name: commonName,
    names: certificateNames(commonName, order.dnsNames).filter(Boolean),
    orderId: order.orderId,
    ...(product === undefined ? {} : { product }),
    status,
    isRenewed: order.isRenewed,
    ...omitUndefined({ awaitedRenewal: findAwaitedRenewal(order, account) }),
    holders: holders.map(({ stack, resource }) => ({ stack, resource })),
    standing: standingOf(status, holders.length > 0, stacks !== undefined),
    ...omitUndefined({
      createdOn: parseDay(order.createdAt ?? ""),
      validFrom,
      validUntil,
      coveredUntil,
    }),
    ...omitUndefined({ daysLeft: countDaysLeft(status, validUntil, today) }),
    ...foresee(
      holder?.inputs ?? inputsOfOrder(order),
      {
        status,
        isRenewed: order.isRenewed,
        orderId: order.orderId,
        isHeld: holder !== undefined,
        lastPrice: order.price,
      },
      { validFrom, validUntil, coveredUntil },
      sides,
    ),
    ...omitUndefined({
      lastPrice: order.price,
      currency: order.price === undefined ? undefined : (order.currency ?? account?.currency),
    }),
    ...(waiting === undefined
      ? {}
      : {
          waiting: {
            text: describeWaiting(waiting, holder?.state?.validationRecords),
            ...omitUndefined({ since }),
          },
        }),
  };
}

/** What a stack alone knows: of an order that is not listed, or while CertCentral was not asked. */
function rowOfStack(certificate: StackCertificate, sides: Sides): Row {
  const { inputs, state, stack, resource, doubt } = certificate;
  const { account, today } = sides;
  const { orderId, status = doubt === undefined ? "no order" : "in doubt" } = state ?? {};
  const dates = {
    validFrom: state?.notBefore?.slice(0, 10),
    validUntil: state?.notAfter?.slice(0, 10),
    coveredUntil: state?.coveredUntil,
  };
  const { commonName, product } = inputs;
  return {
    name: typeof commonName === "string" ? commonName : resource,
    names: namesOf(inputs),
    ...omitUndefined({ orderId, product: typeof product === "string" ? product : undefined }),
    status,
    isRenewed: false,
    holders: [{ stack, resource }],
    standing: account === undefined ? "not compared" : "not shown",
    ...omitUndefined(dates),
    ...omitUndefined({ daysLeft: countDaysLeft(status, dates.validUntil, today) }),
    ...foresee(inputs, { status, isRenewed: false, orderId, isHeld: true }, dates, sides),
  };
}

function standingOf(status: string, isHeld: boolean, isCompared: boolean): Row["standing"] {
  if (!isCompared) return "not compared";
  if (!isHeld) return "in no stack";
  return hasEnded({ status }) ? "ended in a stack" : "in a stack";
}

function countDaysLeft(
  status: string,
  validUntil: Day | undefined,
  today: Day,
): number | undefined {
  if (status === "revoked") return 0;
  return validUntil === undefined ? undefined : daysBetween(today, validUntil);
}

/** As an adoption would have them: what is not known of a program has its default. */
function inputsOfOrder(order: ListedOrder): CertificateInputs {
  const { product, commonName, dnsNames, organizationId } = order;
  const organization = organizationId === undefined ? undefined : { id: organizationId };
  const inputs = { product, commonName, dnsNames, organization };
  return { ...inputs, issuance: makeImportedIssuance(inputs) };
}

/**
 * The order that renews it and waits for its first certificate. Not every account's orders say which one they renew: where one does
 * not, the same name and product tell.
 */
function findAwaitedRenewal(
  { orderId, isRenewed, commonName = "", product }: ListedOrder,
  account: Account | undefined,
): number | undefined {
  if (!isRenewed) return undefined;
  const awaited = [...(account?.waiting.values() ?? [])].filter((order) => !wasIssued(order));
  const renewal =
    awaited.find((order) => order.renewalOfOrderId === orderId) ??
    awaited.find(
      ({ renewalOfOrderId, certificate, productNameId }) =>
        renewalOfOrderId === undefined &&
        productNameId === product &&
        normalizeName(certificate.commonName ?? "") === normalizeName(commonName),
    );
  return renewal?.id;
}

interface Standing {
  status: string;
  isRenewed: boolean;
  orderId: number | undefined;
  isHeld: boolean;
  /** What it cost; undefined where CertCentral does not say it. */
  lastPrice?: number | undefined;
}

/** What the planner will do, by the real dates, as a refresh would give them to it. */
function foresee(
  inputs: CertificateInputs,
  { status, isRenewed, orderId, isHeld, lastPrice }: Standing,
  dates: {
    validFrom?: Day | undefined;
    validUntil?: Day | undefined;
    coveredUntil?: Day | undefined;
  },
  { today, paidActions }: Sides,
): Pick<Row, "plans" | "obstacle"> {
  const issuance = issuanceOf(inputs);
  const isEnded = hasEnded({ status });
  if (issuance === undefined || isRenewed || (isEnded && !isHeld)) return { plans: [] };
  const { plans, obstacle } = planAhead({
    inputs: {
      ...inputs,
      issuance: {
        ...issuance,
        ...omitUndefined(dates),
        ...(isEnded
          ? { found: "order ended", foundDetail: `order ${orderId ?? 0} is ${status}` }
          : {}),
      },
    },
    today,
    until: addDays(today, aheadDays),
    paidActions,
  });
  return {
    plans: plans.map(({ day, issuance: { action, cost, reason, validUntil, coveredUntil } }) => ({
      day,
      action,
      cost,
      ...omitUndefined({
        price: priceOf({ action, cost }, lastPrice),
        reason,
        validUntil,
        coveredUntil,
      }),
    })),
    ...(obstacle === undefined ? {} : { obstacle: { day: obstacle.day, text: obstacle.notice } }),
  };
}

function listDomains(account: Account | undefined, today: Day): Report["domains"] {
  return (account?.domains ?? [])
    .filter(({ isActive }) => isActive)
    .flatMap(({ name, validatedUntil }) =>
      validatedUntil === undefined
        ? []
        : [{ name, validatedUntil, daysLeft: daysBetween(today, validatedUntil) }],
    )
    .sort((one, other) => one.daysLeft - other.daysLeft || one.name.localeCompare(other.name));
}

function compareRows(one: Row, other: Row): number {
  const days = (row: Row): number => row.daysLeft ?? Infinity;
  if (days(one) !== days(other)) return days(one) < days(other) ? -1 : 1;
  return one.name.localeCompare(other.name) || (one.orderId ?? 0) - (other.orderId ?? 0);
}
