/** A replacement is not a retry, and nobody ends what another holds. */
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop.close());

const certificates = async () =>
  (await shop.emulator.control.orders()).flatMap((order) => order.certificates);
const statuses = async () => (await certificates()).map(({ status }) => status);

test("up --replace with the same spec buys nothing: a reissue on the same order", async () => {
  await shop.stack.up();
  const before = await shop.stack.resource("www");
  const replaced = await shop.stack.up({ replace: [before!.urn] });
  expect(replaced.failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(1);
  expect(await statuses()).toEqual(["revoked", "issued"]);
  const after = await shop.stack.resource("www");
  expect(after?.outputs["certificateIds"]).toEqual([(await certificates())[1]?.id]);
  expect((await shop.stack.up()).output).toContain("2 unchanged");
});

test("while the replacement waits the old certificate lives; back again buys nothing", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.configure({ approval: "one-step" });
  shop.declare({ product: "ssl_basic", issuanceTimeoutMinutes: 0.001 });
  const waiting = await stack.up();
  expect(waiting.failure).toContain("needs approval of request");
  expect(await statuses()).toEqual(["issued", "pending"]);
  const again = await stack.up();
  expect(again.failure).toBeDefined();
  expect(await statuses()).toEqual(["issued", "pending"]);

  emulator.control.configure({ approval: "none" });
  shop.declare({ product: "ssl_plus" });
  const back = await stack.up();
  expect(back.failure).toBeUndefined();
  const orders = await emulator.control.orders();
  expect(orders.map(({ status }) => status)).toEqual(["issued", "rejected"]);
  expect(orders[0]?.certificates.map(({ status }) => status)).toEqual(["revoked", "issued"]);
  expect(shop.paid()).toHaveLength(2);
});

test("a replacement that is only placed does not end the old certificate until it is issued", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
  shop.declare({ product: "ssl_basic", waitFor: "placed" });
  const placed = await stack.up();
  expect(placed.failure).toContain("its replacement is not issued yet");
  expect(await statuses()).toEqual(["issued", "pending"]);

  const [, order] = await emulator.control.orders();
  await emulator.control.issueNow(order!.id);
  const done = await stack.up();
  expect(done.failure).toBeUndefined();
  expect(await statuses()).toEqual(["revoked", "issued"]);
  expect(shop.paid()).toHaveLength(2);
});

test("two resources with the same names and key have an order each, and each ends its own", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const { Certificate } = await import("pulumi-certcentral");
  const args = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr: shop.key.csr,
    organization: { id: 117483 },
  };
  stack.program = () => {
    new Certificate("www", { ...args, dnsNames: ["example.com"] });
    new Certificate("twin", args);
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await emulator.control.orders()).toHaveLength(2);
  stack.program = () => {
    new Certificate("www", { ...args, dnsNames: ["example.com"] });
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await statuses()).toEqual(["issued", "revoked"]);
});

test("a rename with an alias changes nothing; without one the old certificate ends last", async () => {
  const { stack } = shop;
  await stack.up();
  const { Certificate } = await import("pulumi-certcentral");
  const args = {
    product: "ssl_plus",
    commonName: "www.example.com",
    dnsNames: ["example.com"],
    csr: shop.key.csr,
    organization: { id: 117483 },
  };
  shop.calls();
  stack.program = () => {
    new Certificate("web", args, { aliases: [{ name: "www" }] });
    return Promise.resolve({});
  };
  const renamed = await stack.up();
  expect(renamed.failure).toBeUndefined();
  expect(shop.calls()).toEqual([]);
  stack.program = () => {
    new Certificate("front", args);
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await statuses()).toEqual(["revoked", "issued"]);
});
