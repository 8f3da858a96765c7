/** What is foreseen is what a daily run then plans. */
import fc from "fast-check";

import { addDays } from "../../provider/calendar";
import { planAhead } from "../../provider/certificate/plan/ahead";
import { Planned, spec } from "../support/days";

const start = fc.integer({ min: 0, max: 1200 }).map((days) => addDays("2026-02-24", days));
const wishes = fc.record(
  {
    orderValidity: fc.record({ years: fc.integer({ min: 1, max: 3 }) }),
    certValidity: fc.record({ days: fc.integer({ min: 30, max: 199 }) }),
    renewBeforeDays: fc.integer({ min: 1, max: 90 }),
    paidRenewal: fc.constantFrom("allow", "deny"),
  },
  { requiredKeys: [] },
);

test("the plans ahead are those of a run a day", () => {
  fc.assert(
    fc.property(start, wishes, (first, wish) => {
      const planned = new Planned({ ...spec, ...wish });
      planned.run(first);
      const until = addDays(first, 400);
      const { plans } = planAhead({
        inputs: planned.stored!,
        today: first,
        until,
        paidActions: "allow",
      });
      const told = plans.map(
        ({ day, issuance: { action, validUntil = "?", coveredUntil = "?" } }) =>
          `${day} ${action} until ${validUntil}, covered until ${coveredUntil}`,
      );
      expect(told).toEqual(planned.story(first, until));
    }),
    { numRuns: 12 },
  );
});

test("what is due and not planned is told with its first day", () => {
  const planned = new Planned({ ...spec, paidRenewal: "deny" });
  planned.run("2026-11-29");
  const until = "2028-01-01";
  const { plans, obstacle } = planAhead({
    inputs: planned.stored!,
    today: "2026-11-29",
    until,
    paidActions: "allow",
  });
  expect(plans.map(({ day, issuance }) => [day, issuance.action])).toEqual([
    ["2027-05-14", "reissue"],
    ["2027-07-19", "reissue"],
    ["2027-09-23", "reissue"],
  ]);
  expect(obstacle).toEqual({ day: "2027-11-06", notice: expect.stringContaining("paidRenewal") });
});
