/** What people do while an order, a reissue or a renewal waits for somebody's approval: nothing in use is lost, and nobody waits for nothing. */
import { placeOrder } from "../support/account";
import { makeKey } from "../support/csr";
import { type Life, liveUntilRenewal, openLife } from "../support/life";
import type { EngineResource } from "../support/resource";

let life: Life;

beforeEach(async () => {
  life = await openLife({ product: "ssl_multi_domain", dnsNames: [] });
});

afterEach(() => life.close());

const control = () => life.emulator.control;
const end = ({ id, outputs }: EngineResource) => life.provider.delete(id ?? "", outputs ?? {});

/** A second certificate, for another name and key. */
async function declareShop(change: Record<string, unknown> = {}): Promise<EngineResource> {
  const { csr } = await makeKey();
  return life.declare({ commonName: "shop.example.com", csr, ...change }, "shop");
}

/** The newest certificate of the only order, as the emulator has it. */
async function newest() {
  return (await control().orders())[0]!.certificates.at(-1)!;
}

describe("a certificate that is taken out of the program", () => {
  test("whose name another one gets by a reissue that waits lives until that is issued", async () => {
    const shop = await declareShop();
    await shop.up();
    await life.www.up();
    await life.today();
    control().configure({ approval: "one-step" });
    // Green: the certificate in use has its key, and loses no name.
    expect(await life.www.up({ dnsNames: ["shop.example.com"] })).toEqual({ step: "update" });
    await expect(end(shop)).rejects.toThrow(/replacement is not issued yet.*CC350/);
    await life.today();
    expect(await life.www.up()).toEqual({ step: "update" });
    await expect(end(shop)).rejects.toThrow(/CC350/);
    await control().approve(Number(life.www.id));
    await life.www.up();
    await end(shop);
    expect(await life.statuses()).toEqual([["revoked"], ["issued", "issued"]]);
  });

  test.each([
    ["a wildcard over its name", "shop.example.com", "*.example.com"],
    ["a wildcard with its name for its base", "example.com", "*.example.com"],
    ["a name below its wildcard", "*.example.com", "shop.example.com"],
  ])("lives while %s waits for its first certificate", async (_what, former, next) => {
    const productFor = (name: string): string =>
      name.startsWith("*") ? "ssl_wildcard" : "ssl_multi_domain";
    const shop = await declareShop({ commonName: former, product: productFor(former) });
    await shop.up();
    await life.today();
    control().configure({ approval: "one-step" });
    const { csr } = await makeKey();
    const asked = { commonName: next, product: productFor(next), csr, waitFor: "placed" };
    const wide = await life.declare(asked, "wide");
    expect(await wide.up()).toEqual({ step: "create" });
    await expect(end(shop)).rejects.toThrow(/CC350/);
    expect(await life.statuses()).toEqual([["issued"], ["pending"]]);
  });
});

test("what waits for its first certificate is not renewed, however short its order is: it is waited for", async () => {
  const { www } = life;
  control().configure({ approval: "one-step", earlyRenewal: "allow" });
  const { reasons } = await www.up({ orderValidity: { days: 30 } });
  expect(reasons?.[0]).toContain("needs approval");
  const waits = /renew for order \d+: it is needs_approval, and its first certificate.*CC430/;
  await life.today("2026-03-10");
  expect((await www.up()).error).toMatch(waits);
  expect(life.paid()).toHaveLength(1);
  await control().approve(Number(www.id));
  expect((await www.up()).error).toMatch(/it is issued, and its first certificate/);
  await www.refresh();
  expect((await www.up()).error).toBeUndefined();
  expect(www.outputs).toMatchObject({ status: "issued" });
  expect(life.paid()).toHaveLength(1);
});

describe("a change that is taken back", () => {
  beforeEach(async () => {
    await life.www.up();
    control().configure({ approval: "one-step" });
    expect(await life.www.up({ dnsNames: ["shop.example.com"] })).toEqual({ step: "update" });
    await life.today();
  });

  test("while its reissue waits: that is canceled, and none is asked for", async () => {
    expect(await life.www.up({ dnsNames: [] })).toEqual({ step: "update" });
    expect(life.www.said()).toContain("is what the program asks for again");
    expect(await life.statuses()).toEqual([["issued", "canceled"]]);
    await life.www.refresh();
    expect(await life.www.up()).toEqual({ step: "same" });
  });

  test("after its reissue was rejected: nobody is asked to approve another one", async () => {
    control().reject(Number(life.www.id));
    await life.www.refresh();
    expect(await life.www.up({ dnsNames: [] })).toEqual({ step: "update" });
    expect(await life.statuses()).toEqual([["issued", "rejected"]]);
    await life.www.refresh();
    expect(await life.www.up()).toEqual({ step: "same" });
  });

  test("when the certificate is due: it is reissued all the same", async () => {
    await life.today("2026-08-20");
    await life.www.up({ dnsNames: [] });
    expect(await life.statuses()).toEqual([["issued", "canceled", "pending"]]);
  });
});

