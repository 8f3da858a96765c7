/** What is said and done where CertCentral's dates are not the plan's: through the provider process, row by row. */
import type { Settings } from "certcentral-emulator";
import type { CertificateArgs } from "pulumi-certcentral";

import { addDays } from "../../provider/calendar";
import { type Life, openLife } from "../support/life";
import type { EngineResource, StepResult } from "../support/resource";

let life: Life;
let www: EngineResource;

/** A certificate that is declared on a day, in an account with such settings. */
async function begin(
  settings: Partial<Settings> = {},
  args: Partial<CertificateArgs> = {},
  day = "2026-02-24",
): Promise<void> {
  life = await openLife({ product: "ssl_multi_domain", ...args });
  life.emulator.control.configure(settings);
  ({ www } = life);
  await life.today(day);
}

afterEach(() => life.close());

describe("an account whose orders end with their certificate", () => {
  const short = { multiYearPlans: false };

  test("is told from the first run on, and in each preview", async () => {
    await begin(short);
    await www.up();
    expect(www.said()).toMatch(
      /ends on 2026-09-10 and its order on 2026-09-10, while the plan announced 2026-09-10 and 2027-02-23: a paid renewal is due from 2026-08-09 on\. Run `pulumi refresh`.*CC409/,
    );
    await life.today("2026-03-03");
    expect((await www.up()).step).toBe("same");
    expect(www.said()).toContain("a paid renewal is due from 2026-08-09 on");
  });

  test("a refresh brings the dates into the plan: quiet, and renewed in time", async () => {
    await begin(short);
    await www.up();
    await www.refresh();
    await www.up();
    www.said();
    await life.today("2026-03-03");
    expect([(await www.up()).step, www.said()]).toEqual(["same", ""]);
    await life.today("2026-08-10");
    await www.up();
    expect(www.issuance).toMatchObject({ action: "renew", coveredUntil: "2027-08-09" });
    expect(life.paid()).toHaveLength(2);
  });

  test("an order that turns out to last longer than its renewal would is not renewed", async () => {
    await begin({});
    const order = { ...life.args, orderValidity: { days: 60 } };
    await www.up(order);
    await life.today("2026-04-05");
    const path = "^/order/certificate/\\d+$";
    const to = "2026-06-28";
    life.emulator.control.failNext({ kind: "alter", path, at: ["order_valid_till"], to, times: 9 });
    const { reasons, error } = await www.up();
    expect(reasons?.join() ?? error).toMatch(
      /renew for order \d+: it ends on 2026-06-28, and the renewal would end on 2026-06-03\. Nothing was bought.*CC430/,
    );
    expect(life.paid()).toHaveLength(1);
  });

  test("without a refresh: no reissue that gains nothing, each run says so, and none is green at the end", async () => {
    await begin(short);
    const steps: StepResult[] = [];
    const said: string[] = [];
    await www.up();
    for (let day = "2026-08-04"; day <= "2026-09-15"; day = addDays(day, 7)) {
      await life.today(day);
      steps.push(await www.up());
      said.push(`${day} ${www.said()}`);
    }
    const orders = await life.emulator.control.orders();
    expect(orders.map(({ certificates }) => certificates.length)).toEqual([1]);
    expect(said[1]).toMatch(/^2026-08-11[^]*a reissue would gain nothing, and none is made/);
    expect(said[3]).toMatch(/^2026-08-25[^]*due for renewal, which the preview could not see/);
    expect(steps[4]?.reasons).toBeUndefined();
    expect(steps[5]?.reasons?.join()).toMatch(
      /ends on 2026-09-10, in 2 days, and nothing is on its way.*pulumi refresh.*--exclude.*paidRenewal: "deny".*CC410/,
    );
    expect(steps[6]?.error).toMatch(/it is expired.*pulumi refresh/);
  });

  test("nor with it, where the user denied the renewal: green to the end, and told", async () => {
    await begin(short, { paidRenewal: "deny" });
    await www.up();
    await life.today("2026-09-08");
    const { reasons, error } = await www.up();
    expect([reasons, error]).toEqual([undefined, undefined]);
    expect(www.said()).toContain("the certificate ends on 2026-09-10");
  });
});

test("a denial of paid renewals allows no end that a free reissue averts: the row says so, and the run makes it", async () => {
  await begin({}, { paidRenewal: "deny" });
  await www.up();
  // The order lasts longer than the plan knows.
  const issuance = { ...www.issuance, coveredUntil: "2026-09-10" };
  www.inputs = { ...www.inputs, issuance };
  www.outputs = { ...www.outputs, issuance };
  await life.today("2026-09-08");
  www.said();
  expect(await www.up()).toEqual({ step: "update" });
  expect(www.said()).toMatch(/nothing is on its way, though a reissue is free\..*CC410/);
  expect(www.outputs["notAfter"]).toBe("2027-02-23T23:59:59.000Z");
  expect(life.paid()).toHaveLength(1);
});

