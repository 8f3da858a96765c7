/** Which orders have changed of late: asked once for all that wait, instead of by each for itself. */
import { keyFactsOf } from "./account";
import type { Order, OrderReference } from "./certcentral/client";
import type { Context } from "./resource";

/** So many wait at least, before one call for all is the cheaper. */
const minWaiting = 5;

/** So long an order is taken to be as it was read last; then it is read by itself, whatever the list says. */
const maxUnreadMs = 5 * 60_000;

/** Longer than that, so that no change falls between two looks. */
const windowMinutes = 10;

interface Asked {
  atMs: number;
  /** Undefined where CertCentral did not say. */
  changes: Promise<ReadonlyMap<number, OrderReference> | undefined>;
}

/** The changes of the orders of a key. */
export class StatusChanges {
  #waiting = 0;
  #asked: Asked | undefined;

  /** Counts one that waits. */
  async during<T>(wait: Promise<T>): Promise<T> {
    this.#waiting += 1;
    try {
      return await wait;
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * Whether an order is still what it was when it was read; false where it is to be read.
   *
   * @param intervalMs of its looks: another's question serves it that is not older than half of that
   */
  async isUnchanged(
    context: Context,
    { order, readAtMs }: { order: Order; readAtMs: number },
    intervalMs: number,
  ): Promise<boolean> {
    const now = context.clock.elapsedMs();
    if (this.#waiting < minWaiting || now - readAtMs > maxUnreadMs) return false;
    if (this.#asked === undefined || now - this.#asked.atMs > intervalMs / 2) {
      this.#asked = { atMs: now, changes: readChanges(context) };
    }
    const changes = await this.#asked.changes;
    if (changes === undefined) return false;
    const change = changes.get(order.id);
    if (change === undefined) return true;
    // An order shows its certificate's id from its approval on only.
    const { status, certificateId: changedId } = change;
    const { id = changedId } = order.certificate;
    return status === order.status && (changedId ?? id) === id;
  }
}

async function readChanges(
  context: Context,
): Promise<ReadonlyMap<number, OrderReference> | undefined> {
  try {
    const changed = await context.client().listChangedOrders(windowMinutes);
    return new Map(changed.map((order) => [order.orderId, order]));
  } catch {
    return undefined;
  }
}

export function statusChangesOf(context: Context): StatusChanges {
  const key = keyFactsOf(context);
  key.changes ??= new StatusChanges();
  return key.changes;
}
