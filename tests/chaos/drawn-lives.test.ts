/**
 * Whole lives of two years, in which anything may break at any time: with an `up` a week, changes of
 * the program, faults, and runs whose result is lost. Each is compared with the same life without faults.
 *
 * `npm run test:long -- --lives 1000 --seed 7` makes a long run of it.
 */
import {
  type Emulator,
  type Fault,
  type FaultName,
  faultNames,
  startEmulator,
} from "certcentral-emulator";
import fc from "fast-check";

import { addDays } from "../../provider/calendar";
import { Counts } from "../support/counts";
import { makeKey, type TestKey } from "../support/csr";
import { endDoubt } from "../support/doubt";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "../support/in-process";
import { EngineResource } from "../support/resource";

const firstDay = "2026-02-24";
const lifeDays = 730;
const maxSecondsALife = 60;
const runs = Number(process.env["CHAOS_RUNS"] ?? 12);
const seed = Number(process.env["CHAOS_SEED"] ?? 1);
const isLong = process.env["CHAOS_RUNS"] !== undefined;
/** Faults wait for their requests, so many may meet on the day of a renewal, one a run. */
const maxRunsADay = 40;

interface Event {
  day: number;
  change: "none" | "key" | "add name" | "drop name";
  faults: Fault[];
  /** The next run that reaches CertCentral dies before its result is saved. */
  crash: boolean;
  refresh: boolean;
}

/** Faults that tamper with one kind of reply wait for it; the others hit whatever comes. */
const places: Partial<Record<FaultName, { method?: string; path: string }>> = {
  stale: { method: "GET", path: "^/order/certificate/\\d+$" },
  processing: { method: "GET", path: "^/order/certificate/\\d+$" },
  "unknown-status": { method: "GET", path: "^/order/certificate/\\d+$" },
  "wrong-pem": { path: "/chain$" },
  "wrong-pem-in-reply": { method: "POST", path: "." },
  approval: { method: "POST", path: "." },
  "slow-issuance": { method: "POST", path: "." },
};

/** Held for ever. */
const notDrawn: readonly FaultName[] = ["hold"];

const fault = fc
  .record({
    kind: fc.constantFrom(...faultNames.filter((name) => !notDrawn.includes(name))),
    after: fc.nat(9),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ kind, after, times }) => {
    const place = places[kind];
    return place === undefined ? { kind, after, times } : { kind, ...place, times };
  });

const event: fc.Arbitrary<Event> = fc.record({
  day: fc.nat(lifeDays - 1),
  change: fc.constantFrom("none", "key", "add name", "drop name"),
  faults: fc.array(fault, { maxLength: 2 }),
  crash: fc.boolean(),
  refresh: fc.boolean(),
});

const life = fc
  .array(event, { maxLength: 14 })
  .map((events) => [...events].sort((one, other) => one.day - other.day));

let keys: TestKey[];
let emulator: Emulator;
let provider: InProcessProvider;
let lived = 0;
/** What the lives met, for the report of a long run. */
const met = { ups: 0, requests: 0, orders: 0, crashes: 0, faults: new Map<string, number>() };

beforeAll(async () => {
  keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
  emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    balance: 1e9,
  });
  provider = inProcessProvider(unlimitedConfig(emulator));
});

afterAll(() => emulator.close());

function at(day: string): void {
  provider.today(day);
  emulator.control.setClock(`${day}T12:00:00Z`);
}

/** What happens between two runs of a day: people approve, and CertCentral issues. */
async function helpAlong(): Promise<void> {
  for (const order of await emulator.control.orders()) {
    for (const { id, status } of order.requests) {
      if (status === "pending" || status === "submitted") await emulator.control.approve(id);
    }
    await emulator.control.issueNow(order.id);
  }
}

/** Runs until nothing is left to do on this day; a run that is to crash leaves no trace in the state. */
async function runUntilQuiet(www: EngineResource, crash: { next: boolean }): Promise<void> {
  const said: string[] = [];
  let wayOut: string | undefined;
  for (let run = 0; run < maxRunsADay; run++) {
    const saved = { id: www.id, inputs: www.inputs, outputs: www.outputs };
    const before = emulator.control.requests().length;
    met.ups += 1;
    provider.newRun();
    if (wayOut === undefined) delete process.env["CERTCENTRAL_FORGET"];
    else process.env["CERTCENTRAL_FORGET"] = wayOut;
    await endDoubt(www, emulator, (reference) => {
      process.env["CERTCENTRAL_FORGET"] = reference;
    });
    const { step, error, reasons } = await www.up();
    const isAtWork = emulator.control.requests().length > before;
    if (crash.next && isAtWork) {
      Object.assign(www, saved);
      crash.next = false;
      met.crashes += 1;
      said.push("crash");
      continue;
    }
    const isWaiting = www.outputs?.["__awaited"] !== undefined;
    if (step !== "refused" && step !== "check failed" && reasons === undefined && !isWaiting)
      return;
    said.push(error ?? reasons?.join() ?? step);
    // A certificate that a lost run had issued is nobody's: a refusal names it, and the way out.
    wayOut = /CERTCENTRAL_FORGET=([\d,]+) pulumi up/.exec(error ?? "")?.[1];
    await helpAlong();
  }
  throw new Error(`not quiet after ${maxRunsADay} runs: ${said.join(" | ")}`);
}

/** The certificate in use covers the days until the next run, and nobody has taken it away. */
async function expectCovered(www: EngineResource, until: string): Promise<void> {
  expect(String(www.outputs?.["notAfter"]) > until).toBe(true);
  const orders = await emulator.control.orders();
  const inUse = orders
    .flatMap(({ certificates }) => certificates)
    .find(({ id }) => id === www.outputs?.["certificateId"]);
  expect(inUse).toMatchObject({ status: "issued" });
  expect(inUse?.revokedAt).toBeUndefined();
}

