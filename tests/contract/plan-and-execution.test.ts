/** Plan and execution, step by step, through the real provider process as the engine drives it. */
import type { Emulator } from "certcentral-emulator";

import { makeKey, type TestKey } from "../support/csr";
import { type Life, openLife } from "../support/life";
import { EngineResource } from "../support/resource";

let life: Life;
let key: TestKey;
let emulator: Emulator;
let www: EngineResource;

beforeEach(async () => {
  life = await openLife();
  ({ key, emulator, www } = life);
});

afterEach(() => life.close());

const today = (day: string): Promise<void> => life.today(day);
const orders = () => emulator.control.orders();
const paid = (): string[] => life.paid();
const posts = (): string[] =>
  emulator.control
    .requests()
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path.replace(/\d{6,}/, "N"));

async function revokedOf(): Promise<number[]> {
  const certificates = (await orders()).flatMap((order) => order.certificates);
  return certificates.filter(({ revokedAt }) => revokedAt !== undefined).map(({ id }) => id);
}

describe("what is sent is what the plan said", () => {
  test("order, reissue and renewal end on the announced days", async () => {
    await www.up();
    await today("2026-08-10");
    await www.up();
    await today("2027-01-22");
    await www.up();
    const [order, renewal] = await orders();
    expect(order?.certificates.map(({ validTill }) => validTill)).toEqual([
      "2026-09-10",
      "2027-02-23",
    ]);
    expect(renewal).toMatchObject({
      renewalOfOrderId: order!.id,
      certificates: [{ validTill: "2027-08-08" }],
    });
    expect(www.issuance).toMatchObject({
      validUntil: "2027-08-08",
      coveredUntil: "2028-01-21",
      orderNumber: 2,
    });
    expect(await revokedOf()).toEqual([]);
    expect(www.outputs?.["certificateIds"]).toEqual([
      order!.certificates[1]!.id,
      renewal!.certificates[0]!.id,
    ]);
  });

  test("a shorter wish is obeyed, also where CertCentral refuses longer ones", async () => {
    emulator.control.configure({ tooLongValidity: "refuse" });
    await www.up({ certValidity: { days: 30 } });
    expect((await orders())[0]?.certificates[0]?.validTill).toBe("2026-03-25");
  });

  test("a wish beyond the rules of the day is refused before anything is ordered", async () => {
    const { step, reasons } = await www.up({ certValidity: { days: 200 } });
    expect(step).toBe("check failed");
    expect(reasons?.[0]).toContain("may last until 2026-09-10");
    expect(emulator.control.requests()).toEqual([]);
  });
});

describe("a reissue whose reply is lost", () => {
  beforeEach(() => www.up());

  test("is found and not made again", async () => {
    emulator.control.failNext({ path: "/reissue$", kind: "lost-after" });
    expect(await www.up({ csr: (await makeKey()).csr })).toEqual({ step: "update" });
    expect(www.said()).toMatch(/order \d+ was reissued although the reply was lost/);
    expect((await orders())[0]?.certificates).toHaveLength(2);
    expect(await www.up()).toEqual({ step: "same" });
  });

  test("or was never made: is said, and made by the next run", async () => {
    emulator.control.failNext({ path: "/reissue$", kind: "lost-before" });
    const { step, error } = await www.up({ csr: (await makeKey()).csr });
    expect([step, error]).toEqual([
      "refused",
      expect.stringMatching(/No reissue of order \d+ is seen yet; the next run looks for it/),
    ]);
    expect(await www.up()).toEqual({ step: "update" });
    expect((await orders())[0]?.certificates).toHaveLength(2);
  });
});

test("an old certificate's PEM with the same key and names is not taken for the new one", async () => {
  emulator.control.configure({ chainsInReplies: false });
  await www.up();
  await today("2026-08-10");
  emulator.control.failNext({ kind: "wrong-pem", path: "/chain$", times: 2 });
  expect(await www.up()).toEqual({ step: "update" });
  expect(www.said()).toMatch(/its thumbprint is \w+, not \w+.*asking again/);
  expect(www.outputs?.["notAfter"]).toBe("2027-02-23T23:59:59.000Z");
});

test("nor where it comes with the reply to the reissue", async () => {
  await www.up();
  await today("2026-08-10");
  emulator.control.failNext({ kind: "wrong-pem-in-reply", method: "POST" });
  expect(await www.up()).toEqual({ step: "update" });
  const [order] = await orders();
  expect(www.outputs).toMatchObject({
    certificateId: order?.certificates.at(-1)?.id,
    notAfter: "2027-02-23T23:59:59.000Z",
  });
});

