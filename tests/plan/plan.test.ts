import { isSamePlan } from "../../provider/certificate/plan/identity";
import { type Issuance } from "../../provider/certificate/plan/issuance";
import { findDateDifference } from "../../provider/certificate/plan/real-dates";
import { isSafeToKeep } from "../../provider/certificate/order/due";
import { stateOf } from "../../provider/certificate/order/state";
import { addDays } from "../../provider/calendar";
import { unknownValue } from "../../provider/wire";
import { Planned, spec } from "../support/days";

const day1 = "2026-11-24";

describe("the first plan", () => {
  test("is one paid order for the longest certificate in a one-year order", () => {
    const { issuance, notice } = new Planned().run(day1);
    expect(issuance).toEqual({
      action: "order",
      cost: "one paid order",
      validFrom: "2026-11-24",
      validUntil: "2027-06-10",
      coveredUntil: "2027-11-23",
      reference: expect.stringMatching(/^pulumi[0-9a-f]{40}$/),
      orderNumber: 1,
    });
    expect(notice).toBeUndefined();
  });

  test("renews an order placed elsewhere, at the price of a renewal", () => {
    const { issuance } = new Planned({ ...spec, renewalOfOrderId: 112233 }).run(day1);
    expect(issuance).toMatchObject({
      action: "renew",
      cost: "one paid renewal",
      reason: "renews order 112233, placed elsewhere",
    });
  });

  test("adopts an order without cost", () => {
    const { issuance } = new Planned({ ...spec, adoptOrderId: 112233 }).run(day1);
    expect(issuance).toMatchObject({
      action: "adopt",
      reason: "takes over order 112233, reissued where its key or names differ",
    });
    expect(issuance.cost).toMatch(/^free/);
  });

  test("announces an order where adoptOrderId is not known yet, and may be none", () => {
    const { issuance } = new Planned({ ...spec, adoptOrderId: unknownValue }).run(day1);
    expect(issuance).toMatchObject({
      action: "adopt",
      cost: expect.stringMatching(/one paid order if adoptOrderId turns out to be none$/),
    });
  });

  test.each([
    [{ certValidity: { days: 30 } }, "2026-12-23", "2027-11-23"],
    [{ certValidity: { customExpirationDate: "31 JAN 2027" } }, "2027-01-31", "2027-11-23"],
    [{ orderValidity: { days: 60 } }, "2027-01-22", "2027-01-22"],
    [{ orderValidity: { years: 2 } }, "2027-06-10", "2028-11-23"],
    [{ orderValidity: { customExpirationDate: "2027-02-01" } }, "2027-02-01", "2027-02-01"],
  ])("%j ends on %s, covered until %s", (change, validUntil, coveredUntil) => {
    const { issuance } = new Planned({ ...spec, ...change }).run(day1);
    expect(issuance).toMatchObject({ validUntil, coveredUntil });
  });
});

describe("a year of a one-year order", () => {
  test("with 199-day certificates is one order, one free reissue and one renewal", () => {
    expect(new Planned().story("2026-02-24", "2027-03-10")).toEqual([
      "2026-02-24 order until 2026-09-10, covered until 2027-02-23",
      "2026-08-09 reissue until 2027-02-23, covered until 2027-02-23",
      "2027-01-22 renew until 2027-08-08, covered until 2028-01-21",
    ]);
  });

  test("with 99-day certificates (2027) is five free reissues between two paid orders", () => {
    expect(new Planned().story("2027-03-15", "2028-04-01")).toEqual([
      "2027-03-15 order until 2027-06-21, covered until 2028-03-14",
      "2027-05-20 reissue until 2027-08-26, covered until 2028-03-14",
      "2027-07-25 reissue until 2027-10-31, covered until 2028-03-14",
      "2027-09-29 reissue until 2028-01-05, covered until 2028-03-14",
      "2027-12-04 reissue until 2028-03-11, covered until 2028-03-14",
      "2028-02-08 reissue until 2028-03-14, covered until 2028-03-14",
      "2028-02-22 renew until 2028-05-30, covered until 2029-02-21",
    ]);
  });

  test("with 46-day certificates (2029) is a reissue each month", () => {
    const story = new Planned().story("2029-03-15", "2030-04-01");
    expect(story[0]).toBe("2029-03-15 order until 2029-04-29, covered until 2030-03-14");
    expect(story[1]).toBe("2029-04-14 reissue until 2029-05-29, covered until 2030-03-14");
    expect(story.filter((line) => line.includes("reissue"))).toHaveLength(12);
    expect(story.filter((line) => line.includes("renew"))).toHaveLength(1);
  });
});

