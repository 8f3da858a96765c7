/**
 * Every message that this provider says, made in one place: a stable code, why it is said, what helps, and
 * its words. The page of all messages is made from the list.
 */

/** Where a message is said: an error ends the step, a warning and a note stand on the resource's row. */
export type Severity = "error" | "warning" | "note";

/** What is known of a message without its numbers. */
export interface Explanation {
  /** Stable for ever: people search for it. */
  readonly code: `CC${number}`;
  readonly severity: Severity;
  /** Why it is said, for somebody who has just met it. */
  readonly cause: string;
  /** What helps. */
  readonly remedy: string;
}

/** A message: called with its numbers, it gives its words. */
export type Message<Args extends readonly unknown[]> = Explanation & ((...args: Args) => string);

const all = new Map<string, Explanation>();

/**
 * Defines a message. Errors and warnings end in their code, which leads to the page; a note does not, because
 * it says what happens and asks for nothing.
 *
 * @throws TypeError when a code is given twice
 * @example
 * ```ts
 * export const orderGone = define(
 *   { code: "CC400", severity: "error", cause: "...", remedy: "..." },
 *   (orderId: number) => `find order ${orderId}: CertCentral does not show it. Look at ...`,
 * );
 * throw new Error(orderGone(112233));
 * ```
 */
export function define<Args extends readonly unknown[]>(
  explanation: Explanation,
  say: (...args: Args) => string,
): Message<Args> {
  const { code, severity } = explanation;
  if (all.has(code)) throw new TypeError(`define message: the code ${code} is given twice`);
  all.set(code, explanation);
  const suffix = severity === "note" ? "" : ` (${code})`;
  return Object.assign((...args: Args) => `${say(...args)}${suffix}`, explanation);
}

/** All messages that are defined in the modules loaded so far, by code. */
export function listMessages(): Explanation[] {
  return [...all.values()].sort((one, other) => one.code.localeCompare(other.code));
}
