/** A domain that the account has, as state and inputs: read, not touched. It is left alone by a destroy. */
import { accountIdOf } from "../account";
import { type Day, dayOf } from "../calendar";
import type { Domain } from "../certcentral/client";
import { dcvMethods, recordFor } from "../dcv";
import { importImpossibleNow } from "../messages/plugin";
import { normalizeName } from "../names";
import type { Context, Import } from "../resource";
import { domainValidatedOn } from "../rules";
import { type DomainInputs, fieldOf } from "./fields";
import { noteDomain } from "./held";
import { planValidation } from "./plan";
import type { Validation } from "./validation";
import { methodOf } from "./record";
import { type DomainState, statusOf } from "./state";

/** By its id or its name. Two or three calls, all of them GETs. */
export const importDomain: Import = async (context, idOrName, identity, purpose) => {
  const accountId = await accountIdOf(context);
  const found = await findDomain(context, purpose, idOrName);
  const { organizationId, dcvMethod, validatedUntil, token } = found;
  if (organizationId === undefined) {
    throw new Error(
      importImpossibleNow(purpose, `domain ${found.name}`, "it does not show its organization"),
    );
  }
  noteDomain(context, identity, found.id);
  const today = dayOf(context.clock.now());
  const isOther =
    dcvMethods.some((method) => method === dcvMethod) &&
    dcvMethod !== fieldOf("dcvMethod").whenAbsent;
  const given: DomainInputs = {
    name: found.name,
    organization: { id: organizationId },
    ...(isOther ? { dcvMethod } : {}),
  };
  const inputs = { ...given, validation: planOf(found, given, today) };
  const status = statusOf(found, today);
  // Without a token, only what is validated has all that it needs.
  const isShown = token !== undefined || status === "valid";
  const state: DomainState = {
    domainId: found.id,
    status,
    validatedUntil,
    accountId,
    ...(isShown ? { validationRecord: recordFor(found.name, methodOf(given), token) } : {}),
    __isOurs: false,
  };
  return { id: String(found.id), inputs, outs: { ...inputs, ...identity, ...state } };
};

async function findDomain(context: Context, verb: string, idOrName: string): Promise<Domain> {
  const client = context.client();
  const id = /^[1-9]\d*$/.test(idOrName)
    ? Number(idOrName)
    : (await client.findDomain(normalizeName(idOrName)))?.id;
  const found = id === undefined ? undefined : await client.getDomain(id);
  if (found !== undefined) return found;
  throw new Error(
    importImpossibleNow(
      verb,
      `domain ${idOrName}`,
      "CertCentral does not know it, or hides it from this key",
    ),
  );
}

/** The validation that is there, as a plan that was executed; without one, the first is planned. */
function planOf(
  { validatedFrom, validatedUntil }: Domain,
  inputs: DomainInputs,
  today: Day,
): Validation {
  if (validatedUntil === undefined) return planValidation({ after: inputs, today }).validation;
  const validFrom = validatedFrom ?? domainValidatedOn(validatedUntil);
  return { action: "validate", validFrom, validUntil: validatedUntil, round: 1 };
}
