/** What is told on the row, what a change of a recorded input does, and how an order's end is found. */
import { type Life, liveUntilRenewal, openLife } from "../support/life";
import type { EngineResource } from "../support/resource";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

const control = () => life.emulator.control;
const calls = (pattern: RegExp): string[] =>
  control()
    .requests()
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => pattern.test(call));

describe("the row of a preview says", () => {
  const previewed = async (): Promise<string> => {
    const { www, provider } = life;
    www.said();
    const { inputs } = await provider.check(www.inputs ?? {}, www.declared);
    await provider.diff(www.id ?? "", www.outputs ?? {}, inputs);
    return www.said();
  };

  test("that an order is placed already, and that it costs nothing more", async () => {
    control().configure({ approval: "one-step" });
    await life.www.up();
    expect(await previewed()).toBe(`order ${life.www.id} is already placed, no further cost`);
  });

  test("that a renewal is placed already, also where its plan was not saved", async () => {
    await liveUntilRenewal(life);
    await life.today("2027-02-20");
    control().configure({ approval: "one-step" });
    await life.www.up();
    const [, renewal] = await control().orders();
    expect(life.www.issuance).toMatchObject({ action: "reissue" });
    expect(await previewed()).toContain(`order ${renewal!.id} is already placed, no further cost`);
  });

  test("that a reissue is asked for already", async () => {
    await life.www.up();
    control().configure({ approval: "one-step" });
    await life.www.up({ reissueTrigger: "again" });
    expect(await previewed()).toBe(`a reissue of order ${life.www.id} is asked for already, free`);
  });

  test("that the certificate is due although the plan is not", async () => {
    await life.www.up();
    life.www.outputs = { ...life.www.outputs, notAfter: "2026-05-01T23:59:59.000Z" };
    await life.today("2026-04-20");
    expect(await previewed()).toMatch(/due since 2026-04-09, .* nothing is bought/);
    expect(calls(/reissue/)).toEqual([]);
  });
});

describe("while a renewal waits", () => {
  beforeEach(async () => {
    await liveUntilRenewal(life);
    control().configure({ approval: "one-step" });
  });

  test("a custom field is set on both orders", async () => {
    const { www } = life;
    await www.up();
    const [order, renewal] = await control().orders();
    await www.up({ customFields: [{ metadataId: 11, value: "7" }] });
    expect(calls(/custom-field/)).toEqual([
      `POST /order/certificate/${order!.id}/custom-field`,
      `POST /order/certificate/${renewal!.id}/custom-field`,
    ]);
  });

  test("its domains are in the output", async () => {
    const { www } = life;
    await www.up();
    expect(www.outputs?.["domains"]).toMatchObject([
      { name: "www.example.com" },
      { name: "example.com" },
    ]);
  });
});

test("a replacement that an option makes is warned of, one that the program asks for is not", async () => {
  const { www } = life;
  await www.up();
  await life.today();
  const product = "ssl_basic";
  expect(await www.up({ product })).toMatchObject({ step: "replace" });
  await life.provider.check({}, www.declared);
  expect(www.said()).not.toContain("CC439");
  await life.today();
  await life.provider.check(www.inputs ?? {}, www.declared);
  await life.provider.check({}, www.declared);
  expect(www.said()).toContain("CC439");
});

test("a replacement that takes onDelete out says that what the state keeps is kept", async () => {
  await life.www.up({ onDelete: "keep" });
  life.www.said();
  const step = await life.www.up({ onDelete: undefined, product: "ssl_basic" });
  expect(step).toEqual({ step: "replace", reasons: ["product"] });
  expect(life.www.said()).toMatch(/had issued on order \d+ is kept once.*CC400/);
});

test("alternativeOrderId changed later has no effect, and that is said", async () => {
  const { www } = life;
  await www.up({ alternativeOrderId: "mine" });
  www.said();
  expect(await www.up({ alternativeOrderId: "yours" })).toEqual({ step: "same" });
  expect(www.said()).toContain("alternativeOrderId is used only when the resource is created");
  expect((await control().orders())[0]).toMatchObject({ alternativeOrderId: "mine" });
});

test("the engine checks twice what it replaces: each thing stands once on a row, and again on another row and in the next run", async () => {
  const web = await life.declare({ commonName: "web.example.com", dnsNames: [] }, "web");
  const isTold = async ({ declared }: EngineResource): Promise<boolean> => {
    life.www.said();
    await life.provider.check({}, { ...declared, autoRenew: 1 });
    return life.www.said().includes("autoRenew lets CertCentral");
  };
  for (const one of [life.www, web]) {
    expect([await isTold(one), await isTold(one)]).toEqual([true, false]);
  }
  await life.today();
  expect(await isTold(life.www)).toBe(true);
});

test("the DCV method of an order that waits is changed on it, and the record with it", async () => {
  const web = await life.declare(
    {
      product: "ssl_dv_rapidssl",
      commonName: "dv.example.net",
      dnsNames: undefined,
      organization: undefined,
      technicalContact: { firstName: "A", lastName: "B", email: "a@example.net", telephone: "1" },
      dcvMethod: "email",
    },
    "dv",
  );
  await web.up();
  expect((await web.up({ dcvMethod: "dns-txt-token" })).step).toBe("update");
  expect(calls(/dcv-method/)).toEqual([`PUT /order/certificate/${web.id}/dcv-method`]);
  expect(web.outputs?.["validationRecords"]).toMatchObject([
    { domain: "dv.example.net", method: "dns-txt-token", type: "TXT" },
  ]);
});

test("an organization that an order creates is in the output", async () => {
  const organization = {
    name: "Alpha Corp",
    address: "1 Main St",
    city: "Lehi",
    state: "Utah",
    zip: "84043",
    country: "us",
    telephone: "8015551212",
  };
  const web = await life.declare({ organization }, "web");
  await web.up();
  const organizationId = Number(web.outputs?.["organizationId"]);
  expect(organizationId).toBeGreaterThan(117484);
  control().validateOrganization(organizationId);
  expect(await web.up()).toEqual({ step: "update" });
  expect(web.outputs).toMatchObject({ status: "issued", organizationId });
});

describe("a refresh finds an order", () => {
  test("expired, and the next preview shows a new one", async () => {
    const { www } = life;
    await www.up({ orderValidity: { days: 60 }, paidRenewal: "deny" });
    await life.today("2026-04-26");
    await www.refresh();
    expect(www.said()).toMatch(/order \d+ is expired: the next preview shows a new order/);
    await www.up({ paidRenewal: "allow" });
    expect(www.issuance).toMatchObject({
      action: "order",
      reason: expect.stringContaining("expired"),
    });
    expect(life.paid()).toHaveLength(2);
    expect(www.outputs).toMatchObject({ orderId: (await control().orders())[1]!.id });
  });

  test("canceled while it waited, and the next preview shows a new one", async () => {
    const { www } = life;
    control().configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
    await www.up();
    control().cancelOrder(Number(www.id));
    expect((await www.up()).reasons?.[0]).toMatch(/is canceled. It is not ordered again by itself/);
    expect(life.paid()).toHaveLength(1);
    control().configure({ issuance: "immediate" });
    await www.refresh();
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.issuance).toMatchObject({
      action: "order",
      reason: expect.stringContaining("canceled"),
    });
    expect(life.paid()).toHaveLength(2);
  });
});