test("an answer from before the last reissue brings no old certificate back", async () => {
  await www.up();
  await www.refresh();
  await today("2026-08-10");
  await www.up();
  emulator.control.failNext({ kind: "stale", path: "^/order/certificate/\\d+$" });
  await www.refresh();
  expect(www.outputs?.["notAfter"]).toBe("2027-02-23T23:59:59.000Z");
  expect(await www.up()).toEqual({ step: "same" });
});

test("nor is one of before, which a lost run had issued, taken for somebody else's reissue", async () => {
  emulator.control.configure({ maxPlanYears: 3 });
  await www.up({ orderValidity: { years: 2 } });
  await today("2026-08-10");
  const { id, inputs, outputs } = www;
  await www.up();
  Object.assign(www, { id, inputs, outputs });
  await www.up();
  await today("2027-01-27");
  await www.up();
  await today("2027-07-20");
  emulator.control.failNext({ kind: "stale", path: "^/order/certificate/\\d+$" });
  expect(await www.up()).toEqual({ step: "update" });
  const [order] = await orders();
  expect(order?.certificates).toHaveLength(4);
  expect(www.outputs?.["certificateId"]).toBe(order?.certificates[3]?.id);
  expect(await www.up()).toEqual({ step: "same" });
});

test("somebody else's reissue that is due itself is not taken for the one that is due", async () => {
  await www.up();
  await today("2026-02-26");
  const [before] = await orders();
  await emulator.control.reissueInConsole(before!.id);
  await today("2026-08-14");
  expect(await www.up()).toEqual({ step: "update" });
  const [order] = await orders();
  expect(order?.certificates).toHaveLength(3);
  expect(www.outputs).toMatchObject({
    certificateId: order?.certificates[2]?.id,
    notAfter: "2027-02-23T23:59:59.000Z",
  });
  expect(await www.up()).toEqual({ step: "same" });
});

test("a reissue that was rejected is told by a refresh and shown again by the next preview", async () => {
  await www.up();
  emulator.control.configure({ approval: "one-step" });
  await www.up({ csr: (await makeKey()).csr });
  emulator.control.reject(Number(www.id));
  await www.up();
  expect(www.said()).toMatch(
    /shows no reissue yet; if one was rejected or canceled, run `pulumi refresh`/,
  );
  await www.refresh();
  expect(www.said()).toMatch(/the reissue of order \d+ was rejected or canceled/);
  emulator.control.configure({ approval: "none" });
  expect(await www.up()).toEqual({ step: "update" });
  expect(www.issuance["reason"]).toMatch(/^the reissue of order \d+ was rejected or canceled/);
  expect((await orders())[0]?.certificates.map(({ status }) => status)).toEqual([
    "issued",
    "rejected",
    "issued",
  ]);
  expect(await www.up()).toEqual({ step: "same" });
});

