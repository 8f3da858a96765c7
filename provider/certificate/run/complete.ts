/** From an order that CertCentral has taken to a verified certificate, or to the reason why not yet. */
import type { Order } from "../../certcentral/client";
import { dayOf } from "../../calendar";
import type { Context } from "../../resource";
import { duration, type Look, waitUntil } from "../../wait";
import {
  chainUnfit,
  endedWhileAwaited,
  issuanceAwaited,
  issuedUnfit,
  reissuedToMatch,
  usageMissing,
} from "../../messages/certificate";
import { notShown } from "../../messages/visibility";
import { asksForClientAuthentication, clientAuthentication, validUntilFor } from "../../rules";
import type { Chain } from "../../x509/chain";
import { type IssuedAtOnce, takeIssued } from "./at-once";
import { downloadChain } from "./download";
import type { CertificateInputs } from "../plan/fields";
import { readWaitMs, textInput } from "../../fields";
import { requirePlan } from "./execute";
import {
  describeWaiting,
  hasEnded,
  isIssued,
  isRevokedAlone,
  listTargetDifferences,
  openRequests,
} from "../order/order";
import type { Issuance } from "../plan/issuance";
import { namesOf, readSpec } from "../plan/spec";
import { claimOf, claimOfIssued, isOwnIssue } from "../order/ownership";
import { showsOldCertificate } from "../order/phase";
import { reissueOn } from "./place";
import { statusChangesOf } from "../../status-changes";
import { canBeChecked, mayWaitForRecords, lookUpRecords } from "./validation";
import {
  addOwned,
  type Claim,
  isAskedOtherwise,
  type State,
  withCertificate,
  withOrder,
} from "../order/state";

export interface Completion {
  state: State;
  /** Why the certificate is not there; absent when it is. */
  missing?: string;
  /** It waits for records that a program can make, and for nobody's approval. */
  isForRecords?: boolean;
}

/** Waits for what `state` awaits, verifies it, and makes it the certificate in use. */
export async function completeIssuance(
  context: Context,
  inputs: CertificateInputs,
  state: State,
): Promise<Completion> {
  if (state.__awaited === undefined) return { state };
  const atOnce = await takeIssued(context, inputs, state);
  if (atOnce !== undefined) {
    const claim = claimOf(state, atOnce.order);
    return useCertificate(context, inputs, state, { ...atOnce, claim });
  }
  const timeoutMs = inputs.waitFor === "placed" ? 0 : readWaitMs(inputs.issuanceTimeoutMinutes);
  const issued = await waitForIssuance(context, inputs, state, { timeoutMs, checksAtOnce: false });
  if ("missing" in issued) return issued;
  const { order } = issued;
  const isOther =
    (listTargetDifferences(order, inputs).length > 0 && order.certificate.csr !== undefined) ||
    isAskedOtherwise(issued.state, inputs);
  if (isOther || isRevokedAlone(order)) {
    return completeIssuance(
      context,
      inputs,
      await reissueToMatch(context, inputs, issued.state, order),
    );
  }
  return verifyCertificate(context, inputs, issued.state, order);
}

/** The order's certificate, once it is proven to be the one that the inputs ask for. */
export async function verifyCertificate(
  context: Context,
  inputs: CertificateInputs,
  state: State,
  order: Order,
): Promise<Completion> {
  const certificateId = order.certificate.id;
  const wanted = { csr: textInput(inputs, "csr"), names: namesOf(inputs) };
  const downloaded = await downloadChain(context, state, order, wanted);
  if ("problems" in downloaded || certificateId === undefined) {
    const problems = "problems" in downloaded ? downloaded.problems.join(" and ") : "it has no id";
    return { state, missing: chainUnfit(order.id, String(certificateId), problems) };
  }
  const { chain } = downloaded;
  const claim = claimOfIssued(state, order);
  return useCertificate(context, inputs, state, { order, certificateId, chain, claim });
}

async function useCertificate(
  context: Context,
  inputs: CertificateInputs,
  state: State,
  { order, certificateId, chain, claim }: IssuedAtOnce & { claim: Claim },
): Promise<Completion> {
  await tellProfile(context, inputs, order.id, chain);
  const today = dayOf(context.clock.now());
  const certificate = { id: certificateId, chain, claim };
  return { state: withCertificate(state, order, certificate, today) };
}

/** CertCentral leaves a usage out without a word. */
async function tellProfile(
  context: Context,
  inputs: CertificateInputs,
  orderId: number,
  chain: Chain,
): Promise<void> {
  const profile = textInput(inputs, "profileOption");
  if (!asksForClientAuthentication(profile) || chain.usages.includes(clientAuthentication)) return;
  await context.row.warn(usageMissing(orderId, profile));
}

