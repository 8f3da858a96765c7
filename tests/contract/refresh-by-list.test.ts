/** A refresh of many: the account's list tells of those that are as they were, and gives what single reads would give. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { makeKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "../support/in-process";

const size = 24;
const firstDay = "2026-02-24";

let emulator: Emulator;
let provider: InProcessProvider;
let all: { id: string; outs: Properties }[];

beforeAll(async () => {
  emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    balance: 1e9,
    faultRates: {},
  });
});

afterAll(() => emulator.close());

beforeEach(async () => {
  emulator.control.reset();
  emulator.control.setClock(`${firstDay}T12:00:00Z`);
  provider = inProcessProvider(unlimitedConfig(emulator));
  provider.today(firstDay);
  all = [];
  const { csr } = await makeKey();
  for (let at = 0; at < size; at++) {
    const name = `n${at}.example.com`;
    const given = { product: "ssl_plus", commonName: name, csr, organization: { id: 117483 } };
    const { inputs, failures } = await provider.check({}, { ...given, __urn: name });
    expect(failures).toEqual([]);
    all.push(await provider.create(inputs));
  }
  today("2026-03-01");
});

function today(day: string): void {
  emulator.control.setClock(`${day}T12:00:00Z`);
  provider.today(day);
  provider.newRun();
}

/** What a refresh gives of all, in one run. */
async function refreshAll(): Promise<{ results: unknown[]; calls: string[] }> {
  provider.newRun();
  emulator.control.clearRequests();
  const results = await Promise.all(all.map(({ id, outs }) => provider.read(id, outs)));
  const calls = emulator.control.requests().map(({ path }) => path.replace(/\?.*/, ""));
  return { results, calls };
}

/** What it gives where each is read by itself. */
async function refreshSingly(): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const { id, outs } of all) {
    provider.newRun();
    results.push(await provider.read(id, outs));
  }
  return results;
}

const singleReads = (calls: readonly string[]): string[] =>
  calls.filter((path) => /^\/order\/certificate\/\d+$/.test(path));

const orderId = (at: number): number => Number(all[at]?.id);

test("unchanged ones take one page, and the few that were asked for before it", async () => {
  const { results, calls } = await refreshAll();
  expect(calls.filter((path) => path === "/order/certificate")).toHaveLength(1);
  // Four before the page; one more may have its day.
  expect(singleReads(calls).length).toBeLessThanOrEqual(4 + Math.ceil(size / 30));
  expect(calls.length).toBeLessThanOrEqual(7);
  expect(results).toEqual(await refreshSingly());
});

const happenings: Record<string, () => unknown> = {
  "an order is revoked": () => {
    emulator.control.revokeOrder(orderId(20));
  },
  "a certificate is reissued in the console": async () =>
    emulator.control.reissueInConsole(orderId(20), { csr: (await makeKey()).csr }),
  "a reissue waits": () => {
    emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 9e9 });
    return emulator.control.reissueInConsole(orderId(20));
  },
  "an order is renewed in the console": () => {
    emulator.control.configure({ earlyRenewal: "allow" });
    return emulator.control.renewInConsole(orderId(20));
  },
  "the key sees no order in lists": () => {
    emulator.control.configure({ ordersShown: "none" });
  },
  "the list does not answer": () => {
    emulator.control.failNext({
      kind: "reply",
      path: "^/order/certificate\\?",
      status: 502,
      body: "<html></html>",
      contentType: "text/html",
      times: 20,
    });
  },
};

afterEach(() => {
  emulator.control.configure({ issuance: "immediate", ordersShown: "all", earlyRenewal: "refuse" });
});

test.each(Object.entries(happenings))("%s: as read singly", async (_what, happen) => {
  await happen();
  const { results } = await refreshAll();
  expect(results).toEqual(await refreshSingly());
});

test("a certificate that was revoked alone, which no list shows, is found within thirty days", async () => {
  const order = await emulator.control.order(orderId(20));
  emulator.control.revokeCertificate(order?.certificates[0]?.id ?? 0);
  const found: number[] = [];
  const start = Date.parse("2026-03-01");
  for (let day = 0; day < 30; day++) {
    today(new Date(start + day * 86_400_000).toISOString().slice(0, 10));
    if (JSON.stringify((await refreshAll()).results).includes("certificate revoked"))
      found.push(day);
  }
  expect(found).toHaveLength(1);
});

test("each is read by itself once in thirty days, and always in the last thirty", async () => {
  const seen = new Set<string>();
  const start = Date.parse("2026-03-01");
  for (let day = 0; day < 30; day++) {
    today(new Date(start + day * 86_400_000).toISOString().slice(0, 10));
    for (const path of singleReads((await refreshAll()).calls)) seen.add(path);
  }
  expect(seen.size).toBe(size);
  today("2026-08-20");
  expect(singleReads((await refreshAll()).calls)).toHaveLength(size);
});
