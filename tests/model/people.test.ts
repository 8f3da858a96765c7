/**
 * People are as hostile as networks: drawn sequences of what they do to stacks, in the console and to
 * processes, against the provider as its contract shows it. `MODEL_RUNS` and `MODEL_SEED` make a long run of it,
 * `MODEL_BUILD` plays against the build of another commit; `MODEL_SOUGHT` ("in use revoked,paid twice") says for what
 * harm, `MODEL_WITHOUT` ("fault,kill,key,console,edit,replace") what is not played, so that one fault does not hide the next.
 */
import { join } from "node:path";

import { type Emulator, startEmulator } from "certcentral-emulator";
import fc from "fast-check";

import { Counts } from "../support/counts";
import { makeKey, type TestKey } from "../support/csr";
import { type Act, World } from "./world";

const runs = Number(process.env["MODEL_RUNS"] ?? 200);
const seed = Number(process.env["MODEL_SEED"] ?? 1);
const older = process.env["MODEL_BUILD"];
const build = older ?? join(__dirname, "..", "..", "dist");

const sought = process.env["MODEL_SOUGHT"]?.split(",");
const without = process.env["MODEL_WITHOUT"]?.split(",") ?? [];

let keys: TestKey[];
let emulator: Emulator;

beforeAll(async () => {
  keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
  emulator = await startEmulator({ frozen: true, rateLimits: false, balance: 1e9 });
});

afterAll(() => emulator.close());

const stack = fc.constantFrom<0 | 1>(0, 0, 0, 1);
const which = fc.nat(2);
const kill = without.includes("kill")
  ? fc.constant(undefined)
  : fc.option(
      fc.record({
        exchange: fc.nat(8),
        when: fc.constantFrom("before" as const, "after" as const),
      }),
      { nil: undefined, freq: 3 },
    );
const flag = fc.boolean();
const maybe = fc.option(which, { nil: undefined, freq: 6 });

const edit = fc.oneof(
  fc.record({ input: fc.constant("key" as const), key: which }),
  fc.record({ input: fc.constant("names" as const), names: which }),
  fc.record({ input: fc.constant("product" as const), product: fc.nat(1) }),
  fc.record({ input: fc.constant("onDelete" as const), keep: flag }),
  // An input that older builds do not know.
  ...(older === undefined
    ? [fc.record({ input: fc.constant("trigger" as const), text: which })]
    : []),
  fc.record({ input: fc.constant("waitFor" as const), placed: flag }),
  fc.record({ input: fc.constant("deleteBeforeReplace" as const), isSet: flag }),
);

const up = fc.record({
  kind: fc.constant("up" as const),
  stack,
  kill,
  continueOnError: flag,
  replace: without.includes("replace") ? fc.constant(false) : fc.constantFrom(false, false, true),
  only: maybe,
});

/** What networks, gateways and keys do, for some exchanges of what follows. */
const fault = fc
  .record({
    how: fc.constantFrom(
      { kind: "lost-before" as const, method: "POST", path: "^/order/certificate/\\w+$" },
      { kind: "lost-after" as const, method: "POST", path: "^/order/certificate/" },
      { kind: "truncate" as const, path: "^/order" },
      {
        kind: "reply" as const,
        method: "GET",
        path: "^/order/certificate/\\d+$",
        status: 404,
        body: { errors: [{ code: "not_found|order", message: "Order not found." }] },
      },
      {
        kind: "reply" as const,
        path: "^/order",
        status: 404,
        body: "<html>Not Found</html>",
        contentType: "text/html",
      },
      {
        kind: "reply" as const,
        method: "GET",
        path: "^/order/alternate/",
        status: 200,
        body: { orders: [] },
      },
    ),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ how, times }) => ({ ...how, times }));

const acts: { kind?: string; arbitrary: fc.Arbitrary<Act>; weight: number }[] = [
  { arbitrary: up, weight: 8 },
  {
    kind: "edit",
    arbitrary: fc.record({ kind: fc.constant("edit" as const), stack, which, edit }),
    weight: 6,
  },
  { arbitrary: fc.record({ kind: fc.constant("refresh" as const), stack, kill }), weight: 2 },
  {
    arbitrary: fc.record({ kind: fc.constant("destroy" as const), stack, kill, only: maybe }),
    weight: 1,
  },
  {
    arbitrary: fc.record({ kind: fc.constant("rename" as const), stack, which, alias: flag }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("declare" as const),
      stack,
      name: which,
      key: which,
      provider: fc.constantFrom(undefined, undefined, 1),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant("remove" as const), stack, which }), weight: 1 },
  { arbitrary: fc.record({ kind: fc.constant("lose state" as const), stack }), weight: 1 },
  {
    arbitrary: fc.record({ kind: fc.constant("old state" as const), stack, back: which }),
    weight: 1,
  },
  {
    kind: "console",
    arbitrary: fc.record({
      kind: fc.constant("console" as const),
      order: which,
      deed: fc.constantFrom(
        "approve" as const,
        "approve" as const,
        "reject" as const,
        "reissue" as const,
        "add name" as const,
        "revoke" as const,
        "cancel" as const,
        "renew" as const,
      ),
    }),
    weight: 4,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("settings" as const),
      approval: flag,
      delayed: flag,
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({ kind: fc.constant("adopt" as const), stack, which, order: which }),
    weight: 1,
  },
  {
    kind: "fault",
    arbitrary: fc.record({ kind: fc.constant("fault" as const), fault }),
    weight: 3,
  },
  {
    kind: "key",
    arbitrary: fc.record({ kind: fc.constant("key" as const), isBlind: flag }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant("days" as const),
      days: fc.constantFrom(1, 7, 30, 160),
    }),
    weight: 2,
  },
];

const act = fc.oneof(...acts.filter(({ kind = "" }) => !without.includes(kind)));

test(`${runs} sequences, seed ${seed}`, async () => {
  const total = { acts: 0, calls: 0 };
  await fc.assert(
    fc.asyncProperty(
      flag,
      fc.array(act, { minLength: 2, maxLength: 24 }),
      async (approval, played) => {
        const world = new World(emulator, keys, build, sought);
        emulator.control.configure({ issuance: "immediate", ordersShown: "all" });
        emulator.control.configure({ approval: approval ? "one-step" : "none" });
        for (const one of played) await world.play(one);
        // What harm an older build does is looked for, not whether it says how to go on.
        if (older === undefined) await world.comeToRest();
        total.acts += played.length;
        total.calls += world.commands;
      },
    ),
    { numRuns: runs, seed, endOnFailure: process.env["MODEL_SHRINK"] === "no" },
  );
  if (older !== undefined) return;
  const isLong = process.env["MODEL_RUNS"] !== undefined;
  const counts = new Counts(isLong ? "people-long" : "people");
  const row = `${runs} sequences, seed ${seed}`;
  counts.set(row, "acts of people, consoles and networks", total.acts);
  // Two calls at once are met by a kill in either order, so the last digits differ from run to run.
  const calls = Math.floor(total.calls / 250) * 250;
  counts.set(row, "`up`s, refreshes and destroys, at least", calls);
  counts.set(row, "harm, second bills, dead ends", 0);
  if (isLong) counts.keep();
  else counts.compareWithPage();
}, 3_600_000);
