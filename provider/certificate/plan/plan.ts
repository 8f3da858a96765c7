/**
 * What will happen to a certificate, why, at what cost and until when it is covered: a pure function
 * of the old plan, the old and new inputs, and today. Every rule is one entry of `rules`, asked in
 * order; the first that answers decides.
 */
import { addDays, type Day, daysBetween } from "../../calendar";
import { hasUnknown, omitUndefined } from "../../wire";
import { type CertificateInputs, type FieldName, fieldNames, fieldOf } from "./fields";
import { listReplacing } from "./replacement";
import { listChanged } from "./silence";
import { areNamesUnknown, namesOf, orderEnd, type PlanSpec, readSpec } from "./spec";
import { joinWithAnd, pluralize } from "../../format";
import { type Issuance, issuanceOf } from "./issuance";
import { paidPlan, type Plan, planFirst, planImported, type PlanRequest } from "./make";
import { describeDaysLeft, describeDue, reissueCost, warnOfRemovedNames } from "./words";
import { chargedNames } from "../../names";
import { announceDueDays, dueDay, gainsTime, renewalOpensDays, validUntilFor } from "../../rules";

/** The plan for a resource on a day. */
export function planIssuance(request: PlanRequest): Plan {
  const { before, after } = request;
  if (before === undefined) return planFirst(request);
  const replacing = listReplacing(before, after);
  return { ...planNext(request, before, replacing.known.length > 0), leftAsIs: replacing };
}

function planNext(request: PlanRequest, before: CertificateInputs, isReplaced: boolean): Plan {
  const issuance = issuanceOf(before);
  if (issuance === undefined) return planImported(request);
  // The engine checks a replacement as a new resource: that plan is announced, and none on what it replaces.
  if (isReplaced) return { issuance };
  const facts = gatherFacts(request, before, issuance);
  for (const rule of rules) {
    const plan = rule(facts);
    if (plan !== undefined) return plan;
  }
  return { issuance };
}

/** What the rules look at. */
interface Facts {
  issuance: Issuance;
  today: Day;
  spec: PlanSpec;
  /** Inputs under the rule `reissue` that differ or are not known yet. */
  changed: FieldName[];
  changeReason: string;
  /** The warning that a removed name earns. */
  warning?: string | undefined;
  /** Added names that CertCentral may charge for. */
  charged: string[];
  /** Some names are known only during the update. */
  areNamesUnknown: boolean;
  dueOn?: Day | undefined;
  dueReason: string;
  due: boolean;
  paidDenied?: string | undefined;
}

type PlanRule = (facts: Facts) => Plan | undefined;

const rules: readonly PlanRule[] = [
  orderAgainAfterDoubt,
  orderAgainAfterTheEnd,
  reissueAfterFinding,
  reissueOrRenewWhenDue,
  reissueAfterChange,
  announceTheDueDay,
];

/** The order of a doubt was not placed: announced once more, under the same number. */
function orderAgainAfterDoubt({ issuance, today, spec, paidDenied }: Facts): Plan | undefined {
  if (issuance.found !== "order not placed") return undefined;
  const detail = issuance.foundDetail ?? "the order was not placed";
  if (paidDenied !== undefined) {
    return { issuance, notice: `${detail}; it is not planned again: ${paidDenied}` };
  }
  const { action, previousCoveredUntil = today } = issuance;
  // What has ended meanwhile is ordered anew: the run refuses to renew it.
  const isRenewal = action === "renew" && today <= previousCoveredUntil;
  const before = {
    ...issuance,
    orderNumber: Math.max(issuance.orderNumber - 1, 0),
    validUntil: issuance.previousValidUntil,
    coveredUntil: issuance.previousCoveredUntil,
  };
  const plan = paidPlan(isRenewal ? "renew" : "order", detail, before, spec, today);
  return { issuance: { ...plan, attempt: (issuance.attempt ?? 1) + 1 } };
}

function orderAgainAfterTheEnd({ issuance, today, spec, paidDenied }: Facts): Plan | undefined {
  if (issuance.found !== "order ended") return undefined;
  const detail = issuance.foundDetail ?? "the order has ended";
  if (paidDenied !== undefined) {
    return { issuance, notice: `${detail}; a new order is not planned: ${paidDenied}` };
  }
  return { issuance: paidPlan("order", detail, issuance, spec, today) };
}

