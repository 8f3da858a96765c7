/**
 * Orders that a run has just placed, and that were issued at once: who comes alone reads its order; those who come while
 * another read is under way share the page of the account's list that follows it.
 */
import { keyFactsOf } from "./account";
import { addDays, dayOf } from "./calendar";
import type { OrderFacts } from "./certcentral/replies";
import type { Context } from "./resource";

/** An order, or its row, with the certificate that it shows. */
export interface PlacedOrder extends OrderFacts {
  certificateId: number | undefined;
  serialNumber: string | undefined;
}

type Page = ReadonlyMap<number, PlacedOrder>;

/** So often a page may lack an order before no further one is asked for: the list lags, or is longer than a page. */
const maxMisses = 5;

/** The orders of today that a key has placed. */
export class PlacedOrders {
  #underWay: Promise<unknown> | undefined;
  #next: Promise<Page> | undefined;
  #misses = 0;

  /** @returns undefined where CertCentral does not show it */
  async read(context: Context, orderId: number): Promise<PlacedOrder | undefined> {
    if (this.#underWay !== undefined && this.#misses < maxMisses) {
      this.#next ??= this.#readNext(context, this.#underWay);
      const row = (await this.#next).get(orderId);
      if (row !== undefined) return row;
      this.#misses += 1;
    }
    return this.#during(readOrder(context, orderId));
  }

  /** Begins when the read under way is over, so that it shows whatever was placed until then. */
  async #readNext(context: Context, underWay: Promise<unknown>): Promise<Page> {
    await underWay;
    this.#next = undefined;
    return this.#during(readPage(context));
  }

  async #during<T>(reading: Promise<T>): Promise<T> {
    const over = reading.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay = over;
    try {
      return await reading;
    } finally {
      if (this.#underWay === over) this.#underWay = undefined;
    }
  }
}

async function readOrder(context: Context, orderId: number): Promise<PlacedOrder | undefined> {
  const order = await context.client().getOrder(orderId);
  if (order === undefined) return undefined;
  const { id: certificateId, serialNumber } = order.certificate;
  return { ...order, certificateId, serialNumber };
}

/** Without a list each order is read by itself, and that says what is wrong. */
async function readPage(context: Context): Promise<Page> {
  const yesterday = addDays(dayOf(context.clock.now()), -1);
  const { items } = await context
    .client()
    .listOrdersPlacedAfter(yesterday)
    .catch(() => ({ items: [] }));
  return new Map(items.map(({ orderId: id, ...row }) => [id, { id, ...row }]));
}

/** An order that was just placed, by itself or in a page for several. */
export function readPlaced(context: Context, orderId: number): Promise<PlacedOrder | undefined> {
  const key = keyFactsOf(context);
  key.placed ??= new PlacedOrders();
  return key.placed.read(context, orderId);
}
