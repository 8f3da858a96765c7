/** Situations to start in, by name: what is set, and what has happened before. */
import { day, plusDays } from "./calendar";
import { newCsr } from "./ca";
import { allRates, type FaultRates } from "./faults/faults";
import { readOrderBody } from "./order-body";
import { products } from "./products";
import type { Settings } from "./settings";
import type { Tenant, World } from "./world";

/** What a scenario is made of. Whatever is given beside it at the start counts before it. */
export interface Scenario {
  /** What a client meets in it. */
  does: string;
  settings?: Partial<Settings>;
  faultRates?: FaultRates;
  /** Emulated instant of the start. */
  now?: string;
  /** What has happened in the account before the first request. */
  arrange?: (world: World, tenant: Tenant) => Promise<void> | void;
}

const days = (count: number): number => count * 86_400;

export const scenarios = {
  "ov-three-days": {
    does: "validation takes three days: an order is pending until then",
    settings: { issuance: "delayed", issuanceDelaySeconds: days(3) },
  },
  approver: {
    does: "every request waits for an administrator",
    settings: { approval: "one-step" },
  },
  "two-approvers": {
    does: "every request is submitted first, and then waits for an administrator",
    settings: { approval: "two-step" },
  },
  "standard-key": {
    does: "the key is a standard user's, requests wait, and a revocation cannot skip that",
    settings: { approval: "one-step", keyRole: "standard" },
  },
  "nothing-validated": {
    does: "no organization and no domain is validated yet",
    arrange(_world, { account }) {
      for (const organization of account.organizations.values()) {
        organization.validatedUntil = undefined;
      }
      for (const domain of account.domains.all) domain.validatedUntil = undefined;
    },
  },
  "validation-ends": {
    does: "the validations of organization and domain end today",
    settings: { validationExpires: true },
    arrange({ clock }, { account }) {
      const today = day(clock.now());
      for (const organization of account.organizations.values()) {
        if (organization.validatedUntil) organization.validatedUntil = today;
      }
      for (const domain of account.domains.all) domain.validatedUntil = today;
    },
  },
  "no-plans": {
    does: "the account has no multi-year plans: an order ends with its certificate",
    settings: { multiYearPlans: false },
  },
  "three-year-plans": {
    does: "orders may last three years",
    settings: { maxPlanYears: 3 },
  },
  "unique-references": {
    does: "an alternative order id may be used once",
    settings: { requireUniqueAlternativeOrderIds: true },
  },
  "no-funds": {
    does: "the account cannot pay for an order",
    settings: { balance: 0 },
  },
  "expiring-order": {
    does: "www.example.com was ordered 350 days ago, reissued once, and is due for renewal",
    async arrange(world, tenant) {
      const now = world.clock.now();
      world.clock.set(new Date(`${plusDays(day(now), -350)}T12:00:00Z`));
      const order = await placeFor(tenant, "www.example.com");
      world.clock.set(new Date(`${plusDays(day(now), -170)}T12:00:00Z`));
      await tenant.book.further(order, "reissue", order.body);
      world.clock.set(now);
    },
  },
  "many-orders": {
    does: "the account has 1,200 orders: more than a page",
    settings: { balance: 1_000_000 },
    async arrange(_world, tenant) {
      const csr = await newCsr();
      for (let number = 1; number <= 1200; number++) {
        await placeFor(tenant, `n${number}.example.com`, csr);
      }
    },
  },
  "days-99": {
    does: "the summer of 2027: certificates live 99 days at most",
    now: "2027-06-01T12:00:00Z",
  },
  "days-46": {
    does: "the summer of 2029: certificates live 46 days at most",
    now: "2029-06-01T12:00:00Z",
  },
  "far-away": {
    does: "every reply takes 300 ms",
    settings: { latencyMs: 300 },
  },
  "bad-day": {
    does: "every fault is in the air, each at its own rate",
    faultRates: allRates,
  },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as [ScenarioName, ...ScenarioName[]];

/** The entry, with the members that only some have. */
export function scenarioNamed(name: ScenarioName): Scenario {
  return scenarios[name];
}

async function placeFor({ account, book }: Tenant, commonName: string, csr?: string) {
  const product = products.get("ssl_plus");
  const [organization] = account.organizations.keys();
  if (product === undefined) throw new Error("the emulator has no product ssl_plus");
  const body = readOrderBody({
    certificate: {
      common_name: commonName,
      csr: csr ?? (await newCsr()),
      signature_hash: "sha256",
    },
    order_validity: { years: 1 },
    organization: { id: organization },
    skip_approval: true,
  });
  return (await book.place(product, body)).order;
}
