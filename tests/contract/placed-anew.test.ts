/** The order of a doubt that was not placed, and that the next preview announces once more: it is what it was to be. */
import { makeKey } from "../support/csr";
import type { EngineResource } from "../support/resource";
import { type Life, liveUntilRenewal, newOrganization, openLife } from "../support/life";

let life: Life;

afterEach(() => life.close());

const control = () => life.emulator.control;
const orders = { method: "POST", path: "^/order/certificate/\\w+[a-z]$" };

/** Its order gets lost on the way to CertCentral, and two looks find none. */
async function loseOrder(resource: EngineResource): Promise<void> {
  control().failNext({ kind: "lost-before", ...orders });
  expect((await resource.up()).reasons?.[0]).toContain("(CC330)");
  control().advance({ minutes: 16 });
  await resource.refresh();
  expect(resource.issuance).toMatchObject({ found: "order not placed" });
  resource.said();
}

test("a first order that renews one from elsewhere", async () => {
  life = await openLife();
  await life.www.up();
  await life.today("2027-01-22");
  const web = await life.declare({ renewalOfOrderId: Number(life.www.id) }, "web");
  await loseOrder(web);
  expect(await web.up()).toEqual({ step: "update" });
  expect(web.said()).toContain("one paid renewal (the order with the reference");
  expect((await control().orders())[1]).toMatchObject({ renewalOfOrderId: Number(life.www.id) });
});

test("a renewal names the organization that the first order created, and owns what was asked for", async () => {
  life = await openLife({ organization: newOrganization });
  const { www } = life;
  await www.up();
  const organizationId = Number(www.outputs?.["organizationId"]);
  control().validateOrganization(organizationId, "2028-01-01");
  await liveUntilRenewal(life);
  await loseOrder(www);
  expect(await www.up()).toEqual({ step: "update" });
  expect(life.sentOrders().at(-1)).toMatchObject({
    renewal_of_order_id: Number(www.id),
    organization: { id: organizationId },
  });
  expect(www.outputs).toMatchObject({ organizationId, status: "issued" });
});

test("what a person has renewed in the meantime is not renewed again, and can be taken", async () => {
  life = await openLife();
  await liveUntilRenewal(life);
  const { www } = life;
  await loseOrder(www);
  const renewal = await control().renewInConsole(Number(www.id));
  const bought = life.paid().length;
  expect((await www.up()).error).toMatch(
    `it was renewed already, by order ${renewal}, outside this program`,
  );
  expect(life.paid()).toHaveLength(bought);
  expect(await www.up({ adoptOrderId: renewal })).toEqual({ step: "update" });
  expect(www.outputs).toMatchObject({ orderId: renewal, status: "issued" });
  expect(life.paid()).toHaveLength(bought);
  await www.destroy();
  expect((await life.statuses()).at(-1)).toEqual(["issued"]);
});

test("what a person has ordered for its key in the meantime is not ordered again, and can be taken", async () => {
  life = await openLife();
  await life.www.up();
  const shop = await life.declare({ csr: (await makeKey()).csr }, "shop");
  await loseOrder(shop);
  // As in the console: without a reference of anybody's.
  const asked = { csr: shop.declared["csr"], alternativeOrderId: "console" };
  await life.today();
  const byHand = await life.declare(asked, "console");
  expect((await byHand.up()).step).toBe("create");
  const bought = life.paid().length;
  expect((await shop.up()).error).toMatch(new RegExp(`order ${byHand.id} .*CC303`, "s"));
  expect(life.paid()).toHaveLength(bought);
  await life.today();
  expect(await shop.up({ adoptOrderId: Number(byHand.id) })).toEqual({ step: "update" });
  expect(shop.outputs).toMatchObject({ orderId: Number(byHand.id), status: "issued" });
  expect(life.paid()).toHaveLength(bought);
});

test("the key of another account says nothing of it, and places nothing there", async () => {
  life = await openLife();
  await life.www.up();
  const shop = await life.declare({ csr: (await makeKey()).csr }, "shop");
  const { config, emulator } = life;
  const own = emulator.apiKey;
  const use = async (apiKey: string): Promise<void> => {
    config["certcentral:apiKey"] = apiKey;
    await life.today();
    control().advance({ minutes: 16 });
  };
  emulator.control.addKey("another-account", 42);
  control().failNext({ kind: "lost-before", ...orders });
  await shop.up();
  await use("another-account");
  // That account has an order by which its key is proved.
  const theirs = { organization: newOrganization, waitFor: "placed", csr: (await makeKey()).csr };
  expect((await (await life.declare(theirs, "theirs")).up()).step).toBe("create");
  await shop.refresh();
  expect(shop.said()).toContain("(CC333)");
  expect(shop.issuance["found"]).toBeUndefined();
  await use(own);
  await shop.refresh();
  expect(shop.issuance).toMatchObject({ found: "order not placed" });
  const bought = life.paid().length;
  await use("another-account");
  expect((await shop.up()).error).toMatch(/belongs to account 1696530.*CC340/);
  expect(life.paid()).toHaveLength(bought);
});

test("what is in doubt is replaced where its product changes, and no option is said to do it", async () => {
  life = await openLife();
  control().failNext({ kind: "lost-before", ...orders });
  expect((await life.www.up()).reasons?.[0]).toContain("(CC330)");
  expect(await life.www.up({ product: "ssl_basic", dnsNames: [] })).toMatchObject({
    step: "replace",
  });
  life.www.said();
  expect((await life.provider.check({}, life.www.declared)).failures).toEqual([]);
  expect(life.www.said()).not.toContain("CC439");
});
