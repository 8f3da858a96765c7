/** Orders that are there already: taken over where they are the right ones, and asked for no more than they have. */
import { makeKey } from "../support/csr";
import { type Life, liveUntilRenewal, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

const control = () => life.emulator.control;

describe("declared again", () => {
  test("late in the plan: the reissue ends with the order", async () => {
    await life.www.up();
    await life.today("2026-10-01");
    const again = await life.declare();
    expect(await again.up()).toEqual({ step: "create" });
    expect(again.outputs).toMatchObject({ notAfter: "2027-02-23T23:59:59.000Z" });
    expect(life.paid()).toHaveLength(1);
  });

  test("after a renewal: the renewal is taken, not the order that is about to end", async () => {
    await liveUntilRenewal(life);
    await life.www.up();
    const [, renewal] = await control().orders();
    await life.today("2027-01-25");
    const again = await life.declare();
    await again.up();
    expect(again.outputs).toMatchObject({ orderId: renewal!.id });
    expect(life.paid()).toHaveLength(2);
  });

  test("after a create that was under way was put into the state by hand: refused, whatever changes, until that is let go of", async () => {
    await life.www.up();
    await life.today();
    // As Pulumi keeps what it was creating when it was interrupted: inputs alone.
    life.www.outputs = {};
    control().clearRequests();
    const { step, error } = await life.www.up({ product: "ssl_multi_domain" });
    expect(step).toBe("refused");
    expect(error).toMatch(/holds no order.*pulumi state delete.*CC459/);
    expect(life.paid()).toEqual([]);
    await life.today();
    const again = await life.declare();
    expect(await again.up()).toEqual({ step: "create" });
    expect(again.outputs).toMatchObject({ orderId: Number(life.www.id) });
    expect(life.paid()).toEqual([]);
  });

  test("while a reissue waits for the same: adopted, it is awaited", async () => {
    const { csr } = await makeKey();
    await life.www.up();
    control().configure({ approval: "one-step" });
    await life.www.up({ csr });
    await life.today();
    const again = await life.declare({ csr });
    expect((await again.up()).error).toMatch(
      /placed for this resource before.*adoptOrderId.*CC302/,
    );
    await life.today();
    await again.up({ adoptOrderId: Number(life.www.id) });
    expect(await life.statuses()).toEqual([["issued", "pending"]]);
    await control().approve(Number(again.id));
    await again.up();
    expect(again.outputs).toMatchObject({ status: "issued" });
    expect(life.paid()).toHaveLength(1);
  });

  test("while a reissue waits for another key: that may be a person's, and is left alone", async () => {
    await life.www.up();
    control().configure({ approval: "one-step" });
    await life.www.up({ csr: (await makeKey()).csr });
    control().configure({ approval: "none" });
    await life.today();
    const again = await life.declare();
    expect((await again.up()).error).toMatch(/never canceled from here.*CC320/);
    expect(await life.statuses()).toEqual([["issued", "pending"]]);
  });

  test("with another key while a reissue waits: refused, and nothing is bought", async () => {
    await life.www.up();
    control().configure({ approval: "one-step" });
    await life.www.up({ csr: (await makeKey()).csr });
    control().configure({ approval: "none" });
    await life.today();
    const again = await life.declare({ csr: (await makeKey()).csr });
    expect((await again.up()).error).toMatch(/its key is not the one of the CSR.*CC302/);
    expect(life.paid()).toHaveLength(1);
    expect(await life.statuses()).toEqual([["issued", "pending"]]);
  });
});

describe("replaced for another", () => {
  const details = {
    address: "1 Main St",
    city: "Lehi",
    state: "Utah",
    zip: "84043",
    country: "us",
    telephone: "8015551212",
  };

  test("organization's details: the old company's order is not taken over", async () => {
    const alpha = { name: "Alpha Corp", ...details };
    const www = await life.declare({ organization: alpha, waitFor: "placed" });
    await www.up();
    const change = { organization: { ...alpha, name: "Beta Corp" }, waitFor: "placed" as const };
    expect(await www.up(change)).toMatchObject({ step: "replace", reasons: ["organization"] });
    const beta = await life.declare(change);
    await beta.up();
    expect(beta.outputs?.["orderId"]).not.toBe(www.outputs?.["orderId"]);
    expect(life.paid()).toHaveLength(2);
    await life.today();
    expect(await www.up(change)).toMatchObject({ step: "replace" });
    const retried = await life.declare({
      ...change,
      organization: { ...alpha, name: "beta corp." },
    });
    await retried.up();
    expect(retried.outputs).toMatchObject({ orderId: beta.outputs?.["orderId"] });
    expect(life.paid()).toHaveLength(2);
  });

  test("container, or none any more: the order in the old one is not taken over", async () => {
    const stores = await life.declare({ container: { id: 6 } });
    await stores.up();
    const change = { container: undefined };
    expect(await stores.up(change)).toMatchObject({ step: "replace", reasons: ["container"] });
    const next = await life.declare();
    await next.up();
    expect(next.outputs?.["orderId"]).not.toBe(stores.outputs?.["orderId"]);
    expect(life.paid()).toHaveLength(2);
    // A run that breaks off here finds the order again.
    await life.today();
    expect(await stores.up(change)).toMatchObject({ step: "replace" });
    const retried = await life.declare();
    await retried.up();
    expect(retried.outputs).toMatchObject({ orderId: next.outputs?.["orderId"] });
    expect(life.paid()).toHaveLength(2);
  });
});

describe("the key of an order under another reference", () => {
  const shop = (change = {}) => life.declare(change, "shop");

  test("of this program: who has it is named, and no adoption is offered that would be refused", async () => {
    await life.www.up();
    await life.today();
    await life.www.up();
    const { error } = await (await shop()).up();
    expect(error).toMatch(/used by urn:\S+::www of this program.*a key of its own.*CC303/);
    expect(error).not.toContain("adoptOrderId");
  });

  test("of this program, which has no order in its state yet: that is said in the preview", async () => {
    await life.www.up();
    await life.today();
    const again = await life.declare();
    await life.provider.check({}, again.declared);
    const reasons = [expect.stringMatching(/::www of this program orders a certificate.*CC470/)];
    expect(await (await shop()).up()).toEqual({ step: "check failed", reasons });
  });

  test("with a name that the program lacks: an adoption is offered that succeeds", async () => {
    const product = "ssl_multi_domain";
    await life.www.up({ product, dnsNames: ["a.example.com", "b.example.com"] });
    const adoptOrderId = Number(life.www.id);
    await life.today();
    const moved = await shop({ product, dnsNames: ["a.example.com"] });
    expect((await moved.up()).error).toMatch(
      `set adoptOrderId: ${adoptOrderId}, with its b.example.com in dnsNames; `,
    );
    const dnsNames = ["a.example.com", "b.example.com"];
    expect(await moved.up({ adoptOrderId, dnsNames })).toEqual({ step: "create" });
  });

  test("that is listed, and not shown: refused, and nothing is bought", async () => {
    await life.www.up();
    await life.today();
    control().configure({ ordersShown: "listed" });
    expect((await (await shop()).up()).error).toMatch(/of its common name.*CC300/);
    expect(life.paid()).toHaveLength(1);
  });

  test("for something else: no adoption is offered either", async () => {
    await life.www.up();
    await life.today();
    const { error } = await (await shop({ container: { id: 6 } })).up();
    expect(error).toMatch(/its container is 5, not 6.*CC303/);
    expect(error).not.toContain("adoptOrderId");
  });

  test("moved after a destroy: what is left of the order is taken over, free, in the way that is said", async () => {
    await life.www.up();
    const adoptOrderId = Number(life.www.id);
    await life.today();
    await life.www.destroy();
    await life.today();
    const moved = await shop();
    expect((await moved.up()).error).toMatch(
      new RegExp(`all its certificates ended.*set adoptOrderId: ${adoptOrderId}.*CC303`),
    );
    expect(await moved.up({ adoptOrderId })).toEqual({ step: "create" });
    expect(await life.statuses()).toEqual([["revoked", "issued"]]);
    expect(life.paid()).toHaveLength(1);
  });

  test("of which no certificate lives and no time is left: nothing of it is asked for", async () => {
    await life.www.up();
    await life.today();
    await life.www.destroy();
    await life.today("2027-02-20");
    expect(await (await shop()).up()).toEqual({ step: "create" });
    expect(life.paid()).toHaveLength(2);
  });
});

describe("adopted", () => {
  test("an order of its own reference keeps its number, and is renewed in time", async () => {
    await life.www.up();
    await life.today("2026-08-10");
    const again = await life.declare({ adoptOrderId: Number(life.www.id) });
    await again.up();
    await again.refresh();
    await again.up();
    await life.today("2027-01-22");
    expect(await again.up()).toEqual({ step: "update" });
    expect(again.issuance).toMatchObject({ action: "renew", orderNumber: 2 });
    expect(again.outputs).toMatchObject({ orderId: (await control().orders())[1]!.id });
    expect(life.paid()).toHaveLength(2);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["is used by another resource of the run", () => life.www.up(), /used by .*::www.*CC301/],
    [
      "has ended",
      () => {
        control().revokeOrder(Number(life.www.id));
      },
      /it is revoked.*CC310/,
    ],
  ])("an order that %s: refused, and nothing is asked for", async (_what, happen, said) => {
    await life.www.up();
    await life.today();
    await happen();
    const asked = control().requests().length;
    const web = await life.declare({ adoptOrderId: Number(life.www.id) }, "web");
    expect((await web.up()).error).toMatch(said);
    const made = control().requests().slice(asked);
    expect(made.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("what the order has and the program does not name is listed, and that CertCentral renews it too", async () => {
    const more = { customFields: [{ metadataId: 11, value: "42" }], disableCt: true, autoRenew: 1 };
    const console = await life.declare(more, "console");
    await console.up();
    await life.today();
    const adoptOrderId = Number(console.id);
    const web = await life.declare({ adoptOrderId, disableCt: true }, "web");
    expect(await web.up()).toEqual({ step: "create" });
    const said = web.said();
    expect(said).toContain("the order has customFields, which the program does not name");
    expect(said).toContain(`CertCentral renews or reissues order ${adoptOrderId} by itself`);
  });

  test("an order whose certificate alone was revoked is reissued, free", async () => {
    await life.www.up();
    control().revokeCertificate(Number(life.www.outputs?.["certificateId"]));
    await life.today();
    const web = await life.declare({ adoptOrderId: Number(life.www.id) }, "web");
    expect(await web.up()).toEqual({ step: "create" });
    expect(await life.statuses()).toEqual([["revoked", "issued"]]);
    expect(web.outputs?.["certificateIds"]).toHaveLength(1);
    expect(life.paid()).toHaveLength(1);
  });
});

function withoutPlan(stored: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stored).filter(([key]) => key !== "issuance"));
}

describe("imported state that knows no plan", () => {
  beforeEach(async () => {
    life.www = await life.declare({
      product: "ssl_multi_domain",
      dnsNames: ["shop.example.com"],
    });
    const { www } = life;
    await www.up();
    www.inputs = withoutPlan(www.inputs);
    www.outputs = withoutPlan(www.outputs);
  });

  test.each([
    ["a name less", () => ({ dnsNames: [] as string[] })],
    ["another key", async () => ({ csr: (await makeKey()).csr })],
  ])("%s: nothing is reissued that the preview did not announce", async (_what, change) => {
    const { www } = life;
    expect((await www.up(await change())).step).toBe("update");
    expect(www.issuance).toMatchObject({ action: "adopt" });
    expect(www.said()).toMatch(/not as the program says: it.*announced no reissue/);
    expect(await life.statuses()).toEqual([["issued"]]);
  });

  test("its certificate was revoked meanwhile: that is said, and a refresh leads to the reissue", async () => {
    const { www } = life;
    const id = Number(www.outputs?.["certificateId"]);
    life.emulator.control.revokeCertificate(id);
    expect((await www.up()).step).toBe("update");
    expect(www.said()).toContain(`not as the program says: certificate ${id} is revoked. `);
    expect(await life.statuses()).toEqual([["revoked"]]);
    await www.refresh();
    await www.up();
    expect(www.issuance).toMatchObject({ action: "reissue" });
    expect(await life.statuses()).toEqual([["revoked", "issued"]]);
  });

  test("the same: taken as it is", async () => {
    const { www } = life;
    await www.up();
    await www.refresh();
    expect(await www.up()).toEqual({ step: "same" });
    expect(await life.statuses()).toEqual([["issued"]]);
  });
});
