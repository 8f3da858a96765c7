/**
 * What travels between Pulumi's engine and this provider: unknown values, and results that the
 * engine's protocol can carry.
 */

/** Stands for a value that a preview does not know yet (`rpc.unknownValue` of the Pulumi SDK). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is unknown, or an unknown value is anywhere inside it. */
export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnknown);
}

/**
 * A copy that the engine can store: the SDK's server throws on `undefined`, functions and big
 * integers, after the method has already run and an order may have been placed.
 */
export function clean(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The id of what is named by one; undefined where it is named otherwise, or not at all. */
export function idOf(value: unknown): unknown {
  return isRecord(value) ? value["id"] : undefined;
}

/** A copy without members that are null, at any depth; entries of lists keep their places. */
export function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNullsIn(member)]));
}

function withoutNullsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullsIn);
  return isRecord(value) ? withoutNulls(value) : value;
}

/** A copy without members that are undefined. */
export function omitUndefined<T extends Record<string, unknown>>(
  value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