describe("while nothing is due", () => {
  test("the plan is carried forward byte for byte", () => {
    const planned = new Planned();
    const { issuance } = planned.run(day1);
    expect(planned.run("2027-03-01").issuance).toBe(issuance);
  });

  test.each<[string, object]>([
    [
      "names in another order and twice",
      { dnsNames: ["b.example.com", "A.example.com", "b.example.com"] },
    ],
    [
      "the common name among the names",
      { dnsNames: ["www.example.com", "a.example.com", "b.example.com"] },
    ],
    ["other line ends in the CSR", { csr: "csr of\r\nkey 1\n" }],
    ["another spelling of a date", { certValidity: { customExpirationDate: "1 MAR 2027" } }],
    ["a default spelled out", { signatureHash: "sha256" }],
    ["comments", { comments: "for the approver" }],
  ])("%s change nothing", (_what, change) => {
    const planned = new Planned({
      ...spec,
      dnsNames: ["a.example.com", "b.example.com"],
      certValidity: { customExpirationDate: "2027-03-01" },
    });
    const { issuance } = planned.run(day1);
    expect(planned.run(day1, change as never).issuance).toBe(issuance);
  });

  test("a due date within a week is told beforehand", () => {
    const planned = new Planned();
    planned.run(day1);
    expect(planned.run("2027-05-04").notice).toBe(
      "due for reissue or renewal in 5 days, on 2027-05-09",
    );
  });
});

describe("a change", () => {
  test("of the key is a free reissue with the reason", () => {
    const planned = new Planned();
    planned.run(day1);
    const { issuance } = planned.run("2026-12-24", { csr: "csr of key 2" });
    expect(issuance).toMatchObject({
      action: "reissue",
      reason: "csr changed",
      cost: "free, covered by the order",
      validUntil: "2027-07-10",
      coveredUntil: "2027-11-23",
      orderNumber: 1,
    });
    expect(issuance.warning).toBeUndefined();
  });

  test("that removes a name warns of the revocation of earlier certificates", () => {
    const planned = new Planned({ ...spec, dnsNames: ["a.example.com"] });
    planned.run(day1);
    expect(planned.run(day1, { dnsNames: [] }).issuance.warning).toBe(
      "a.example.com removed: CertCentral revokes every earlier certificate of the order within 72 hours of the reissue",
    );
  });

  test("that only adds a name does not warn", () => {
    const planned = new Planned();
    planned.run(day1);
    const { issuance } = planned.run(day1, { dnsNames: ["a.example.com"] });
    expect(issuance).toMatchObject({ action: "reissue", reason: "dnsNames changed" });
    expect(issuance.warning).toBeUndefined();
  });

  test("on the due day is one step with the new spec", () => {
    const planned = new Planned();
    planned.run("2026-02-24");
    const { issuance } = planned.run("2026-08-09", { csr: "csr of key 2" });
    expect(issuance).toMatchObject({
      action: "reissue",
      reason: "valid until 2026-09-10, renewed 32 days before; csr changed",
    });
    expect(planned.run("2026-08-10").issuance).toBe(issuance);
  });

  test("not known yet is planned as a reissue, with the warning it may need", () => {
    const planned = new Planned();
    planned.run(day1);
    const { issuance } = planned.run(day1, { dnsNames: unknownValue });
    expect(issuance.reason).toBe("dnsNames known only during the update");
    expect(issuance.warning).toMatch(/^if a name is removed/);
  });
});

