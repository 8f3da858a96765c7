/**
 * What a preview can say of outputs before anything was done: pure. It has no context, so that a preview can
 * reach neither CertCentral nor money.
 */
import type { Day } from "../provider/calendar";
import { findRenewalDue } from "../provider/certificate/order/due";
import { phaseOf } from "../provider/certificate/order/phase";
import { doubtOf, outputsOf, type State, stateOf } from "../provider/certificate/order/state";
import { isSamePlan } from "../provider/certificate/plan/identity";
import { issuanceOf } from "../provider/certificate/plan/issuance";
import { readSpec } from "../provider/certificate/plan/spec";
import { changedFields as changedDomainFields } from "../provider/domain/fields";
import { isDueAgain, revalidationDue } from "../provider/domain/plan";
import { validationOf } from "../provider/domain/validation";
import { stateOf as domainStateOf } from "../provider/domain/state";
import { changedFields as changedWaitFields } from "../provider/domain-validation/fields";
import { stateSchema as validationStateSchema } from "../provider/domain-validation/outputs";
import { changedFields as changedIssuedFields } from "../provider/issued-certificate/fields";
import type { RawInputs } from "../provider/fields";
import { omitUndefined, unknownValue } from "../provider/wire";

/** The outputs that an update leaves as they are, as far as can be told on a day: what is not there yet may come. */
export type Foresight = (olds: RawInputs, news: RawInputs, today: Day) => RawInputs;

/** Inputs and outputs of a resource that is about to be made, or changed: what is not known by then is unknown. */
export function foresee(
  names: readonly string[],
  inputs: RawInputs,
  known: RawInputs = {},
): RawInputs {
  const unknown = names.filter((name) => !(name in inputs) && !(name in known));
  return {
    ...Object.fromEntries(unknown.map((name) => [name, unknownValue])),
    ...known,
    ...inputs,
  };
}

/** All stays where nothing is planned, awaited or due; the order itself where only its certificate is made anew. */
export const foreseeCertificate: Foresight = (olds, news, today) => {
  const state = stateOf(olds);
  if (state === undefined || doubtOf(olds) !== undefined) return {};
  const { accountId } = state;
  if (isQuiet(olds, news, state, today)) return outputsOf(news, state);
  const isSameOrder =
    phaseOf(state) !== "other order" && issuanceOf(news)?.orderNumber === state.__orderNumber;
  if (!isSameOrder) return omitUndefined({ accountId });
  const { orderId, organizationId, coveredUntil } = state;
  return omitUndefined({ accountId, orderId, organizationId, coveredUntil });
};

function isQuiet(olds: RawInputs, news: RawInputs, state: State, today: Day): boolean {
  const due = findRenewalDue(readSpec(news), state);
  return phaseOf(state) === "nothing" && isSamePlan(olds, news) && due !== undefined && today < due;
}

export const foreseeDomain: Foresight = (olds, news, today) => {
  const state = domainStateOf(olds);
  if (state === undefined) return {};
  const { domainId, accountId, status, validatedUntil } = state;
  const isQuiet =
    status === "valid" &&
    validatedUntil !== undefined &&
    validationOf(olds)?.round === validationOf(news)?.round &&
    changedDomainFields(olds, news, "recorded").length === 0 &&
    today < revalidationDue(news, { validUntil: validatedUntil });
  return isQuiet ? { ...olds, ...news } : omitUndefined({ domainId, accountId });
};

export const foreseeValidation: Foresight = (olds, news, today) => {
  const state = validationStateSchema().safeParse(olds).data;
  const isQuiet =
    state?.__isWaiting === false &&
    changedWaitFields(olds, news, "recorded").length === 0 &&
    !isDueAgain(news, state.validatedUntil, today);
  return isQuiet ? { ...olds, ...news } : omitUndefined({ name: olds["name"] });
};

export const foreseeIssued: Foresight = (olds, news) => {
  const isQuiet =
    olds["__isWaiting"] !== true && changedIssuedFields(olds, news, "recorded").length === 0;
  return isQuiet ? { ...olds, ...news } : {};
};