function reissueAfterFinding(facts: Facts): Plan | undefined {
  const { found, foundDetail, warning: former } = facts.issuance;
  if (found !== "certificate revoked" && found !== "reissue ended" && found !== "names lost") {
    return undefined;
  }
  const detail = foundDetail ?? found;
  const reasons = [detail, ...(facts.changed.length > 0 ? [facts.changeReason] : [])];
  if (!canReissue(facts)) return undefined;
  if (found === "names lost") {
    const lost =
      "clients refuse the certificate in use from then on, unless the reissue is issued before";
    const warning = [lost, ...(facts.warning === undefined ? [] : [facts.warning])].join("; ");
    return reissuePlan({ ...facts, warning }, reasons);
  }
  if (found === "reissue ended") {
    // What the reissue that was not made would have cost, the next one costs; unless the names changed again.
    const areNamesBack = facts.changed.includes("commonName") || facts.changed.includes("dnsNames");
    return reissuePlan(
      areNamesBack ? facts : { ...facts, warning: facts.warning ?? former },
      reasons,
    );
  }
  // CertCentral does not say why it was revoked.
  const key = facts.changed.includes("csr")
    ? ""
    : ", which has the same key (change csr first if it leaked)";
  const refused = `${detail}: clients refuse it until the reissue is issued${key}`;
  const warning = [refused, ...(facts.warning === undefined ? [] : [facts.warning])].join("; ");
  return reissuePlan({ ...facts, warning }, reasons);
}

function reissueOrRenewWhenDue(facts: Facts): Plan | undefined {
  if (!facts.due) return undefined;
  const reasons = [facts.dueReason, ...(facts.changed.length > 0 ? [facts.changeReason] : [])];
  if (reissueGainsTime(facts)) return reissuePlan(facts, reasons);
  const obstacle = findRenewalObstacle(facts);
  if (obstacle === undefined) return planPaid(facts, reasons);
  if (reissueGainsTime(facts, leastWindow(facts.spec))) return reissuePlan(facts, reasons);
  const left = daysBetween(facts.today, facts.issuance.validUntil ?? facts.today);
  const notice = `due for renewal, not planned: ${obstacle}. ${describeDaysLeft(left, facts.issuance)}`;
  // The change itself is free, and is made even where more time cannot be had.
  const change = reissueAfterChange(facts);
  return { issuance: facts.issuance, ...change, notice };
}

/** A renewal; or an order, where the one that would be renewed has ended: the run refuses to renew that. */
function planPaid(facts: Facts, reasons: string[]): Plan {
  const { issuance, spec, today } = facts;
  if (canReissue(facts)) {
    return { issuance: paidPlan("renew", reasons.join("; "), issuance, spec, today) };
  }
  const reason = [...reasons, describeOrderEnd(facts)].join("; ");
  return { issuance: paidPlan("order", reason, issuance, spec, today) };
}

function reissueAfterChange(facts: Facts): Plan | undefined {
  if (facts.changed.length === 0) return undefined;
  if (canReissue(facts)) return reissuePlan(facts, [facts.changeReason]);
  return {
    issuance: facts.issuance,
    notice: `${facts.changeReason}: not reissued, ${describeOrderEnd(facts)}`,
  };
}

function describeOrderEnd({ issuance }: Facts): string {
  return `the order ended on ${issuance.coveredUntil ?? "an unknown day"}`;
}

function announceTheDueDay({ issuance, today, dueOn }: Facts): Plan | undefined {
  if (dueOn === undefined || daysBetween(today, dueOn) > announceDueDays) return undefined;
  const inDays = pluralize(daysBetween(today, dueOn), "day");
  return { issuance, notice: `due for reissue or renewal in ${inDays}, on ${dueOn}` };
}

function reissuePlan(facts: Facts, reasons: string[]): Plan {
  const { issuance: old, today, warning } = facts;
  const issuance: Issuance = {
    action: "reissue",
    reason: reasons.join("; "),
    cost: reissueCost(facts.charged, facts.areNamesUnknown),
    ...(warning === undefined ? {} : { warning }),
    validFrom: today,
    ...omitUndefined({ validUntil: reissueEnd(facts), coveredUntil: old.coveredUntil }),
    reference: old.reference,
    orderNumber: old.orderNumber,
    reissueNumber: (old.reissueNumber ?? 0) + 1,
    ...omitUndefined({
      previousValidUntil: old.validUntil,
      previousCoveredUntil: old.previousCoveredUntil,
    }),
  };
  return { issuance };
}

function canReissue({ issuance, today }: Facts): boolean {
  return issuance.coveredUntil === undefined || today <= issuance.coveredUntil;
}

function reissueEnd({ issuance, spec, today }: Facts): Day | undefined {
  if (issuance.coveredUntil === undefined) return undefined;
  return validUntilFor(today, spec.certValidity, issuance.coveredUntil);
}

