/**
 * What one run remembers: one object, made by whoever serves, so that two processes of a run, or two runs,
 * can be played side by side.
 */
import { keepNotes } from "./journal";
import type { ListedOrders } from "./listed-orders";
import type { Notes } from "./note";

/** What is known of an API key. Its account and role do not change under way. */
export interface KeyFacts {
  /** The question, so that those who ask at once share it. */
  accountId?: Promise<number | undefined>;
  /** The look whether it finds its own orders, while it is under way. */
  looking?: Promise<boolean | undefined>;
  /** Whether it finds, by its reference, an order that it has placed; undefined until it was seen. */
  findsOwnOrders?: boolean;
  /** Its list, as far as it was read. */
  listed?: ListedOrders;
}

export interface Run {
  readonly notes: Notes;
  /** By a digest of key and address. */
  readonly keys: Map<string, KeyFacts>;
  /** Domains that this run submitted or holds, by name. */
  readonly domains: Set<string>;
}

export function startRun(notes: Notes = keepNotes()): Run {
  return { notes, keys: new Map(), domains: new Set() };
}
