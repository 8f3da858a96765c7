/** What CertCentral says of a certificate today, for `read`: told, taken over, never undone. */
import type { Order } from "../../certcentral/client";
import { isNoAnswer } from "../../certcentral/errors";
import { dayOf } from "../../calendar";
import type { Context } from "../../resource";
import { joinWithAnd } from "../../format";
import { forgotten } from "../../messages/deletion";
import { notShown } from "../../messages/visibility";
import { lostNames } from "../../names";
import { removedNameRevocationHours } from "../../rules";
import { type Chain, leafProblems } from "../../x509/chain";
import { downloadChain } from "./download";
import type { CertificateInputs } from "../plan/fields";
import { textInput } from "../../fields";
import { type Issuance, issuanceOf } from "../plan/issuance";
import {
  describeWaiting,
  listMismatches,
  hasEnded,
  isIssued,
  isRevokedAlone,
  listTargetDifferences,
} from "../order/order";
import { freeCost, makeImportedIssuance } from "../plan/make";
import { namesOf } from "../plan/spec";
import { withRealDates } from "../order/due";
import { compareInUse, namesInUse } from "../order/in-use";
import { isAsListed, mayBeListed } from "../order/listed";
import { claimOfIssued } from "../order/ownership";
import { findOtherAwaited, isAwaitedOn, phaseOf, showsNews } from "../order/phase";
import { isLiving, listCertificates } from "./certificates";
import { findListed } from "../../listed-orders";
import { isForgotten } from "../../visibility";
import { followOrder } from "./place";
import { findRenewal } from "./renewed";
import { isAskedOtherwise, knows, type State, withCertificate, withOrder } from "../order/state";
import {
  certificateRevoked,
  certificateUnreadable,
  orderEnded,
  reissuedElsewhere,
  reissuedUnfit,
  reissuedUsed,
  reissueEnded,
  renewalTakenOver,
  renewedElsewhere,
  stillWaiting,
} from "../../messages/refresh";

interface Refreshed {
  state: State;
  issuance: Issuance;
}

/**
 * The state and the plan as CertCentral shows them. No call of its own where the account's list tells that nothing changed;
 * one where nothing changed or waits.
 *
 * @returns undefined where CertCentral does not show the order
 */
export async function refreshCertificate(
  context: Context,
  props: CertificateInputs,
  before: State,
): Promise<Refreshed | undefined> {
  const old = issuanceOf(props) ?? makeImportedIssuance(props, context.settings.namespace);
  if (await isGivenUp(context, before.orderId)) {
    const foundDetail = forgotten(`order ${before.orderId}`);
    await context.row.warn(foundDetail);
    const state = { ...before, __awaited: undefined };
    return { state, issuance: { ...old, found: "order ended", foundDetail } };
  }
  const listed = mayBeListed(before, old, dayOf(context.clock.now()))
    ? await findListed(context, before.orderId)
    : undefined;
  if (listed !== undefined && isAsListed(before, listed)) {
    return { state: before, issuance: adjustToOrder(old, before) };
  }
  const order = await context.client().getOrder(before.orderId);
  if (order === undefined) return undefined;
  const takenOver = await takeOverRenewal(context, props, before, old, order);
  if (takenOver !== undefined) return takenOver;
  const givenUp = await findEndedRenewal(context, before);
  const refused = findEndedReissue(props, before, order);
  // A certificate that was revoked before it was seen is what is found, and not waited for.
  const isRevoked = isAwaitedOn(before, order) && isRevokedAlone(order);
  const isOver = givenUp !== undefined || refused !== undefined || isRevoked;
  const current = isOver ? { ...before, __awaited: undefined } : before;
  const { state, finding } = await refreshState(context, props, current, order);
  if (isAwaiting(state, order)) return { state, issuance: old };
  // A renewal that has ended may be planned anew.
  const again = givenUp && { ...freeReissue, reason: givenUp, previousCoveredUntil: undefined };
  const found = finding ?? (await readFinding(context, state, order)) ?? refused;
  if (found === refused && refused !== undefined) {
    await context.row.warn(reissueEnded(refused.foundDetail));
  }
  return { state, issuance: { ...adjustToOrder({ ...old, ...again }, state), ...found } };
}

/**
 * `CERTCENTRAL_FORGET` gives up an order that CertCentral does not show to this key. One that it shows is read as ever: it may
 * be named for the sake of another resource, which is to pay for an order of its own.
 */
