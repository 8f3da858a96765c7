/** What happens to an order outside the program, or while another one waits: never bought again, never lost. */
import { type Life, liveUntilRenewal, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

const control = () => life.emulator.control;

test("more than a year without a run: what the preview announces is made, without a refresh", async () => {
  const { www } = life;
  await www.up();
  await life.today("2027-04-01");
  expect(await www.up()).toEqual({ step: "update" });
  expect(www.said()).toContain("the order ended on 2027-02-23");
  expect(www.issuance).toMatchObject({ action: "order", cost: "one paid order" });
  expect(www.outputs).toMatchObject({ status: "issued", notAfter: expect.stringMatching(/^2027/) });
  expect(life.paid()).toHaveLength(2);
});

describe("while a new order waits", () => {
  test("a refresh after the end of the old one orders nothing again", async () => {
    const { www } = life;
    await www.up();
    control().revokeOrder(Number(www.id));
    await www.refresh();
    control().configure({ approval: "one-step" });
    await www.up();
    expect(life.paid()).toHaveLength(2);
    const [, second] = await control().orders();

    for (const day of ["2026-02-25", "2026-02-26"]) {
      await life.today(day);
      await www.refresh();
      expect(www.outputs).toMatchObject({ pendingOrderId: second!.id });
      expect((await www.up()).step).toBe("update");
    }
    expect(life.paid()).toHaveLength(2);
    await control().approve(second!.id);
    await www.refresh();
    await www.up();
    expect(www.outputs).toMatchObject({ orderId: second!.id, status: "issued" });
    expect(life.paid()).toHaveLength(2);
  });

  test("no other plan pays, whatever it says", async () => {
    const { www } = life;
    await www.up();
    control().revokeOrder(Number(www.id));
    await www.refresh();
    control().configure({ approval: "one-step" });
    await www.up();
    const found = { found: "order ended", foundDetail: "an old finding" };
    const executed = www.outputs?.["issuance"] as object;
    www.inputs = { ...www.inputs, issuance: { ...executed, ...found } };
    const { step, error } = await www.up();
    expect([step, error]).toEqual([
      "refused",
      expect.stringMatching(/order \d+ is placed already, and is needs_approval/),
    ]);
    const body = { errors: [{ code: "not_found|order", message: "Order not found." }] };
    const path = "^/order/certificate/\\d+$";
    control().failNext({ kind: "reply", path, after: 1, status: 404, body });
    expect((await www.up()).error).toMatch(/order \d+ is placed already, and is not shown/);
    expect(life.paid()).toHaveLength(2);
  });

  test("a renewal that waits at the end of the old order is not ordered again", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    await life.today("2027-02-25");
    await www.refresh();
    expect(www.said()).toMatch(/order \d+ needs approval of request/);
    await www.up();
    expect(www.issuance).toMatchObject({ action: "renew" });
    expect(life.paid()).toHaveLength(2);
  });

  test("no run is green once the order in use was revoked", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    control().configure({ approval: "one-step" });
    expect(await www.up()).toEqual({ step: "update" });
    control().revokeOrder(Number(www.id));
    await www.refresh();
    expect((await www.up()).reasons).toEqual([expect.stringContaining("needs approval")]);
    expect(life.paid()).toHaveLength(2);
  });

  test("that a refresh is not shown is kept, and not ordered again", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    const { pendingOrderId } = www.outputs ?? {};
    const body = { errors: [{ code: "not_found|order", message: "Order not found." }] };
    const path = `^/order/certificate/${String(pendingOrderId)}$`;
    control().failNext({ kind: "reply", path, status: 404, body });
    await www.refresh();
    expect(www.said()).toMatch(new RegExp(`order ${String(pendingOrderId)} .*is not shown`));
    expect(www.outputs).toMatchObject({ pendingOrderId });
    await www.up();
    expect(life.paid()).toHaveLength(2);
  });

  test("a certificate that the old order gets meanwhile does not make it forgotten", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    const [, renewal] = await control().orders();
    await control().reissueInConsole(Number(www.id));
    await www.refresh();
    expect(www.outputs).toMatchObject({ orderId: Number(www.id), pendingOrderId: renewal!.id });
    await control().approve(renewal!.id);
    await www.up();
    expect(www.outputs).toMatchObject({ orderId: renewal!.id });
  });
});

