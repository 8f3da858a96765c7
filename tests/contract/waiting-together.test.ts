/** Many orders that wait: one question for all, and each is found as soon as it is issued. */
import { setImmediate as turn } from "node:timers/promises";

import { systemClock } from "../../provider/clock";
import type { Outcome } from "../support/dynamic-provider";
import { type Fleet, openFleet } from "../support/fleet";

const size = 40;

let fleet: Fleet;

/** Time that goes by only while all that wait are asleep. */
let elapsedMs = 0;
let asleep: { untilMs: number; wake: () => void }[] = [];

beforeAll(async () => {
  fleet = await openFleet({ approval: "one-step" });
});

afterAll(() => fleet.close());

beforeEach(() => {
  fleet.begin();
  [elapsedMs, asleep] = [0, []];
  systemClock.elapsedMs = () => elapsedMs;
  systemClock.sleep = (ms) =>
    new Promise((wake) => {
      asleep.push({ untilMs: elapsedMs + ms, wake });
    });
});

/** Creates all at once; `happen` is told of each moment at which all sleep. */
async function createAll(minutes: number, happen: (ms: number) => unknown): Promise<Outcome[]> {
  const names = Array.from({ length: size }, (_, at) => `n${at}.example.com`);
  const waits = { issuanceTimeoutMinutes: minutes };
  const planned = await Promise.all(names.map((name) => fleet.planned(name, {}, waits)));
  let living = size;
  const made = planned.map((inputs) =>
    fleet.provider.create(inputs).finally(() => {
      living -= 1;
    }),
  );
  while (living > 0) {
    if (asleep.length >= living) {
      await happen(elapsedMs);
      const next = Math.min(...asleep.map(({ untilMs }) => untilMs));
      elapsedMs = Math.max(elapsedMs, next);
      const woken = asleep.filter(({ untilMs }) => untilMs <= elapsedMs);
      asleep = asleep.filter(({ untilMs }) => untilMs > elapsedMs);
      for (const { wake } of woken) wake();
    }
    await turn();
  }
  return Promise.all(made);
}

function count(path: RegExp): number {
  return fleet.emulator.control.requests().filter(({ path: asked }) => path.test(asked)).length;
}

const orderReads = () => count(/^\/order\/certificate\/\d+$/);

test(`${size} that wait for four minutes read their order once, and ask together for the rest`, async () => {
  const made = await createAll(4, () => undefined);
  expect(new Set(made.map(({ reasons }) => reasons?.length))).toEqual(new Set([1]));
  // The first look of each; another look where nothing that is shared was young enough.
  expect(orderReads()).toBeLessThanOrEqual(size + 10);
  expect(count(/status-changes$/)).toBeGreaterThan(3);
  expect(count(/status-changes$/)).toBeLessThanOrEqual(60);
});

test("each is read by itself every five minutes, whatever the list says", async () => {
  fleet.emulator.control.failNext({
    kind: "reply",
    path: "status-changes",
    status: 200,
    body: {},
    times: 10_000,
  });
  let isApproved = false;
  const made = await createAll(20, async (ms) => {
    if (isApproved || ms < 60_000) return;
    isApproved = true;
    const [order] = await fleet.emulator.control.orders();
    await fleet.emulator.control.approve(order?.id ?? 0);
  });
  expect(made.filter(({ reasons }) => reasons === undefined)).toHaveLength(1);
  expect(orderReads()).toBeGreaterThanOrEqual(3 * size);
});

test("what was approved is there with the next look", async () => {
  let approvedAt: number | undefined;
  let seenAt: number | undefined;
  const isSeen = () => count(/^\/certificate\/\d+\/chain$/) > 0;
  await createAll(8, async (ms) => {
    if (approvedAt === undefined && ms > 120_000) {
      approvedAt = ms;
      const [order] = await fleet.emulator.control.orders();
      await fleet.emulator.control.approve(order?.id ?? 0);
    }
    if (isSeen()) seenAt ??= ms;
  });
  expect((seenAt ?? Infinity) - (approvedAt ?? 0)).toBeLessThan(120_000);
});

test("where CertCentral does not tell of changes, each is read as before", async () => {
  fleet.emulator.control.failNext({
    kind: "reply",
    path: "status-changes",
    status: 403,
    body: { errors: [{ code: "access_denied", message: "x" }] },
    times: 10_000,
  });
  await createAll(4, () => undefined);
  expect(orderReads()).toBeGreaterThan(4 * size);
});