export type Issued =
  { state: State; order: Order } | { state: State; missing: string; isForRecords?: boolean };

/**
 * Looks at the awaited order until its certificate is out, and has CertCentral look at the records
 * that it waits for.
 *
 * @param options.checksAtOnce the records have been made, so that the first look may find them
 */
export async function waitForIssuance(
  context: Context,
  inputs: CertificateInputs,
  before: State,
  options: { timeoutMs: number; checksAtOnce: boolean },
): Promise<Issued> {
  const orderId = before.__awaited?.orderId ?? before.orderId;
  let state = before;
  let looks = 0;
  let isForRecords = false;
  let seen: { order: Order; readAtMs: number } | undefined;
  const changes = statusChangesOf(context);
  const seeOrder = async (): Promise<Order | undefined> => {
    const readAtMs = context.clock.elapsedMs();
    const order = await context.client().getOrder(orderId);
    seen = order && { order, readAtMs };
    if (order?.id === state.orderId) state = withOrder(state, order);
    return order;
  };
  const look = async (intervalMs: number): Promise<Look<Issued>> => {
    looks += 1;
    const isKnown = seen !== undefined && (await changes.isUnchanged(context, seen, intervalMs));
    let order = isKnown ? seen?.order : await seeOrder();
    if (order !== undefined && mayWaitForRecords(order)) {
      const known = state.validationRecords;
      const validationRecords =
        looks === 1 ? await lookUpRecords(context, inputs, order, known) : known;
      state = { ...state, validationRecords };
      const isChecked = canBeChecked(validationRecords) && (looks > 1 || options.checksAtOnce);
      if (isChecked && (await context.client().checkDcv(order.id))) order = await seeOrder();
    }
    if (order === undefined) {
      return { done: { state, missing: notShown(`order ${orderId}`, before.accountId) } };
    }
    if (hasEnded(order))
      return { done: { state, missing: endedWhileAwaited(order.id, order.status) } };
    isForRecords =
      mayWaitForRecords(order) &&
      openRequests(order).length === 0 &&
      canBeChecked(state.validationRecords);
    if (!isIssued(order)) return { waiting: describeWaiting(order, state.validationRecords) };
    return showsOldCertificate(before, order)
      ? { waiting: describeMissingReissue(order) }
      : { done: { state, order } };
  };
  const waiting = waitUntil(look, {
    clock: context.clock,
    timeoutMs: options.timeoutMs,
    firstIntervalMs: context.settings.pollIntervalSeconds * 1000,
    onLook: (missing, elapsedMs) =>
      context.row.status(`waiting for issuance (${duration(elapsedMs)}): ${missing}`),
  });
  const result = await changes.during(waiting);
  if ("done" in result) return result.done;
  return { state, missing: issuanceAwaited(result.timedOut), isForRecords };
}

function describeMissingReissue({ id }: Order): string {
  return (
    `order ${id} shows no reissue yet; if one was rejected or canceled, run \`pulumi refresh\`, and the ` +
    "next preview shows it again"
  );
}

/**
 * The order was placed for other names or another key, by a run that broke off before the program
 * changed, or its certificate was revoked before it was seen: it is paid for, so what the program asks
 * for now is reissued on it, free.
 */
async function reissueToMatch(
  context: Context,
  inputs: CertificateInputs,
  state: State,
  order: Order,
): Promise<State> {
  const plan = requirePlan(inputs, `reissue order ${order.id}`);
  const differences = [
    ...(isRevokedAlone(order) ? ["it was revoked"] : []),
    ...listTargetDifferences(order, inputs),
    ...(isAskedOtherwise(state, inputs) ? ["other inputs were changed while it waited"] : []),
  ].join(" and ");
  if (state.__awaited?.replacedCertificateId !== undefined) {
    throw new Error(issuedUnfit(order.id, String(order.certificate.id), differences));
  }
  await context.row.info(reissuedToMatch(order.id, differences));
  // What this resource's own order had issued is owned, also where it is not what the program asks for now.
  const known = isOwnIssue(state, order) ? addOwned(state, order) : state;
  return reissueOn(context, inputs, datedFor(context, inputs, plan, state, order), order, known);
}

/** A plan knows nothing of an order that somebody else has placed and that is followed: its dates are those of the former one. */
function datedFor(
  context: Context,
  inputs: CertificateInputs,
  plan: Issuance,
  { __awaited: awaited }: State,
  { orderValidTill: end }: Order,
): Issuance {
  if (awaited?.isOthers !== true) return plan;
  const { certValidity } = readSpec(inputs);
  const today = dayOf(context.clock.now());
  return { ...plan, validUntil: end && validUntilFor(today, certValidity, end) };
}
