/** When a domain is validated again, which records show control of it, and what a certificate's plan foresees. */
import fc from "fast-check";

import { addDays, daysBetween } from "../../provider/calendar";
import { fields } from "../../provider/certificate/plan/fields";
import { withForecast } from "../../provider/certificate/plan/forecast";
import { certificate } from "../../provider/certificate/lifecycle";
import { systemClock } from "../../provider/clock";
import { startRun } from "../../provider/run";
import { domainsToValidate, isExpired, describeRecord, recordFor } from "../../provider/dcv";
import { planValidation } from "../../provider/domain/plan";
import { type Validation, validationOf } from "../../provider/domain/validation";
import type { RawInputs } from "../../provider/fields";
import { domainValidatedOn, domainValidUntil } from "../../provider/rules";
import { Planned, spec } from "../support/days";

const domain: RawInputs = { name: "fresh.test", organization: { id: 117483 } };

/** Runs the planner day after day, as `check` does, and keeps what a successful run would store. */
class PlannedDomain {
  stored: RawInputs | undefined;

  constructor(readonly inputs: RawInputs = domain) {}

  run(today: string): { validation: Validation; notice?: string } {
    const plan = planValidation({ before: this.stored, after: this.inputs, today });
    this.stored = { ...this.inputs, validation: plan.validation };
    return plan;
  }

  story(from: string, to: string, every: number): string[] {
    const lines: string[] = [];
    for (let day = from; day <= to; day = addDays(day, every)) {
      const before = this.stored?.["validation"];
      const { validation } = this.run(day);
      if (validation === before) continue;
      lines.push(`${day} ${validation.action} ${validation.round} until ${validation.validUntil}`);
    }
    return lines;
  }
}

describe("the plan of a domain", () => {
  test("199, 100 and 10 days of use, each validated again in time", () => {
    expect(new PlannedDomain().story("2026-02-24", "2027-09-01", 7)).toEqual([
      "2026-02-24 validate 1 until 2026-09-10",
      "2026-08-11 revalidate 2 until 2027-02-25",
      "2027-01-26 revalidate 3 until 2027-08-12",
      "2027-07-13 revalidate 4 until 2027-10-20",
    ]);
    expect(new PlannedDomain().story("2029-03-01", "2029-06-10", 1)).toEqual([
      "2029-03-01 validate 1 until 2029-06-08",
      "2029-05-07 revalidate 2 until 2029-05-16",
      "2029-05-13 revalidate 3 until 2029-05-22",
      "2029-05-19 revalidate 4 until 2029-05-28",
      "2029-05-25 revalidate 5 until 2029-06-03",
      "2029-05-31 revalidate 6 until 2029-06-09",
      "2029-06-06 revalidate 7 until 2029-06-15",
    ]);
  });

  test.each([
    [{}, "2026-08-09", "32 days"],
    [{ revalidateBeforeDays: 1 }, "2026-09-09", "1 day"],
    [{ revalidateBeforeDays: 90 }, "2026-07-06", "66 days"],
    // Not judged yet, or not known before the update.
    [{ revalidateBeforeDays: 91 }, "2026-08-09", "32 days"],
  ])("%j is due on %s, %s before", (wish, due, days) => {
    const planned = new PlannedDomain({ ...domain, ...wish });
    planned.run("2026-02-24");
    const before = planned.run(addDays(due, -1));
    expect(before.validation.round).toBe(1);
    expect(planned.run(due).validation).toEqual({
      action: "revalidate",
      reason: `validated until 2026-09-10, validated again ${days} before`,
      validFrom: due,
      validUntil: addDays(due, 198),
      round: 2,
    });
  });

  test.each([
    [{}, "2026-08-01", undefined],
    [{}, "2026-08-02", "due for validation again on 2026-08-09"],
    [{ revalidateBeforeDays: 1 }, "2026-09-07", undefined],
    [{ revalidateBeforeDays: 1 }, "2026-09-08", "due for validation again on 2026-09-09"],
  ])("%j says on %s: %s", (wish, day, notice) => {
    const planned = new PlannedDomain({ ...domain, ...wish });
    planned.run("2026-02-24");
    expect(planned.run(day).notice).toBe(notice);
  });
});

const start = fc.integer({ min: 0, max: 1400 }).map((days) => addDays("2026-02-24", days));
const wish = fc.option(fc.integer({ min: 7, max: 90 }), { nil: undefined });

