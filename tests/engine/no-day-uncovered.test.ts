/** Weekly runs alone, on the real engine: no day without a certificate, whatever day an approver acts on. */
import { addDays, daysBetween } from "../../provider/calendar";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

afterEach(() => shop.close());

/** Of weeks in which nothing is due, every fourth is run; `npm run test:long` runs all. */
const quietWeeks = process.env["EVERY_WEEK"] === undefined ? 4 : 1;

test("two years with an up a week: the calls that change something, and no day uncovered", async () => {
  const first = "2026-02-24";
  shop = await openShop({ day: first });
  const { stack, emulator } = shop;
  const changes: string[] = [];
  let logged = 0;
  let due = first;
  for (let day = first, week = 0; day < "2028-02-24"; day = addDays(day, 7), week++) {
    if (due > addDays(day, 7) && week % quietWeeks !== 0) continue;
    shop.today(day);
    const up = await stack.up();
    expect(up.failure).toBeUndefined();
    for (const { method, path, charge } of emulator.control.requests().slice(logged)) {
      if (method !== "GET")
        changes.push(`${day} ${method} ${path} ${charge > 0 ? "paid" : "free"}`);
    }
    logged = emulator.control.requests().length;
    // The certificate in use covers the whole week until the next run.
    const outputs = (await stack.resource("www"))?.outputs;
    due = String(outputs?.["renewalDue"]);
    expect(String(outputs?.["notAfter"]) > `${addDays(day, 7)}T12:00:00Z`).toBe(true);
    const inUse = (await shop.certificates()).find(({ id }) => id === outputs?.["certificateId"]);
    expect(inUse).toMatchObject({ status: "issued" });
    expect(inUse?.revokedAt).toBeUndefined();
  }
  const [order, renewal] = await emulator.control.orders();
  expect(changes).toEqual([
    "2026-02-24 POST /order/certificate/ssl_plus paid",
    `2026-08-11 POST /order/certificate/${order!.id}/reissue free`,
    "2027-01-26 POST /order/certificate/ssl_plus paid",
    `2027-07-13 POST /order/certificate/${renewal!.id}/reissue free`,
    `2027-09-21 POST /order/certificate/${renewal!.id}/reissue free`,
    `2027-11-30 POST /order/certificate/${renewal!.id}/reissue free`,
    "2028-01-04 POST /order/certificate/ssl_plus paid",
  ]);
  expect(renewal).toMatchObject({ renewalOfOrderId: order!.id });
  expect(order).toMatchObject({ isRenewed: true });
});

/** Approves what was asked for so many days ago. */
async function approve(day: string, waitOf: (request: number) => number): Promise<void> {
  const { control } = shop.emulator;
  const requests = (await control.orders()).flatMap((order) => order.requests);
  for (const [index, { id, status, date }] of requests.entries()) {
    if (status !== "pending") continue;
    if (daysBetween(date.slice(0, 10), day) >= waitOf(index)) await control.approve(id);
  }
}

test.each([3, 30])(
  "first approved after %i days, later ones after 3: reissued and renewed in time by weekly runs",
  async (wait) => {
    const first = "2026-02-24";
    shop = await openShop({ day: first, approval: "one-step" });
    const { stack } = shop;
    shop.declare({ issuanceTimeoutMinutes: 0.001 });
    let outputs: Record<string, unknown> = {};
    let isQuiet = false;
    for (let day = first; day < "2027-05-01"; day = addDays(day, 1)) {
      const passed = daysBetween(first, day);
      shop.today(day);
      await approve(day, (request) => (request === 0 ? wait : 3));
      if (passed % 7 !== 0) continue;
      // Weeks in which nothing can happen are left out: the two years above have them.
      const due = outputs["renewalDue"];
      if (isQuiet && typeof due === "string" && due > addDays(day, 7)) continue;
      const { failure, output } = await stack.up();
      outputs = (await stack.resource("www"))?.outputs ?? {};
      isQuiet = /\d+ unchanged/.test(output) && !/updated|created/.test(output);
      if (passed <= wait) continue;
      expect([day, failure]).toEqual([day, undefined]);
      const left = daysBetween(day, String(outputs["notAfter"]).slice(0, 10));
      expect(left).toBeGreaterThanOrEqual(7);
    }
    expect(shop.paid()).toHaveLength(2);
    const [order, renewal] = await shop.emulator.control.orders();
    expect(order).toMatchObject({ isRenewed: true });
    expect(renewal?.certificates.map(({ status }) => status)).toEqual(["issued"]);
  },
);
