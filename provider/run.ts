/**
 * What one run remembers: one object, made by whoever serves, so that two processes of a run, or two runs,
 * can be played side by side.
 */
import { keepNotes } from "./journal";
import type { ChainLink, OrderFacts } from "./certcentral/client";
import type { ListedOrders } from "./listed-orders";
import type { Door, Notes } from "./note";
import type { PlacedOrders } from "./placed-orders";
import type { StatusChanges } from "./status-changes";

/** What is known of an API key. Its account and role do not change under way. */
export interface KeyFacts {
  /** The question, so that those who ask at once share it. */
  accountId?: Promise<number | undefined>;
  /** The look whether it finds its own orders, while it is under way. */
  looking?: Promise<boolean | undefined>;
  /** Whether it finds, by its reference, an order that it has placed; undefined until it was seen. */
  findsOwnOrders?: boolean;
  /** Its list of living orders, as far as it was read. */
  listed?: ListedOrders;
  /** The same of all orders of a product. */
  ofProduct?: Map<string, ListedOrders>;
  /** The orders of today. */
  placed?: PlacedOrders;
  /** What waits, and what has changed. */
  changes?: StatusChanges;
}

/** A certificate that came with the reply to its order or reissue. */
export interface IssuedInReply {
  certificateId: number;
  chain: readonly ChainLink[];
  /** Day or instant, ISO 8601: one of this order that begins no later is older. */
  beginsAfter: string | undefined;
  /** The order, where it was read before its reissue. */
  order: OrderFacts | undefined;
}

/** What a create or an update left that failed: it exists, and is not ready. */
export interface Unready {
  id: string;
  properties: Record<string, unknown>;
}

export interface Run {
  readonly notes: Notes;
  readonly door: Door;
  /** By a digest of key and address. */
  readonly keys: Map<string, KeyFacts>;
  /** URNs of the domains that this process has checked. */
  readonly checkedDomains: Set<string>;
  /** By order, until it is completed. */
  readonly issued: Map<number, IssuedInReply>;
  /** By the call, which an error hook may have repeated. */
  readonly failures: Map<string, Unready>;
}

export function startRun(notes: Notes = keepNotes(), door: Door = "dynamic provider"): Run {
  return {
    notes,
    door,
    keys: new Map(),
    checkedDomains: new Set(),
    issued: new Map(),
    failures: new Map(),
  };
}
