export type Json = Record<string, unknown>;

/** What does not apply is absent, never null. */
export function compact(json: Json): Json {
  return Object.fromEntries(
    Object.entries(json).filter(([, value]) => value !== undefined && value !== null),
  );
}