/** Lives it, and says how it ended in a form that two lives can be compared by. */
async function live(events: readonly Event[], isQuiet: boolean): Promise<unknown> {
  emulator.control.reset();
  at(firstDay);
  let key = 0;
  let names = ["example.com"];
  const args = {
    product: "ssl_multi_domain",
    commonName: "www.example.com",
    dnsNames: names,
    csr: keys[key]!.csr,
    organization: { id: 117483 },
    issuanceTimeoutMinutes: 0.01,
  };
  const www = await EngineResource.declare(provider, args, `www${lived++}`);
  const crash = { next: false };
  const announced = new Set<string>();
  const days = new Set([...Array(Math.ceil(lifeDays / 7)).keys()].map((week) => week * 7));
  for (const { day } of events) days.add(day);
  for (const day of [...days].sort((one, other) => one - other)) {
    at(addDays(firstDay, day));
    for (const one of events.filter((candidate) => candidate.day === day)) {
      if (one.change === "key") key = (key + 1) % keys.length;
      if (one.change === "add name") names = [...names, `n${day}.example.com`];
      if (one.change === "drop name") names = names.slice(0, 1);
      if (one.refresh && www.outputs?.["certificateId"] !== undefined) await refresh(www);
      if (isQuiet) continue;
      for (const fault of one.faults) emulator.control.failNext(fault);
      crash.next ||= one.crash;
    }
    www.declared = { ...www.declared, dnsNames: names, csr: keys[key]!.csr };
    await runUntilQuiet(www, crash);
    const { action, orderNumber } = www.issuance;
    if (action === "order" || action === "renew") announced.add(String(orderNumber));
    await expectCovered(www, addDays(firstDay, day + 7));
  }
  const orders = await emulator.control.orders();
  met.orders += orders.length;
  met.requests += emulator.control.requests().length;
  for (const { fault } of emulator.control.requests()) {
    if (fault !== undefined) met.faults.set(fault, (met.faults.get(fault) ?? 0) + 1);
  }
  // A reissue with names that the order has not had costs something too, and is no order.
  const paid = emulator.control
    .requests()
    .filter(({ charge, path }) => charge > 0 && !path.endsWith("/reissue"));
  expect(paid).toHaveLength(orders.length);
  expect(announced.size).toBe(orders.length);
  expect(new Set(orders.map((order) => order.alternativeOrderId)).size).toBe(orders.length);
  expect(www.outputs?.["orderId"]).toBe(orders.at(-1)?.id);
  expect(JSON.stringify([www.outputs, www.inputs])).not.toContain(emulator.apiKey);
  const inUse = orders.at(-1)?.certificates.find(({ id }) => id === www.outputs?.["certificateId"]);
  return {
    ends: orders.map(({ orderValidTill }) => orderValidTill),
    names: inUse?.names,
    validTill: inUse?.validTill,
  };
}

/** A refresh that fails is made again, as a person would. */
async function refresh(www: EngineResource): Promise<void> {
  for (let run = 0; run < maxRunsADay; run++) {
    try {
      await www.refresh();
      return;
    } catch {
      await helpAlong();
    }
  }
  throw new Error("refresh never succeeds");
}

test(
  `${runs} lives of two years, seed ${seed}`,
  async () => {
    let done = 0;
    const report = (): void => {
      const faults = [...met.faults].sort().map(([name, count]) => `${name} ${count}`);
      const { ups, requests, orders, crashes } = met;
      process.stderr.write(
        `${done} of ${runs} lives, each beside its quiet twin: ${ups} ups, ${requests} requests, ${orders} orders, ` +
          `${crashes} crashes; faults that hit: ${faults.join(", ")}\n`,
      );
    };
    await fc.assert(
      fc.asyncProperty(life, async (events) => {
        const quiet = await live(events, true);
        expect(await live(events, false)).toEqual(quiet);
        done += 1;
        if (done % 100 === 0) report();
      }),
      { numRuns: runs, seed, endOnFailure: process.env["CHAOS_SHRINK"] === "no" },
    );
    const counts = new Counts(isLong ? "random-long" : "random");
    const row = `${runs} lives, seed ${seed}`;
    counts.set(row, "`up`s", met.ups);
    counts.set(row, "requests", met.requests);
    counts.set(row, "paid orders", met.orders);
    counts.set(row, "runs lost", met.crashes);
    // Two calls at once meet the faults in either order, so the last digits differ from run to run.
    const hits = [...met.faults.values()].reduce((sum, count) => sum + count, 0);
    counts.set(row, "faults that hit, at least", Math.floor(hits / 50) * 50);
    if (isLong) {
      counts.keep();
      report();
    } else counts.compareWithPage();
  },
  maxSecondsALife * 1000 * runs,
);

test("the checker can fail: a provider that is blind to its orders buys twice and is caught", async () => {
  const blind: Event = {
    day: 0,
    change: "none",
    faults: [{ kind: "lost-after", after: 2, times: 1 }],
    crash: true,
    refresh: false,
  };
  const forget = { kind: "reply", status: 200, body: { orders: [] } } as const;
  await expect(
    (async () => {
      const original = emulator.control.reset.bind(emulator.control);
      emulator.control.reset = () => {
        original();
        emulator.control.failNext({ path: "^/order/alternate/", times: 1000, ...forget });
      };
      try {
        await live([blind], false);
      } finally {
        emulator.control.reset = original;
      }
    })(),
  ).rejects.toThrow();
});
