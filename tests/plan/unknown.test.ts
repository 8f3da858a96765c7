/** What a preview does not know yet counts as the most that it may become: each input, and all of them at once. */
import fc from "fast-check";

import { addDays } from "../../provider/calendar";
import { fieldNames, type FieldName } from "../../provider/certificate/plan/fields";
import type { Plan } from "../../provider/certificate/plan/make";
import { planIssuance } from "../../provider/certificate/plan/plan";
import { listReplacing } from "../../provider/certificate/plan/replacement";
import type { RawInputs } from "../../provider/fields";
import { unknownValue } from "../../provider/wire";
import { Planned, spec } from "../support/days";

const days = fc.oneof(
  fc.integer({ min: 1, max: 30 }),
  fc.integer({ min: 1, max: 397 }),
  fc.integer({ min: 1, max: 1090 }),
);
const day = fc.integer({ min: 0, max: 900 }).map((more) => addDays("2026-03-01", more));
const validity = fc.oneof(
  fc.record({ years: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ days }),
  fc.record({ customExpirationDate: day }),
);
const flag = fc.constantFrom(0, 1);
const bool = fc.boolean();
const word = fc.constantFrom("one", "two");
const id = fc.constantFrom(101, 102);

/** What each input may become; those that a program has to give are always given. */
const values: Record<FieldName, fc.Arbitrary<unknown>> = {
  product: fc.constantFrom("ssl_plus", "ssl_multi_domain"),
  commonName: fc.constantFrom("www.example.com", "shop.example.com"),
  csr: fc.constantFrom("csr of key 1", "csr of key 2"),
  dnsNames: fc.subarray(["www.example.com", "example.com", "api.example.org"]),
  organization: fc.record({ id }),
  orderValidity: validity,
  certValidity: validity,
  signatureHash: fc.constantFrom("sha256", "sha384"),
  serverPlatform: fc.record({ id }),
  profileOption: word,
  caCertId: word,
  organizationUnits: fc.array(word),
  container: fc.record({ id }),
  comments: word,
  customFields: fc.array(fc.record({ metadataId: id, value: word })),
  additionalEmails: fc.array(fc.constant("ops@example.com")),
  locale: word,
  paymentMethod: fc.constantFrom("balance", "card"),
  skipApproval: bool,
  dcvMethod: fc.constantFrom("email", "dns-txt-token"),
  dcvEmails: fc.constant([]),
  technicalContact: fc.constant({}),
  disableCt: bool,
  autoRenew: flag,
  autoReissue: flag,
  customRenewalMessage: word,
  disableRenewalNotifications: bool,
  applyCrDiscount: bool,
  replacedSerialNumber: word,
  enableGuestAccess: flag,
  alternativeOrderId: word,
  renewBeforeDays: fc.integer({ min: 1, max: 90 }),
  paidRenewal: fc.constantFrom("allow", "deny"),
  domainsValidatedUntil: day,
  onDelete: fc.constantFrom("revoke", "keep"),
  reissueTrigger: word,
  addedNames: fc.constantFrom("allow", "deny"),
  revocationReason: fc.constantFrom("unspecified", "superseded"),
  waitFor: fc.constantFrom("issued", "placed"),
  issuanceTimeoutMinutes: fc.integer({ min: 1, max: 60 }),
  adoptOrderId: id,
  renewalOfOrderId: id,
  renewedThumbprint: fc.constant("a".repeat(40)),
};

const required: readonly FieldName[] = ["product", "commonName", "csr"];
const inputs = fc.record(values, { requiredKeys: [...required] }) as fc.Arbitrary<RawInputs>;

const unknowns = fc.oneof(
  fc.constantFrom(...fieldNames).map((name) => [name]),
  fc.subarray<FieldName>(["certValidity", "orderValidity", "renewBeforeDays"]),
  fc.constant(fieldNames),
);
const first = fc.integer({ min: 0, max: 400 }).map((more) => addDays("2026-02-24", more));
const findings = fc.constantFrom(
  undefined,
  "order ended",
  "certificate revoked",
  "names lost",
  "order not placed",
);

/** How much a plan does that is not the one that was executed already. */
function weigh({ issuance }: Plan, executed: unknown): number {
  if (issuance === executed) return 0;
  return ["free", "free, perhaps charged", "paid"].indexOf(costOf(issuance.cost)) + 1;
}

function costOf(cost: string): string {
  if (/one paid (order|renewal)/.test(cost)) return "paid";
  return cost.includes("may charge") ? "free, perhaps charged" : "free";
}

function hide(after: RawInputs, unknown: readonly FieldName[]): RawInputs {
  return { ...after, ...Object.fromEntries(unknown.map((name) => [name, unknownValue])) };
}

function expectAsLong(previewed: Plan, updated: Plan): void {
  const { coveredUntil: paid = "" } = updated.issuance;
  // An adoption has no dates; that it may turn out to be an order, its cost says.
  expect((previewed.issuance.coveredUntil ?? paid) >= paid).toBe(true);
}

test("a first plan announces at least what any later value makes of it", () => {
  fc.assert(
    fc.property(inputs, unknowns, first, (later, unknown, today) => {
      const after = { ...spec, ...later };
      const previewed = new Planned(hide(after, unknown)).run(today);
      const updated = new Planned(after).run(today);
      expect(weigh(previewed, undefined)).toBeGreaterThanOrEqual(weigh(updated, undefined));
      if (weigh(previewed, undefined) === 3) expectAsLong(previewed, updated);
    }),
    { numRuns: 300 },
  );
});

test("a plan announces at least what any later value makes of it", () => {
  const runs = fc.tuple(
    inputs,
    inputs,
    fc.subarray([...fieldNames]),
    unknowns,
    first,
    days,
    findings,
  );
  fc.assert(
    fc.property(runs, ([was, later, changed, unknown, begun, age, found]) => {
      const planned = new Planned({ ...spec, ...was });
      planned.run(begun);
      const executed = found === undefined ? planned.issuance : { ...planned.issuance, found };
      const before = { ...planned.stored, issuance: executed };
      const news = Object.fromEntries(changed.map((name) => [name, later[name]]));
      const after = { ...spec, ...was, ...news };
      const hidden = hide(after, unknown);
      const replacing = listReplacing(before, hidden);
      if (listReplacing(before, after).known.length > 0) {
        expect([...replacing.known, ...replacing.unknown]).not.toEqual([]);
        return;
      }
      const today = addDays(begun, age);
      const previewed = planIssuance({ before, after: hidden, today, paidActions: "allow" });
      const updated = planIssuance({ before, after, today, paidActions: "allow" });
      const [least, most] = [weigh(updated, executed), weigh(previewed, executed)];
      expect(most).toBeGreaterThanOrEqual(least);
      if (least === 3) expectAsLong(previewed, updated);
      // A renewal takes no name from anybody.
      const losesNames =
        (updated.issuance.warning ?? "").includes("72 hours") && least > 0 && most < 3;
      if (losesNames) expect(previewed.issuance.warning).toMatch(/72 hours/);
    }),
    { numRuns: 3000 },
  );
});