describe("a renewal made in the console", () => {
  beforeEach(() => liveUntilRenewal(life));

  test("is taken over by a refresh, and renewed itself when its time comes", async () => {
    const { www } = life;
    const renewal = await control().renewInConsole(Number(www.id));
    const bought = life.paid().length;
    await www.refresh();
    expect(www.said()).toMatch(/was renewed elsewhere: order \d+ is taken over/);
    expect(www.outputs).toMatchObject({ orderId: renewal, coveredUntil: "2028-01-21" });
    expect(await www.up()).toEqual({ step: "same" });
    for (const day of ["2027-07-20", "2027-10-20"]) {
      await life.today(day);
      await www.up();
    }
    expect(life.paid()).toHaveLength(bought);
    await life.today("2028-01-10");
    await www.up();
    expect(www.issuance).toMatchObject({ action: "renew" });
    expect(life.paid()).toHaveLength(bought + 1);
    expect((await control().orders()).at(-1)).toMatchObject({ renewalOfOrderId: renewal });
  });

  test("is followed, and outlives the resource", async () => {
    const { www } = life;
    await control().renewInConsole(Number(www.id));
    await www.refresh();
    await life.today();
    await www.destroy();
    expect((await life.statuses()).map((order) => order.at(-1))).toEqual(["revoked", "issued"]);
  });

  test("that still waits is waited for, and nothing is bought beside it", async () => {
    const { www } = life;
    control().configure({ issuance: "delayed", issuanceDelaySeconds: 9_999_999 });
    const renewal = await control().renewInConsole(Number(www.id));
    await www.refresh();
    expect(www.outputs).toMatchObject({ pendingOrderId: renewal });
    expect((await www.up()).step).toBe("update");
    await control().issueNow(renewal);
    await www.up();
    expect(www.outputs).toMatchObject({ orderId: renewal, status: "issued" });
    await www.refresh();
    expect(await www.up()).toEqual({ step: "same" });
    expect(life.paid()).toHaveLength(1);
  });

  test("is not bought again when the old order has expired, seen by a refresh or not", async () => {
    const { www } = life;
    const renewal = await control().renewInConsole(Number(www.id));
    await life.today("2027-02-25");
    const expired = { found: "order ended", foundDetail: "the order is expired" };
    www.inputs = { ...www.inputs, issuance: { ...www.issuance, ...expired } };
    const { step, error } = await www.up();
    expect([step, error]).toEqual([
      "refused",
      expect.stringMatching(/renewed already, by order \d+, outside this program/),
    ]);
    await www.refresh();
    expect(www.outputs).toMatchObject({ orderId: renewal });
    expect(await www.up()).toEqual({ step: "same" });
    expect(life.paid()).toHaveLength(1);
  });

  test("for another product is not taken over, nor bought again", async () => {
    const { www } = life;
    await renewAsAnotherProduct(Number(www.id));
    await www.refresh();
    expect(www.said()).toMatch(/cannot be taken over: its product is ssl_basic.*adoptOrderId/);
    expect(await www.up()).toMatchObject({ step: "refused" });
    expect(life.paid()).toHaveLength(2);
  });
});

/** A renewal with another product, as a person orders it. */
async function renewAsAnotherProduct(orderId: number): Promise<void> {
  const { emulator, key } = life;
  const response = await fetch(`${emulator.url}/order/certificate/ssl_basic`, {
    method: "POST",
    headers: { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      certificate: { common_name: "www.example.com", csr: key.csr, signature_hash: "sha256" },
      order_validity: { years: 1 },
      organization: { id: 117483 },
      renewal_of_order_id: orderId,
      skip_approval: true,
    }),
  });
  expect(response.status).toBe(201);
}

test("a renewal whose plan was not saved is not bought twice, denied in between or not", async () => {
  await liveUntilRenewal(life);
  const { www } = life;
  // With three days left the wait fails, and the engine keeps the inputs of before.
  await life.today("2027-02-20");
  control().configure({ approval: "one-step" });
  await www.up();
  expect(www.issuance).toMatchObject({ action: "reissue" });
  const [, renewal] = await control().orders();
  await control().approve(renewal!.id);
  await www.up({ paidRenewal: "deny" });
  expect(www.outputs).toMatchObject({ orderId: renewal!.id });
  const { step, error } = await www.up({ paidRenewal: "allow" });
  expect([step, error]).toEqual([
    "refused",
    expect.stringMatching(/it ends on 2028-02-19, in 364 days\. Nothing was bought/),
  ]);
  expect(life.paid()).toHaveLength(2);
  await www.refresh();
  await www.up();
  expect(await www.up()).toEqual({ step: "same" });
  expect(life.paid()).toHaveLength(2);
});
