/** The part of the control interface that is about validation, and about the world that proves it. */
import { day, plusDays } from "./calendar";
import type { DnsRecord, DnsRecordKey } from "./dcv/dns-zone";
import { type Domain, isPending, isValidated, reuseEnd } from "./domains";
import { namesOf, wantedOf } from "./order";
import { noSuch } from "./problems";
import type { Tenant, World } from "./world";

/** A domain as it truly is, for assertions. */
export interface DomainFacts {
  id: number;
  name: string;
  /** Whether names of it can be certified today: by itself, or by a domain above it. */
  status: "validated" | "pending" | "expired";
  /** Whether a validation is open; an older one counts meanwhile. */
  isPending: boolean;
  isActive: boolean;
  dcvMethod: string;
  organizationId?: number | undefined;
  /** Last day of its own validation. */
  validatedUntil?: string | undefined;
  /** Token of the present method. */
  token?: string | undefined;
  /** Tokens of all methods that were ever asked for. */
  tokens: Partial<Record<string, string>>;
}

export interface ValidationControl {
  /** Validates a domain, and so its subdomains; until the end of its reuse unless a day is given. */
  validateDomain(name: string, until?: string): void;
  expireDomain(name: string): void;
  validateOrganization(id: number, until?: string): void;
  /** All names of an order count as validated, as if each e-mail had been answered. */
  validateOrder(orderId: number): Promise<void>;
  domain(name: string): DomainFacts | undefined;
  domains(): DomainFacts[];
  /** Adds a record to the emulator's own DNS; a name may have several texts. */
  setDnsRecord(record: DnsRecord): void;
  /** Removes a record, or all of that name and type where no value is given. */
  removeDnsRecord(record: DnsRecordKey): void;
  dnsRecords(): DnsRecord[];
  /** Where files of a domain are fetched from: `127.0.0.1:<port>`, nothing else. */
  setHttpAddress(domain: string, address: string): void;
}

export function createValidationControl(world: World): ValidationControl {
  const domainsOf = ({ account }: Tenant): DomainFacts[] =>
    account.domains.all.map((domain) =>
      domainFacts(domain, account.domains.coverOf(domain.name, world.clock.now()), world),
    );
  const validate = ({ account }: Tenant, name: string, until?: string): void => {
    const now = world.clock.now();
    const containerId = account.containers[0].id;
    const details = { organizationId: undefined, containerId, dcvMethod: "email" } as const;
    const domain = account.domains.named(name) ?? account.domains.add(name, details, now);
    // By e-mail, whatever its method: that covers subdomains.
    account.domains.validate(domain, "email", now);
    domain.validatedUntil = until ?? reuseEnd(now);
  };
  return {
    validateDomain(name, until) {
      for (const tenant of world.tenants) validate(tenant, name, until);
    },
    expireDomain(name) {
      for (const { account } of world.tenants) {
        const domain = account.domains.named(name);
        if (domain !== undefined) domain.validatedUntil = plusDays(day(world.clock.now()), -1);
      }
    },
    validateOrganization(id, until) {
      for (const { account } of world.tenants) {
        const organization = account.organizations.get(id);
        if (organization === undefined) continue;
        if (organization.types.length === 0) organization.types = ["ov"];
        organization.validatedUntil = until ?? account.organizationReuseEnd(world.clock.now());
      }
    },
    async validateOrder(orderId) {
      const tenant = world.tenants.find(({ book }) => book.orders.has(orderId));
      if (tenant === undefined) throw noSuch("order", orderId);
      const order = tenant.book.get(orderId);
      const wanted = wantedOf(order);
      const names = wanted === undefined ? [] : namesOf(wanted.commonName, wanted.dnsNames);
      for (const name of names) {
        if (order.product.validation === "dv") order.dcvApproved.add(name);
        else validate(tenant, name.replace(/^\*\./, ""));
      }
      await tenant.book.settle(order);
    },
    domain: (name) => world.tenants.flatMap(domainsOf).find((own) => own.name === name),
    domains: () => world.tenants.flatMap(domainsOf),
    setDnsRecord(record) {
      world.zone.add(record);
    },
    removeDnsRecord(record) {
      world.zone.remove(record);
    },
    dnsRecords: () => world.zone.records,
    setHttpAddress(domain, address) {
      world.httpAddresses.set(domain, address);
    },
  };
}

function domainFacts(domain: Domain, cover: Domain | undefined, world: World): DomainFacts {
  const { id, name, isActive, dcvMethod, organizationId, validatedUntil, tokens } = domain;
  const wasValidated = validatedUntil !== undefined && !isValidated(domain, world.clock.now());
  return {
    id,
    name,
    status: cover ? "validated" : wasValidated ? "expired" : "pending",
    isPending: isPending(domain, cover),
    isActive,
    dcvMethod,
    organizationId,
    validatedUntil,
    token: tokens.get(dcvMethod)?.value,
    tokens: Object.fromEntries([...tokens].map(([method, { value }]) => [method, value])),
  };
}
