/** Certificates in use: what a command has taken from whom, read off what stood before it and what stands now. */
import type { Breach } from "./breach";
import type { Declared, Engine, StackIndex, Stored } from "./engine";
import { isMissing } from "./intent";
import { type Facts, namesServed } from "./orders";
import { namesAsked } from "./program";

export const stackIndexes = [0, 1] as const;

/** A certificate in a resource's outputs. */
export interface Use {
  id: number;
  stack: StackIndex;
  urn: string;
}

/** All of them, in both stacks. */
export function listUses(engine: Engine): Use[] {
  return stackIndexes.flatMap((stack) =>
    engine.resources(stack).flatMap(({ urn, outputs, isPendingDelete }) => {
      const id = outputs["certificateId"];
      return typeof id === "number" && !isPendingDelete ? [{ id, stack, urn }] : [];
    }),
  );
}

/** A command on one stack, and what it is about. */
export interface Taking {
  stack: StackIndex;
  program: readonly Declared[];
  /** Resources that it ends because the person says so. */
  ended: ReadonlySet<string>;
  before: { orders: Facts; uses: readonly Use[] };
  now: { orders: Facts; uses: readonly Use[]; resources: readonly Stored[] };
  /** Certificates that people took away themselves. */
  given: ReadonlySet<number>;
}

/** What is ended leaves no name of the program without a certificate: another one has it by then. */
export function findUnserved({ stack, program, before, now, given }: Taking): Breach[] {
  const served = namesServed(now.orders, now.uses);
  const asked = program.flatMap(namesAsked);
  return before.uses.flatMap((use): Breach[] => {
    const isEnded = namesServed(now.orders, [use]).length === 0;
    if (use.stack !== stack || given.has(use.id) || !isEnded) return [];
    const names = namesServed(before.orders, [use]).filter((name) => asked.includes(name));
    const lost = names.filter((name) => !served.includes(name));
    if (lost.length === 0) return [];
    return [
      {
        kind: "in use revoked",
        what: `${use.urn} was ended, and nothing serves ${lost.join(", ")}`,
      },
    ];
  });
}

/** What was in use is not taken away by a run of another stack, or that nobody told to; what is in use now, by none. */
export function findTaken(
  { stack, program, ended, before, now, given }: Taking,
  revoked: ReadonlySet<number>,
): Breach[] {
  const isTaken = (id: number): boolean => revoked.has(id) && !given.has(id);
  const ofBefore = before.uses.flatMap(({ id, urn, stack: own }): Breach[] => {
    const isGone = own === stack && !ended.has(urn) && isMissing(urn, program, now.resources);
    if (!isTaken(id) || (own === stack && !isGone)) return [];
    const of = isGone ? "which nobody ended" : "of another stack";
    const what = `certificate ${id}, in use by ${urn} ${of}, is revoked`;
    return [{ kind: "in use revoked", what }];
  });
  const ofNow = now.uses
    .filter(({ id, urn }) => isTaken(id) && !ended.has(urn))
    .map(({ id, urn }): Breach => {
      return { kind: "in use revoked", what: `certificate ${id}, in use by ${urn}, is revoked` };
    });
  return [...ofBefore, ...ofNow];
}
