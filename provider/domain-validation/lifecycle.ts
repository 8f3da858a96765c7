/**
 * The wait until CertCentral has accepted a domain's validation: bounded, told on the row, gone on
 * with by the next run. It owns nothing, so its end is no call.
 */
import { dayOf } from "../calendar";
import type { Domain } from "../certcentral/client";
import { isExpired, describeRecord, recordSchema, type ValidationRecord } from "../dcv";
import { isDueAgain } from "../domain/plan";
import { isValidationNeeded, statusOf } from "../domain/state";
import { readWaitMs, type RawInputs } from "../fields";
import { type Context, InitializationFailure, type Lifecycle } from "../resource";
import { duration, type Look, waitUntil } from "../wait";
import { isForgotten, readOrKeep } from "../visibility";
import { hasUnknown } from "../wire";
import { changedFields, fieldFailures, inputsOf } from "./fields";
import { stateSchema, type ValidationState } from "./outputs";
import { validationAwaited, validationHopeless, validationWaits } from "../messages/domain";
import { notShown } from "../messages/visibility";

export const domainValidation: Lifecycle = {
  check(_context, _olds, news) {
    return Promise.resolve({ inputs: news, failures: fieldFailures(news) });
  },

  diff(context, _id, olds, news) {
    const replaces = changedFields(olds, news, "replace").filter((name) => !hasUnknown(news[name]));
    if (replaces.length > 0) return Promise.resolve({ changes: true, replaces });
    const state = stateSchema().safeParse(olds).data;
    const changes =
      state === undefined ||
      state.__isWaiting ||
      changedFields(olds, news, "recorded", "local").length > 0 ||
      isDueAgain(news, state.validatedUntil, dayOf(context.clock.now()));
    return Promise.resolve({ changes });
  },

  async create(context, inputs) {
    const id = String(inputs["domainId"]);
    return { id, outs: await awaitValidation(context, id, inputs) };
  },

  async update(context, id, _olds, news) {
    return { outs: await awaitValidation(context, id, news) };
  },

  async read(context, id, props) {
    const inputs = inputsOf(props);
    if (isForgotten(context, id)) return { id: "" };
    const found = await readOrKeep(context, `domain ${id}`, undefined, () =>
      context.client().getDomain(Number(id)),
    );
    if (found === undefined) return { id, props, inputs };
    return { id, props: { ...inputs, ...stateOf(context, props, found) }, inputs };
  },

  async delete() {
    // NO-OP: the validation belongs to the domain, which ends with its own resource.
  },
};

async function awaitValidation(
  context: Context,
  id: string,
  inputs: RawInputs,
): Promise<Record<string, unknown>> {
  const { found, missing } = await waitForValidation(context, Number(id), inputs);
  const state =
    found === undefined ? { status: "gone", __isWaiting: true } : stateOf(context, inputs, found);
  const outs = { ...inputs, ...state };
  if (missing === undefined) return outs;
  if (state.status !== "valid") throw new InitializationFailure(id, outs, [missing]);
  await context.row.warn(validationWaits(missing, found?.validatedUntil ?? "?"));
  return outs;
}

interface Waited {
  found?: Domain | undefined;
  missing?: string;
}

/** Looks, asks CertCentral to look at the record, and looks again, ever more rarely. */
async function waitForValidation(
  context: Context,
  domainId: number,
  inputs: RawInputs,
): Promise<Waited> {
  const record = recordSchema().safeParse(inputs["record"]).data;
  let found: Domain | undefined;
  const seesNeed = async (): Promise<boolean> => {
    found = await context.client().getDomain(domainId);
    return found === undefined || isValidationNeeded(inputs, found, dayOf(context.clock.now()));
  };
  const look = async (): Promise<Look<Waited>> => {
    if (!(await seesNeed())) return { done: { found } };
    const terminal = findTerminalReason(context, domainId, found, record);
    if (terminal !== undefined) return { done: { found, missing: terminal } };
    const isAsked = (record?.method ?? found?.dcvMethod) !== "email";
    if (isAsked && (await context.client().checkDomain(domainId)) && !(await seesNeed())) {
      return { done: { found } };
    }
    return { waiting: waitingFor(found, record) };
  };
  const result = await waitUntil(look, {
    clock: context.clock,
    timeoutMs: readWaitMs(inputs["validationTimeoutMinutes"]),
    firstIntervalMs: context.settings.pollIntervalSeconds * 1000,
    onLook: (waiting, elapsedMs) =>
      context.row.status(`waiting for validation (${duration(elapsedMs)}): ${waiting}`),
  });
  if ("done" in result) return result.done;
  return { found, missing: validationAwaited(result.timedOut) };
}

function findTerminalReason(
  context: Context,
  domainId: number,
  found: Domain | undefined,
  record: ValidationRecord | undefined,
): string | undefined {
  if (found === undefined) return notShown(`domain ${domainId}`, undefined);
  if (!found.isActive) {
    return validationHopeless(`domain ${found.name} is deactivated: activate it, then run again`);
  }
  if (record !== undefined && isExpired(record, context.clock.now())) {
    return validationHopeless(
      `the token of domain ${found.name} has expired: run \`pulumi up\` again, for a new one`,
    );
  }
  return undefined;
}

function waitingFor(found: Domain | undefined, record: ValidationRecord | undefined): string {
  const what = `domain ${found?.name ?? "?"} is not validated`;
  return record === undefined ? what : `${what}: ${describeRecord(record)}`;
}

function stateOf(context: Context, inputs: RawInputs, found: Domain): ValidationState {
  const today = dayOf(context.clock.now());
  return {
    name: found.name,
    status: statusOf(found, today),
    validatedUntil: found.validatedUntil,
    __isWaiting: isValidationNeeded(inputs, found, today),
  };
}
