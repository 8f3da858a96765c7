/** What no route takes, whatever its schema: looked for before anything is read, stored or signed. */
import { badRequest, invalidValue, Problem } from "./problems";

/** Chosen: the API's longest list is that of an order's names. */
const maxEntries = 1000;
/** Chosen: the API's deepest body has four levels. */
const maxDepth = 32;

/** What is wrong with a body, whatever its route. */
export function flawOf(body: unknown): Problem | undefined {
  try {
    refuseIllFormed(body);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Refuses halves of UTF-16 pairs, which can be signed into no certificate, long lists, and nesting without end. */
export function refuseIllFormed(value: unknown, member = "body", depth = 0): void {
  if (depth > maxDepth) throw unreadable("is nested too deep");
  if (typeof value === "string") {
    if (!isWellFormed(value)) throw unreadable("has half of a UTF-16 pair");
  } else if (Array.isArray(value)) {
    if (value.length > maxEntries) throw new Problem(400, invalidValue(member));
    for (const entry of value) refuseIllFormed(entry, member, depth + 1);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (!isWellFormed(key)) throw unreadable("has half of a UTF-16 pair");
      refuseIllFormed(one, key, depth + 1);
    }
  }
}

function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text);
}

function unreadable(why: string): Problem {
  return badRequest("bad_request_format", `The request body could not be parsed: it ${why}.`);
}