describe("what only the order's request says, changed while an order waits", () => {
  test.each([
    ["is seen first by an update", false],
    ["is seen first by a refresh", true],
  ])("is reissued, free, once it is issued; which %s", async (_what, isRefreshed) => {
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    await www.up({ signatureHash: "sha384" });
    await control().approve(Number(www.id));
    control().configure({ approval: "none" });
    if (isRefreshed) await www.refresh();
    expect(await www.up()).toEqual({ step: "update" });
    expect(await life.statuses()).toEqual([["issued", "issued"]]);
    expect(await www.up()).toEqual({ step: "same" });
    expect(life.paid()).toHaveLength(1);
  });
});

describe("a person's reissue", () => {
  test("that came after the first certificate, which was seen by no run, is left by a destroy, whatever the program changed meanwhile", async () => {
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    await www.up({ dnsNames: ["shop.example.com"] });
    await control().approve(Number(www.id));
    control().configure({ approval: "none" });
    await control().reissueInConsole(Number(www.id), { csr: (await makeKey()).csr });
    const theirs = await newest();
    await life.today();
    await www.up();
    await life.today();
    await www.destroy();
    const [order] = await control().orders();
    const found = order!.certificates.find(({ id }) => id === theirs.id);
    expect(found).toMatchObject({ status: "issued" });
  });

  test("in place of one's own, which was rejected: a refresh says so, and the next run asks anew", async () => {
    const { www } = life;
    await www.up();
    const inUse = www.outputs?.["certificateId"];
    control().configure({ approval: "one-step" });
    await www.up({ dnsNames: ["shop.example.com"] });
    control().reject(Number(www.id));
    control().configure({ approval: "none" });
    await control().reissueInConsole(Number(www.id), { csr: (await makeKey()).csr });
    await life.today();
    expect((await www.up()).reasons?.[0]).toMatch(/CC453/);
    await www.refresh();
    expect(www.said()).toMatch(/in place of the reissue that was asked for.*CC420/);
    expect(www.outputs).toMatchObject({ certificateId: inUse });
    await life.today();
    expect(await www.up()).toEqual({ step: "update" });
    expect(await life.statuses()).toEqual([["issued", "rejected", "issued", "issued"]]);
    expect(await www.up()).toEqual({ step: "same" });
  });

  test("without a name of the certificate in use: no run is green until one's own is issued", async () => {
    const { www } = life;
    await www.up({ dnsNames: ["shop.example.com"] });
    await control().reissueInConsole(Number(www.id), { dnsNames: [] });
    await www.refresh();
    control().configure({ approval: "one-step" });
    expect((await www.up()).reasons?.[0]).toContain("needs approval");
    await life.today("2026-03-01");
    await www.refresh();
    expect((await www.up()).reasons?.[0]).toContain("needs approval");
  });
});

test("a renewal in the console, while a reissue waits until its order has ended, is taken over", async () => {
  const { www } = life;
  await www.up();
  await life.today("2026-08-10");
  await www.up();
  await life.today("2027-01-15");
  control().configure({ approval: "one-step" });
  await www.up({ csr: (await makeKey()).csr });
  const renewal = await control().renewInConsole(Number(www.id));
  await life.today("2027-02-25");
  await www.refresh();
  expect(www.said()).toMatch(/was renewed elsewhere: order \d+ is taken over/);
  control().configure({ approval: "none" });
  const { error, reasons } = await www.up();
  expect([error, reasons]).toEqual([undefined, undefined]);
  const notAfter = "2027-09-11T23:59:59.000Z";
  expect(www.outputs).toMatchObject({ orderId: renewal, status: "issued", notAfter });
  expect(life.paid()).toHaveLength(1);
});

describe("while a renewal waits", () => {
  beforeEach(async () => {
    await liveUntilRenewal(life);
    control().configure({ approval: "one-step" });
    expect(await life.www.up()).toEqual({ step: "update" });
    await life.today("2027-01-25");
  });

  test("no run is green with a certificate in use that was revoked", async () => {
    const { www } = life;
    expect(await www.up()).toEqual({ step: "update" });
    control().revokeCertificate(Number(www.outputs?.["certificateId"]));
    const { reasons } = await www.up();
    expect(reasons).toEqual([
      expect.stringContaining("needs approval"),
      expect.stringMatching(/in use, was revoked.*while order \d+ waits.*CC461/),
    ]);
    await www.refresh();
    expect((await www.up()).reasons).toHaveLength(2);
    expect(life.paid()).toHaveLength(2);
  });
});