test("a validation never ends before the next is planned: a run a week, a day where it lasts 10 days", () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 100, maxLength: 250 });
  fc.assert(
    fc.property(start, gaps, wish, (first, steps, revalidateBeforeDays) => {
      const planned = new PlannedDomain({ ...domain, revalidateBeforeDays });
      let { validation } = planned.run(first);
      let day = first;
      for (const gap of steps) {
        const isShort = daysBetween(validation.validFrom, validation.validUntil) < 20;
        day = addDays(day, isShort ? 1 : gap);
        expect(validation.validUntil >= day).toBe(true);
        ({ validation } = planned.run(day));
      }
    }),
    { numRuns: 150 },
  );
});

test("carried forward it is the very object; planned twice on a day, or made up for later, it is the same", () => {
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 1, max: 400 }),
      wish,
      (first, later, revalidateBeforeDays) => {
        const planned = new PlannedDomain({ ...domain, revalidateBeforeDays });
        const once = planned.run(first).validation;
        expect(planned.run(first).validation).toBe(once);
        const day = addDays(first, later);
        const lost = planned.stored;
        const next = planned.run(day).validation;
        expect(next === once).toBe(next.round === 1);
        expect(planned.run(day).validation).toBe(next);
        planned.stored = lost;
        expect(planned.run(day).validation).toEqual(next);
      },
    ),
  );
});

test("nonsense for a plan is no plan: it is made anew, and never thrown at", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (validation, revalidateBeforeDays) => {
      const before = { ...domain, validation };
      const after = { ...domain, revalidateBeforeDays };
      const isPlan = validationOf(before) !== undefined;
      const { round } = planValidation({ before, after, today: "2026-02-24" }).validation;
      expect(isPlan || round === 1).toBe(true);
    }),
  );
});

describe("the last day of a validation and its first", () => {
  const days = Array.from({ length: 1400 }, (_, offset) => addDays("2026-02-24", offset));

  test("follow from each other; where the rules get shorter two days share a last one, and the later counts", () => {
    for (const until of days.slice(198)) {
      expect(domainValidUntil(domainValidatedOn(until))).toBe(until);
    }
    const shared = days.filter((on) => domainValidatedOn(domainValidUntil(on)) !== on);
    const isBeforeChange = (on: string): boolean =>
      (on < "2027-03-15" && on >= addDays("2027-03-15", 100 - 199)) ||
      (on < "2029-03-15" && on >= addDays("2029-03-15", 10 - 100));
    expect(shared.length).toBeGreaterThan(0);
    expect(shared.filter((on) => !isBeforeChange(on))).toEqual([]);
    expect(shared.filter((on) => domainValidatedOn(domainValidUntil(on)) < on)).toEqual([]);
  });

  test.each([
    ["2026-02-23", "2027-03-26"],
    ["2026-02-24", "2026-09-10"],
    ["2027-03-14", "2027-09-28"],
    ["2027-03-15", "2027-06-22"],
    ["2029-03-14", "2029-06-21"],
    ["2029-03-15", "2029-03-24"],
  ])("validated on %s, used until %s", (on, until) => {
    expect(domainValidUntil(on)).toBe(until);
  });
});

describe("the record", () => {
  const token = { token: "abc", expirationDate: "2026-03-26T12:00:00+00:00" };
  const shared = { domain: "fresh.test", expires: token.expirationDate };
  const file = "http://fresh.test/.well-known/pki-validation/fileauth.txt";

  test.each([
    [
      "dns-txt-token",
      token,
      { ...shared, name: "fresh.test", type: "TXT", value: "abc" },
      'create the DNS record fresh.test TXT "abc"',
    ],
    [
      "dns-cname-token",
      token,
      { ...shared, name: "abc.fresh.test", type: "CNAME", value: "dcv.digicert.com" },
      'create the DNS record abc.fresh.test CNAME "dcv.digicert.com"',
    ],
    [
      "dns-cname-token",
      { ...token, verificationValue: "dcv.example.net" },
      { ...shared, name: "abc.fresh.test", type: "CNAME", value: "dcv.example.net" },
      'create the DNS record abc.fresh.test CNAME "dcv.example.net"',
    ],
    ["http-token", token, { ...shared, url: file, content: "abc" }, `serve "abc" at ${file}`],
    [
      "http-token-dynamic",
      { token: "abc", httpTokenUrl: "http://fresh.test/.well-known/pki-validation/1.txt" },
      {
        domain: "fresh.test",
        url: "http://fresh.test/.well-known/pki-validation/1.txt",
        content: "abc",
      },
      'serve "abc" at http://fresh.test/.well-known/pki-validation/1.txt',
    ],
    [
      "email",
      token,
      { domain: "fresh.test" },
      "approve the e-mail that CertCentral has sent for fresh.test",
    ],
    [
      "dns-txt-token",
      undefined,
      { domain: "fresh.test" },
      "approve the e-mail that CertCentral has sent for fresh.test",
    ],
  ])("%s of %j", (method, given, record, todo) => {
    const made = recordFor("fresh.test", method, given);
    expect(made).toEqual({ ...record, method });
    expect(describeRecord(made)).toBe(todo);
  });

  test("runs out at its very end, and never where none is said", () => {
    const record = recordFor("fresh.test", "dns-txt-token", token);
    expect(isExpired(record, new Date("2026-03-26T11:59:59Z"))).toBe(false);
    expect(isExpired(record, new Date("2026-03-26T12:00:00Z"))).toBe(true);
    const endless = recordFor("fresh.test", "dns-txt-token", { token: "abc" });
    expect(isExpired(endless, new Date("2099-01-01T00:00:00Z"))).toBe(false);
  });
});