/** With the shortest window that may become known, the fewest certificates are due at once. */
function leastWindow({ renewBeforeDays, unknown }: PlanSpec): number | undefined {
  return unknown.includes("renewBeforeDays") ? 1 : renewBeforeDays;
}

/** Whether a reissue lasts longer than the certificate in use, and is not due again at once. */
function reissueGainsTime(facts: Facts, renewBeforeDays = facts.spec.renewBeforeDays): boolean {
  const end = reissueEnd(facts);
  if (end === undefined || !canReissue(facts)) return false;
  const { coveredUntil, validUntil } = facts.issuance;
  return gainsTime(facts.today, { validUntil: end, coveredUntil }, { validUntil, renewBeforeDays });
}

/** Why no renewal may be planned; undefined when it may. */
function findRenewalObstacle(facts: Facts): string | undefined {
  const { issuance, spec, today, paidDenied } = facts;
  if (paidDenied !== undefined) return paidDenied;
  const { coveredUntil, validUntil, previousCoveredUntil } = issuance;
  if (coveredUntil === undefined) return "the end of the order is not known, run `pulumi refresh`";
  const opens = addDays(coveredUntil, -renewalOpensDays);
  if (today < opens) {
    return `the order ends on ${coveredUntil} and CertCentral renews it from ${opens} on`;
  }
  if (previousCoveredUntil !== undefined && coveredUntil <= previousCoveredUntil) {
    return `it was already renewed at its end on ${previousCoveredUntil}, run \`pulumi refresh\``;
  }
  const newEnd = orderEnd(today, spec);
  if (newEnd <= coveredUntil) {
    return `orderValidity would end on ${newEnd}, no later than the present order on ${coveredUntil}`;
  }
  const newValidUntil = validUntilFor(today, spec.certValidity, newEnd);
  if (validUntil !== undefined && newValidUntil <= validUntil) {
    return `certValidity would end the new certificate on ${newValidUntil}, no later than the present one`;
  }
  // One that does not end with its order is not due at once.
  const coverage = spec.unknown.includes("certValidity") ? undefined : newEnd;
  const next = { validUntil: newValidUntil, coveredUntil: coverage };
  if (!gainsTime(today, next, { validUntil, renewBeforeDays: leastWindow(spec) })) {
    return `the new certificate would end on ${newValidUntil} and be due at once`;
  }
  return undefined;
}

function gatherFacts(request: PlanRequest, before: CertificateInputs, issuance: Issuance): Facts {
  const { after, today } = request;
  const spec = readSpec(after);
  const unknown = fieldNames.filter(
    (name) => fieldOf(name).rule === "reissue" && hasUnknown(after[name]),
  );
  const known = listChanged(before, after, "reissue").filter((name) => !unknown.includes(name));
  const due = findPlannedDueDay(after, issuance);
  return {
    issuance,
    today,
    spec,
    changed: [...known, ...unknown],
    changeReason: [
      ...(known.length > 0 ? [`${joinWithAnd(known)} changed`] : []),
      ...(unknown.length > 0 ? [`${joinWithAnd(unknown)} known only during the update`] : []),
    ].join("; "),
    warning: warnOfRemovedNames(before, after),
    charged: listChargedNames(before, after),
    areNamesUnknown: areNamesUnknown(after),
    dueOn: due,
    due: due !== undefined && today >= due,
    dueReason: [
      describeDue(issuance.validUntil ?? today, today),
      ...(spec.unknown.includes("renewBeforeDays")
        ? ["renewBeforeDays known only during the update"]
        : []),
    ].join(", "),
    paidDenied: findDenial(request),
  };
}

/** Names that a change adds and that are not free beyond doubt. */
export function listChargedNames(before: CertificateInputs, after: CertificateInputs): string[] {
  return chargedNames(namesOf(before), namesOf(after));
}

function findDenial({ after, paidActions }: PlanRequest): string | undefined {
  if (paidActions === "deny") return "paid steps are denied by certcentral:paidActions";
  return after.paidRenewal === "deny" ? "paid renewals are denied by paidRenewal" : undefined;
}

/** The day from which the certificate of a plan is to be replaced; undefined while its dates are. */
export function findPlannedDueDay(inputs: CertificateInputs, issuance: Issuance): Day | undefined {
  const { validFrom, validUntil, coveredUntil } = issuance;
  if (validFrom === undefined || validUntil === undefined) return undefined;
  return dueDay({ validFrom, validUntil, coveredUntil }, readSpec(inputs).renewBeforeDays);
}