async function isGivenUp(context: Context, orderId: number): Promise<boolean> {
  if (!isForgotten(context, orderId)) return false;
  try {
    return (await context.client().getOrder(orderId)) === undefined;
  } catch (error) {
    if (isNoAnswer(error)) throw error;
    return true;
  }
}

/** Whether something that lives is waited for: a reissue of this order, or another order. */
function isAwaiting({ __awaited: awaited }: State, order: Order): boolean {
  return awaited !== undefined && (awaited.orderId !== order.id || !hasEnded(order));
}

/** The plan with the real dates, and without what an earlier refresh found. */
function adjustToOrder(old: Issuance, state: State): Issuance {
  const orderNumber = Math.max(old.orderNumber, state.__orderNumber);
  return { ...withRealDates(old, state), orderNumber, found: undefined, foundDetail: undefined };
}

/**
 * A renewal that this state does not know of, made by hand or by a run whose result is lost: its order
 * is the one in use as soon as it is issued, and is waited for until then.
 */
async function takeOverRenewal(
  context: Context,
  props: CertificateInputs,
  before: State,
  old: Issuance,
  order: Order,
): Promise<Refreshed | undefined> {
  // Of a reissue that waited until its order had ended, nothing comes any more.
  const isHopeless = hasEnded(order) && phaseOf(before) === "reissue";
  if (before.__awaited !== undefined && !isHopeless) return undefined;
  const renewal = await findRenewal(context, order);
  if (renewal === undefined) return undefined;
  const obstacle =
    renewal === "not shown"
      ? "CertCentral does not show by which order"
      : listMismatches(renewal, props).join("; ");
  if (renewal === "not shown" || obstacle !== "") {
    const by = renewal === "not shown" ? "" : ` by order ${renewal.id}`;
    await context.row.warn(renewedElsewhere(order.id, by, obstacle));
    return undefined;
  }
  await context.row.info(renewalTakenOver(order.id, renewal.id));
  const following = followOrder(before, renewal, old.reference);
  const { state } = await refreshState(context, props, following, renewal);
  if (state.orderId === renewal.id) return { state, issuance: adjustToOrder(old, state) };
  // The end that it renews is planned for already.
  const planned = { ...adjustToOrder(old, following), previousCoveredUntil: old.coveredUntil };
  return { state: following, issuance: planned };
}

const freeReissue = { action: "reissue", cost: freeCost } as const;

/** That the reissue which waited is neither made nor waiting any more, or that somebody else's has taken its place. */
function findEndedReissue(props: CertificateInputs, state: State, order: Order) {
  const { __awaited: awaited } = state;
  if (!isAwaitedOn(state, order) || !isIssued(order)) return undefined;
  const { id } = order.certificate;
  if (isRevokedAlone(order) && state.certificateId !== undefined && id !== state.certificateId) {
    const detail = `certificate ${String(id)}, reissued on order ${order.id}, was revoked before it was in use`;
    return { found: "reissue ended", foundDetail: detail } as const;
  }
  if (id !== awaited?.replacedCertificateId && !knows(state, id)) {
    const differences = listTargetDifferences(order, props);
    const isSeen = showsNews(state, order) && order.certificate.csr !== undefined;
    // What a first order was issued for is brought to the program by the next update.
    if (awaited?.replacedCertificateId === undefined || !isSeen || differences.length === 0) {
      return undefined;
    }
    const foundDetail = `certificate ${String(id)} was issued on order ${order.id} in place of the reissue that was asked for: ${differences.join(" and ")}`;
    return { found: "reissue ended", foundDetail } as const;
  }
  const foundDetail = `the reissue of order ${order.id} was rejected or canceled`;
  return { found: "reissue ended", foundDetail } as const;
}

/** That a renewal which waited has ended, in words; the order in use is the truth again. */
async function findEndedRenewal(context: Context, before: State): Promise<string | undefined> {
  const awaited = findOtherAwaited(before);
  if (awaited === undefined) return undefined;
  if (await isGivenUp(context, awaited)) return forgotten(`order ${awaited}`);
  const order = await context.client().getOrder(awaited);
  if (order === undefined) {
    // CertCentral never deletes an order: nothing is planned anew on what only cannot be seen.
    await context.row.warn(notShown(`order ${awaited}`, before.accountId));
    return undefined;
  }
  if (hasEnded(order)) return `the renewal by order ${awaited} is ${order.status}`;
  await context.row.info(stillWaiting(describeWaiting(order)));
  return undefined;
}

