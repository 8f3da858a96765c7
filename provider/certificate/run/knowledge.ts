/** What a certificate tells the other processes of its run, and asks of what they told. */
import type { CertificateInputs } from "../plan/fields";
import type { Order } from "../../certcentral/client";
import { textInput } from "../../fields";
import { orderNotShownRefused } from "../../messages/visibility";
import type { Context } from "../../resource";
import { phaseOf } from "../order/phase";
import { stateOf, type State } from "../order/state";
import { type Issuance, issuanceOf } from "../plan/issuance";
import { namesOf } from "../plan/spec";
import { orderMissing, planMissing } from "../../messages/certificate";
import { findBearer, findChecked, findOtherUser, findReplacedOrders } from "./others";
import { digestPlanned } from "./rewritten";

export function urnOf(properties: CertificateInputs): string {
  return textInput(properties, "__urn");
}

/** Check has seen the resource: with what it bears and asks for. */
export function noteChecked(context: Context, inputs: CertificateInputs): void {
  context.run.notes.add({
    kind: "checked",
    door: context.run.door,
    urn: urnOf(inputs),
    reference: issuanceOf(inputs)?.reference ?? "",
    names: namesOf(inputs),
    onDelete: textInput(inputs, "onDelete"),
    planned: digestPlanned(inputs),
  });
}

/**
 * What check has seen of it in this run before the engine asked for it as a new one: a replacement. Unless `diff` has
 * asked for it, an option has, which makes one of a change that would be a free reissue.
 */
export function findReplacement(
  context: Context,
  inputs: CertificateInputs,
): { root: string | undefined; isByOption: boolean } | undefined {
  const notes = context.run.notes.all();
  const urn = urnOf(inputs);
  const checked = findChecked(notes, new Set([urn]));
  if (checked?.door !== context.run.door) return undefined;
  const isByOption = !notes.some((note) => note.kind === "replaced" && note.urn === urn);
  return { root: checked.reference || undefined, isByOption };
}

/** Whether check has seen it in this run, under this very URN. */
export function isDeclared(context: Context, inputs: CertificateInputs): boolean {
  return findChecked(context.run.notes.all(), new Set([urnOf(inputs)])) !== undefined;
}

/** Its create or update begins: until it has ended with a certificate, what it replaces lives on. */
export function noteBegun(context: Context, inputs: CertificateInputs, before?: State): void {
  const names = before?.certificateId === undefined ? namesOf(inputs) : [];
  context.run.notes.add({ kind: "begun", urn: urnOf(inputs), names });
}

export function noteIssued(context: Context, inputs: CertificateInputs): void {
  context.run.notes.add({ kind: "issued", urn: urnOf(inputs) });
}

/** The outputs keep the URN of the last step that made some; a rename with an alias makes none. */
export function noteRename(
  context: Context,
  olds: CertificateInputs,
  news: CertificateInputs,
): void {
  const [from, urn] = [urnOf(olds), urnOf(news)];
  // Inputs that an import made have none yet.
  if (from === "" || urn === "" || from === urn) return;
  context.run.notes.add({ kind: "renamed", urn, from });
}

/** What the engine is about to replace is not what its replacement asks for, whatever it looks like. */
export function noteReplaced(
  context: Context,
  inputs: CertificateInputs,
  state: State | undefined,
): void {
  if (state === undefined) return;
  const former = state.__replacedOrders;
  context.run.notes.add({
    kind: "replaced",
    urn: urnOf(inputs),
    orders: ordersOf(state),
    orderNumber: state.__orderNumber,
    former,
  });
}

/** What a resource that stays in the program uses, owns and waits for: nobody else may end it. */
export function noteUses(context: Context, inputs: CertificateInputs, state: State): void {
  const certificates = state.__held.map(({ id }) => id);
  if (state.certificateId !== undefined) certificates.push(state.certificateId);
  context.run.notes.add({
    kind: "uses",
    urn: urnOf(inputs),
    orders: ordersOf(state),
    certificates,
  });
}

/** What the program reads by `get`: nobody may end it in this run. */
export function noteReads(context: Context, inputs: CertificateInputs, state: State): void {
  const { certificateId } = state;
  const certificates = certificateId === undefined ? [] : [certificateId];
  context.run.notes.add({
    kind: "reads",
    urn: urnOf(inputs),
    orders: [state.orderId],
    certificates,
  });
}

/** Orders that this resource is being replaced away from, or was before, and the number of the newest. */
export function listReplacedOrders(
  context: Context,
  inputs: CertificateInputs,
): ReturnType<typeof findReplacedOrders> {
  return findReplacedOrders(context.run.notes.all(), urnOf(inputs));
}

/** The resource of this run, other than the asking one, that uses an order. */
export function findUser(
  context: Context,
  inputs: CertificateInputs,
  orderId: number,
): string | undefined {
  return findOtherUser(context.run.notes.all(), urnOf(inputs), orderId);
}

/** The resource of this program, other than the asking one, that uses an order or that it was placed for. */
export function findDeclaring(
  context: Context,
  inputs: CertificateInputs,
  { id, alternativeOrderId }: Pick<Order, "id" | "alternativeOrderId">,
): string | undefined {
  const urn = urnOf(inputs);
  const notes = context.run.notes.all();
  return findOtherUser(notes, urn, id) ?? findBearer(notes, urn, alternativeOrderId);
}

/** Says that a step needs an order that CertCentral does not show. */
export function sayNotShown(
  verb: string,
  { orderId, accountId }: Pick<State, "orderId"> & Partial<Pick<State, "accountId">>,
): string {
  return orderNotShownRefused(verb, orderId, accountId);
}

/** The order that a state has, and another one that it awaits. */
export function ordersOf(state: State): number[] {
  return phaseOf(state) === "other order" && state.__awaited !== undefined
    ? [state.orderId, state.__awaited.orderId]
    : [state.orderId];
}

/** The plan among inputs, or an error that says which step lacks it. */
export function requirePlan(inputs: CertificateInputs, step: string): Issuance {
  const plan = issuanceOf(inputs);
  if (plan === undefined) throw new Error(planMissing(step));
  return plan;
}

/** The state among properties, or an error that says which step lacks it. */
export function requireState(properties: CertificateInputs, step: string): State {
  const state = stateOf(properties);
  if (state === undefined) throw new Error(orderMissing(step));
  return state;
}
