/**
 * When the engine is to refresh a resource before each preview: only while the answer may be another than the state.
 * Each is asked with the outputs and, over them, the inputs: a refresh corrects the plan among the inputs.
 */
import { doubtOf, type State, stateOf } from "../provider/certificate/order/state";
import { type Issuance, issuanceOf } from "../provider/certificate/plan/issuance";
import { validationOf } from "../provider/domain/validation";
import { stateOf as domainStateOf } from "../provider/domain/state";
import type { RawInputs } from "../provider/fields";

/** While an order is awaited or in doubt, and where the plan does not know the real dates. */
export function asksFirstOfCertificate(properties: RawInputs): boolean {
  const state = stateOf(properties);
  const plan = issuanceOf(properties);
  if (doubtOf(properties) !== undefined || state?.__awaited !== undefined) return true;
  return state !== undefined && plan !== undefined && !hasRealDates(plan, state);
}

function hasRealDates(plan: Issuance, { notBefore, notAfter, coveredUntil }: State): boolean {
  const pairs = [
    [plan.validFrom, notBefore?.slice(0, 10)],
    [plan.validUntil, notAfter?.slice(0, 10)],
    [plan.coveredUntil, coveredUntil],
  ];
  return pairs.every(([planned, real]) => real === undefined || planned === real);
}

/** While it is not validated, and where the plan does not know the real end. */
export function asksFirstOfDomain(properties: RawInputs): boolean {
  const state = domainStateOf(properties);
  if (state === undefined) return false;
  const { status, validatedUntil } = state;
  return status !== "valid" || validationOf(properties)?.validUntil !== validatedUntil;
}

export function asksFirstOfValidation(properties: RawInputs): boolean {
  return properties["__isWaiting"] === true;
}
