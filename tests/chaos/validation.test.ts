/**
 * Every boundary of domain control validation: domains, the wait for them, and orders that carry a random
 * value of their own; each exchange broken in each way, and the program run again until it is quiet.
 */
import { type Emulator } from "certcentral-emulator";
import {
  Certificate,
  Domain,
  DomainValidation,
  IssuedCertificate,
  type ValidationRecord,
} from "pulumi-certcentral";

import { breakEveryExchange, Days } from "../support/boundaries";
import { Counts } from "../support/counts";
import { makeKey, type TestKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { endDoubt } from "../support/doubt";
import { EngineResource } from "../support/resource";

const firstDay = "2026-02-24";
/** A validation of 199 days is made again 32 days before its end. */
const dueDay = "2026-08-10";
const organization = { id: 117483 };

interface Path {
  /** What is there before the fault. */
  before?: (life: Life) => Promise<unknown>;
  /** What the fault hits. */
  run: (life: Life) => Promise<boolean>;
  /** Day of the run. */
  day: string;
  /** Orders that are paid for at the end. */
  paid: number;
  /** What is true of the domain at the end, where the path has one. */
  domain?: Record<string, unknown>;
  /** Certificates that are issued at the end. */
  issued?: number;
}

let key: TestKey;
let second: TestKey;
let days: Days;
let emulator: Emulator;
let prepared = 0;
const counts = new Counts("validation");

/** A program of two resources and their records, step by step as the engine runs it. */
class Life {
  readonly #published: { name: string; type: "TXT" | "CNAME"; value: string }[] = [];

  constructor(
    /** A domain, or a DV certificate that is only placed. */
    readonly first: EngineResource,
    /** The wait for it. */
    readonly wait: EngineResource,
  ) {}

  get all(): EngineResource[] {
    return [this.first, this.wait];
  }

  async up(change: Properties = {}): Promise<boolean> {
    this.first.provider.newRun();
    await endDoubt(this.first, emulator, async (reference) => {
      await days.restart(firstDay, { CERTCENTRAL_FORGET: reference });
      this.move(firstDay);
    });
    if (!(await up(this.first, change))) return false;
    this.publish();
    return up(this.wait, readOff(this.first));
  }

  /** What a resource of a DNS provider does: the record that it made before goes. */
  publish(): void {
    const { control } = emulator;
    const { outputs = {} } = this.first;
    const { validationRecord, validationRecords = [validationRecord] } = outputs;
    for (const old of this.#published.splice(0)) control.removeDnsRecord(old);
    for (const { name = "", value = "" } of validationRecords as ValidationRecord[]) {
      const record = { name, type: "TXT", value } as const;
      control.setDnsRecord(record);
      this.#published.push(record);
    }
  }

  move(day: string): void {
    const provider = days.on(day);
    for (const resource of this.all) resource.provider = provider;
  }
}

const up = async (resource: EngineResource, change: Properties = {}): Promise<boolean> => {
  const { step, reasons } = await resource.up(change);
  return step !== "refused" && reasons === undefined;
};

/** What the class of the wait reads off the first resource. */
function readOff({ id, outputs = {} }: EngineResource): Properties {
  const { validationRecord, validation, orderId, accountId, issuance } = outputs;
  if (orderId === undefined) return { domainId: id, record: validationRecord, validation };
  const { commonName, dnsNames, csr, validationRecords, __awaited: awaited } = outputs;
  const ordered = { orderId, accountId, issuance, commonName, dnsNames, csr };
  return { certificate: { ...ordered, validationRecords, awaited } };
}

async function domainLife(): Promise<Life> {
  const name = `fresh${prepared++}`;
  const declare = (): Domain => new Domain(name, { name: "fresh.test", organization });
  const provider = days.on(firstDay);
  return new Life(
    await EngineResource.of(provider, declare),
    await EngineResource.of(
      provider,
      () => new DomainValidation(name, { domain: declare(), validationTimeoutMinutes: 0.01 }),
    ),
  );
}

async function orderLife(): Promise<Life> {
  const name = `dv${prepared++}`;
  const declare = (): Certificate =>
    new Certificate(name, {
      product: "ssl_dv_geotrust_flex",
      commonName: "www.fresh.test",
      dnsNames: ["other.test"],
      csr: key.csr,
      dcvMethod: "dns-txt-token",
      technicalContact: { firstName: "A", lastName: "B", email: "a@example.net", telephone: "1" },
      waitFor: "placed",
    });
  const provider = days.on(firstDay);
  return new Life(
    await EngineResource.of(provider, declare),
    await EngineResource.of(provider, () => {
      const wait = { certificate: declare(), issuanceTimeoutMinutes: 0.01 };
      return new IssuedCertificate(name, wait);
    }),
  );
}

const pending = { status: "pending", isActive: true };
const valid = { status: "validated", isActive: true, validatedUntil: "2026-09-10" };

const domainPaths: Record<string, Path> = {
  "create a domain": {
    run: ({ first }) => up(first),
    day: firstDay,
    paid: 0,
    domain: pending,
  },
  "validate a domain": {
    before: async (life) => {
      await up(life.first);
      life.publish();
    },
    run: ({ first, wait }) => up(wait, readOff(first)),
    day: firstDay,
    paid: 0,
    domain: valid,
  },
  "validate a domain again": {
    before: (life) => life.up(),
    run: (life) => life.up(),
    day: dueDay,
    paid: 0,
    domain: { ...valid, validatedUntil: "2027-02-24" },
  },
  "destroy a domain": {
    before: (life) => life.up(),
    run: async ({ first, wait }) => {
      try {
        first.provider.newRun();
        if (wait.id !== undefined) await wait.destroy();
        await first.destroy();
        return true;
      } catch {
        return false;
      }
    },
    day: dueDay,
    paid: 0,
    domain: { ...valid, status: "pending", isActive: false },
  },
};

const orderPaths: Record<string, Path> = {
  "order DV until issued": { run: (life) => life.up(), day: firstDay, paid: 1, issued: 1 },
  "reissue DV until issued": {
    before: async (life) => {
      await life.up();
      await life.up();
    },
    run: (life) => life.up({ csr: second.csr }),
    day: firstDay,
    paid: 1,
    issued: 2,
  },
};

const paths = { ...domainPaths, ...orderPaths };

beforeAll(async () => {
  [key, second] = await Promise.all([makeKey(), makeKey()]);
  days = await Days.open(firstDay);
  ({ emulator } = days);
  await days.restart(firstDay);
  // Whose key it is, and what that finds, the process asks once.
  expect(await (await orderLife()).up()).toBe(true);
  // This one creates nothing, and so holds none of the ids that the emulator gives again.
  await days.restart(dueDay);
});

afterAll(() => days.close());

async function prepare(path: Path): Promise<Life> {
  emulator.control.reset();
  const life = await (path.domain === undefined ? orderLife() : domainLife());
  await path.before?.(life);
  life.move(path.day);
  emulator.control.clearRequests();
  return life;
}

/** What is left at the end, without what names one life or another. */
async function ending({ first, wait }: Life): Promise<object> {
  const orders = (await emulator.control.orders()).map(({ status, certificates }) => [
    status,
    ...certificates.map((one) => one.status),
  ]);
  const domains = emulator.control.domains().map(({ name, status, validatedUntil, isActive }) => ({
    name,
    status,
    validatedUntil,
    isActive,
  }));
  // After a doubt the same is announced once more, with another reason.
  const again = { reference: undefined, attempt: undefined, reason: undefined };
  const plan = { ...(first.inputs?.["issuance"] as object), ...again };
  // A certificate that is only placed knows as much as the last run that looked at its order.
  const known = (orders.length > 0 ? [wait] : [first, wait]).map(({ outputs = {} }) => {
    const { status, validatedUntil, validation, notAfter } = outputs;
    return { status, validatedUntil, validation, notAfter };
  });
  const records = emulator.control.dnsRecords().map(({ name, type }) => `${name} ${type}`);
  return { orders, domains, plan, known, records };
}

async function invariants(path: Path, life: Life, meant: unknown): Promise<void> {
  const { first, wait } = life;
  expect({ ending: await ending(life) }).toEqual({ ending: meant });
  const { control } = emulator;
  const said = life.all.map(({ inputs, outputs }) => [inputs, outputs]);
  const { provider } = first;
  expect(JSON.stringify([said, provider.rows, provider.printed()])).not.toContain(emulator.apiKey);
  const paid = control.requests().filter(({ charge }) => charge > 0);
  const orders = await control.orders();
  expect({ orders: orders.length }).toEqual({ orders: path.paid });
  expect(paid.length).toBeLessThanOrEqual(path.paid);
  if (path.domain !== undefined) {
    const own = control.domains().filter(({ name }) => name === "fresh.test");
    expect({ domains: own }).toEqual({ domains: [expect.objectContaining(path.domain)] });
    if (first.id === undefined) return;
    expect(first.id).toBe(String(own[0]?.id));
    const token = { value: own[0]?.token };
    expect({ record: first.outputs?.["validationRecord"] }).toMatchObject({ record: token });
  } else {
    const certificates = orders.flatMap((order) => order.certificates);
    const issued = certificates.filter(({ status }) => status === "issued");
    expect({ issued: issued.length }).toEqual({ issued: path.issued });
    expect(wait.outputs).toMatchObject({ certificateId: certificates.at(-1)?.id });
    // The certificate takes notice of what its wait has seen.
    await up(first);
    expect(first.outputs).toMatchObject({ certificateId: certificates.at(-1)?.id });
  }
  control.clearRequests();
  for (const resource of life.all) {
    if (resource.id !== undefined) expect(await resource.up()).toEqual({ step: "same" });
  }
  expect(control.requests()).toEqual([]);
}

breakEveryExchange(paths, {
  counts,
  emulator: () => emulator,
  prepare,
  run: (path, life) => path.run(life),
  ending,
  invariants,
});

describe("the checker can fail", () => {
  test("a second order is caught", async () => {
    const path = paths["order DV until issued"]!;
    const life = await prepare(path);
    await path.run(life);
    const other = await orderLife();
    await other.up({ csr: second.csr });
    await expect(invariants(path, life, await ending(life))).rejects.toThrow("orders");
  });

  const wrongs: Record<string, (life: Life) => unknown> = {
    expired: () => {
      emulator.control.expireDomain("fresh.test");
    },
    domains: ({ first }) =>
      fetch(`${emulator.url}/domain/${first.id}/deactivate`, {
        method: "PUT",
        headers: { "x-dc-devkey": emulator.apiKey },
      }),
    record: ({ first: { outputs } }) => {
      Object.assign(outputs?.["validationRecord"] as object, { value: "a token of old" });
    },
    toContain: ({ wait }) => Object.assign(wait.outputs!, { comments: emulator.apiKey }),
  };

  test.each(Object.entries(wrongs))("%s", async (said, wrong) => {
    const path = paths["validate a domain"]!;
    const life = await prepare(path);
    await path.run(life);
    const before = await ending(life);
    await wrong(life);
    const meant = said === "expired" ? before : await ending(life);
    await expect(invariants(path, life, meant)).rejects.toThrow(said);
  });
});

test("docs/guarantees.md says these numbers", () => {
  counts.compareWithPage();
});
