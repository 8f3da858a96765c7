/** What differs between old and new inputs, path by path, for the engine to print. */
import type { RawInputs } from "../provider/fields";
import { isRecord } from "../provider/wire";

export type Kind = "add" | "delete" | "update";

/** A difference at a path, as `issuance.validUntil` or `dnsNames[1]`. */
export interface Detail {
  readonly path: string;
  readonly kind: Kind;
  /** Whether the resource is replaced for it. */
  readonly isReplacing: boolean;
}

/** The computed inputs. */
const plans: readonly string[] = ["issuance", "validation"];

/**
 * @param replaces the inputs for which the resource is replaced. The engine then checks them once more, without old
 * ones, and makes a plan anew: it is named as a whole, since single members of it would be compared with nothing.
 */
export function listDetails(
  olds: RawInputs,
  news: RawInputs,
  replaces: readonly string[] = [],
): Detail[] {
  return keysOf(olds, news)
    .filter((key) => !key.startsWith("__"))
    .flatMap((key) => {
      const isWhole = replaces.length > 0 && plans.includes(key);
      const differences = compare(pathOf("", key), olds[key], news[key], isWhole);
      return differences.map((one) => ({ ...one, isReplacing: replaces.includes(key) }));
    });
}

type Difference = Omit<Detail, "isReplacing">;

function compare(path: string, before: unknown, after: unknown, isWhole: boolean): Difference[] {
  if (isSame(before, after)) return [];
  if (before === undefined) return [{ path, kind: "add" }];
  if (after === undefined) return [{ path, kind: "delete" }];
  if (!isWhole && isRecord(before) && isRecord(after)) {
    return keysOf(before, after).flatMap((key) =>
      compare(pathOf(path, key), before[key], after[key], false),
    );
  }
  if (!isWhole && Array.isArray(before) && Array.isArray(after)) {
    const places = Array.from(
      { length: Math.max(before.length, after.length) },
      (_, place) => place,
    );
    return places.flatMap((place) =>
      compare(`${path}[${place}]`, before[place], after[place], false),
    );
  }
  return [{ path, kind: "update" }];
}

function isSame(one: unknown, other: unknown): boolean {
  if (isRecord(one) && isRecord(other)) {
    return keysOf(one, other).every((key) => isSame(one[key], other[key]));
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((part, place) => isSame(part, other[place]));
  }
  return one === other;
}

function keysOf(one: RawInputs, other: RawInputs): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}

function pathOf(parent: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}
