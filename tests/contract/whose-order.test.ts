/** Orders under a resource's own references: line by line, which it goes on with, which it passes over, which it refuses. */
import { makeKey } from "../support/csr";
import { type Life, liveUntilRenewal, openLife } from "../support/life";
import type { EngineResource } from "../support/resource";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

const control = () => life.emulator.control;

test("one alternativeOrderId of two resources: the second one's check fails", async () => {
  const change = { alternativeOrderId: "mine" };
  await life.provider.check({}, { ...life.www.declared, ...change });
  const web = await life.declare(change, "web");
  const reasons = [expect.stringMatching(/::www.*CC308/)];
  expect(await web.up()).toEqual({ step: "check failed", reasons });
});

describe("a create finds an order that", () => {
  test("was canceled: it is passed over", async () => {
    control().configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
    await life.www.up();
    control().cancelOrder(Number(life.www.id));
    control().configure({ issuance: "immediate" });
    await life.today();
    expect(await (await life.declare()).up()).toEqual({ step: "create" });
    expect(await life.statuses()).toMatchObject([{}, ["issued"]]);
    expect(life.paid()).toHaveLength(2);
  });

  test("another resource of this run has adopted: refused, and who has it is said", async () => {
    await life.www.up();
    await life.today();
    const web = await life.declare({ adoptOrderId: Number(life.www.id) }, "web");
    await web.up();
    const again = await life.declare();
    expect((await again.up()).error).toMatch(/used by .*::web/);
    expect(life.paid()).toHaveLength(1);
  });

  test("the list shows, and the look-up by its reference does not yet: refused, and nothing is bought", async () => {
    control().configure({ lookUpLagSeconds: 3600 });
    await life.www.up();
    await life.today();
    expect((await (await life.declare()).up()).error).toMatch(/CC309/);
    expect(life.paid()).toHaveLength(1);
  });

  test("has no certificate and no time left: it is passed over", async () => {
    await life.www.up();
    await life.today();
    await life.www.destroy();
    await life.today("2027-02-20");
    expect(await (await life.declare()).up()).toEqual({ step: "create" });
    expect(await life.statuses()).toEqual([["revoked"], ["issued"]]);
    expect(life.paid()).toHaveLength(2);
  });

  test.each(["one-step", "none"] as const)(
    "differs in container, key or names, approval %s: refused, and nothing is asked for",
    async (approval) => {
      const product = "ssl_multi_domain";
      control().configure({ approval });
      await life.www.up({ product });
      const asked = control().requests().length;
      for (const [change, said] of [
        [{ container: { id: 6 } }, "its container is 5, not 6"],
        [{ csr: (await makeKey()).csr }, "its key is not the one of the CSR"],
        [{ dnsNames: ["shop.example.com"] }, "it is missing the names shop.example.com"],
      ] as const) {
        await life.today();
        const again = await life.declare({ product, ...change });
        expect((await again.up()).error).toMatch(new RegExp(`${said}.*CC302`));
      }
      const made = control().requests().slice(asked);
      expect(made.filter(({ method }) => method !== "GET")).toEqual([]);
    },
  );

  test("an earlier run replaced: passed over for a third product, taken where the program comes back to it", async () => {
    const replace = async (old: EngineResource, product: string): Promise<EngineResource> => {
      await life.today();
      expect(await old.up({ product })).toMatchObject({ step: "replace" });
      const next = await life.declare({ product });
      expect(await next.up()).toEqual({ step: "create" });
      return next;
    };
    await life.www.up();
    const basic = await replace(life.www, "ssl_basic");
    const multi = await replace(basic, "ssl_multi_domain");
    expect(life.paid()).toHaveLength(3);
    const back = await replace(multi, "ssl_plus");
    expect(back.outputs).toMatchObject({ orderId: Number(life.www.id) });
    expect(life.paid()).toHaveLength(3);
  });
});

describe("an update finds an order under its next number that", () => {
  let before: Pick<EngineResource, "inputs" | "outputs">;

  /** The renewal is placed, and the run's state is lost. */
  beforeEach(async () => {
    await liveUntilRenewal(life);
    const { inputs, outputs } = life.www;
    before = { inputs, outputs };
  });

  const loseState = async (): Promise<number> => {
    const [, renewal] = await control().orders();
    Object.assign(life.www, before);
    await life.today();
    return renewal!.id;
  };

  test.each(["it", "the order before it"])(
    "renews its own, as %s says: it is gone on with, also with another key",
    async (who) => {
      await life.www.up();
      const orderId = await loseState();
      const path = `^/order/certificate/${orderId}$`;
      const at = ["renewal_of_order_id"];
      // In which direction CertCentral links is not confirmed.
      if (who !== "it") control().failNext({ kind: "alter", path, at, times: 9 });
      expect(await life.www.up({ csr: (await makeKey()).csr })).toEqual({ step: "update" });
      expect(life.www.outputs).toMatchObject({ orderId });
      expect(life.paid()).toHaveLength(2);
    },
  );

  test("was canceled: it is passed over", async () => {
    control().configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
    await life.www.up();
    control().cancelOrder(await loseState());
    control().configure({ issuance: "immediate" });
    expect(await life.www.up()).toEqual({ step: "update" });
    expect(life.paid()).toHaveLength(3);
  });

  test("is new after its own had expired: it is gone on with", async () => {
    await life.today("2027-03-01");
    await life.www.up();
    const orderId = await loseState();
    expect(await life.www.up()).toEqual({ step: "update" });
    expect(life.www.outputs).toMatchObject({ orderId });
    expect(life.paid()).toHaveLength(2);
  });

  test("is not shown: refused", async () => {
    await life.www.up();
    const orderId = await loseState();
    const hidden = { status: 404, body: { errors: [{ code: "not_found", message: "none" }] } };
    control().failNext({
      kind: "reply",
      path: `^/order/certificate/${orderId}$`,
      times: 9,
      ...hidden,
    });
    expect((await life.www.up()).error).toMatch(/CC30/);
    expect(life.paid()).toHaveLength(2);
  });

  test("another resource of this run has adopted: refused", async () => {
    await life.www.up();
    const adoptOrderId = await loseState();
    await (await life.declare({ adoptOrderId }, "web")).up();
    expect((await life.www.up()).error).toMatch(/used by .*::web/);
    expect(life.paid()).toHaveLength(2);
  });
});
