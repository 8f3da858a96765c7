import type { Span } from "./clock";
import { controlCallNames, controlCalls } from "./control-calls";
import { type OrderFacts, orderFacts } from "./control-facts";
import { createValidationControl, type ValidationControl } from "./control-validation";
import type { Fault, FaultRates } from "./faults/faults";
import type { LoggedRequest } from "./log";
import { type ApprovalRequest, isOpen, type Order, primaryOf } from "./order";
import { noSuch } from "./problems";
import { readGiven } from "./read-given";
import type { Settings } from "./settings";
import { refuseIllFormed } from "./well-formed";
import type { Tenant, World } from "./world";

/**
 * What tests and demos do to the emulator beside the API: move its clock, play the administrator,
 * make the next request fail, read what happened. The same over HTTP: `POST /control/<name>` with the
 * arguments as a JSON array.
 */
export interface Control extends ValidationControl {
  /** The emulated instant. */
  now(): Date;
  setClock(to: string): void;
  advance(by: Span): void;
  /** Approves the open request with this id, or the newest open one of the order with this id. */
  approve(requestOrOrderId: number): Promise<void>;
  /** What the EV approver does, who is a contact of the organization and no user of the console. */
  approveAsContact(orderId: number): Promise<void>;
  reject(requestOrOrderId: number, comment?: string): void;
  /** Issues what waits on an order for nothing but time. */
  issueNow(orderId: number): Promise<void>;
  configure(settings: Partial<Settings>): void;
  failNext(fault: Fault): void;
  /** Switches faults on at rates from 0 to 1; those not named are off. The same seed hits the same. */
  setFaultRates(rates: FaultRates, seed?: number): void;
  /** Resolves as soon as a request is held by the fault `hold`. */
  whenHeld(): Promise<LoggedRequest>;
  /** All API requests since the start or the last clearing, oldest first. */
  requests(): LoggedRequest[];
  clearRequests(): void;
  /** Routes, query parameters and members that were asked for and are not known: what `--strict` fails on. */
  unknown(): string[];
  order(id: number): Promise<OrderFacts | undefined>;
  orders(): Promise<OrderFacts[]>;
  /** What a person does in the web console. */
  revokeCertificate(id: number): void;
  revokeOrder(id: number): void;
  cancelOrder(id: number): void;
  reissueInConsole(orderId: number, change?: { csr?: string; dnsNames?: string[] }): Promise<void>;
  duplicateInConsole(orderId: number, change: { csr: string }): Promise<void>;
  renewInConsole(orderId: number): Promise<number>;
  /** An organization is switched off: no order is taken for it. */
  deactivateOrganization(id: number): void;
  /** A further API key; of another account when the number is another. */
  addKey(key: string, accountId: number): void;
  rootPem(): string;
  reset(): void;
}

/** The control interface of a world. Each call refuses what it cannot take, before anything is done. */
export function createControl(world: World): Control {
  const calls = callsOn(world) as unknown as Record<string, (...given: unknown[]) => unknown>;
  const checked = controlCallNames.map((name) => [
    name,
    (...given: unknown[]): unknown => {
      refuseIllFormed(given);
      readGiven<unknown>(name, controlCalls[name][0], given);
      return calls[name]?.(...given);
    },
  ]);
  return Object.fromEntries(checked) as Control;
}