describe("a destroy, at whose very moment somebody", () => {
  beforeEach(async () => {
    control().configure({ approval: "one-step" });
    await life.www.up();
    await life.today();
  });

  /** The next read of the order shows it as it was a moment ago. */
  async function showAsBefore(): Promise<void> {
    const [order] = await control().orders();
    const body = {
      id: order!.id,
      status: "needs_approval",
      certificate: { common_name: "www.example.com" },
      requests: order!.requests.map(({ id }) => ({ id, status: "pending" })),
    };
    const info = { method: "GET", path: "^/order/certificate/\\d+$" };
    control().failNext({ kind: "reply", ...info, status: 200, body });
  }

  test("approves the order does not let go of it, and says to run again", async () => {
    await showAsBefore();
    await control().approve(Number(life.www.id));
    await expect(end(life.www)).rejects.toThrow(/needs_approval.*issued now.*CC362/);
    await end(life.www);
    expect(await life.statuses()).toEqual([["revoked"]]);
  });

  test("rejects it is content", async () => {
    await showAsBefore();
    control().reject(Number(life.www.id));
    await end(life.www);
    expect((await control().orders())[0]).toMatchObject({ status: "rejected" });
  });

  test("a key that may not reject is told the ways out", async () => {
    const body = { errors: [{ code: "access_denied|invalid_approver", message: "Not you." }] };
    control().failNext({ kind: "reply", method: "PUT", path: "^/request/", status: 403, body });
    await expect(end(life.www)).rejects.toThrow(
      /cannot be ended from here.*CERTCENTRAL_FORGET.*CC354/,
    );
  });
});

test("an order that was rejected is not changed any more: the next one is placed with what is new", async () => {
  const { www } = life;
  control().configure({ approval: "one-step" });
  await www.up();
  control().reject(Number(www.id));
  await www.refresh();
  const refused = { errors: [{ code: "invalid_order_status", message: "It is rejected." }] };
  for (const path of ["dcv-method$", "custom-field$"]) {
    control().failNext({ kind: "reply", path, status: 400, body: refused });
  }
  control().configure({ approval: "none" });
  const customFields = [{ metadataId: 11, value: "cost center 7" }];
  expect(await www.up({ dcvMethod: "dns-txt-token", customFields })).toEqual({ step: "update" });
  expect(www.outputs).toMatchObject({ status: "issued" });
  expect(life.paid()).toHaveLength(2);
});

describe("an order that somebody places by hand in place of one that", () => {
  const byHand = (): Promise<number> =>
    placeOrder(life.emulator, "ssl_multi_domain", {
      certificate: { common_name: "www.example.com", csr: life.key.csr },
      organization: { id: 117483 },
    });

  test("waited and was rejected: no further one is paid for, and it can be taken over", async () => {
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    control().reject(Number(www.id));
    const adoptOrderId = await byHand();
    const bought = life.paid().length;
    await www.refresh();
    await life.today();
    expect((await www.up()).error).toMatch(
      new RegExp(
        `adoptOrderId: ${adoptOrderId} .*--replace.*CERTCENTRAL_FORGET=${adoptOrderId}.*CC318`,
      ),
    );
    await life.today();
    const replacement = await life.declare({ adoptOrderId });
    expect(await replacement.up()).toEqual({ step: "create" });
    expect(life.paid()).toHaveLength(bought);
  });

  test("was to be renewed: no renewal is paid for beside it, unless somebody says so", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    const other = await byHand();
    const bought = life.paid().length;
    expect((await www.up()).error).toMatch(/renew certificate after order .*CC318/);
    process.env["CERTCENTRAL_FORGET"] = String(other);
    try {
      await life.today();
      expect(await www.up()).toEqual({ step: "update" });
    } finally {
      delete process.env["CERTCENTRAL_FORGET"];
    }
    expect(life.paid()).toHaveLength(bought + 1);
  });
});

test("an order whose last day is past and whose status lags behind does not hold up the next one", async () => {
  const { www } = life;
  await www.up();
  await life.today("2027-04-01");
  const info = { kind: "alter", method: "GET", path: "^/order/certificate/\\d+$" } as const;
  control().failNext({ ...info, at: ["status"], to: "issued" });
  expect(await www.up()).toEqual({ step: "update" });
  expect(www.issuance).toMatchObject({ action: "order" });
  expect(life.paid()).toHaveLength(2);
});
