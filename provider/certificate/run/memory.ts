/**
 * What the process of one run remembers of its certificates. The engine tells each call of its own
 * resource only, but the end of one must not take what another one holds or is to replace it.
 */
import { nameInput, type RawInputs } from "../../fields";
import { issuanceOf } from "../plan/issuance";
import type { State } from "../order/state";

/**
 * Resources, by URN, whose create or update has not ended with an issued certificate: the one that it
 * replaces must live on, also with `--continue-on-error`. With the common name of those that have no
 * certificate yet, because what they replace may be known under an earlier URN.
 */
const unfinished = new Map<unknown, string>();

/** URNs in outputs that were made before a rename, and those that their resources have now. */
const renamed = new Map<unknown, unknown>();

/** Orders, by URN, that are being replaced because they are for something else. */
const replaced = new Map<unknown, number>();

interface OwnedByOther {
  urn: unknown;
  certificates: number[];
  orders: number[];
}

/** What was adopted was another resource's before, and may be about to be ended with that. */
const adopted = new Map<unknown, OwnedByOther>();

export function noteBegin(inputs: RawInputs, before?: State): void {
  const hasCertificate = before?.certificateId !== undefined;
  unfinished.set(inputs["__urn"], hasCertificate ? "" : nameInput(inputs, "commonName"));
}

export function noteIssued(inputs: RawInputs): void {
  unfinished.delete(inputs["__urn"]);
}

/** The outputs keep the URN of the last step that made some; a rename with an alias makes none. */
export function noteRename(olds: RawInputs, news: RawInputs): void {
  if (olds["__urn"] !== news["__urn"]) renamed.set(olds["__urn"], news["__urn"]);
}

/** What the engine is about to replace is not what its replacement asks for, whatever it looks like. */
export function noteReplaced(inputs: RawInputs, state: State | undefined): void {
  if (state !== undefined) replaced.set(inputs["__urn"], state.orderId);
}

export function isReplaced(inputs: RawInputs, orderId: number): boolean {
  return replaced.get(inputs["__urn"]) === orderId;
}

/** What a resource that stays in the program holds. */
export function noteOwned(inputs: RawInputs, state: State): void {
  const isAdopted = issuanceOf(inputs)?.action === "adopt" || inputs["adoptOrderId"] !== undefined;
  if (!isAdopted) return;
  const urn = inputs["__urn"];
  const awaited = state.__awaited?.orderId ?? state.orderId;
  const certificates = state.__held.map(({ id }) => id);
  adopted.set(urn, { urn, certificates, orders: [state.orderId, awaited] });
}

/** Whether something of this process that is not issued yet may have to replace a certificate. */
export function isDeletionGuarded(props: RawInputs): boolean {
  const urn = props["__urn"];
  const name = nameInput(props, "commonName");
  return (
    unfinished.has(urn) ||
    unfinished.has(renamed.get(urn)) ||
    (name !== "" && [...unfinished.values()].includes(name))
  );
}

/**
 * What others hold, and the end of a resource therefore spares. An adopted certificate may be owned by
 * the very resource that replaces another one, under the same URN.
 */
export function listSpared(props: RawInputs): { certificates: number[]; orders: number[] } {
  const holders = [...adopted.values()];
  const others = holders.filter(({ urn }) => urn !== props["__urn"]);
  return {
    certificates: holders.flatMap(({ certificates }) => certificates),
    orders: others.flatMap(({ orders }) => orders),
  };
}
