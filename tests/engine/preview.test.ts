/** What a reviewer reads: the text of plain `pulumi preview`, with no refresh and no call. */
import { makeKey } from "../support/csr";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop({ day: "2026-02-24" });
});

afterEach(() => shop.close());

/** The preview's text; a preview never calls CertCentral. */
async function preview(): Promise<string> {
  shop.calls();
  const { output, failure } = await shop.stack.preview();
  expect(failure).toBeUndefined();
  expect(shop.calls()).toEqual([]);
  return output;
}

async function up(): Promise<string> {
  const { output, failure } = await shop.stack.up();
  expect(failure).toBeUndefined();
  return output;
}

test("of the first order, of nothing to do, and of a reissue that is due", async () => {
  const first = await preview();
  expect(first).toMatch(/action +: "order"/);
  expect(first).toMatch(/cost +: "one paid order"/);
  expect(first).toMatch(/validUntil +: "2026-09-10"/);
  expect(first).toMatch(/coveredUntil *: "2027-02-23"/);
  await up();
  expect(await preview()).toContain("2 unchanged");

  shop.today("2026-08-06");
  expect(await preview()).toContain("due for reissue or renewal in 3 days, on 2026-08-09");
  shop.today("2026-08-10");
  const due = await preview();
  expect(due).toMatch(/~ action +: "order" => "reissue"/);
  expect(due).toMatch(/~ cost +: "one paid order" => "free, covered by the order"/);
  expect(due).toMatch(/\+ reason +: "valid until 2026-09-10, renewed 31 days before"/);
  expect(due).toMatch(/~ validUntil +: "2026-09-10" => "2027-02-23"/);
  await up();
  const [order] = await shop.emulator.control.orders();
  expect(order?.certificates.at(-1)).toMatchObject({ kind: "reissue", validTill: "2027-02-23" });

  shop.today("2027-01-22");
  shop.declare({ paidRenewal: "deny" });
  const denied = await preview();
  expect(denied).toContain("paid renewals are denied by paidRenewal. 32 days left");
  expect(denied).not.toMatch(/"renew"/);
  shop.declare({ paidRenewal: "allow" });
  const renewal = await preview();
  expect(renewal).toMatch(/~ action +: "reissue" => "renew"/);
  expect(renewal).toMatch(/~ cost +: "free, covered by the order" => "one paid renewal"/);
  expect(renewal).toMatch(/~ coveredUntil +: "2027-02-23" => "2028-01-21"/);
  await up();
  expect((await shop.stack.outputs())["orderId"]).not.toBe(order?.id);
  expect(shop.paid()).toHaveLength(2);
});

test("without details: each new plan is a line, what is lost a warning, and a no-op says nothing", async () => {
  const plain = async () => (await shop.stack.preview(false)).output;
  expect(await plain()).toContain(
    "order until 2026-09-10, covered until 2027-02-23: one paid order",
  );
  await up();
  const noOp = await plain();
  expect(noOp).toContain("2 unchanged");
  expect(noOp).not.toMatch(/order|paid/);

  shop.declare({ dnsNames: [] });
  const removed = await plain();
  expect(removed).toContain(": free, covered by the order (dnsNames changed)");
  expect(removed).toContain("warning: example.com removed: CertCentral revokes every earlier");
  shop.declare({ dnsNames: ["example.com"], product: "ssl_basic" });
  expect(await plain()).toMatch(
    /warning: product changed: a further order is paid for.*what this resource had issued on order \d+ is ended once/,
  );
  shop.declare({ product: "ssl_plus" });

  shop.today("2026-08-10");
  expect(await plain()).not.toContain("nothing is bought");
  await up();
  shop.today("2027-01-22");
  const renewal = await plain();
  expect(renewal).toContain(
    "renew until 2027-08-08, covered until 2028-01-21: one paid renewal (valid until 2027-02-23",
  );
  expect(renewal).not.toContain("nothing is bought");
});

test("of names added and removed, and of a new key", async () => {
  shop.declare({ product: "ssl_multi_domain" });
  await up();
  shop.declare({ dnsNames: ["example.com", "new.example.com"] });
  const added = await preview();
  expect(added).toMatch(/\+ reason +: "dnsNames changed"/);
  expect(added).toMatch(
    /"one paid order" => "free, but CertCentral may charge for the added name new.example.com"/,
  );
  expect(added).not.toMatch(/warning +:/);
  shop.declare({ dnsNames: [] });
  const removed = await preview();
  expect(removed).toMatch(/\+ reason +: "dnsNames changed"/);
  expect(removed).toMatch(/"one paid order" => "free, covered by the order"/);
  expect(removed).toMatch(/\+ warning +: "example.com removed: CertCentral revokes every earlier/);
  shop.declare({ dnsNames: ["example.com"], csr: (await makeKey()).csr });
  const rekeyed = await preview();
  expect(rekeyed).toMatch(/\+ reason +: "csr changed"/);
  expect(rekeyed).not.toMatch(/warning +:/);
  await up();
  expect(shop.paid()).toHaveLength(1);
});

test("of a replacement, which orders first and ends the old certificate last", async () => {
  await up();
  const [old] = await shop.emulator.control.orders();
  shop.declare({ product: "ssl_basic" });
  const replacement = await preview();
  expect(replacement).toMatch(/Certificate: \(replace\)/);
  expect(replacement).toMatch(/cost +: "one paid order"/);
  await up();
  const orders = await shop.emulator.control.orders();
  expect(orders.map(({ product }) => product)).toEqual(["ssl_plus", "ssl_basic"]);
  const log = shop.emulator.control.requests().map(({ method, path }) => `${method} ${path}`);
  expect(log.indexOf("POST /order/certificate/ssl_basic")).toBeLessThan(
    log.indexOf(`PUT /certificate/${old!.certificates[0]!.id}/revoke`),
  );
});

test("of a pending order, and of an order that is adopted", async () => {
  shop.emulator.control.configure({ approval: "one-step" });
  shop.declare({ issuanceTimeoutMinutes: 0.001 });
  await shop.stack.up();
  const pending = await preview();
  expect(pending).toMatch(/Certificate: \(update\)/);
  expect(pending).toMatch(/order \d+ is already placed, no further cost/);
  const [order] = await shop.emulator.control.orders();
  await shop.emulator.control.approve(order!.id);
  await up();

  const key = shop.key;
  const other = await openShop({ day: "2026-02-24", key });
  try {
    other.declare({ adoptOrderId: order!.id });
    const adopt = await other.stack.preview();
    expect(adopt.output).toMatch(/action +: "adopt"/);
    expect(adopt.output).toMatch(/cost +: "free, the order is paid already"/);
    await other.stack.setConfig("certcentral:apiKey", shop.emulator.apiKey, true);
    await other.stack.setConfig("certcentral:url", shop.emulator.url);
    expect((await other.stack.up()).failure).toBeUndefined();
    expect((await other.stack.outputs())["orderId"]).toBe(order!.id);
    expect(shop.paid()).toHaveLength(1);
  } finally {
    await other.close();
  }
});

test("where paid actions are denied for the stack, nothing paid is planned", async () => {
  await shop.stack.setConfig("certcentral:paidActions", "deny");
  const { failure } = await shop.stack.preview();
  expect(failure).toContain("certcentral:paidActions denies");
  expect(shop.calls()).toEqual([]);
});