describe("a paid renewal", () => {
  const dueForRenewal = () => {
    const planned = new Planned();
    planned.story("2026-02-24", "2027-01-21");
    return planned;
  };

  test("is announced where renewBeforeDays is not known yet and may make it due", () => {
    const planned = dueForRenewal();
    expect(planned.run("2026-12-21", { renewBeforeDays: unknownValue }).issuance).toMatchObject({
      action: "renew",
      reason:
        "valid until 2027-02-23, renewed 64 days before, renewBeforeDays known only during the update",
    });
  });

  test("is not planned where paidRenewal is denied, and the days left are told", () => {
    const planned = dueForRenewal();
    const { issuance } = planned;
    const plan = planned.run("2027-01-22", { paidRenewal: "deny" });
    expect(plan.issuance).toEqual(issuance);
    expect(plan.notice).toBe(
      "due for renewal, not planned: paid renewals are denied by paidRenewal. 32 days left: the certificate ends on 2027-02-23",
    );
  });

  test("is not planned where paid actions are denied for the stack", () => {
    const plan = dueForRenewal().run("2027-01-22", {}, "deny");
    expect(plan.issuance.action).toBe("reissue");
    expect(plan.notice).toContain("certcentral:paidActions");
  });

  test("is not planned twice for one end, even if the new order ends no later", () => {
    const planned = dueForRenewal();
    planned.run("2027-01-22");
    // A refresh found that CertCentral cut the renewal to the end of the old order.
    const cut = { ...planned.issuance, validUntil: "2027-02-23", coveredUntil: "2027-02-23" };
    planned.stored = { ...planned.stored, issuance: cut };
    const plan = planned.run("2027-02-20");
    expect(plan.issuance).toEqual(cut);
    expect(plan.notice).toContain("already renewed at its end on 2027-02-23");
  });

  test("is not planned when the wished end is no later than the present one", () => {
    const planned = new Planned({
      ...spec,
      orderValidity: { customExpirationDate: "2027-01-31" },
    });
    planned.run(day1);
    const plan = planned.run("2027-01-20");
    expect(plan.issuance.action).toBe("order");
    expect(plan.notice).toContain("orderValidity would end on 2027-01-31");
  });

  test("is not planned more than 90 days before the order ends", () => {
    const planned = new Planned({
      ...spec,
      certValidity: { customExpirationDate: "2027-01-31" },
    });
    planned.run(day1);
    expect(planned.run("2027-01-20").notice).toContain("CertCentral renews it from 2027-08-25 on");
    expect(planned.run("2027-08-24").notice).toContain("CertCentral renews it from 2027-08-25 on");
    expect(planned.run("2027-08-25").notice).toContain(
      "certValidity would end the new certificate on 2027-01-31",
    );
  });
});

test("an order whose time is over is ordered again, not renewed", () => {
  const planned = new Planned();
  planned.run(day1);
  expect(planned.run("2027-11-23").issuance).toMatchObject({ action: "renew" });
  planned.stored = undefined;
  planned.run(day1);
  expect(planned.run("2027-11-24").issuance).toMatchObject({
    action: "order",
    cost: "one paid order",
    reason: "expired on 2027-06-10, 167 days ago; the order ended on 2027-11-23",
    orderNumber: 2,
  });
});

describe("after a refresh", () => {
  const found = (finding: object) => {
    const planned = new Planned();
    planned.run(day1);
    planned.stored = { ...planned.stored, issuance: { ...planned.issuance, ...finding } };
    return planned;
  };

  test("an order that has ended is ordered again, once", () => {
    const planned = found({ found: "order ended", foundDetail: "order 112233 is revoked" });
    const { issuance } = planned.run("2026-12-01");
    expect(issuance).toMatchObject({
      action: "order",
      reason: "order 112233 is revoked",
      cost: "one paid order",
      orderNumber: 2,
    });
    expect(planned.run("2026-12-02").issuance).toBe(issuance);
  });

  test("a certificate revoked on a living order is reissued, free", () => {
    const planned = found({
      found: "certificate revoked",
      foundDetail: "certificate 9 was revoked",
    });
    const { issuance } = planned.run("2026-12-01");
    expect(issuance).toMatchObject({ action: "reissue", reason: "certificate 9 was revoked" });
    expect(issuance.warning).toMatch(/has the same key \(change csr first if it leaked\)$/);
    expect(issuance.found).toBeUndefined();
  });

  test.each([
    ["2027-11-23", "2027-11-23", "renew"],
    ["2027-11-24", "2027-11-23", "order"],
    // Of an order placed elsewhere, by renewalOfOrderId.
    ["2026-12-01", undefined, "renew"],
  ])("the renewal of a doubt, on %s after an order until %s: %s", (day, end, action) => {
    const doubted = { action: "renew", orderNumber: 2, previousCoveredUntil: end };
    const finding = { found: "order not placed", foundDetail: "it was not placed" };
    expect(found({ ...doubted, ...finding }).run(day).issuance).toMatchObject({
      action,
      reason: "it was not placed",
      orderNumber: 2,
      attempt: 2,
    });
    const denied = found({ ...doubted, ...finding }).run(day, {}, "deny");
    expect(denied.issuance.attempt).toBeUndefined();
    expect(denied.notice).toContain("it is not planned again");
  });

  test("a revoked certificate of an order that has ended is not reissued: it is ordered again", () => {
    const planned = found({ found: "certificate revoked" });
    expect(planned.run("2027-11-23").issuance).toMatchObject({ action: "reissue" });
    const late = found({ found: "certificate revoked" });
    expect(late.run("2027-11-24").issuance).toMatchObject({ action: "order" });
  });

  test.each([
    [{ csr: "csr of key 2" }, "a.example.com removed"],
    [{ dnsNames: ["a.example.com"] }, undefined],
    [{ commonName: "a.example.com" }, expect.stringContaining("www.example.com removed")],
  ])("the warning of a reissue that was refused, then %j: %j", (change, warning) => {
    const planned = found({ found: "reissue ended", warning: "a.example.com removed" });
    expect(planned.run("2026-12-01", change).issuance.warning).toEqual(warning);
  });

  test("nothing paid is planned where paid renewals are denied", () => {
    const planned = found({ found: "order ended", foundDetail: "order 112233 is revoked" });
    const { issuance, notice } = planned.run("2026-12-01", { paidRenewal: "deny" });
    expect(issuance.action).toBe("order");
    expect(issuance.orderNumber).toBe(1);
    expect(notice).toContain("a new order is not planned");
  });
});

