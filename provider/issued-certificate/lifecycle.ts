/**
 * The certificate of an order that was placed without waiting: waited for, verified, and kept while
 * the next one is waited for. It places nothing and ends nothing: that is `Certificate`'s.
 */
import type { Order } from "../certcentral/client";
import { hasEnded, listTargetDifferences } from "../certificate/order/order";
import { type Completion, verifyCertificate, waitForIssuance } from "../certificate/run/complete";
import { mayDeployOn } from "../certificate/run/go-on";
import { placedState, type State, stateOf } from "../certificate/order/state";
import { type RawInputs, readWaitMs } from "../fields";
import { findListed } from "../listed-orders";
import { type Context, InitializationFailure, type Lifecycle, type Properties } from "../resource";
import { isForgotten, keepUnread, readOrKeep } from "../visibility";
import { hasUnknown, isRecord } from "../wire";
import { changedFields, fieldFailures, inputsOf, type Ordered, orderedSchema } from "./fields";
import {
  awaitedOrderEnded,
  issuedForOthers,
  nothingToAwait,
  waitsWithOld,
} from "../messages/certificate";

export const issuedCertificate: Lifecycle = {
  check(_context, _olds, news) {
    return Promise.resolve({ inputs: news, failures: fieldFailures(news) });
  },

  diff(_context, _id, olds, news) {
    const isWaiting = stateOf(olds) === undefined || olds["__isWaiting"] === true;
    const changes =
      isWaiting ||
      orderedText(olds) !== orderedText(news) ||
      changedFields(olds, news, "local").length > 0;
    return Promise.resolve({ changes });
  },

  async create(context, inputs) {
    const { orderId } = orderedOf(inputs);
    return {
      id: String(orderId),
      outs: await awaitCertificate(context, String(orderId), inputs, undefined),
    };
  },

  async update(context, id, olds, news) {
    const known = stateOf(olds);
    // Another time limit is no reason to look: what somebody else has had issued since would take the chain's place.
    const isSettled = known !== undefined && olds["__isWaiting"] !== true;
    if (isSettled && orderedText(olds) === orderedText(news)) {
      return { outs: outputsOf(news, known, false) };
    }
    return { outs: await awaitCertificate(context, id, news, known) };
  },

  async read(context, id, props) {
    const state = stateOf(props);
    if (state === undefined) return keepUnread(context, `issued certificate ${id}`, { id, props });
    if (isForgotten(context, state.orderId)) return { id: "" };
    const isSettled = state.status === "issued" && props["__isWaiting"] !== true;
    const listed = isSettled ? await findListed(context, state.orderId) : undefined;
    if (listed?.status === "issued") return { id, props, inputs: inputsOf(props) };
    const order = await readOrKeep(context, `order ${state.orderId}`, state.accountId, () =>
      context.client().getOrder(state.orderId),
    );
    if (order === undefined) return { id, props, inputs: inputsOf(props) };
    if (hasEnded(order)) await context.row.warn(awaitedOrderEnded(order.id, order.status));
    return { id, props: { ...props, status: order.status }, inputs: inputsOf(props) };
  },

  async delete() {
    // NO-OP: the order and its certificates end with their `Certificate`.
  },
};

/** Waits for the ordered certificate; `known` is the state with the one to keep until then. */
async function awaitCertificate(
  context: Context,
  id: string,
  inputs: RawInputs,
  known: State | undefined,
): Promise<Properties> {
  const ordered = orderedOf(inputs);
  const awaited = ordered.awaited ?? { orderId: ordered.orderId };
  const { validationRecords } = ordered;
  const start: State = {
    ...placedState(awaited, 0, ordered.accountId, validationRecords),
    __awaited: awaited,
  };
  const options = { timeoutMs: readWaitMs(inputs["issuanceTimeoutMinutes"]), checksAtOnce: true };
  const issued = await waitForIssuance(context, ordered, start, options);
  const settled = "missing" in issued ? issued : await verifyOrdered(context, ordered, issued);
  if (settled.missing === undefined) return outputsOf(inputs, settled.state, false);
  const outs = outputsOf(inputs, known ?? settled.state, true);
  if (known === undefined || !mayDeployOn(context, ordered, known)) {
    throw new InitializationFailure(id, outs, [settled.missing]);
  }
  await context.row.warn(waitsWithOld(settled.missing));
  return outs;
}

function outputsOf(inputs: RawInputs, state: State, isWaiting: boolean): Properties {
  return { ...inputs, ...state, __isWaiting: isWaiting };
}

/** Corrections are `Certificate`'s work, at its next update. */
async function verifyOrdered(
  context: Context,
  ordered: RawInputs,
  { state, order }: { state: State; order: Order },
): Promise<Completion> {
  const differences = listTargetDifferences(order, ordered).join(" and ");
  if (differences === "") return verifyCertificate(context, ordered, state, order);
  return { state, missing: issuedForOthers(order.id, differences) };
}

function orderedOf(inputs: RawInputs): Ordered {
  const ordered = orderedSchema.safeParse(inputs["certificate"]);
  if (ordered.success) return ordered.data;
  throw new Error(nothingToAwait());
}

/** What is to be waited for, as a text: the plan, the names and the key, which previews know. */
function orderedText(inputs: RawInputs): string {
  const { certificate } = inputs;
  if (!isRecord(certificate)) return hasUnknown(certificate) ? "unknown" : "";
  const { issuance, commonName, dnsNames, csr } = certificate;
  return JSON.stringify([issuance, commonName, dnsNames ?? [], csr]);
}
