/**
 * Orders that a run has just placed, and that were issued at once: who comes alone reads its order; those who come while
 * others are being placed or read share a page of the account's newest, which follows.
 */
import { keyFactsOf } from "./account";
import type { OrderFacts } from "./certcentral/replies";
import type { Context } from "./resource";

/** An order, or its row, with the certificate that it shows. */
export interface PlacedOrder extends OrderFacts {
  certificateId: number | undefined;
  serialNumber: string | undefined;
}

type Page = ReadonlyMap<number, PlacedOrder>;

/** So often a page may lack an order before no further one is asked for: the list lags, or others order as well. */
const maxMisses = 5;

/** So many more are asked for than are waited for: others order as well. */
const spareRows = 40;

/** The orders that a key has placed in this run. */
export class PlacedOrders {
  readonly #underWay = new Set<Promise<unknown>>();
  #next: Promise<Page> | undefined;
  #awaited = 0;
  #misses = 0;

  /** What is placed or read: the next page waits for what has begun before it. */
  async during<T>(call: Promise<T>): Promise<T> {
    this.#underWay.add(call);
    try {
      return await call;
    } finally {
      this.#underWay.delete(call);
    }
  }

  /** @returns undefined where CertCentral does not show it */
  async read(context: Context, orderId: number): Promise<PlacedOrder | undefined> {
    if (this.#underWay.size > 0 && this.#misses < maxMisses) {
      this.#awaited += 1;
      this.#next ??= this.#readNext(context, [...this.#underWay]);
      const row = (await this.#next).get(orderId);
      if (row !== undefined) return row;
      this.#misses += 1;
    }
    return this.during(readOrder(context, orderId));
  }

  /** Begins when what is under way is over, so that it shows all that was placed until then. */
  async #readNext(context: Context, underWay: readonly Promise<unknown>[]): Promise<Page> {
    await Promise.allSettled(underWay);
    const count = this.#awaited + spareRows;
    [this.#next, this.#awaited] = [undefined, 0];
    return this.during(readPage(context, count));
  }
}

async function readOrder(context: Context, orderId: number): Promise<PlacedOrder | undefined> {
  const order = await context.client().getOrder(orderId);
  if (order === undefined) return undefined;
  const { id: certificateId, serialNumber } = order.certificate;
  return { ...order, certificateId, serialNumber };
}

/** Without a list each order is read by itself, and that says what is wrong. */
async function readPage(context: Context, count: number): Promise<Page> {
  const rows = await context
    .client()
    .listNewestOrders(count)
    .catch(() => []);
  return new Map(rows.map(({ orderId: id, ...row }) => [id, { id, ...row }]));
}

/** What this key has placed. */
export function placedOrders(context: Context): PlacedOrders {
  return (keyFactsOf(context).placed ??= new PlacedOrders());
}