function callsOn(world: World): Control {
  const find = (orderId: number): { tenant: Tenant; order: Order } => {
    for (const tenant of world.tenants) {
      const order = tenant.book.orders.get(orderId);
      if (order !== undefined) return { tenant, order };
    }
    throw noSuch("order", orderId);
  };
  const findRequest = (id: number): { tenant: Tenant; order: Order; request: ApprovalRequest } => {
    for (const tenant of world.tenants) {
      for (const order of tenant.book.orders.values()) {
        const request =
          order.requests.find((own) => own.id === id) ??
          (order.id === id ? order.requests.findLast(isOpen) : undefined);
        if (request !== undefined) return { tenant, order, request };
      }
    }
    throw noSuch("request", id);
  };
  const askInConsole = async (
    orderId: number,
    kind: "reissue" | "duplicate",
    change: { csr?: string; dnsNames?: string[] },
  ): Promise<void> => {
    const { tenant, order } = find(orderId);
    const primary = primaryOf(order);
    if (primary === undefined) throw noSuch("certificate", orderId);
    await tenant.book.further(order, kind, {
      certificate: {
        common_name: primary.commonName,
        dns_names: change.dnsNames ?? primary.dnsNames,
        csr: change.csr ?? primary.csrText,
        signature_hash: "sha256",
      },
      skip_approval: true,
    });
  };
  const facts = async (tenant: Tenant, order: Order): Promise<OrderFacts> => {
    await tenant.book.settle(order);
    return orderFacts(order, world, tenant);
  };

  return {
    ...createValidationControl(world),
    now: () => world.clock.now(),
    setClock(to) {
      world.clock.set(new Date(to));
    },
    advance(by) {
      world.clock.advance(by);
    },
    async approve(id) {
      const { tenant, order, request } = findRequest(id);
      await tenant.book.approve(request, order);
    },
    async approveAsContact(orderId) {
      const { tenant, order } = find(orderId);
      order.contactApprovedAt = world.clock.now();
      await tenant.book.settle(order);
    },
    reject(id, comment) {
      const { tenant, order, request } = findRequest(id);
      tenant.book.reject(request, order, comment);
    },
    async issueNow(orderId) {
      const { tenant, order } = find(orderId);
      for (const certificate of order.certificates) certificate.issueNow = true;
      await tenant.book.settle(order);
    },
    configure(settings) {
      Object.assign(world.settings, settings);
    },
    failNext(fault) {
      world.faults.add(fault);
    },
    setFaultRates(rates, seed = world.faults.seed) {
      Object.assign(world.faults, { faultRates: rates, seed });
      world.faults.clear();
    },
    whenHeld: () => world.held.next(),
    requests: () => [...world.log],
    clearRequests() {
      world.log = [];
    },
    unknown: () => [...world.unknown],
    async order(id) {
      for (const tenant of world.tenants) {
        const order = tenant.book.orders.get(id);
        if (order !== undefined) return facts(tenant, order);
      }
      return undefined;
    },
    async orders() {
      const all: OrderFacts[] = [];
      for (const tenant of world.tenants) {
        for (const order of tenant.book.orders.values()) all.push(await facts(tenant, order));
      }
      return all;
    },
    revokeCertificate(id) {
      const [tenant] = world.tenants.filter(({ book }) => hasCertificate(book.orders, id));
      if (tenant === undefined) throw noSuch("certificate", id);
      const { order, certificate } = tenant.book.certificate(id);
      tenant.book.revokeCertificate(order, certificate);
    },
    revokeOrder(id) {
      const { tenant, order } = find(id);
      tenant.book.revokeOrder(order);
    },
    cancelOrder(id) {
      const { tenant, order } = find(id);
      tenant.book.cancel(order, "canceled in the console");
    },
    reissueInConsole: (orderId, change = {}) => askInConsole(orderId, "reissue", change),
    duplicateInConsole: (orderId, change) => askInConsole(orderId, "duplicate", change),
    async renewInConsole(orderId) {
      const { tenant, order } = find(orderId);
      const renewal = {
        ...order.body,
        certificate: { ...order.body.certificate, cert_validity: undefined },
        alternative_order_id: undefined,
        renewal_of_order_id: orderId,
        skip_approval: true,
      };
      return (await tenant.book.place(order.product, renewal)).order.id;
    },
    deactivateOrganization(id) {
      const found = world.tenants.find(({ account }) => account.organizations.has(id));
      if (found === undefined) throw noSuch("organization", id);
      found.account.organization(id).isInactive = true;
    },
    addKey(key, accountId) {
      world.addKey(key, accountId);
    },
    rootPem: () => world.ca.rootPem,
    reset() {
      world.reset();
    },
  };
}

function hasCertificate(orders: ReadonlyMap<number, Order>, id: number): boolean {
  return [...orders.values()].some(({ certificates }) => certificates.some((own) => own.id === id));
}
