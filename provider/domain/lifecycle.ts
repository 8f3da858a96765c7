/**
 * A domain of a CertCentral account: submitted for validation, validated again in time, deactivated.
 * Nothing here costs anything.
 */
import { accountIdOf, refuseOtherAccount } from "../account";
import { addDays, dayOf } from "../calendar";
import type { Domain } from "../certcentral/client";
import { isExpired, withoutWww } from "../dcv";
import { nameInput, textInput } from "../fields";
import { seekAfterLostReply } from "../lost-reply";
import {
  domainFound,
  domainHandedOver,
  domainKept,
  domainNotShown,
  domainOfOthers,
  domainReplacementUnknown,
  domainStateMissing,
  domainUnplanned,
  domainUnread,
  domainValidAlready,
  submissionUnseen,
} from "../messages/domain";
import { type Context, InitializationFailure, type Lifecycle, reasonOf } from "../resource";
import { announceDueDays, domainValidatedOn } from "../rules";
import { withoutLookUp } from "../organization";
import { isForgotten, keepUnread, readOrKeep } from "../visibility";
import { hasUnknown, idOf } from "../wire";
import {
  changedFields,
  fieldFailures,
  inputsOf,
  type DomainInputs,
  valueOrDefault,
} from "./fields";
import { isHeld, noteDomain } from "./held";
import { planValidation, revalidationDue } from "./plan";
import { methodOf, recordOf, chooseRecord } from "./record";
import { type DomainState, isValidationNeeded, stateOf, withDomain } from "./state";
import { validationOf } from "./validation";

export const domain: Lifecycle = {
  async check(context, olds, given) {
    const news = withoutLookUp(given);
    context.run.checkedDomains.add(textInput(news, "__urn"));
    const before = Object.keys(olds).length === 0 ? undefined : olds;
    const failures = fieldFailures(news);
    const { organization } = news;
    if (
      before !== undefined &&
      changedFields(before, news, "replace").length === 0 &&
      changedFields(before, news, "fixed").length > 0 &&
      !hasUnknown(organization)
    ) {
      const reason =
        "cannot change: CertCentral keeps a domain with its organization. Change it in the console, or " +
        "destroy this resource first";
      failures.push({ property: "organization", reason });
    }
    if (failures.length > 0) return { inputs: news, failures };
    const today = dayOf(context.clock.now());
    const { validation, notice } = planValidation({ before, after: news, today });
    if (notice !== undefined) await context.row.info(notice);
    return { inputs: { ...news, validation }, failures: [] };
  },

  async diff(context, _id, olds, news) {
    const changed = changedFields(olds, news, "replace");
    const replaces = changed.filter((name) => !hasUnknown(news[name]));
    if (replaces.length > 0) return { changes: true, replaces, deleteBeforeReplace: false };
    if (changed.length > 0) await context.row.info(domainReplacementUnknown());
    const state = stateOf(olds);
    // A refresh compares too, also what the program no longer declares.
    const isDeclared = context.run.checkedDomains.has(textInput(news, "__urn"));
    if (state !== undefined && isDeclared) noteDomain(context, news, state.domainId);
    const unplanned = state && unplannedReason(context, olds, news, state);
    if (unplanned !== undefined) await context.row.info(domainUnplanned(unplanned));
    const changes =
      state?.validationRecord === undefined ||
      unplanned !== undefined ||
      validationOf(olds)?.round !== validationOf(news)?.round ||
      changedFields(olds, news, "recorded", "local").length > 0;
    return { changes };
  },

  async create(context, inputs) {
    const accountId = await accountIdOf(context);
    const { domainId, isOurs } = await findOrSubmit(context, inputs);
    const id = String(domainId);
    noteDomain(context, inputs, domainId);
    const start = { domainId, status: "pending", accountId, __isOurs: isOurs };
    return { id, outs: await keepOnTrouble(context, id, inputs, start, false) };
  },

  async read(context, id, props) {
    const state = stateOf(props);
    if (state === undefined) return keepUnread(context, `domain ${id}`, { id, props });
    if (isForgotten(context, id)) return { id: "" };
    const thing = `domain ${state.domainId} (${nameInput(props, "name")})`;
    const found = await readOrKeep(context, thing, state.accountId, () =>
      context.client().getDomain(state.domainId),
    );
    if (found === undefined) return { id, props, inputs: inputsOf(props) };
    const now = withDomain(state, found, dayOf(context.clock.now()));
    const validationRecord = chooseRecord(props, now, found);
    const plan = validationOf(props);
    const { validatedFrom, validatedUntil } = found;
    const isKnown = now.status === "valid" && plan !== undefined && validatedUntil !== undefined;
    const validation = isKnown
      ? {
          ...plan,
          validFrom: validatedFrom ?? domainValidatedOn(validatedUntil),
          validUntil: validatedUntil,
        }
      : plan;
    const inputs = { ...inputsOf(props), ...(validation && { validation }) };
    return { id, props: { ...inputs, ...now, validationRecord }, inputs };
  },

  async update(context, id, olds, news) {
    const state = stateOf(olds);
    if (state === undefined) throw new Error(domainStateMissing(id));
    const isNewPlan = validationOf(olds)?.round !== validationOf(news)?.round;
    return { outs: await keepOnTrouble(context, id, news, state, isNewPlan) };
  },

  async delete(context, id, props) {
    const state = stateOf(props);
    const name = nameInput(props, "name");
    if (state === undefined) return context.row.warn(domainUnread(id, name));
    if (isHeld(context, state.domainId)) {
      if (state.__isOurs) await context.row.warn(domainHandedOver(name));
      return;
    }
    const onDelete = textInput(props, "onDelete") || (state.__isOurs ? "deactivate" : "keep");
    if (onDelete === "keep") {
      await context.row.info(domainKept(name, !state.__isOurs));
      return;
    }
    const found = await context.client().getDomain(state.domainId);
    if (found === undefined) {
      return refuseOtherAccount(context, `domain ${state.domainId}`, state.accountId);
    }
    if (found.isActive) await context.client().deactivateDomain(state.domainId);
  },
};