describe("while a reissue waits", () => {
  beforeEach(async () => {
    await www.up();
    emulator.control.configure({ approval: "one-step" });
  });

  test("the deployment goes on with the old chain, is told, and a later run finishes", async () => {
    const before = www.outputs?.["fullChainPem"];
    expect(await www.up({ reissueTrigger: "2026-02-24" })).toEqual({ step: "update" });
    expect(www.outputs?.["fullChainPem"]).toBe(before);
    expect(www.outputs?.["status"]).toBe("reissue_pending");
    expect(www.said()).toContain("Until then the certificate in use stays the output");
    expect(await www.up()).toEqual({ step: "update" });
    await emulator.control.approve(Number(www.id));
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.outputs?.["fullChainPem"]).not.toBe(before);
    expect(await www.up()).toEqual({ step: "same" });
    expect(posts()).toEqual(["/order/certificate/ssl_plus", "/order/certificate/N/reissue"]);
  });

  test("for another key it is not green: key and chain in the outputs would not belong together", async () => {
    const before = www.outputs?.["fullChainPem"];
    const { csr } = await makeKey();
    expect((await www.up({ csr })).reasons?.[0]).toMatch(/needs approval of request/);
    expect((await www.up()).reasons?.[0]).toMatch(/needs approval of request/);
    expect(www.outputs?.["fullChainPem"]).toBe(before);
    await emulator.control.approve(Number(www.id));
    expect(await www.up()).toEqual({ step: "update" });
    expect(await www.up()).toEqual({ step: "same" });
  });

  test("a removed name, or fewer than 7 days left, is a failure until the new chain is out", async () => {
    const removed = await www.up({ dnsNames: [] });
    expect(removed.reasons?.[0]).toMatch(/needs approval of request/);
    await emulator.control.approve(Number(www.id));
    expect(await www.up()).toEqual({ step: "update" });
    expect(await www.up()).toEqual({ step: "same" });
    await today("2026-09-05");
    const late = await www.up({ csr: (await makeKey()).csr });
    expect(late.reasons?.[0]).toMatch(/needs approval of request/);
  });

  test("K1 to K2 that fails halfway, then K3: K3 is what is issued", async () => {
    const third = await makeKey();
    await www.up({ csr: (await makeKey()).csr, dnsNames: [] });
    await www.up({ csr: third.csr, dnsNames: [] });
    await emulator.control.approve(Number(www.id));
    await www.up();
    const [order] = await orders();
    expect(order?.certificates.map(({ status }) => status)).toEqual([
      "issued",
      "canceled",
      "issued",
    ]);
    expect(await www.up()).toEqual({ step: "same" });
  });

  test("K1 to K2 that fails halfway, then back to K1: K1 stays in use, free", async () => {
    const before = www.outputs?.["certificateId"];
    await www.up({ csr: (await makeKey()).csr, dnsNames: [] });
    emulator.control.configure({ approval: "none" });
    await www.up({ csr: key.csr, dnsNames: ["example.com"] });
    expect(await www.up()).toEqual({ step: "same" });
    const [order] = await orders();
    const current = order?.certificates.find(({ id }) => id === www.outputs?.["certificateId"]);
    expect(current?.names).toEqual(["www.example.com", "example.com"]);
    expect(before).toBeDefined();
    expect(paid()).toHaveLength(1);
  });
});

describe("while a renewal waits", () => {
  beforeEach(async () => {
    await www.up();
    await today("2026-08-10");
    await www.up();
    await today("2027-01-22");
    emulator.control.configure({ approval: "one-step" });
  });

  test("the old chain stays the output, the pending order is named, nothing is bought twice", async () => {
    const before = www.outputs?.["fullChainPem"];
    await www.up();
    const [, renewal] = await orders();
    expect(www.outputs).toMatchObject({ fullChainPem: before, pendingOrderId: renewal!.id });
    await today("2027-01-23");
    await www.up();
    await emulator.control.approve(renewal!.id);
    await www.up();
    expect(www.outputs).toMatchObject({ orderId: renewal!.id, status: "issued" });
    expect(www.outputs?.["pendingOrderId"]).toBeUndefined();
    expect(await www.up()).toEqual({ step: "same" });
    expect(paid()).toHaveLength(2);
    expect(await revokedOf()).toEqual([]);
  });

  test("a name added meanwhile is reissued on the new order, free", async () => {
    await www.up();
    const [, renewal] = await orders();
    await www.up({ product: "ssl_plus", csr: (await makeKey()).csr });
    await emulator.control.approve(renewal!.id);
    emulator.control.configure({ approval: "none" });
    await www.up();
    expect(www.outputs?.["orderId"]).toBe(renewal!.id);
    expect(await www.up()).toEqual({ step: "same" });
    expect(paid()).toHaveLength(2);
  });

  test("rejected by the approver: not ordered again until a refresh shows it", async () => {
    await www.up();
    const [, renewal] = await orders();
    emulator.control.reject(renewal!.id);
    await www.up();
    expect(www.said()).toContain(`order ${renewal!.id} is rejected`);
    await today("2027-01-25");
    await www.up();
    expect(paid()).toHaveLength(2);
    emulator.control.configure({ approval: "none" });
    await www.refresh();
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({ action: "renew", orderNumber: 3 });
    expect(paid()).toHaveLength(3);
    expect(www.outputs?.["orderId"]).toBe((await orders())[2]?.id);
  });

  test("refused without an id: a plain failure, and the same plan again", async () => {
    emulator.control.configure({ balance: 1 });
    const first = await www.up();
    expect(first).toMatchObject({
      step: "refused",
      error: expect.stringContaining("insufficient_funds"),
    });
    expect(www.issuance).toMatchObject({ action: "reissue" });
    emulator.control.configure({ balance: 10_000, approval: "none" });
    expect(await www.up()).toEqual({ step: "update" });
    expect(paid()).toHaveLength(2);
  });

  test("a reply that is lost buys nothing twice", async () => {
    emulator.control.configure({ approval: "none" });
    emulator.control.failNext({ method: "POST", kind: "lost-after" });
    expect(await www.up()).toEqual({ step: "update" });
    expect(paid()).toHaveLength(2);
  });
});