test.each([
  [["example.com", "*.example.com"], ["example.com"]],
  [["*.example.com"], ["example.com"]],
  [["a.b.example.com", "example.com", "b.example.com"], ["example.com"]],
  [
    ["a.example.com", "b.example.com"],
    ["a.example.com", "b.example.com"],
  ],
  [
    ["badexample.com", "example.com"],
    ["badexample.com", "example.com"],
  ],
  [["Example.COM", "example.com.", "WWW.example.com."], ["example.com"]],
  [["203.0.113.7", "2001:db8::1", "example.com"], ["example.com"]],
  [["203.0.113.7"], []],
  [[], []],
])("%j: validated are %j", (names, domains) => {
  expect(domainsToValidate(names, "dns-txt-token")).toEqual(domains);
});

test("a file shows control of its very name: each has its own", () => {
  const names = ["example.com", "www.example.com", "WWW.example.com.", "203.0.113.7"];
  expect(domainsToValidate(names, "http-token")).toEqual(["example.com", "www.example.com"]);
});

describe("what a certificate's plan foresees", () => {
  const forecastOf = (change: RawInputs): string | undefined => {
    const inputs = { ...spec, ...change };
    return withForecast(new Planned(inputs).run("2026-02-24").issuance, inputs).forecast;
  };

  test.each(["2026-08-08", "2026-03-01"])("validated until %s, before it is due: said", (day) => {
    expect(forecastOf({ domainsValidatedUntil: day })).toBe(
      `the validation of its domains ends on ${day}, before the certificate is due on 2026-08-09: ` +
        "it then waits until they are validated again",
    );
  });

  test.each(["2026-08-09", "2026-09-10", undefined, "", "nonsense"])(
    "validated until %s: nothing to say",
    (day) => {
      expect(forecastOf({ domainsValidatedUntil: day })).toBeUndefined();
    },
  );

  test("a DV order validates for itself, whatever the account's domains say; an adopted one is there", () => {
    const dv = { product: "ssl_dv_geotrust_flex", domainsValidatedUntil: "2026-09-10" };
    expect(forecastOf(dv)).toContain("DV orders never use an earlier validation");
    const early = { domainsValidatedUntil: "2026-03-01" };
    expect(forecastOf({ ...early, adoptOrderId: 112233 })).toBeUndefined();
  });

  test("a new end of the validation alone changes neither the plan nor anything else", async () => {
    const context = {
      settings: {
        paidActions: "allow",
        namespace: "",
        forgotten: [],
        pollIntervalSeconds: 1,
        client: noClient,
      },
      clock: { ...systemClock, now: () => new Date("2026-02-24T12:00:00Z") },
      row: { info: quiet, warn: quiet, status: quiet },
      run: startRun(),
      client: noClient,
    } as const;
    const { issuance } = new Planned().run("2026-02-24");
    const state = { orderId: 1, certificateId: 2, notBefore: "2026-02-24T00:00:00Z" };
    const olds = { ...spec, issuance, ...state, notAfter: "2026-09-10T23:59:59Z" };
    const news = { ...spec, issuance, domainsValidatedUntil: "2026-03-01" };
    expect(fields.domainsValidatedUntil.rule).toBe("hint");
    expect(await certificate.diff(context, "1", olds, news)).toEqual({ changes: false });
    const other = { ...news, comments: "something else" };
    expect(await certificate.diff(context, "1", olds, other)).toEqual({ changes: true });
  });
});

const quiet = (): Promise<void> => Promise.resolve();
const noClient = (): never => {
  throw new Error("a preview asks CertCentral nothing");
};
