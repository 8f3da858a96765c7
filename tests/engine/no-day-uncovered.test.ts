import { addDays } from "../../provider/calendar";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

afterEach(() => shop.close());

test("two years with an up a week: the calls that change something, and no day uncovered", async () => {
  const first = "2026-02-24";
  shop = await openShop({ day: first });
  const { stack, emulator } = shop;
  const changes: string[] = [];
  let logged = 0;
  for (let day = first; day < "2028-02-24"; day = addDays(day, 7)) {
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
    expect(String(outputs?.["notAfter"]) > `${addDays(day, 7)}T12:00:00Z`).toBe(true);
    const inUse = (await emulator.control.orders())
      .flatMap(({ certificates }) => certificates)
      .find(({ id }) => id === outputs?.["certificateId"]);
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
