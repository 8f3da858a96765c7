/** Replies tampered with in the ways in which the real API has been seen to answer. */

/** What was said before to the same account. */
export interface Said {
  /** The last reply for the same path. */
  earlier: unknown;
  /** The last replies for other paths of the same form. */
  others: unknown[];
  /** The chain in the last reply that had one. */
  chain: unknown;
}

/** A parsed reply made into another; undefined where there is nothing to tamper with. */
export type Tamper = (reply: Json, said: Said) => unknown;

export type Json = Record<string, unknown>;

/** Members that the API's pages or recordings show absent as well, by their place in a reply. */
const optional = [
  ["certificate_chain"],
  ["requests"],
  ["certificate", "days_remaining"],
  ["price"],
  ["payment_method"],
  ["dcv_approval_datetime"],
  ["dcv_expiration"],
];

export const tampering = {
  status:
    (status: string): Tamper =>
    (reply) =>
      reply["status"] === "issued" ? { ...reply, status } : undefined,

  earlierReply: ((_reply, { earlier }) => earlier) satisfies Tamper,

  anotherReply: ((_reply, { others }) => others[0]) satisfies Tamper,

  anotherChain: ((reply, { chain }) =>
    chain === undefined || reply["certificate_chain"] === undefined
      ? undefined
      : { ...reply, certificate_chain: chain }) satisfies Tamper,

  duplicateEntries: ((reply) => {
    const lists = Object.entries(reply).filter(
      (entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0,
    );
    if (lists.length === 0) return undefined;
    const limit = valueAt(reply, ["page", "limit"]);
    const longest = typeof limit === "number" ? limit : Infinity;
    const repeated = lists.map(([key, list]) => [key, [list[0], ...list].slice(0, longest)]);
    return { ...reply, ...Object.fromEntries(repeated) } as Json;
  }) satisfies Tamper,

  absentFields: ((reply) => {
    // A reply to an order leaves its requests out where it has a certificate; order info never does.
    const isDone = reply["certificate_id"] !== undefined;
    const dropped = optional.filter(
      ([member = "", ...rest]) =>
        valueAt(reply, [member, ...rest]) !== undefined && (isDone || member !== "requests"),
    );
    return dropped.length === 0
      ? undefined
      : dropped.reduce((tampered, at) => altered(tampered, at), reply);
  }) satisfies Tamper,
};

/** A reply with one member changed, or left out where there is no value. */
export function altered(reply: Json, at: readonly (string | number)[], to?: unknown): Json {
  const copy = structuredClone(reply);
  const [last = ""] = at.slice(-1);
  const parent = valueAt(copy, at.slice(0, -1));
  if (typeof parent !== "object" || parent === null) return copy;
  // An entry far behind the end of a list would be filled up to with nothing, for as long as memory lasts.
  if (Array.isArray(parent) && (last === "length" || !(Number(last) <= parent.length))) return copy;
  if (to === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, to);
  return copy;
}

function valueAt(reply: unknown, at: readonly (string | number)[]): unknown {
  return at.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? (Reflect.get(value, key) as unknown)
        : undefined,
    reply,
  );
}
