/** A paid call whose reply was lost, and whose order is not found: what a person may do meanwhile, and what ends it. */
import { placeOrder } from "../support/account";
import { makeKey } from "../support/csr";
import { type Life, liveUntilRenewal, openLife } from "../support/life";
import type { EngineResource } from "../support/resource";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(async () => {
  delete process.env["CERTCENTRAL_FORGET"];
  await life.close();
});

const control = () => life.emulator.control;
const paidCall = { method: "POST", path: "^/order/certificate/ssl_plus$" } as const;

/** The order of the next `up` gets lost, and nobody knows it. */
async function doubt(resource: EngineResource, kind: "lost-before" | "lost-after"): Promise<void> {
  control().failNext({ kind, ...paidCall });
  expect((await resource.up()).reasons).toEqual([expect.stringContaining("(CC330)")]);
}

/** A later run in which the reference of the doubt counts as never placed. */
async function forget({ outputs }: EngineResource): Promise<void> {
  const { reference } = outputs?.["__doubt"] as { reference: string };
  process.env["CERTCENTRAL_FORGET"] = reference;
  await life.today();
}

/** Another certificate of another key, beside `www`. */
async function declareShop(): Promise<EngineResource> {
  const { csr } = await makeKey();
  return life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
}

describe("of a renewal", () => {
  beforeEach(async () => {
    await liveUntilRenewal(life);
    await doubt(life.www, "lost-before");
  });

  test.each(["a refresh", "a person's word"])(
    "that a person makes by hand, and that %s counts as not placed: it is not bought again, and a refresh goes on with theirs",
    async (how) => {
      const { www } = life;
      if (how === "a refresh") {
        control().advance({ minutes: 16 });
        await www.refresh();
        expect(www.issuance).toMatchObject({ found: "order not placed" });
      } else await forget(www);
      const renewal = await control().renewInConsole(Number(www.id));
      const { step, error } = await www.up();
      expect([step, error]).toEqual(["refused", expect.stringMatching(/renewed already.*CC430/)]);
      expect(life.paid()).toHaveLength(1);
      await www.refresh();
      expect(www.outputs).toMatchObject({ orderId: renewal, status: "issued" });
      expect(www.outputs).not.toHaveProperty("__doubt");
      expect(await www.up()).toEqual({ step: "same" });
      expect(life.paid()).toHaveLength(1);
    },
  );

  test("that was not placed: the next preview announces it, and it is placed as a renewal", async () => {
    const { www } = life;
    await www.refresh();
    expect(www.issuance).not.toHaveProperty("found");
    control().advance({ minutes: 16 });
    await www.refresh();
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({ action: "renew", orderNumber: 2, attempt: 2 });
    expect((await control().orders())[1]).toMatchObject({ renewalOfOrderId: Number(www.id) });
    expect(life.paid()).toHaveLength(2);
  });

  test("that a person says was not placed, in a program that does not want it any more: the certificate in use goes on", async () => {
    const { www } = life;
    await forget(www);
    expect(await www.up({ paidRenewal: "deny" })).toEqual({ step: "update" });
    expect(www.outputs).not.toHaveProperty("__doubt");
    expect(life.paid()).toHaveLength(1);
  });

  test("a destroy after its time ends what there was, and says what may show yet", async () => {
    await life.today();
    control().advance({ minutes: 16 });
    await life.www.destroy();
    expect(life.www.said()).toContain("CC335");
    expect((await life.statuses())[0]?.at(-1)).toBe("revoked");
  });
});

test("of the renewal of an order that was adopted: the input that is still there does not name the one in doubt", async () => {
  await life.www.up();
  await life.today("2026-08-10");
  const again = await life.declare({ adoptOrderId: Number(life.www.id) });
  await again.up();
  await again.refresh();
  await again.up();
  await life.today("2027-01-22");
  await doubt(again, "lost-before");
  expect((await again.up()).reasons).toEqual([expect.stringContaining("(CC330)")]);
  expect(life.paid()).toHaveLength(1);
});

describe("of a first order", () => {
  test("that a person places by hand: it is not bought again, and adopted by its id", async () => {
    const { www, emulator, key } = life;
    await doubt(www, "lost-before");
    const adoptOrderId = await placeOrder(emulator, "ssl_plus", {
      certificate: { common_name: "www.example.com", dns_names: ["example.com"], csr: key.csr },
      organization: { id: 117483 },
    });
    control().clearRequests();
    await forget(www);
    expect((await www.up()).error).toMatch(
      new RegExp(`set adoptOrderId: ${String(adoptOrderId)}.*CC303`),
    );
    expect(await www.up({ adoptOrderId })).toEqual({ step: "update" });
    expect(www.outputs).toMatchObject({ orderId: adoptOrderId, status: "issued" });
    expect(life.paid()).toEqual([]);
  });

  test("that the stack may not pay for: not even where a person says that it was not placed", async () => {
    await doubt(life.www, "lost-before");
    life.config["certcentral:paidActions"] = "deny";
    await forget(life.www);
    expect((await life.www.up()).error).toContain("(CC338)");
    expect(life.paid()).toEqual([]);
  });

  test("by a key that was not seen to find an order of its own: neither a refresh nor a destroy takes it for not placed", async () => {
    await doubt(life.www, "lost-before");
    await life.today();
    control().advance({ minutes: 16 });
    await life.www.refresh();
    expect(life.www.said()).toContain("CC333");
    expect(life.www.issuance).not.toHaveProperty("found");
    await expect(life.www.destroy()).rejects.toThrow(/CC336/);
  });

  test("by a key that finds its others: a destroy after the time lets go of it, and says so", async () => {
    await life.www.up();
    const shop = await declareShop();
    await doubt(shop, "lost-before");
    await life.today();
    control().advance({ minutes: 16 });
    await shop.destroy();
    expect(shop.said()).toContain("CC335");
    expect(await life.statuses()).toEqual([["issued"]]);
  });

  test("that the list shows before the look-up does: found", async () => {
    control().configure({ lookUpLagSeconds: 3600 });
    await doubt(life.www, "lost-after");
    control().advance({ minutes: 16 });
    await life.www.refresh();
    expect(life.www.said()).not.toContain("CC333");
    await life.today();
    await life.www.destroy();
    expect(await life.statuses()).toEqual([["revoked"]]);
  });

  test("also where nobody answers who could show it", async () => {
    const page = { status: 403, body: "<html></html>", contentType: "text/html" };
    const path = "^/order/alternate/";
    control().failNext({ kind: "reply", path, after: 1, times: 9, ...page });
    await doubt(life.www, "lost-after");
    expect(life.paid()).toHaveLength(1);
  });
});