/** What a refresh found that the next preview must answer. */
type Finding = Pick<Issuance, "found" | "foundDetail">;

async function refreshState(
  context: Context,
  props: CertificateInputs,
  before: State,
  order: Order,
): Promise<{ state: State; finding?: Finding }> {
  const state = withOrder(before, order);
  const isAwaited = isAwaitedOn(before, order);
  const { id } = order.certificate;
  if (!showsNews(before, order) || id === undefined) {
    if (isAwaited && !hasEnded(order)) await context.row.info(stillWaiting(describeWaiting(order)));
    return { state };
  }
  const downloaded = await downloadChain(context, state, order);
  if ("problems" in downloaded) {
    await context.row.warn(certificateUnreadable(id, downloaded.problems.join(" and ")));
    return { state };
  }
  const { chain } = downloaded;
  const problems = leafProblems(chain, { csr: textInput(props, "csr"), names: namesOf(props) });
  if (!isAwaited) return meetOthers(context, props, state, order, { id, chain, problems });
  // What this resource waits for is verified, and corrected, by the next update.
  if (problems.length > 0 || isAskedOtherwise(state, props)) return { state };
  const certificate = { id, chain, claim: claimOfIssued(state, order) };
  return { state: withCertificate(state, order, certificate, dayOf(context.clock.now())) };
}

/**
 * Somebody else had a certificate issued on the order. The chain in use stays while it lives and fits; one that
 * fits takes the place of another only where that is revoked, ended or unfit, and is not owned.
 */
async function meetOthers(
  context: Context,
  props: CertificateInputs,
  state: State,
  order: Order,
  other: { id: number; chain: Chain; problems: string[] },
): Promise<{ state: State; finding?: Finding }> {
  const { id, chain, problems } = other;
  const inUse = compareInUse(state, props);
  const fits = inUse !== undefined && inUse.isSameKey && inUse.missing.length === 0;
  const present = `certificate ${String(state.certificateId)}`;
  if (fits && (await isInUseAlive(context, state, order))) {
    const lost = lostNames(namesInUse(state), chain.names);
    await context.row.warn(reissuedElsewhere(order.id, id, present));
    if (lost.length === 0) return { state };
    const foundDetail =
      `certificate ${id}, issued elsewhere, lacks ${joinWithAnd(lost)}: CertCentral revokes ${present} ` +
      `within ${removedNameRevocationHours} hours`;
    return { state, finding: { found: "names lost", foundDetail } };
  }
  if (problems.length > 0) {
    await context.row.warn(reissuedUnfit(order.id, id, problems.join(" and ")));
    const isGone =
      state.certificateId !== undefined && !(await isInUseAlive(context, state, order));
    const finding = isGone ? reportRevoked(`${present} was revoked or has ended`) : undefined;
    return finding === undefined ? { state } : { state, finding };
  }
  await context.row.info(reissuedUsed(order.id, id));
  const certificate = { id, chain, claim: "used" as const };
  return { state: withCertificate(state, order, certificate, dayOf(context.clock.now())) };
}

/** Whether the certificate in use lives, where the order shows another one. */
async function isInUseAlive(context: Context, state: State, order: Order): Promise<boolean> {
  const today = dayOf(context.clock.now());
  if ((state.notAfter ?? "").slice(0, 10) < today) return false;
  const all = await listCertificates(context, order);
  const own = all.find(({ id }) => id === state.certificateId);
  return own === undefined || isLiving(own, today);
}

/** What a reader must know: the order has ended, or its certificate alone was revoked. */
async function readFinding(
  context: Context,
  state: State,
  order: Order,
): Promise<Finding | undefined> {
  if (hasEnded(order)) {
    const foundDetail = `order ${order.id} is ${order.status}`;
    await context.row.warn(orderEnded(foundDetail));
    return { found: "order ended", foundDetail };
  }
  if (!isRevokedAlone(order)) return undefined;
  const { id } = order.certificate;
  const isOthers = state.certificateId !== undefined && id !== state.certificateId;
  if (isOthers && (await isInUseAlive(context, state, order))) return undefined;
  const finding = reportRevoked(`certificate ${String(state.certificateId ?? id)} was revoked`);
  await context.row.warn(certificateRevoked(String(finding.foundDetail)));
  return finding;
}

function reportRevoked(foundDetail: string): Finding {
  return { found: "certificate revoked", foundDetail };
}
