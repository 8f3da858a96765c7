/** A replacement is not a retry, and nobody ends what another holds. */
import { openCliStack } from "../support/cli-stack";
import { makeKey } from "../support/csr";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop.close());

test("up --replace with the same spec buys nothing: a reissue on the same order", async () => {
  await shop.stack.up();
  const before = await shop.stack.resource("www");
  const replaced = await shop.stack.up({ replace: [before!.urn] });
  expect(replaced.failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(1);
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
  const after = await shop.stack.resource("www");
  expect(after?.outputs["certificateIds"]).toEqual([(await shop.certificates())[1]?.id]);
  expect((await shop.stack.up()).output).toContain("2 unchanged");
});

test("another container, then none: each is a new order, and the old one is ended", async () => {
  const { stack } = shop;
  shop.declare({ container: { id: 6 } });
  await stack.up();
  shop.declare({ container: undefined } as object);
  expect((await stack.preview()).output).toMatch(/cost +: "one paid order"/);
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
  expect(shop.paid()).toHaveLength(2);
  expect((await stack.up()).output).toContain("2 unchanged");
});

test("while the replacement waits the old certificate lives; back again buys nothing", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.configure({ approval: "one-step" });
  shop.declare({ product: "ssl_basic", issuanceTimeoutMinutes: 0.001 });
  const waiting = await stack.up();
  expect(waiting.failure).toContain("needs approval of request");
  expect(await shop.statuses()).toEqual(["issued", "pending"]);
  const again = await stack.up();
  expect(again.failure).toBeDefined();
  expect(await shop.statuses()).toEqual(["issued", "pending"]);

  emulator.control.configure({ approval: "none" });
  shop.declare({ product: "ssl_plus" });
  const back = await stack.up();
  expect(back.failure).toBeUndefined();
  const orders = await emulator.control.orders();
  expect(orders.map(({ status }) => status)).toEqual(["issued", "rejected"]);
  expect(orders[0]?.certificates.map(({ status }) => status)).toEqual(["revoked", "issued"]);
  expect(shop.paid()).toHaveLength(2);
});

test("--continue-on-error ends nothing either while the replacement waits", async () => {
  const { emulator, key } = shop;
  const stack = openCliStack(emulator);
  const args = { commonName: "www.example.com", csr: key.csr, organization: { id: 117483 } };
  try {
    stack.certificates = { www: { ...args, product: "ssl_plus" } };
    expect(await stack.start("up-all").ended).toMatchObject({ isGood: true });
    emulator.control.configure({ approval: "one-step" });
    stack.certificates = { www: { ...args, product: "ssl_basic", issuanceTimeoutMinutes: 0.001 } };
    for (let run = 0; run < 2; run++) {
      expect(await stack.start("up-all").ended).toMatchObject({ isGood: false });
      expect(await shop.statuses()).toEqual(["issued", "pending"]);
    }
    const [, order] = await emulator.control.orders();
    await emulator.control.approve(order!.id);
    expect(await stack.start("up-all").ended).toMatchObject({ isGood: true });
    expect(await shop.statuses()).toEqual(["revoked", "issued"]);
  } finally {
    stack.close();
  }
});

test("a replacement that is only placed does not end the old certificate until it is issued", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
  shop.declare({ product: "ssl_basic", waitFor: "placed" });
  const placed = await stack.up();
  expect(placed.failure).toContain("its replacement is not issued yet");
  expect(await shop.statuses()).toEqual(["issued", "pending"]);

  const [, order] = await emulator.control.orders();
  await emulator.control.issueNow(order!.id);
  const done = await stack.up();
  expect(done.failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
  expect(shop.paid()).toHaveLength(2);
});

test("two resources with the same names, each with a key of its own, have an order each; one key twice is refused", async () => {
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
  const refused = await stack.up();
  expect(refused.failure).toMatch(
    /::www of this program.*has this very key and common name.*CC303/s,
  );
  expect(refused.failure).not.toContain("adoptOrderId");
  expect(await emulator.control.orders()).toHaveLength(1);
  const other = await makeKey();
  stack.program = () => {
    new Certificate("www", { ...args, dnsNames: ["example.com"] });
    new Certificate("twin", { ...args, csr: other.csr });
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await emulator.control.orders()).toHaveLength(2);
  stack.program = () => {
    new Certificate("www", { ...args, dnsNames: ["example.com"] });
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["issued", "revoked"]);
});

test("a rename with an alias changes nothing; without one it is refused, and nothing is bought or ended", async () => {
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
  const refused = await stack.up();
  expect(refused.failure).toMatch(/give it an alias of its former name.*CC303/);
  expect(await shop.statuses()).toEqual(["issued"]);
  stack.program = () => {
    new Certificate("front", args, { aliases: [{ name: "web" }] });
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["issued"]);
});

test("product A to B to A: back again, the first order is taken over, free", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  shop.declare({ product: "ssl_basic" });
  expect((await stack.up()).failure).toBeUndefined();
  shop.declare({ product: "ssl_plus" });
  expect((await stack.up()).failure).toBeUndefined();
  const orders = await emulator.control.orders();
  expect(orders.map((order) => order.certificates.map(({ status }) => status))).toEqual([
    ["revoked", "issued"],
    ["revoked"],
  ]);
  expect(shop.paid()).toHaveLength(2);
  expect((await stack.up()).output).toContain("2 unchanged");
});

test("deleteBeforeReplace is refused: nothing is ended before its replacement is issued", async () => {
  const { stack } = shop;
  await stack.up();
  shop.options = { deleteBeforeReplace: true };
  shop.declare({ product: "ssl_basic" });
  expect((await stack.up()).failure).toMatch(/before its replacement is ordered.*CC351/);
  expect(await shop.statuses()).toEqual(["issued"]);
  shop.options = {};
  shop.declare({ product: "ssl_basic" });
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
});

