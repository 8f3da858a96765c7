/** A refresh of many: the account's list tells of those that are as they were, and gives what single reads would give. */
import { makeKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { type Fleet, openFleet } from "../support/fleet";

const size = 24;

let fleet: Fleet;
let all: { id: string; outs: Properties }[];

beforeAll(async () => {
  fleet = await openFleet();
});

afterAll(() => fleet.close());

beforeEach(async () => {
  fleet.begin();
  all = [];
  for (let at = 0; at < size; at++) all.push(await fleet.create(`n${at}.example.com`));
  today("2026-03-01");
});

function today(day: string): void {
  fleet.today(day);
  fleet.provider.newRun();
}

/** What a refresh gives of all, in one run. */
async function refreshAll(): Promise<{ results: unknown[]; calls: string[] }> {
  fleet.provider.newRun();
  fleet.emulator.control.clearRequests();
  const results = await Promise.all(all.map(({ id, outs }) => fleet.provider.read(id, outs)));
  const calls = fleet.emulator.control.requests().map(({ path }) => path.replace(/\?.*/, ""));
  return { results, calls };
}

/** What it gives where each is read by itself. */
async function refreshSingly(): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const { id, outs } of all) {
    fleet.provider.newRun();
    results.push(await fleet.provider.read(id, outs));
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
    fleet.emulator.control.revokeOrder(orderId(20));
  },
  "a certificate is reissued in the console": async () =>
    fleet.emulator.control.reissueInConsole(orderId(20), { csr: (await makeKey()).csr }),
  "a reissue waits": () => {
    fleet.emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 9e9 });
    return fleet.emulator.control.reissueInConsole(orderId(20));
  },
  "an order is renewed in the console": () => {
    fleet.emulator.control.configure({ earlyRenewal: "allow" });
    return fleet.emulator.control.renewInConsole(orderId(20));
  },
  "the key sees no order in lists": () => {
    fleet.emulator.control.configure({ ordersShown: "none" });
  },
  "the list does not answer": () => {
    fleet.emulator.control.failNext({
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
  fleet.emulator.control.configure({
    issuance: "immediate",
    ordersShown: "all",
    earlyRenewal: "refuse",
  });
});

test.each(Object.entries(happenings))("%s: as read singly", async (_what, happen) => {
  await happen();
  const { results } = await refreshAll();
  expect(results).toEqual(await refreshSingly());
});

test("a certificate that was revoked alone, which no list shows, is found within thirty days, and not forgotten after", async () => {
  const order = await fleet.emulator.control.order(orderId(20));
  fleet.emulator.control.revokeCertificate(order?.certificates[0]?.id ?? 0);
  const found: number[] = [];
  const start = Date.parse("2026-03-01");
  for (let day = 0; day < 30; day++) {
    today(new Date(start + day * 86_400_000).toISOString().slice(0, 10));
    const results = (await refreshAll()).results as { props: Properties }[];
    if (JSON.stringify(results).includes("certificate revoked")) found.push(day);
    // As the engine keeps it.
    all = all.map(({ id }, at) => ({ id, outs: results[at]?.props ?? {} }));
  }
  const [first = 30] = found;
  expect(found).toEqual(Array.from({ length: 30 - first }, (_none, at) => first + at));
  expect(first).toBeLessThan(30);
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