test("the brake counts resources that announce something paid, each once however often it is checked", async () => {
  life.config["certcentral:maxPaidActionsPerRun"] = "2";
  await life.today();
  const named = (name: string) =>
    life.declare({ commonName: `${name}.example.com`, dnsNames: [] }, name);
  const [web, shop] = [await named("web"), await named("shop")];
  const refused = [];
  for (const { declared } of [life.www, life.www, web, web, shop]) {
    const { failures } = await life.provider.check({}, declared);
    refused.push(failures.map(({ property }) => property));
  }
  expect(refused).toEqual([[], [], [], [], ["issuance"]]);
});

describe("before paying, the present order is looked at", () => {
  beforeEach(async () => {
    await www.up();
    await today("2026-08-10");
    await www.up();
    await today("2027-01-22");
  });

  test("a renewal made in the console is seen", async () => {
    await emulator.control.renewInConsole(Number(www.id));
    const { step, error } = await www.up();
    expect(step).toBe("refused");
    expect(error).toMatch(/renewed already, by order \d+, outside this program.*pulumi refresh/);
    expect(paid()).toHaveLength(1);
  });

  test("a wrong clock is seen", async () => {
    emulator.control.setClock("2027-01-18T12:00:00Z");
    const { error } = await www.up();
    expect(error).toMatch(/this machine's clock says 2027-01-22.*CertCentral's 2027-01-18/);
    expect(paid()).toHaveLength(1);
  });

  test("a wrong clock makes no reissue either, which it would cut short", async () => {
    await today("2026-08-12");
    emulator.control.setClock("2026-08-15T12:00:00Z");
    const { error } = await www.up({ reissueTrigger: "1" });
    expect(error).toMatch(/ reissue: .*CertCentral's 2026-08-15.*Nothing was bought or changed/);
    expect((await emulator.control.order(Number(www.id)))?.certificates).toHaveLength(2);
  });

  test("a revoked order is seen", async () => {
    emulator.control.revokeOrder(Number(www.id));
    const { error } = await www.up();
    expect(error).toMatch(/it is revoked\. Nothing was bought/);
    await www.refresh();
    const body = { errors: [{ code: "not_found|order", message: "Order not found." }] };
    const path = "^/order/certificate/\\d+$";
    emulator.control.failNext({ kind: "reply", path, status: 404, body });
    expect((await www.up()).error).toMatch(/does not show it.*CC342/);
    expect(paid()).toHaveLength(1);
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({
      action: "order",
      reason: expect.stringContaining("is revoked"),
    });
    expect(paid()).toHaveLength(2);
  });
});

test("an order that lives, whatever an old finding says, is not ordered again", async () => {
  await www.up();
  const finding = { found: "order ended", foundDetail: "an old finding" };
  www.inputs = { ...www.inputs, issuance: { ...www.issuance, ...finding } };
  const { step, error } = await www.up();
  expect([step, error]).toEqual(["refused", expect.stringMatching(/it is issued, not ended/)]);
  expect(paid()).toHaveLength(1);
});

test("the brake holds where it is paid, too: not every step of a run was checked in it", async () => {
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  const [one, other] = [
    (await life.provider.check({}, www.declared)).inputs,
    (await life.provider.check({}, shop.declared)).inputs,
  ];
  life.config["certcentral:maxPaidActionsPerRun"] = "1";
  await life.today();
  await life.provider.create(one);
  await expect(life.provider.create(other)).rejects.toThrow(/CC307/);
  expect(paid()).toHaveLength(1);
});

describe("an update without a plan", () => {
  test("resumes what is free and never pays: a certificate cut short is reissued, and told", async () => {
    await www.up();
    // CertCentral gave less than was planned: as if the CA had capped it.
    www.outputs = { ...www.outputs, notAfter: "2026-05-01T23:59:59.000Z" };
    await today("2026-04-20");
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.said()).toMatch(/is reissued until 2026-11-04, free/);
    expect(paid()).toHaveLength(1);
  });

  test("says to refresh where a paid step is due that the plan could not foresee", async () => {
    await www.up();
    await today("2026-08-10");
    await www.up();
    // The plan believes in more time than the order really has.
    www.inputs = {
      ...www.inputs,
      issuance: { ...www.issuance, validUntil: "2027-06-30", coveredUntil: "2027-08-30" },
    };
    await today("2027-01-25");
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.said()).toMatch(
      /due for renewal, which the preview could not see: run `pulumi refresh`/,
    );
    expect(paid()).toHaveLength(1);
    await www.refresh();
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({ action: "renew" });
    expect(paid()).toHaveLength(2);
  });
});