test("state without a plan never leads to a paid step", () => {
  const planned = new Planned();
  planned.stored = { ...spec };
  const { issuance, notice } = planned.run("2027-08-01");
  expect(issuance).toMatchObject({ action: "adopt", reason: "imported state" });
  expect(notice).toContain("pulumi refresh");
});

test("the last day of an order is still one for a reissue, the day after is not", () => {
  const planned = new Planned({ ...spec, orderValidity: { days: 60 }, paidRenewal: "deny" });
  planned.run(day1);
  const last = "2027-01-22";
  expect(planned.issuance.coveredUntil).toBe(last);
  const other = new Planned({ ...planned.inputs });
  other.stored = planned.stored;
  expect(planned.run(last, { csr: "csr of key 2" }).issuance.action).toBe("reissue");
  const late = other.run("2027-01-23", { csr: "csr of key 2" });
  expect([late.issuance.action, late.notice]).toEqual(["order", expect.stringContaining("ended")]);
});

describe("a plan is another one", () => {
  const plan: Issuance = { action: "reissue", cost: "free", reference: "pulumi1", orderNumber: 1 };
  const isSame = (change: Partial<Issuance>, inputs: object = {}): boolean =>
    isSamePlan(
      { ...spec, issuance: plan },
      { ...spec, ...inputs, issuance: { ...plan, ...change } },
    );

  test.each<Partial<Issuance>>([
    { action: "renew" },
    { reference: "pulumi2" },
    { orderNumber: 2 },
    { reissueNumber: 1 },
    { previousValidUntil: "2027-01-01" },
    { previousCoveredUntil: "2027-01-01" },
    { attempt: 2 },
    { found: "order ended" },
    { found: "order ended", foundDetail: "order 7 is canceled" },
  ])("with %j", (change) => {
    expect(isSame(change)).toBe(false);
  });

  test.each([{ commonName: "api.example.com" }, { csr: "csr of key 2" }, { reissueTrigger: "x" }])(
    "for %j",
    (inputs) => {
      expect(isSame({}, inputs)).toBe(false);
    },
  );

  test.each<Partial<Issuance>>([
    { reason: "due" },
    { cost: "free, covered by the order" },
    { warning: "w" },
    { forecast: "f" },
    { validFrom: "2027-01-01" },
    { validUntil: "2027-01-01" },
    { coveredUntil: "2027-01-01" },
  ])("not with %j: days and words change from one day to the next", (change) => {
    expect(isSame(change)).toBe(true);
  });
});

test("what is due a week earlier than announced is told, a day less is not", () => {
  const planned = new Planned();
  const { issuance } = planned.run(day1);
  const { validFrom = "", validUntil = "", coveredUntil = "" } = issuance;
  const differs = (days: number): boolean => {
    const real = { validFrom, validUntil: addDays(validUntil, -days), coveredUntil };
    return findDateDifference(issuance, spec, real) !== undefined;
  };
  expect([differs(6), differs(7)]).toEqual([false, true]);
});

test("seven days are enough to wait for the next certificate, six are not", () => {
  const state = stateOf({ orderId: 1, notAfter: "2027-06-10T23:59:59Z" })!;
  expect(isSafeToKeep(state, "2027-06-03")).toBe(true);
  expect(isSafeToKeep(state, "2027-06-04")).toBe(false);
});
