/** Which record a domain shows: what CertCentral looks for, changed as rarely as can be. */
import type { Domain } from "../certcentral/client";
import { isExpired, recordFor, type ValidationRecord } from "../dcv";
import type { Context } from "../resource";
import { type DomainInputs, textOrDefault } from "./fields";
import type { DomainState } from "./state";

/** The record to show: the known one while it serves, since every change of it is work for somebody. */
export async function recordOf(
  context: Context,
  inputs: DomainInputs,
  found: Domain,
  known: ValidationRecord | undefined,
  isNeeded: boolean,
): Promise<ValidationRecord> {
  const method = methodOf(inputs);
  const now = context.clock.now();
  const serves = (record: ValidationRecord): boolean =>
    !isNeeded || (record.method === method && !isExpired(record, now));
  if (known !== undefined && serves(known)) return known;
  const client = context.client();
  if (method === "email") {
    if (found.dcvMethod !== method) await client.setDomainMethod(found.id, method);
    return recordFor(found.name, method, undefined);
  }
  if (found.dcvMethod === method) return findLivingRecord(context, found, method);
  const token =
    (await client.setDomainMethod(found.id, method)) ?? (await client.getDomainToken(found.id));
  return recordFor(found.name, method, token);
}

/** The record of a domain's token, made anew where that has expired. */
export async function findLivingRecord(
  context: Context,
  { id, name, token }: Domain,
  method: string,
): Promise<ValidationRecord> {
  const present = recordFor(name, method, token);
  const lives = token?.token !== undefined && !isExpired(present, context.clock.now());
  return lives ? present : recordFor(name, method, await context.client().getDomainToken(id));
}

/** While a validation waits, the token that CertCentral looks for; afterwards the known one. */
export function chooseRecord(
  inputs: DomainInputs,
  { status, validationRecord: known }: DomainState,
  found: Domain,
): ValidationRecord | undefined {
  const method = methodOf(inputs);
  if (status === "valid" || found.token === undefined || found.dcvMethod !== method) return known;
  return recordFor(found.name, method, found.token);
}

export function methodOf(inputs: DomainInputs): string {
  return textOrDefault(inputs, "dcvMethod");
}
