/**
 * Orders as the account's list shows them: a page tells of a thousand, so that a refresh of many need not read each. For
 * refreshes only: before anything is paid or ended, the order itself is read.
 */
import { keyFactsOf } from "./account";
import { addDays, dayOf } from "./calendar";
import type { ListedOrder } from "./certcentral/client";
import type { Context } from "./resource";

/** So many resources are read singly before a page is asked for: in a large account it would tell little of a small stack. */
const singleReadsForPage = 5;

/** What a key's list has shown so far. */
export class ListedOrders {
  readonly #found = new Map<number, ListedOrder>();
  #pages = 0;
  /** Offset of the next page; undefined at the end. */
  #next: number | undefined = 0;
  #singleReads = 0;
  #reading: Promise<void> | undefined;

  /** @returns undefined where the order is to be read by itself */
  async find(context: Context, orderId: number): Promise<ListedOrder | undefined> {
    await this.#reading;
    const known = this.#found.get(orderId);
    if (known !== undefined || this.#next === undefined) return known;
    this.#singleReads += 1;
    if (this.#singleReads < singleReadsForPage * (this.#pages + 1)) return undefined;
    this.#reading ??= this.#readPage(context, this.#next);
    await this.#reading;
    return this.#found.get(orderId);
  }

  async #readPage(context: Context, offset: number): Promise<void> {
    try {
      const yesterday = addDays(dayOf(context.clock.now()), -1);
      const page = await context.client().listOrdersEndingAfter(yesterday, offset);
      for (const item of page.items) this.#found.set(item.orderId, item);
      this.#next = page.next;
    } catch {
      // Without a list each order is read by itself, and that says what is wrong.
      this.#next = undefined;
    }
    this.#pages += 1;
    this.#reading = undefined;
  }
}

/** An order as the list of this run shows it; undefined where it is to be read by itself. */
export function findListed(context: Context, orderId: number): Promise<ListedOrder | undefined> {
  const key = keyFactsOf(context);
  key.listed ??= new ListedOrders();
  return key.listed.find(context, orderId);
}
