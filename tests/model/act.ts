import type { Fault, Settings } from "certcentral-emulator";

import type { Deed } from "./console";
import type { Choice, StackIndex } from "./engine";
import type { Kill } from "./process";
import type { Change } from "./program";

/** Which resources a command is about, by their numbers. */
export interface Choosing {
  only?: number | undefined;
  except?: number | undefined;
}

/** One act of a person, or of fate. Numbers choose among what is there, so that sequences shrink. */
export type Act =
  | ({
      kind: "up";
      stack: StackIndex;
      kill?: Kill | undefined;
      /** Where it was killed in a create, the person puts that into the state, by hand. */
      takesIn?: boolean;
      continueOnError?: boolean;
      /** All depend on the first one. */
      dependent?: boolean;
      replace?: boolean;
      /** With `--refresh`. */
      refresh?: boolean;
      /** One of them depends on something that fails. */
      skipped?: number | undefined;
      /** All at once, in this order of exchanges. */
      turns?: readonly number[] | undefined;
      /** Which one is registered first. */
      first?: number | undefined;
    } & Choosing)
  | { kind: "preview"; stack: StackIndex; unknown: string }
  | ({ kind: "refresh"; stack: StackIndex; kill?: Kill | undefined } & Choosing)
  | ({
      kind: "destroy";
      stack: StackIndex;
      kill?: Kill | undefined;
      refresh?: boolean;
      runProgram?: boolean;
    } & Choosing)
  | Change
  /** To the other stack, in the state, and in the program too. */
  | { kind: "move"; stack: StackIndex; which: number; declared: boolean }
  | { kind: "rename stack"; stack: StackIndex }
  | { kind: "adopt"; stack: StackIndex; which: number; order: number }
  | { kind: "lose state"; stack: StackIndex }
  /** Of one resource: `pulumi state delete`. */
  | { kind: "state delete"; stack: StackIndex; which: number }
  | { kind: "old state"; stack: StackIndex; back: number }
  | { kind: "console"; order: number; deed: Deed }
  | { kind: "settings"; approval: boolean; delayed: boolean }
  /** What an administrator of the account switches, or DigiCert. */
  | { kind: "option"; option: Partial<Settings> }
  | { kind: "fault"; fault: Fault }
  /** The key is exchanged for one that sees no order, for another account's, or for the first one. */
  | { kind: "key"; key: "seeing" | "blind" | "other account's" }
  | { kind: "days"; days: number };

/** `--target` or `--exclude`; of the two, the former. */
export function choose({ only, except }: Choosing, urns: readonly string[]): Choice {
  if (urns.length === 0) return {};
  const pick = (which: number | undefined): string[] | undefined =>
    which === undefined ? undefined : urns.slice(which % urns.length).slice(0, 1);
  return only === undefined ? { excludes: pick(except) } : { targets: pick(only) };
}