describe("changes by rule", () => {
  beforeEach(async () => {
    await www.up();
    emulator.control.clearRequests();
  });

  test("a local input is stored without a call", async () => {
    expect(await www.up({ onDelete: "keep", renewBeforeDays: 20 })).toEqual({ step: "update" });
    expect(www.outputs).toMatchObject({ onDelete: "keep", renewalDue: "2026-08-21" });
    expect(emulator.control.requests()).toEqual([]);
  });

  test("a custom field is set on the running order, free", async () => {
    await www.up({ customFields: [{ metadataId: 11, value: "7" }], comments: "x" });
    expect(posts()).toEqual(["/order/certificate/N/custom-field"]);
  });

  test("a custom field that CertCentral refuses is tried again by the next run", async () => {
    const wrong = await www.up({ customFields: [{ metadataId: 99, value: "7" }] });
    expect(wrong).toMatchObject({
      step: "refused",
      error: expect.stringContaining("set custom field 99"),
    });
    await www.up({ customFields: [{ metadataId: 12, value: "7" }] });
    expect(posts()).toEqual([
      "/order/certificate/N/custom-field",
      "/order/certificate/N/custom-field",
    ]);
  });

  test("product, organization and container replace; contacts of the organization do not", async () => {
    expect(await www.up({ product: "ssl_basic" })).toEqual({
      step: "replace",
      reasons: ["product"],
    });
    expect(await www.up({ product: "ssl_plus", container: { id: 6 } })).toEqual({
      step: "replace",
      reasons: ["container"],
    });
    const contacts = [{ contactType: "ev_approver", userId: 5 }];
    const { step } = await www.up({ container: undefined, organization: { id: 117483, contacts } });
    expect(step).not.toBe("replace");
  });

  const address = { address: "1 Main Street", city: "Lehi", state: "Utah", zip: "84043" };
  const details = { name: "Example Inc", ...address, country: "US", telephone: "8015550100" };

  test("an organization that is named by its details in place of its id, or the other way round, is the same", async () => {
    expect(await www.up({ organization: details })).toEqual({ step: "same" });
    expect(www.said()).toContain("details in place of its id 117483, and is taken for the same");
    await www.up({ organization: details, onDelete: "keep" });
    expect(await www.up({ organization: { id: 117483 } })).toEqual({ step: "same" });
    expect(await www.up({ organization: details, onDelete: "revoke" })).toEqual({ step: "update" });
    expect(await www.up({ organization: { id: 117484 } })).toMatchObject({
      step: "replace",
      reasons: ["organization"],
    });
    expect(posts()).toEqual([]);
  });

  test("a key that changes while its organization is named by its id: its reissue is announced", async () => {
    await www.up({ organization: details, onDelete: "keep" });
    const { csr } = await makeKey();
    expect(await www.up({ organization: { id: 117483 }, csr })).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({ action: "reissue", reason: "csr changed" });
    expect(posts()).toEqual(["/order/certificate/N/reissue"]);
  });

  test("a change of a creation-only input is said to have no effect", async () => {
    expect(await www.up({ renewalOfOrderId: 5 })).toEqual({ step: "same" });
    expect(www.said()).toContain("renewalOfOrderId is used only when the resource is created");
  });

  test("autoRenew is warned about", async () => {
    await www.up({ autoRenew: 1 });
    expect(www.said()).toContain("behind this program's back");
  });
});

