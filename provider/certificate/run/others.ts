/** What the notes of a run say of its resources, the asking one and the others: facts for the verdicts of `order/ownership.ts`. */
import type { Declaration, Door, Note } from "../../note";
import { serveOneHost } from "../../names";
import { orderNumberOf } from "../plan/issuance";

/** All names under which a run knows a resource: its URN, and those of before and after a rename. */
export function findUrns(notes: readonly Note[], urn: string): ReadonlySet<string> {
  const urns = new Set([urn]);
  for (const note of notes) {
    if (note.kind !== "renamed") continue;
    if (urns.has(note.from)) urns.add(note.urn);
    else if (urns.has(note.urn)) urns.add(note.from);
  }
  return urns;
}

/** The URN, other than the resource's own, that uses or awaits an order in this run. */
export function findOtherUser(
  notes: readonly Note[],
  urn: string,
  orderId: number,
): string | undefined {
  const own = findUrns(notes, urn);
  return latestUses(notes).find((note) => !own.has(note.urn) && note.orders.includes(orderId))?.urn;
}

/** The URN, other than the resource's own, for which check has seen the root of a reference in this run. */
export function findBearer(
  notes: readonly Note[],
  urn: string,
  reference: string | undefined,
): string | undefined {
  const own = findUrns(notes, urn);
  return notes.find(
    (note) => isChecked(note) && !own.has(note.urn) && orderNumberOf(note.reference, reference) > 0,
  )?.urn;
}

type Uses = Extract<Note, { kind: "uses" }>;

/** The newest word on what each resource uses. */
function latestUses(notes: readonly Note[]): Uses[] {
  const latest = new Map<string, Uses>();
  for (const note of notes) if (note.kind === "uses") latest.set(note.urn, note);
  return [...latest.values()];
}

/** What resources of this run use or await, the successor under the same URN included. */
export function findUsed(notes: readonly Note[]): Held {
  return collect(latestUses(notes));
}

/** The same, and what the program reads: a delete spares it. */
export function findSpared(notes: readonly Note[]): Held {
  return collect([...latestUses(notes), ...notes.filter((note) => note.kind === "reads")]);
}

interface Held {
  readonly orders: ReadonlySet<number>;
  readonly certificates: ReadonlySet<number>;
}

function collect(notes: readonly { orders: readonly number[]; certificates: readonly number[] }[]) {
  return {
    orders: new Set(notes.flatMap(({ orders }) => orders)),
    certificates: new Set(notes.flatMap(({ certificates }) => certificates)),
  };
}

/** Who reads an order in this run, by `get`. */
export function findReader(notes: readonly Note[], orderId: number): string | undefined {
  return notes.find((note) => note.kind === "reads" && note.orders.includes(orderId))?.urn;
}

/** Orders that the run replaces under a URN, because they are for something else, and those that earlier runs did. */
export function findReplacedOrders(
  notes: readonly Note[],
  urn: string,
): { now: number[]; before: number[]; orderNumber: number } {
  const replaced = notes.filter(
    (note): note is Extract<Note, { kind: "replaced" }> =>
      note.kind === "replaced" && note.urn === urn,
  );
  return {
    now: replaced.flatMap(({ orders }) => orders),
    before: replaced.flatMap(({ former }) => former),
    orderNumber: Math.max(0, ...replaced.map(({ orderNumber }) => orderNumber)),
  };
}

/** The latest state of a resource's create or update in this run, as far as the run knows. */
export function findProgress(
  notes: readonly Note[],
  urn: string,
): "not begun" | "begun" | "issued" {
  const last = notes.findLast(
    (note) => note.urn === urn && (note.kind === "begun" || note.kind === "issued"),
  );
  if (last === undefined) return "not begun";
  return last.kind === "issued" ? "issued" : "begun";
}

/** Whether a resource of this run has no certificate yet for what one of these names serves, be it by a wildcard. */
export function isNameAwaited(notes: readonly Note[], names: readonly string[]): boolean {
  const open = new Map<string, readonly string[]>();
  for (const note of notes) {
    if (note.kind === "begun") open.set(note.urn, note.names);
    if (note.kind === "issued") open.delete(note.urn);
  }
  const awaited = [...open.values()].flat();
  return awaited.some((name) => names.some((one) => serveOneHost(name, one)));
}

export type Checked = Extract<Note, { kind: "checked" }>;

export function isChecked(note: Note): note is Checked {
  return note.kind === "checked";
}

/** What check has seen of a resource in this run, under any of its URNs. */
export function findChecked(
  notes: readonly Note[],
  urns: ReadonlySet<string>,
): Checked | undefined {
  return notes.findLast((note): note is Checked => isChecked(note) && urns.has(note.urn));
}

/**
 * Whether something that the program declares failed, or was never registered: what the engine lets go then may depend on
 * that, or be that, under an alias that a transform gives it.
 */
export function isUnfinished(
  notes: readonly Note[],
  declared: ReadonlyMap<string, Declaration>,
): boolean {
  return (
    notes.some(({ kind }) => kind === "failed") ||
    [...declared.values()].some(({ isRegistered }) => !isRegistered)
  );
}

/** Whether a resource of this URN is in use in this run with another certificate than these: their successor. */
export function hasSuccessor(
  notes: readonly Note[],
  urns: ReadonlySet<string>,
  certificates: readonly number[],
): boolean {
  return latestUses(notes).some(
    (note) =>
      urns.has(note.urn) &&
      note.certificates.some((certificate) => !certificates.includes(certificate)),
  );
}

/**
 * Another resource that begins in this run with the same: the same order, or a new one for the same product, common name and
 * key. What is not known yet is nobody's.
 */
export function findSameBeginning(
  notes: readonly Note[],
  own: Pick<Checked, "urn" | "planned" | "takes">,
): Checked | undefined {
  if (own.takes === undefined) return undefined;
  const urns = findUrns(notes, own.urn);
  return notes.find(
    (note): note is Checked =>
      isChecked(note) &&
      !urns.has(note.urn) &&
      note.takes === own.takes &&
      (own.takes !== "new order" ||
        (["product", "commonName", "csr"] as const).every(
          (name) => own.planned[name] !== undefined && own.planned[name] === note.planned[name],
        )),
  );
}

/** The other resource that was the first of this run to pay for what follows an order. */
export function findSuccessorPayer(
  notes: readonly Note[],
  urn: string,
  orderId: number,
): string | undefined {
  const first = notes.find((note) => note.kind === "succeeds" && note.orderId === orderId)?.urn;
  return first === undefined || findUrns(notes, urn).has(first) ? undefined : first;
}

/** How many resources of this run have announced, or made, something paid. */
export function countAnnounced(notes: readonly Note[], urn: string): number {
  const others = notes.filter((note) => note.kind === "announced" && note.urn !== urn);
  return new Set(others.map((note) => note.urn)).size;
}

/** Another resource of this run with the same root of references, of the same name through the other door too. */
export function findSameRoot(
  notes: readonly Note[],
  own: { urn: string; door: Door },
  reference: string,
): Checked | undefined {
  return notes.find(
    (note): note is Checked =>
      isChecked(note) &&
      note.reference === reference &&
      (note.urn !== own.urn || note.door !== own.door),
  );
}
