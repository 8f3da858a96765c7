import { Account } from "./account";
import type { CertificateAuthority } from "./ca";
import type { EmulatedClock } from "./clock";
import { DnsZone } from "./dcv/dns-zone";
import { HttpAddresses, Lookups } from "./dcv/lookups";
import { Faults } from "./faults/faults";
import { Held } from "./faults/held";
import { Memory } from "./faults/memory";
import { RateLimits } from "./limits";
import type { LoggedRequest } from "./log";
import { type Order, statusOf } from "./order";
import { OrderBook } from "./order-book";
import { Ids } from "./ids";
import type { Settings } from "./settings";
import type { ViewContext } from "./views/order";

/** One account with its orders, as a key sees it. */
export interface Tenant {
  account: Account;
  book: OrderBook;
}

/** Who asks for more has seen enough. */
const maxUnknown = 1000;

/** Everything that a running emulator holds; nothing outlives it. */
export class World {
  readonly faults = new Faults();
  readonly held = new Held();
  readonly zone = new DnsZone();
  httpAddresses = new HttpAddresses();
  memory = new Memory();
  limits = new RateLimits();
  log: LoggedRequest[] = [];
  /** Routes, parameters and members that were asked for and are not known, each once. */
  readonly unknown = new Set<string>();
  /** Replies that are not what the table of routes says. */
  readonly unfaithful: string[] = [];
  ids = new Ids();
  #tenants = new Map<string, Tenant>();

  constructor(
    readonly settings: Settings,
    readonly clock: EmulatedClock,
    readonly ca: CertificateAuthority,
    readonly apiKey: string,
  ) {
    this.addKey(apiKey, 1696530);
  }

  /** A key of an account; a further key of a known account shares its orders. */
  addKey(key: string, accountId: number): void {
    const known = this.tenants.find(({ account }) => account.id === accountId);
    this.#tenants.set(key, known ?? this.#openAccount(accountId));
  }

  #openAccount(id: number): Tenant {
    const account = new Account(id, this.settings, this.clock.now(), this.ids);
    const book = new OrderBook(account, this.ca, this.clock, this.settings, this.ids);
    return { account, book };
  }

  noteUnknown(line: string): void {
    if (this.unknown.size < maxUnknown) this.unknown.add(line);
  }

  tenant(key: string | undefined): Tenant | undefined {
    return this.#tenants.get(key ?? "");
  }

  get tenants(): Tenant[] {
    return [...new Set(this.#tenants.values())];
  }

  /** Orders, requests and log gone; keys and settings stay. */
  reset(): void {
    this.ids = new Ids();
    const fresh = new Map(this.tenants.map((old) => [old, this.#openAccount(old.account.id)]));
    this.#tenants = new Map([...this.#tenants].map(([key, old]) => [key, fresh.get(old) ?? old]));
    this.faults.clear();
    this.zone.clear();
    this.httpAddresses = new HttpAddresses();
    this.memory = new Memory();
    this.limits = new RateLimits();
    this.log = [];
  }

  get lookups(): Lookups {
    return new Lookups(this.settings, this.httpAddresses);
  }

  view({ account, book }: Tenant): ViewContext {
    const now = this.clock.now();
    const isRenewed = (order: Order): boolean => {
      const renewal = book.orders.get(order.renewedOrderId ?? 0);
      return renewal !== undefined && !["rejected", "canceled"].includes(statusOf(renewal, now));
    };
    return { account, ca: this.ca, settings: this.settings, now, isRenewed };
  }
}
