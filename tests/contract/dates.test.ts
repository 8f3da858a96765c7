/**
 * Real dates: orders that are approved days after they were placed, orders that end with their certificate, longest
 * lives that change early. Weekly runs alone keep a certificate alive, or say in time what is needed.
 */
import { type Emulator, type Settings, startEmulator } from "certcentral-emulator";
import fc from "fast-check";
import type { CertificateArgs } from "pulumi-certcentral";

import { addDays, daysBetween } from "../../provider/calendar";
import { makeKey, type TestKey } from "../support/csr";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "../support/in-process";
import { EngineResource } from "../support/resource";

let emulator: Emulator;
let provider: InProcessProvider;
let key: TestKey;
let named = 0;

beforeAll(async () => {
  key = await makeKey();
  emulator = await startEmulator({ frozen: true, rateLimits: false });
  provider = inProcessProvider(unlimitedConfig(emulator));
});

afterAll(() => emulator.close());

function at(day: string, time = "12:00:00"): void {
  provider.newRun();
  process.env["CERTCENTRAL_NOW"] = `${day}T${time}Z`;
  emulator.control.setClock(`${day}T${time}Z`);
}

async function open(
  day: string,
  settings: Partial<Settings> = {},
  args: Partial<CertificateArgs> = {},
  time?: string,
): Promise<EngineResource> {
  emulator.control.reset();
  emulator.control.configure(settings);
  at(day, time);
  return EngineResource.declare(
    provider,
    {
      product: "ssl_plus",
      commonName: "www.example.com",
      csr: key.csr,
      organization: { id: 117483 },
      issuanceTimeoutMinutes: 0.01,
      ...args,
    },
    `www${named++}`,
  );
}

const paid = (): number => emulator.control.requests().filter(({ charge }) => charge > 0).length;

/** Approves what was asked for so many days ago. */
async function approve(day: string, delayOf: (request: number) => number): Promise<void> {
  const requests = (await emulator.control.orders()).flatMap((order) => order.requests);
  requests.sort((one, other) => one.id - other.id);
  for (const [index, { id, status, date }] of requests.entries()) {
    if (status !== "pending" && status !== "submitted") continue;
    if (daysBetween(date.slice(0, 10), day) >= delayOf(index)) await emulator.control.approve(id);
  }
}

const left = (www: EngineResource, day: string): number =>
  daysBetween(day, String(www.outputs?.["notAfter"]).slice(0, 10));

describe("a run a week, and nothing else", () => {
  test.each([
    ["2026-02-24", "12:00:00", 0],
    ["2026-02-24", "12:00:00", 3],
    ["2026-02-24", "12:00:00", 30],
    ["2026-12-30", "12:00:00", 1],
    ["2026-05-31", "23:59:50", 0],
    ["2026-12-31", "23:59:50", 3],
    ["2027-02-20", "12:00:00", 14],
    ["2028-12-20", "12:00:00", 10],
    ["2029-03-20", "12:00:00", 5],
  ])(
    "from %s %s, first approved after %i days: renews for two years",
    async (first, time, wait) => {
      const www = await open(first, { approval: "one-step" }, {}, time);
      const delayOf = (request: number): number => (request === 0 ? wait : Math.min(wait, 3));
      let day = first;
      for (let passed = 0; passed <= 730; passed++, day = addDays(day, 1)) {
        at(day, time);
        await approve(day, delayOf);
        if (passed % 7 !== 0) continue;
        const { reasons, error } = await www.up();
        if (passed <= wait) continue;
        expect([day, error, reasons]).toEqual([day, undefined, undefined]);
        expect(left(www, day)).toBeGreaterThanOrEqual(7);
      }
      expect(paid()).toBeLessThanOrEqual(3);
    },
  );

  test("whatever is drawn: first day, its time, delays of approval", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1200 }),
        fc.constantFrom("00:00:05", "12:00:00", "23:59:50"),
        fc.array(fc.nat(4), { minLength: 6, maxLength: 6 }),
        async (offset, time, delays) => {
          const first = addDays("2026-02-24", offset);
          const www = await open(first, { approval: "one-step" }, {}, time);
          let day = first;
          for (let passed = 0; passed <= 500; passed++, day = addDays(day, 1)) {
            at(day, time);
            await approve(day, (request) => delays[request % delays.length] ?? 0);
            if (passed % 7 !== 0) continue;
            const { error, reasons } = await www.up();
            if (passed < 7) continue;
            expect([day, error, reasons]).toEqual([day, undefined, undefined]);
            expect(left(www, day)).toBeGreaterThanOrEqual(1);
          }
        },
      ),
      { numRuns: 6, seed: 12 },
    );
  });
});

test("an order of five days is not renewed each day: what would be due at once is not bought", async () => {
  const www = await open("2026-02-24", {}, { orderValidity: { days: 5 } });
  for (let day = "2026-02-24"; day <= "2026-03-26"; day = addDays(day, 1)) {
    at(day);
    await www.up();
  }
  expect(paid()).toBeLessThanOrEqual(2);
});