describe("a create in the last days of what it takes", () => {
  const lastDays = "2027-02-18";

  beforeEach(async () => {
    await begin({}, { product: "ssl_plus" });
    await www.up();
    await life.today("2026-08-12");
    await www.up();
    await life.today(lastDays);
    www.said();
  });

  test("in place of the announced order is not green; a refresh plans the renewal, which an update makes", async () => {
    const again = await life.declare();
    const { step, reasons } = await again.up();
    expect(again.issuance).toMatchObject({ action: "order", cost: "one paid order" });
    expect([step, reasons?.join("\n")]).toEqual([
      "create",
      expect.stringMatching(
        /ends on 2027-02-23, in 5 days, and nothing is on its way.*CC410\)\norder \d+, for the same key.*replaceOnChanges.*CC438\)$/s,
      ),
    ]);
    expect(again.outputs).toMatchObject({ orderId: Number(www.id), status: "issued" });
    expect(life.paid()).toHaveLength(1);
    await life.today();
    expect((await again.up()).reasons?.join()).toMatch(/CC410/);
    await again.refresh();
    await life.today();
    expect(await again.up()).toEqual({ step: "update" });
    expect(again.issuance).toMatchObject({ action: "renew", orderNumber: 2 });
    expect(life.paid()).toHaveLength(2);
  });

  test("in place of itself, as replaceOnChanges has it, is refused before anything is done", async () => {
    const { id = "", inputs = {}, outputs = {}, declared } = www;
    const checked = await life.provider.check(inputs, declared);
    await life.provider.diff(id, outputs, checked.inputs);
    life.emulator.control.clearRequests();
    const again = await life.declare();
    expect((await again.up()).error).toMatch(/in 5 days, and nothing is on its way.*CC410.*CC438/s);
    const asked = life.emulator.control.requests().map(({ method }) => method);
    expect(new Set(asked)).toEqual(new Set(["GET"]));
  });

  test("where paid steps are denied is green: nothing free would help", async () => {
    const again = await life.declare({ paidRenewal: "deny" });
    expect(await again.up()).toEqual({ step: "create" });
    expect(life.paid()).toHaveLength(1);
  });

  test("that is declared to be adopted is green, and says so; the next run is not", async () => {
    const again = await life.declare({ adoptOrderId: Number(www.id) });
    expect(await again.up()).toEqual({ step: "create" });
    expect(again.said()).toMatch(/in 5 days, and nothing is on its way.*CC410/);
    await life.today();
    expect((await again.up()).reasons?.join()).toMatch(/CC410/);
    expect(life.paid()).toHaveLength(1);
  });

  test("that itself ends so soon, as announced, is green and says so", async () => {
    const soon = { commonName: "soon.example.com", dnsNames: [], orderValidity: { days: 5 } };
    const again = await life.declare(soon, "soon");
    expect(await again.up()).toEqual({ step: "create" });
    expect(again.said()).toMatch(/in 4 days, and nothing is on its way.*CC410/);
  });

  test("a refresh says it on the row", async () => {
    await www.refresh();
    expect(www.said()).toMatch(/in 5 days, and nothing is on its way.*CC410/);
  });
});

describe("days that differ from the plan", () => {
  test("approved three days later: nobody's news, and its renewal is no surprise", async () => {
    await begin({ approval: "one-step" });
    await www.up();
    await life.today("2026-02-27");
    const [order] = await life.emulator.control.orders();
    await life.emulator.control.approve(Number(order?.requests[0]?.id));
    await www.up();
    life.emulator.control.configure({ approval: "none" });
    www.said();
    await life.today("2026-03-06");
    expect([(await www.up()).step, www.said()]).toEqual(["same", ""]);
    await life.today("2026-08-12");
    await www.up();
    await life.today("2027-01-23");
    const renewed = await www.up();
    expect(renewed).toEqual({ step: "update" });
    expect(life.paid()).toHaveLength(2);
  });

  test("shorter lives before the announced day are taken, told, and no failure", async () => {
    const certificateLives = [
      { from: "2027-02-23", days: 99 },
      { from: "2026-01-01", days: 199 },
    ];
    await begin({ certificateLives }, {}, "2027-03-01");
    expect((await www.up()).reasons).toBeUndefined();
    expect(www.outputs?.["notAfter"]).toBe("2027-06-07T23:59:59.000Z");
    expect(www.said()).toMatch(/ends on 2027-06-07 .* a free reissue is due from 2027-05-06 on/);
    await life.today("2027-05-10");
    await www.up();
    expect(www.outputs?.["notAfter"]).toBe("2027-08-16T23:59:59.000Z");
    expect(life.paid()).toHaveLength(1);
  });

  test("a last day in the order that is not the certificate's is no reason to refuse it", async () => {
    await begin();
    const path = "^/order/certificate/\\d+$";
    const at = ["certificate", "valid_till"];
    life.emulator.control.failNext({ kind: "alter", path, at, to: "2026-09-09", times: 9 });
    expect((await www.up()).reasons).toBeUndefined();
    expect(www.outputs?.["notAfter"]).toBe("2026-09-10T23:59:59.000Z");
  });

  test("a name corrected on the day of the order, and due later: two plans, two reissues", async () => {
    await begin();
    await www.up();
    await www.up({ dnsNames: ["example.com", "shop.example.com"] });
    www.said();
    await life.today("2026-08-10");
    const { step } = await www.up();
    expect([step, www.said()]).toEqual(["update", expect.not.stringContaining("does not know")]);
    expect(www.outputs?.["notAfter"]).toBe("2027-02-23T23:59:59.000Z");
    const [order] = await life.emulator.control.orders();
    expect(order?.certificates).toHaveLength(3);
  });

  test.each([
    ["2026-09-08", "valid until 2026-09-10, renewed 2 days before"],
    ["2026-10-20", "expired on 2026-09-10, 40 days ago"],
  ])("a late run, on %s, says what is true", async (day, reason) => {
    await begin();
    await www.up();
    await life.today(day);
    await www.up();
    expect(www.issuance["reason"]).toBe(reason);
  });
});
