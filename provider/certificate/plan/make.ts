/** How plans are made: the first one of a certificate, paid ones, and what each costs. */
import type { Day } from "../../calendar";
import { maxOrderYears, validUntilFor } from "../../rules";
import { hasUnknown } from "../../wire";
import type { CertificateInputs } from "./fields";
import { importedReason, type Issuance, referenceRoot } from "./issuance";
import type { LeftAsIs } from "./replacement";
import { orderEnd, type PlanSpec, readSpec } from "./spec";

export interface PlanRequest {
  /** The inputs of the last run; undefined at the first one and for a replacement. */
  before?: CertificateInputs | undefined;
  /** The inputs of this run; unknown values are allowed. */
  after: CertificateInputs;
  today: Day;
  /** `deny`: no paid step in the whole stack (`certcentral:paidActions`). */
  paidActions: "allow" | "deny";
  /** Part of new references (`certcentral:namespace`). */
  namespace?: string;
  /** Root of what this run replaces: it stays, whatever the resource is called by now. */
  root?: string | undefined;
}

export interface Plan {
  issuance: Issuance;
  /** What the row of the resource should say: why nothing is bought, or what is due soon. */
  notice?: string;
  /** What differs and has no part in it. */
  leftAsIs?: LeftAsIs;
}

const paidCosts = { order: "one paid order", renew: "one paid renewal" } as const;
export const freeCost = "free, covered by the order";
export const adoptCost = "free, the order is paid already";
const adoptOrOrderCost =
  "free, the order is paid already; one paid order if adoptOrderId turns out to be none";

/** No old inputs: a first order, a renewal of an order placed elsewhere, or an adoption. */
export function planFirst({ after, today, namespace, root }: PlanRequest): Plan {
  const spec = readSpec(after);
  const kept = after.alternativeOrderId === undefined ? root : undefined;
  const reference = kept ?? referenceRoot(after, namespace);
  if (after.adoptOrderId !== undefined) {
    const reason = `takes over ${describeId("order", after.adoptOrderId)}, reissued where its key or names differ`;
    const cost = hasUnknown(after.adoptOrderId) ? adoptOrOrderCost : adoptCost;
    return { issuance: { action: "adopt", reason, cost, reference, orderNumber: 0 } };
  }
  const start = { reference, orderNumber: 0 };
  const renewed = after.renewalOfOrderId ?? after.renewedThumbprint;
  if (renewed === undefined) {
    return { issuance: paidPlan("order", undefined, start, spec, today) };
  }
  const what = after.renewalOfOrderId === undefined ? "certificate" : "order";
  const reason = `renews ${describeId(what, renewed)}, placed elsewhere`;
  return { issuance: paidPlan("renew", reason, start, spec, today) };
}

function describeId(what: string, id: unknown): string {
  const known = typeof id === "number" || (typeof id === "string" && !hasUnknown(id));
  return known ? `${what} ${id}` : `the ${what} known only during the update`;
}

/** State that was imported knows no plan: nothing may be bought on what is only guessed. */
export function planImported({ after, namespace }: PlanRequest): Plan {
  const notice = "imported state without a plan: run `pulumi refresh`, so that its dates are known";
  return { issuance: makeImportedIssuance(after, namespace), notice };
}

/** The plan of a certificate of which nothing is known but that it exists. */
export function makeImportedIssuance(inputs: CertificateInputs, namespace?: string): Issuance {
  const reference = referenceRoot(inputs, namespace);
  return { action: "adopt", reason: importedReason, cost: adoptCost, reference, orderNumber: 0 };
}

/** The plan of an order or a renewal of today, after `old`. */
export function paidPlan(
  action: keyof typeof paidCosts,
  reason: string | undefined,
  old: Pick<Issuance, "reference" | "orderNumber" | "validUntil" | "coveredUntil">,
  spec: PlanSpec,
  today: Day,
): Issuance {
  const coveredUntil = orderEnd(today, spec);
  const reasons = [
    ...(reason === undefined ? [] : [reason]),
    ...(spec.unknown.includes("orderValidity")
      ? [`orderValidity known only during the update, ${maxOrderYears} years at most`]
      : []),
  ];
  return {
    action,
    ...(reasons.length === 0 ? {} : { reason: reasons.join("; ") }),
    cost: paidCosts[action],
    validFrom: today,
    validUntil: validUntilFor(today, spec.certValidity, coveredUntil),
    coveredUntil,
    reference: old.reference,
    orderNumber: old.orderNumber + 1,
    ...(old.validUntil === undefined ? {} : { previousValidUntil: old.validUntil }),
    ...(old.coveredUntil === undefined ? {} : { previousCoveredUntil: old.coveredUntil }),
  };
}