test("destroyed and declared again within the order period: nothing is bought", async () => {
  const { stack } = shop;
  await stack.up();
  await stack.destroy();
  expect((await stack.up()).failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(1);
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
});

test("kept and declared again: the order is taken over; where it would lose a name, it is refused", async () => {
  const { stack, emulator } = shop;
  shop.declare({ onDelete: "keep" });
  await stack.up();
  await stack.destroy();
  expect(await shop.statuses()).toEqual(["issued"]);
  expect((await stack.up()).failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(1);
  await stack.destroy();

  // CertCentral adds example.com itself, yet it is not known that it will again.
  shop.declare({ dnsNames: [] });
  expect((await stack.up()).failure).toMatch(/CertCentral would revoke certificate.*CC322/);
  expect(await emulator.control.orders()).toHaveLength(1);
  expect((await shop.certificates()).filter(({ revokedAt }) => revokedAt !== undefined)).toEqual(
    [],
  );
});

test("renamed with an alias, then replaced: the old certificate lives until the new one is issued", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const { Certificate } = await import("pulumi-certcentral");
  const declare = (change: object) => () => {
    new Certificate("web", { ...shop.args(), ...change }, { aliases: [{ name: "www" }] });
    return Promise.resolve({});
  };
  stack.program = declare({});
  expect((await stack.up()).failure).toBeUndefined();
  emulator.control.configure({ approval: "one-step" });
  stack.program = declare({ product: "ssl_basic", waitFor: "placed" });
  expect((await stack.up()).failure).toContain("its replacement is not issued yet");
  expect((await stack.up()).failure).toContain("its replacement is not issued yet");
  expect(await shop.statuses()).toEqual(["issued", "pending"]);
  const [, order] = await emulator.control.orders();
  await emulator.control.approve(order!.id);
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
});

test("removed and adopted under another name in one run: the certificate lives", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const { Certificate } = await import("pulumi-certcentral");
  const [order] = await emulator.control.orders();
  stack.program = () => {
    new Certificate("web", { ...shop.args(), adoptOrderId: order!.id });
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["issued"]);
  expect(shop.paid()).toHaveLength(1);
});

test("moved under a parent with an alias changes nothing; without one the old ends last", async () => {
  const { stack } = shop;
  await stack.up();
  const { Certificate } = await import("pulumi-certcentral");
  const { ComponentResource } = await import("@pulumi/pulumi");
  const under = (aliases: object[]) => () => {
    const parent = new ComponentResource("shop:Site", "site");
    new Certificate("www", shop.args(), { parent, aliases });
    return Promise.resolve({});
  };
  const { rootStackResource } = await import("@pulumi/pulumi");
  shop.calls();
  stack.program = under([{ parent: rootStackResource }]);
  expect((await stack.up()).failure).toBeUndefined();
  expect(shop.calls()).toEqual([]);
  stack.program = () => {
    new Certificate("www", shop.args());
    return Promise.resolve({});
  };
  expect((await stack.up()).failure).toBeUndefined();
  const left = (await shop.certificates()).filter(({ status }) => status === "issued");
  const stored = await stack.resource("www");
  expect(left.map(({ id }) => id)).toEqual([stored?.outputs["certificateId"]]);
});

test("a key of another account ends nothing and loses nothing", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.addKey("another-account", 42);
  await stack.setConfig("certcentral:apiKey", "another-account", true);
  // A refresh and a destroy use the key that the last `up` used.
  expect((await stack.up()).output).toContain("2 unchanged");
  const refresh = await stack.refresh();
  expect(refresh.output).toMatch(/is not shown.*CC341/);
  const destroy = await stack.destroy();
  expect(destroy.failure).toMatch(/belongs to account 1696530, but the API key to account 42/);
  expect(await shop.statuses()).toEqual(["issued"]);
  await stack.setConfig("certcentral:apiKey", emulator.apiKey, true);
  expect((await stack.up()).output).toContain("2 unchanged");
});

test("a checkpoint from before the renewal is imported: the renewal is seen, not bought again", async () => {
  await shop.close();
  shop = await openShop({ day: "2026-02-24" });
  const { stack } = shop;
  await stack.up();
  shop.today("2026-08-10");
  await stack.up();
  const old = await stack.export();
  shop.today("2027-01-22");
  expect((await stack.up()).failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(2);
  await stack.import(old);
  const stale = await stack.up();
  expect(stale.failure).toBeUndefined();
  expect(stale.output).toMatch(/order \d+ is already placed, no further cost/);
  expect(shop.paid()).toHaveLength(2);
  expect(await shop.statuses()).not.toContain("revoked");
  expect((await stack.up()).output).toContain("2 unchanged");
});

test("what was renewed does not stand in the way of a replacement while its order still runs", async () => {
  await shop.close();
  shop = await openShop({ day: "2026-02-24" });
  await shop.stack.up();
  shop.today("2027-02-10");
  expect((await shop.stack.up()).failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(2);
  shop.declare({ product: "ssl_basic" });
  expect((await shop.stack.preview()).output).toMatch(/: one paid order$/m);
  expect((await shop.stack.up()).failure).toBeUndefined();
  const orders = await shop.emulator.control.orders();
  expect(orders.map(({ product }) => product)).toEqual(["ssl_plus", "ssl_plus", "ssl_basic"]);
  expect(shop.paid()).toHaveLength(3);
  expect((await shop.stack.up()).output).toContain("2 unchanged");
});