/** The account's domain with this name, brought into service where it was not; or a new one. */
async function findOrSubmit(
  context: Context,
  inputs: DomainInputs,
): Promise<{ domainId: number; isOurs: boolean }> {
  const name = nameInput(inputs, "name");
  const client = context.client();
  const dcvMethod = methodOf(inputs);
  const shorter = withoutWww(name);
  // A file is looked for under the very name; for the other methods CertCentral leaves a www away.
  const keepsWww = dcvMethod === "http-token" && shorter !== name;
  const seek = async (): Promise<Domain | undefined> => {
    const exact = await client.findDomain(name);
    return exact ?? (keepsWww || shorter === name ? undefined : client.findDomain(shorter));
  };
  const found = await seek();
  const wanted = Number(idOf(inputs.organization));
  if (found !== undefined) {
    if (found.organizationId !== undefined && found.organizationId !== wanted) {
      throw new Error(domainOfOthers(name, found.organizationId, wanted));
    }
    await context.row.info(domainFound(name, found.isActive));
    return { domainId: found.id, isOurs: !found.isActive };
  }
  const types = valueOrDefault(inputs, "validationTypes");
  const validations = (Array.isArray(types) ? types : []).map((type) => ({ type: String(type) }));
  const request = { name, organization: { id: wanted }, validations, dcvMethod };
  const submitted = await client
    .submitDomain(keepsWww ? { ...request, keepWww: true } : request)
    .catch((error: unknown) => {
      const unseen = (trouble: string): string => submissionUnseen(trouble, name);
      return seekAfterLostReply(context, error, "the domain", unseen, seek);
    });
  return { domainId: submitted.id, isOurs: true };
}

/** The outputs after everything is as it should be; where that fails, the domain's id is kept. */
async function keepOnTrouble(
  context: Context,
  id: string,
  inputs: DomainInputs,
  state: DomainState,
  isNewPlan: boolean,
): Promise<Record<string, unknown>> {
  try {
    return { ...inputs, ...(await ensureValidatable(context, inputs, state, isNewPlan)) };
  } catch (error) {
    throw new InitializationFailure(id, { ...inputs, ...state }, [reasonOf(error)]);
  }
}

/** Active, and with a record that CertCentral looks for where a validation is needed. */
async function ensureValidatable(
  context: Context,
  inputs: DomainInputs,
  state: DomainState,
  isNewPlan: boolean,
): Promise<DomainState> {
  const client = context.client();
  const today = dayOf(context.clock.now());
  let found = await presentDomain(context, inputs, state);
  if (!found.isActive) {
    await client.activateDomain(found.id);
    found = await presentDomain(context, inputs, state);
  }
  const slack = isNewPlan ? announceDueDays : 0;
  const isNeeded = isValidationNeeded(inputs, found, today, slack);
  const isAgain = validationOf(inputs)?.action === "revalidate";
  if (isNewPlan && isAgain && !isNeeded) {
    await context.row.info(domainValidAlready(found.name, found.validatedUntil ?? "?"));
  }
  const validationRecord = await recordOf(context, inputs, found, state.validationRecord, isNeeded);
  return { ...withDomain(state, found, today), validationRecord };
}

/** Why the domain needs something that its plan does not know of; undefined where it does not. */
function unplannedReason(
  context: Context,
  olds: DomainInputs,
  news: DomainInputs,
  state: DomainState,
): string | undefined {
  const name = nameInput(news, "name");
  const plan = validationOf(news);
  const now = context.clock.now();
  const { status, validatedUntil, validationRecord } = state;
  if (status === "deactivated") return `domain ${name} was deactivated: it is activated again`;
  if (status === "pending" && validationRecord !== undefined && isExpired(validationRecord, now)) {
    return `the token of domain ${name} has expired: a new one is made if it is still needed`;
  }
  if (plan === undefined || validatedUntil === undefined) return undefined;
  if (validationOf(olds)?.round !== plan.round) return undefined;
  const due = revalidationDue(news, { validUntil: validatedUntil });
  // A plan made just before that day was for this very end.
  const isPlanned = plan.validFrom >= addDays(due, -announceDueDays);
  return dayOf(now) >= due && !isPlanned
    ? `domain ${name} is validated until ${validatedUntil}: due to be validated again`
    : undefined;
}

async function presentDomain(
  context: Context,
  inputs: DomainInputs,
  state: DomainState,
): Promise<Domain> {
  const found = await context.client().getDomain(state.domainId);
  if (found !== undefined) return found;
  await refuseOtherAccount(context, `domain ${state.domainId}`, state.accountId);
  throw new Error(domainNotShown(nameInput(inputs, "name"), state.domainId));
}
