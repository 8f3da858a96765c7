import fc from "fast-check";

import { addDays, daysBetween } from "../../provider/calendar";
import { isSamePlan } from "../../provider/certificate/plan/identity";
import { orderRequest, reissueRequest } from "../../provider/certificate/order/request";
import { Planned, spec } from "../support/days";

const start = fc.integer({ min: 0, max: 1500 }).map((days) => addDays("2026-02-24", days));
const gaps = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 150, maxLength: 400 });
const wishes = fc.record(
  {
    orderValidity: fc.oneof(
      fc.record({ years: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ days: fc.integer({ min: 60, max: 1000 }) }),
    ),
    certValidity: fc.record({ days: fc.integer({ min: 30, max: 47 }) }),
    renewBeforeDays: fc.integer({ min: 8, max: 90 }),
  },
  { requiredKeys: [] },
);
/** Wishes that may leave no room at all: ends that are already past, or the same for ever. */
const cornered = fc.record(
  {
    orderValidity: fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 90 }) }),
      fc.record({ customExpirationDate: start }),
    ),
    certValidity: fc.oneof(
      fc.record({ days: fc.integer({ min: 1, max: 397 }) }),
      fc.record({ customExpirationDate: start }),
    ),
    renewBeforeDays: fc.integer({ min: 1, max: 90 }),
  },
  { requiredKeys: [] },
);
const changes = fc.array(fc.option(fc.constantFrom("key 1", "key 2", "key 3"), { freq: 20 }), {
  minLength: 400,
  maxLength: 400,
});

/** What a CA that cuts certificates and orders short makes of a plan, as a refresh would record it. */
function capped(planned: Planned, certificateDays: number): void {
  const { validFrom, validUntil } = planned.issuance;
  if (validFrom === undefined || validUntil === undefined) return;
  const cap = addDays(validFrom, certificateDays - 1);
  if (cap >= validUntil) return;
  planned.stored = { ...planned.stored, issuance: { ...planned.issuance, validUntil: cap } };
}

test("a certificate never ends before the next is planned while runs come at least weekly", () => {
  fc.assert(
    fc.property(start, gaps, wishes, changes, (first, steps, wish, keys) => {
      const planned = new Planned({ ...spec, ...wish });
      let day = first;
      planned.run(day);
      steps.forEach((gap, index) => {
        day = addDays(day, gap);
        expect(planned.issuance.validUntil! >= day).toBe(true);
        planned.run(day, keys[index] ? { csr: keys[index] } : {});
      });
    }),
    { numRuns: 200 },
  );
});

test("never two paid plans for one coveredUntil, also when certificates are cut short", () => {
  fc.assert(
    fc.property(
      start,
      gaps,
      fc.oneof(wishes, cornered),
      fc.option(fc.integer({ min: 3, max: 100 })),
      (first, steps, wish, cap) => {
        const planned = new Planned({ ...spec, ...wish });
        let day = first;
        const paid: (string | undefined)[] = [];
        let before: unknown;
        for (const gap of [0, ...steps]) {
          day = addDays(day, gap);
          const { issuance } = planned.run(day);
          if (issuance !== before && ["order", "renew"].includes(issuance.action)) {
            const last = paid.at(-1);
            expect(last === undefined || issuance.coveredUntil! > last).toBe(true);
            if (issuance.action === "renew") {
              expect(daysBetween(day, issuance.previousCoveredUntil!)).toBeLessThanOrEqual(90);
            }
            paid.push(issuance.coveredUntil);
          }
          if (cap !== null) capped(planned, cap);
          before = planned.stored?.["issuance"];
        }
        expect(new Set(paid).size).toBe(paid.length);
      },
    ),
    { numRuns: 200 },
  );
});

test("planning twice on one day gives the same plan, and the next day's is the same plan too", () => {
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 400 }), wishes, (first, later, wish) => {
      const once = new Planned({ ...spec, ...wish });
      once.run(first);
      const again = new Planned(once.inputs);
      again.stored = once.stored;
      const tomorrow = new Planned(once.inputs);
      tomorrow.stored = once.stored;
      const day = addDays(first, later);
      expect(again.run(day)).toEqual(once.run(day));
      if (once.issuance.action === tomorrow.run(addDays(day, 1)).issuance.action) {
        expect(isSamePlan(tomorrow.stored!, once.stored!)).toBe(
          once.issuance === again.issuance ||
            tomorrow.issuance.previousValidUntil === once.issuance.previousValidUntil,
        );
      }
    }),
  );
});

test("what is sent ends on the day that the plan announced", () => {
  fc.assert(
    fc.property(start, gaps, fc.oneof(wishes, cornered), (first, steps, wish) => {
      const planned = new Planned({ ...spec, dnsNames: ["a.example.com"], ...wish });
      let day = first;
      for (const gap of [0, ...steps.slice(0, 60)]) {
        day = addDays(day, gap);
        const { issuance } = planned.run(day);
        const { certificate } =
          issuance.action === "reissue"
            ? reissueRequest(planned.inputs, issuance)
            : orderRequest(planned.inputs, issuance, "reference", {});
        expect(certificate.certValidity).toEqual({ customExpirationDate: issuance.validUntil });
        expect(certificate.dnsNames).toEqual(["a.example.com"]);
      }
    }),
    { numRuns: 50 },
  );
});