describe("adoption", () => {
  test("takes an order over without paying, and a refresh teaches the plan its dates", async () => {
    await www.up();
    const adopted = await EngineResource.declare(life.provider, {
      adoptOrderId: Number(www.id),
      product: "ssl_plus",
      commonName: "www.example.com",
      dnsNames: ["example.com"],
      csr: key.csr,
      organization: { id: 117483 },
    });
    expect(await adopted.up()).toEqual({ step: "create" });
    expect(adopted.issuance).toMatchObject({ action: "adopt" });
    expect(adopted.outputs).toMatchObject({ certificateId: www.outputs?.["certificateId"] });
    await adopted.refresh();
    expect(adopted.issuance).toMatchObject({
      validUntil: "2026-09-10",
      coveredUntil: "2027-02-23",
    });
    expect(await adopted.up()).toEqual({ step: "same" });
    expect(paid()).toHaveLength(1);
  });

  test("replaced by itself, the adopted certificate is not revoked by the old one's end", async () => {
    await www.up();
    const args = {
      adoptOrderId: Number(www.id),
      product: "ssl_plus",
      commonName: "www.example.com",
      dnsNames: ["example.com"],
      csr: key.csr,
      organization: { id: 117483 },
    };
    const adopted = await EngineResource.declare(life.provider, args);
    await adopted.up();
    const old = { id: adopted.id, outputs: adopted.outputs };
    const again = await EngineResource.declare(life.provider, args);
    await again.up();
    await life.provider.delete(String(old.id), old.outputs ?? {});
    expect(await revokedOf()).toEqual([]);
  });

  test("reissues for another key, free, and says so", async () => {
    await www.up();
    await life.today();
    const adopted = await life.declare({
      adoptOrderId: Number(www.id),
      csr: (await makeKey()).csr,
    });
    expect(await adopted.up()).toEqual({ step: "create" });
    expect(adopted.said()).toMatch(
      /taken over and reissued, free: its key is not the one of the CSR/,
    );
    expect(paid()).toHaveLength(1);
    expect(await revokedOf()).toEqual([]);
  });

  test("refuses where a name of a living certificate would be lost, and says which", async () => {
    await www.up();
    await life.today();
    const adopted = await life.declare({
      adoptOrderId: Number(www.id),
      commonName: "example.com",
      dnsNames: [],
    });
    const { error } = await adopted.up();
    expect(error).toMatch(/the program lacks www\.example\.com.*add the names to dnsNames.*CC311/);
    expect(posts()).toEqual(["/order/certificate/ssl_plus"]);
  });

  test("a first order can renew one that was placed elsewhere", async () => {
    await www.up();
    await today("2027-01-22");
    const renewing = await EngineResource.declare(life.provider, {
      renewalOfOrderId: Number(www.id),
      product: "ssl_plus",
      commonName: "example.com",
      csr: key.csr,
      organization: { id: 117483 },
      alternativeOrderId: "mine",
    });
    expect(await renewing.up()).toEqual({ step: "create" });
    expect((await orders())[1]).toMatchObject({
      renewalOfOrderId: Number(www.id),
      alternativeOrderId: "mine",
    });
  });
});

describe("destroy and declare again", () => {
  test("within the order period buys nothing: the order is taken over and reissued", async () => {
    await www.up();
    await life.today();
    await www.destroy();
    expect(await www.up()).toEqual({ step: "create" });
    expect(paid()).toHaveLength(1);
    const [order] = await orders();
    expect(order?.certificates.map(({ status }) => status)).toEqual(["revoked", "issued"]);
  });

  test("ends a certificate that was issued since the last run, too", async () => {
    emulator.control.configure({ approval: "one-step" });
    await www.up({ waitFor: "placed" });
    await emulator.control.approve(Number(www.id));
    await today("2026-02-25");
    await www.destroy();
    const [order] = await orders();
    expect(order?.certificates.map(({ status }) => status)).toEqual(["revoked"]);
  });

  test("with a pending reissue cancels it, then revokes one by one", async () => {
    await www.up();
    emulator.control.configure({ approval: "one-step" });
    await www.up({ csr: (await makeKey()).csr });
    await today("2026-02-25");
    await www.destroy();
    const [order] = await orders();
    expect(order?.certificates.map(({ status }) => status)).toEqual(["revoked", "canceled"]);
    expect(order?.status).toBe("issued");
  });

  test("with a waiting renewal ends that too", async () => {
    await www.up();
    await today("2026-08-10");
    await www.up();
    await today("2027-01-22");
    emulator.control.configure({ approval: "one-step" });
    await www.up();
    await today("2027-01-23");
    await www.destroy();
    expect((await orders()).map(({ status }) => status)).toEqual(["issued", "rejected"]);
    expect((await orders())[0]?.certificates.map(({ status }) => status)).toEqual([
      "issued",
      "revoked",
    ]);
  });
});
