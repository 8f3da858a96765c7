/**
 * Orders as the account's lists show them: a page tells of a thousand, so that many resources of a run need not ask one by
 * one. Pages are read as they pay: one after so many resources that asked singly.
 */
import { keyFactsOf } from "./account";
import { addDays, dayOf } from "./calendar";
import type { ListedOrder } from "./certcentral/client";
import type { Part } from "./certcentral/api";
import type { Context } from "./resource";

/** So many ask for each page: in a large account, a page would tell little of a small stack. */
const askersForPage = 5;

/** So long the whole of a list is taken to be all there is: others order as well. */
const maxAgeMs = 60_000;

type ReadPage = (context: Context, offset: number) => Promise<Part<ListedOrder>>;

/** What a list of a key has shown so far. */
export class ListedOrders {
  readonly #readPage: ReadPage;
  readonly #isKept: (row: ListedOrder) => boolean;
  #found = new Map<number, ListedOrder>();
  #pages = 0;
  /** Offset of the next page; undefined at the end. */
  #next: number | undefined = 0;
  #hasFailed = false;
  #singleReads = 0;
  #begunAtMs = 0;
  #reading: Promise<void> | undefined;

  /** @param isKept which rows are worth their memory */
  constructor(readPage: ReadPage, isKept: (row: ListedOrder) => boolean = () => true) {
    this.#readPage = readPage;
    this.#isKept = isKept;
  }

  /** @returns undefined where the order is to be read by itself */
  async find(context: Context, orderId: number): Promise<ListedOrder | undefined> {
    await this.#reading;
    if (!this.#found.has(orderId)) await this.#goOn(context, (this.#singleReads += 1));
    return this.#found.get(orderId);
  }

  /**
   * @param countAskers how many of this run have asked for some of its orders
   * @returns all orders of the list, as they were a minute ago at most; undefined where it is to be asked singly
   */
  async all(context: Context, countAskers: () => number): Promise<ListedOrder[] | undefined> {
    await this.#reading;
    const age = context.clock.elapsedMs() - this.#begunAtMs;
    if (this.#pages > 0 && age > maxAgeMs && !this.#hasFailed) this.#begin();
    if (this.#next !== undefined) await this.#goOn(context, countAskers());
    return this.#next === undefined && !this.#hasFailed ? [...this.#found.values()] : undefined;
  }

  #begin(): void {
    this.#found = new Map();
    [this.#pages, this.#next] = [0, 0];
  }

  /** Reads a further page where enough have asked. */
  async #goOn(context: Context, askers: number): Promise<void> {
    if (this.#next === undefined || askers < askersForPage * (this.#pages + 1)) return;
    this.#reading ??= this.#read(context, this.#next);
    await this.#reading;
  }

  async #read(context: Context, offset: number): Promise<void> {
    if (offset === 0) this.#begunAtMs = context.clock.elapsedMs();
    try {
      const page = await this.#readPage(context, offset);
      for (const row of page.items.filter(this.#isKept)) this.#found.set(row.orderId, row);
      this.#next = page.next;
    } catch {
      // Without a list each order is read by itself, and that says what is wrong.
      [this.#next, this.#hasFailed] = [undefined, true];
    }
    this.#pages += 1;
    this.#reading = undefined;
  }
}

/**
 * An order as the account's list of this run shows it; undefined where it is to be read by itself. For refreshes only: before
 * anything is paid or ended, the order itself is read.
 */
export function findListed(context: Context, orderId: number): Promise<ListedOrder | undefined> {
  const key = keyFactsOf(context);
  key.listed ??= new ListedOrders((asking, offset) => {
    const yesterday = addDays(dayOf(asking.clock.now()), -1);
    return asking.client().listOrdersEndingAfter(yesterday, offset);
  });
  return key.listed.find(context, orderId);
}
