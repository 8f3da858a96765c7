import fc from "fast-check";

import { Limiter } from "../../provider/certcentral/limiter";
import { domainSchema } from "../../provider/certcentral/replies";
import { type Failure, retryDelay } from "../../provider/certcentral/retry";
import { fromWire, spelledDate, toWire } from "../../provider/certcentral/wire";

describe("the retry policy", () => {
  const status = (code: number): Failure => ({ kind: "status", status: code });
  test.each<[string, Failure, "harmless" | "POST", boolean]>([
    ["429", status(429), "harmless", true],
    ["429", status(429), "POST", true],
    ["500", status(500), "harmless", true],
    ["500", status(500), "POST", false],
    ["503", status(503), "POST", false],
    ["406", status(406), "harmless", true],
    ["404", status(404), "harmless", false],
    ["403", status(403), "harmless", false],
    ["broken", { kind: "broken" }, "harmless", true],
    ["broken", { kind: "broken" }, "POST", false],
    ["unreachable", { kind: "unreachable" }, "POST", true],
  ])("%s %j of what is %s: tried again %s", (_name, failure, method, again) => {
    expect(retryDelay(failure, method === "harmless", 1, 0.5) !== undefined).toBe(again);
  });

  test("every try comes to an end, and no pause is longer than a minute", () => {
    const failures = fc.oneof(
      fc.constant<Failure>({ kind: "broken" }),
      fc.constant<Failure>({ kind: "unreachable" }),
      fc.record({
        kind: fc.constant("status" as const),
        status: fc.integer({ min: 300, max: 599 }),
        retryAfterSeconds: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
      }),
    );
    fc.assert(
      fc.property(failures, fc.double({ min: 0, max: 1, noNaN: true }), (failure, random) => {
        expect(retryDelay(failure, true, 13, random)).toBeUndefined();
        expect(retryDelay(failure, true, 1, random) ?? 0).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});

test("no rolling window is ever overrun, and the order of arrival is kept", async () => {
  const windows = fc.array(
    fc.record({ requests: fc.integer({ min: 1, max: 8 }), ms: fc.integer({ min: 10, max: 2000 }) }),
    { minLength: 1, maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(windows, fc.integer({ min: 1, max: 60 }), async (limits, requests) => {
      let now = 0;
      const sleep = (ms: number): Promise<void> => {
        now += ms;
        return Promise.resolve();
      };
      const limiter = new Limiter(limits, { sleep }, () => now);
      const starts: { id: number; at: number }[] = [];
      await Promise.all(
        Array.from({ length: requests }, async (_none, id) => {
          await limiter.start();
          starts.push({ id, at: now });
        }),
      );
      expect(starts.map(({ id }) => id)).toEqual(starts.map((_start, index) => index));
      for (const { requests: most, ms } of limits) {
        starts.forEach(({ at }, index) => {
          const earlier = starts[index - most];
          if (earlier !== undefined) expect(at - earlier.at).toBeGreaterThanOrEqual(ms);
        });
      }
    }),
  );
});

test("keys go over the border and come back; values stay as they are", () => {
  const key = fc.stringMatching(/^[a-z]{1,6}([A-Z][a-z]{1,6}){0,3}$/);
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(
      fc.dictionary(key, fc.oneof(value, fc.array(fc.dictionary(key, value)))),
      (object) => {
        expect(fromWire(toWire(object))).toEqual({ ...object });
      },
    ),
  );
});

test.each([
  ["renewalOfOrderId", "renewal_of_order_id"],
  ["disableCt", "disable_ct"],
  ["address2", "address2"],
  ["caCertId", "ca_cert_id"],
  ["applyCrDiscount", "apply_cr_discount"],
  ["skipDuplicateOrgCheck", "skip_duplicate_org_check"],
])("%s is %s on the wire", (ours, theirs) => {
  expect(toWire({ [ours]: 1 })).toEqual({ [theirs]: 1 });
});

test("a wished expiry is spelled as CertCentral wants it", () => {
  expect(spelledDate("2027-06-09")).toBe("09 JUN 2027");
});

test.each([
  ["2026-09-10T23:59:59+00:00", "2026-09-10"],
  ["2026-09-10 23:59:59", "2026-09-10"],
  ["2026-09-10", "2026-09-10"],
  ["2026-13-01", undefined],
  ["null", undefined],
  ["soon", undefined],
  ["", undefined],
  [-1, undefined],
  [null, undefined],
])("a date written as %j is %s", (dcvExpirationDatetime, day) => {
  const domain = { id: 1, name: "example.com", dcvExpirationDatetime };
  expect(domainSchema.parse(domain).validatedUntil).toBe(day);
});
