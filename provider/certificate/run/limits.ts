/** What the stack, the certificate or the run forbids a plan, before anything is ordered. */
import type { CertificateInputs } from "../plan/fields";
import type { Failure } from "../../fields";
import { joinWithAnd } from "../../format";
import { addedNamesDenied, paidOrderDenied } from "../../messages/certificate";
import {
  formerNameDeclared,
  keyOrderedTwice,
  orderTakenTwice,
  paidActionsSpent,
  rootDeclaredTwice,
} from "../../messages/orders";
import type { Context } from "../../resource";
import { digestPlanned } from "../plan/identity";
import { isPaid, type Issuance, issuanceOf } from "../plan/issuance";
import { listChargedNames } from "../plan/plan";
import { listChanged } from "../plan/silence";
import { urnOf } from "./knowledge";
import { type Checked, countAnnounced, findSameBeginning, findSameRoot } from "./others";

/** What check has planned. */
interface Planned {
  /** Undefined for a resource that is created. */
  before: CertificateInputs | undefined;
  inputs: CertificateInputs;
  plan: Issuance;
  isNewPlan: boolean;
  /** What a new resource begins with. */
  takes?: Checked["takes"];
}

/** Why a plan may not be carried out. */
export function planFailures(
  context: Context,
  { before, inputs, plan, isNewPlan, takes }: Planned,
): Failure[] {
  const { paidActions } = context.settings;
  const notes = context.run.notes.all();
  const failures: Failure[] = [];
  const other = findSameRoot(notes, { urn: urnOf(inputs), door: context.run.door }, plan.reference);
  if (other !== undefined) {
    const property = inputs.alternativeOrderId === undefined ? "" : "alternativeOrderId";
    failures.push({
      property,
      reason: rootDeclaredTwice(plan.reference, other.urn, other.door, property !== ""),
    });
  }
  const renamed = before && findRenamed(context, before, inputs);
  if (renamed !== undefined) failures.push({ property: "", reason: formerNameDeclared(renamed) });
  const beginning = { urn: urnOf(inputs), planned: digestPlanned(inputs), takes };
  const same = other === undefined ? findSameBeginning(notes, beginning) : undefined;
  if (same !== undefined && takes === "new order") {
    failures.push({ property: "csr", reason: keyOrderedTwice(same.urn) });
  } else if (same !== undefined) {
    const property = plan.action === "adopt" ? "adoptOrderId" : "renewalOfOrderId";
    failures.push({ property, reason: orderTakenTwice(String(takes), same.urn) });
  }
  if (before === undefined && plan.action !== "adopt" && paidActions === "deny") {
    failures.push({ property: "issuance", reason: paidOrderDenied() });
  }
  if (before !== undefined && isNewPlan && plan.action === "reissue") {
    failures.push(...chargeFailures(context, before, inputs));
  }
  if (isNewPlan && isPaid(plan)) failures.push(...brakeFailures(context, inputs));
  return failures;
}

/**
 * Who has the name of a resource that changes as a former one. In which order Pulumi for Node registers the two is chance:
 * declared in the edit of the rename, the new one may be given what the renamed one has in the state.
 */
function findRenamed(
  context: Context,
  before: CertificateInputs,
  inputs: CertificateInputs,
): string | undefined {
  if (listChanged(before, inputs, "replace", "reissue").length === 0) return undefined;
  // With the reference that the program gives it, it is what it was.
  const reference = issuanceOf(before)?.reference;
  if (reference !== undefined && reference === inputs.alternativeOrderId) return undefined;
  const urn = urnOf(inputs);
  const renamed = context.run.notes.declared().get(urn)?.formerOf;
  return renamed === urn ? undefined : renamed;
}

function chargeFailures(
  context: Context,
  before: CertificateInputs,
  inputs: CertificateInputs,
): Failure[] {
  const charged = listChargedNames(before, inputs);
  const deniedBy =
    inputs.addedNames === "deny"
      ? "addedNames"
      : context.settings.paidActions === "deny"
        ? "certcentral:paidActions"
        : undefined;
  if (charged.length === 0 || deniedBy === undefined) return [];
  return [{ property: "dnsNames", reason: addedNamesDenied(joinWithAnd(charged), deniedBy) }];
}

/** The brake of `certcentral:maxPaidActionsPerRun`, in the preview as in the run. */
function brakeFailures(context: Context, inputs: CertificateInputs): Failure[] {
  const max = context.settings.maxPaidActionsPerRun;
  const urn = urnOf(inputs);
  const { notes } = context.run;
  const isOver = max !== undefined && countAnnounced(notes.all(), urn) >= max;
  if (isOver) return [{ property: "issuance", reason: paidActionsSpent(max) }];
  notes.add({ kind: "announced", urn });
  return [];
}
