/** What a certificate tells the other processes of its run, and asks of what they told. */
import type { CertificateInputs } from "../plan/fields";
import type { Order } from "../../certcentral/client";
import { textInput } from "../../fields";
import type { Context } from "../../resource";
import { compareInUse } from "../order/in-use";
import { ordersOf } from "../order/phase";
import { certificatesOf, type State } from "../order/state";
import { digestPlanned } from "../plan/identity";
import type { Issuance } from "../plan/issuance";
import { namesOf } from "../plan/spec";
import {
  type Checked,
  findBearer,
  findOtherUser,
  findReplacedOrders,
  findSuccessorPayer,
  isChecked,
} from "./others";

export function urnOf(properties: CertificateInputs): string {
  return textInput(properties, "__urn");
}

/** Check has seen the resource: with what it bears and asks for. */
export function noteChecked(
  context: Context,
  inputs: CertificateInputs,
  { reference }: Issuance,
  takes?: Checked["takes"],
): void {
  context.run.notes.add({
    kind: "checked",
    door: context.run.door,
    urn: urnOf(inputs),
    reference,
    names: namesOf(inputs),
    onDelete: textInput(inputs, "onDelete"),
    planned: digestPlanned(inputs),
    takes,
  });
}

/** What a resource that is new, and replaces nothing, begins with: nobody else of this run may. */
export function beginningOf(inputs: CertificateInputs, { action }: Issuance): Checked["takes"] {
  const { adoptOrderId, renewalOfOrderId } = inputs;
  const orderId = action === "adopt" ? adoptOrderId : renewalOfOrderId;
  if (typeof orderId === "number") return orderId;
  return action === "order" ? "new order" : undefined;
}

/**
 * It is about to pay for what follows an order. Who comes second is refused: two that hold one order, or renew it, would
 * both still see it without a successor.
 *
 * @returns the other resource of this run that came first
 */
export function claimSuccession(
  context: Context,
  inputs: CertificateInputs,
  orderId: number,
): string | undefined {
  const { notes } = context.run;
  const urn = urnOf(inputs);
  notes.add({ kind: "succeeds", urn, orderId });
  return findSuccessorPayer(notes.all(), urn, orderId);
}

/** What check has seen of it in this run, under this very URN and through this door: one of each may bear one URN. */
export function findOwnCheck({ run }: Context, inputs: CertificateInputs): Checked | undefined {
  const urn = urnOf(inputs);
  // Two that have no URN are not one.
  if (urn === "") return undefined;
  return run.notes
    .all()
    .findLast(
      (note): note is Checked => isChecked(note) && note.urn === urn && note.door === run.door,
    );
}

/**
 * What check has seen of it in this run before the engine asked for it as a new one: a replacement. Unless `diff` has
 * asked for it, an option has, which makes one of a change that would be a free reissue.
 */
export function findReplacement(
  context: Context,
  inputs: CertificateInputs,
): { root: string; isByOption: boolean } | undefined {
  const checked = findOwnCheck(context, inputs);
  if (checked === undefined) return undefined;
  const { reference: root, urn } = checked;
  const notes = context.run.notes.all();
  const isByOption = !notes.some((note) => note.kind === "replaced" && note.urn === urn);
  return { root, isByOption };
}

/**
 * Its create or update begins: until it has ended with a certificate, what it replaces lives on, and what has the names that
 * its certificate in use lacks.
 */
export function noteBegun(context: Context, inputs: CertificateInputs, before?: State): void {
  const inUse = before && compareInUse(before, inputs);
  const names = inUse?.missing ?? namesOf(inputs);
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
  // In doubt it has no order yet.
  const { __orderNumber: orderNumber = 0, __replacedOrders: former = [] } = state ?? {};
  const orders = state === undefined ? [] : ordersOf(state);
  context.run.notes.add({ kind: "replaced", urn: urnOf(inputs), orders, orderNumber, former });
}

/** What a resource that stays in the program uses, owns and waits for: nobody else may end it. */
export function noteUses(context: Context, inputs: CertificateInputs, state: State): void {
  context.run.notes.add({
    kind: "uses",
    urn: urnOf(inputs),
    orders: ordersOf(state),
    certificates: certificatesOf(state),
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
