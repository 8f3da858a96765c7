/** What the end of a resource may take, and what of others it must leave alone. */
import { makeKey } from "../support/csr";
import type { EngineResource } from "../support/resource";
import { type Life, liveUntilRenewal, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

const control = () => life.emulator.control;
const end = ({ id, outputs }: EngineResource) => life.provider.delete(id ?? "", outputs ?? {});

/** The same resource under another name, by an alias: new inputs, the outputs of before. */
async function renamed(www: EngineResource): Promise<EngineResource> {
  const web = await life.declare({}, "web");
  Object.assign(web, { id: www.id, outputs: www.outputs, inputs: www.inputs });
  return web;
}

test("a duplicate that somebody made in the console lives on, and is told", async () => {
  await life.www.up();
  const { csr } = await makeKey();
  await control().duplicateInConsole(Number(life.www.id), { csr });
  await life.today();
  await end(life.www);
  expect(await life.statuses()).toEqual([["revoked", "issued"]]);
  const [order] = await control().orders();
  expect(life.www.said()).toContain(`certificate ${String(order?.certificates[1]?.id)}`);
});

test("beside what fails in a run, what no check has seen is left; without, it is ended", async () => {
  await life.www.up();
  await life.today();
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  control().configure({ approval: "one-step" });
  expect((await shop.up()).reasons).toEqual([expect.stringContaining("approval")]);
  await expect(end(life.www)).rejects.toThrow(/another resource .* failed .*CC361/);
  expect(await life.statuses()).toEqual([["issued"], ["pending"]]);
  await life.today();
  await end(life.www);
  expect(await life.statuses()).toEqual([["revoked"], ["pending"]]);
});

test("beside what fails in a run, what has nothing left to end goes", async () => {
  await life.www.up();
  await life.today("2027-03-01");
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  control().configure({ approval: "one-step" });
  await shop.up();
  const asked = control().requests().length;
  await end(life.www);
  expect(
    control()
      .requests()
      .slice(asked)
      .filter(({ method }) => method !== "GET"),
  ).toEqual([]);
});

test.each(["certificateId", "orderId"])(
  "what a person says is over, by its %s, is not ended, and that is said",
  async (name) => {
    await life.www.up();
    const id = String(life.www.outputs?.[name]);
    process.env["CERTCENTRAL_FORGET"] = id;
    try {
      await life.today();
      await end(life.www);
    } finally {
      delete process.env["CERTCENTRAL_FORGET"];
    }
    expect(life.www.said()).toMatch(new RegExp(`${id}.*CC358`));
    expect(await life.statuses()).toEqual([["issued"]]);
  },
);

test("beside what fails in a run, what serves until the end of this day is left", async () => {
  await life.www.up();
  await life.today("2026-09-10");
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  control().configure({ approval: "one-step" });
  await shop.up();
  await expect(end(life.www)).rejects.toThrow(/CC361/);
});

test("a reissue that a person asked for waits: nothing is ended beside it", async () => {
  await life.www.up();
  control().configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
  await control().reissueInConsole(Number(life.www.id), { csr: (await makeKey()).csr });
  await life.today();
  await expect(end(life.www)).rejects.toThrow(/CC353/);
  expect(await life.statuses()).toEqual([["issued", "pending"]]);
});

test("beside what fails in a run, an order that waits is left", async () => {
  control().configure({ approval: "one-step" });
  await life.www.up();
  await life.today();
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  await shop.up();
  await expect(end(life.www)).rejects.toThrow(/CC361/);
  expect((await control().orders()).map(({ status }) => status)).not.toContain("canceled");
});

test("what is to be replaced is not ended before, whatever the run uses; once a later run uses its successor, it is", async () => {
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  await life.www.up();
  await life.today();
  await shop.up();
  await life.www.up();
  const product = "ssl_basic";
  expect(await life.www.up({ product })).toMatchObject({ step: "replace" });
  await expect(end(life.www)).rejects.toThrow(/CC351/);
  const next = await life.declare({ product });
  await next.up();
  await life.today();
  await next.up();
  await end(life.www);
  expect(await life.statuses()).toEqual([["revoked"], ["issued"], ["issued"]]);
});

test.each([
  ["no order", { orderId: "x" }, "112233001"],
  ["a list that is none", { __held: "x", orderId: 112233002 }, "112233002"],
])(
  "a state that cannot be read, %s: a refresh says so, its end is refused, nothing is called; given up, it goes",
  async (_what, broken, order) => {
    await life.www.up();
    await life.today();
    control().clearRequests();
    Object.assign(life.www.outputs ?? {}, broken);
    await life.www.refresh();
    expect(life.www.said()).toMatch(
      /refresh certificate 112233001: its state cannot be read.*CC344/,
    );
    expect(life.www.outputs).toMatchObject(broken);
    const refusal = new RegExp(`order ${order} .*CERTCENTRAL_FORGET=112233001.*CC360`);
    await expect(end(life.www)).rejects.toThrow(refusal);
    process.env["CERTCENTRAL_FORGET"] = "112233001";
    try {
      await life.today();
      await life.www.destroy();
    } finally {
      delete process.env["CERTCENTRAL_FORGET"];
    }
    expect(life.www.said()).toContain("CC358");
    expect(control().requests()).toEqual([]);
    expect(await life.statuses()).toEqual([["issued"]]);
  },
);

describe("refreshed in the run that ends it, as with `refresh: always`", () => {
  beforeEach(async () => {
    await life.www.up();
    await life.today();
    await life.www.refresh();
  });

  test("what it had issued is revoked", async () => {
    await end(life.www);
    expect(await life.statuses()).toEqual([["revoked"]]);
  });

  test("another resource adopts its order, and that is spared", async () => {
    const web = await life.declare({ adoptOrderId: Number(life.www.id) }, "web");
    expect((await web.up()).step).toBe("create");
    await end(life.www);
    expect(await life.statuses()).toEqual([["issued"]]);
  });
});

describe("after a rename with an alias", () => {
  beforeEach(async () => {
    await life.www.up();
    await life.today();
  });

  test("nothing changes, and nothing is called", async () => {
    control().clearRequests();
    const web = await renamed(life.www);
    expect(await web.up()).toEqual({ step: "same" });
    expect(control().requests()).toEqual([]);
  });

  test.each([
    ["in the same run", false, {}],
    ["in the same run, with another name", false, { commonName: "shop.example.com" }],
    ["in a later run", true, {}],
  ])("the certificate lives until a replacement %s is issued", async (_when, isLater, change) => {
    const web = await renamed(life.www);
    if (isLater) {
      await web.up();
      await life.today();
    }
    control().configure({ approval: "one-step" });
    const asked = { product: "ssl_basic", waitFor: "placed", ...change };
    expect(await web.up(asked)).toMatchObject({ step: "replace" });
    const next = await life.declare(asked, "web");
    expect(await next.up()).toEqual({ step: "create" });
    await expect(end(web)).rejects.toThrow(/its replacement is not issued yet/);
    await control().approve(Number(next.id));
    await next.up();
    await end(web);
    expect(await life.statuses()).toEqual([["revoked"], ["issued"]]);
    // The references go on under the name with which it began.
    const [first, second] = await control().orders();
    expect(second!.alternativeOrderId).toBe(`${String(first!.alternativeOrderId)}n2`);
  });

  test("also when the replacement waits in a later process than it was placed in", async () => {
    const web = await renamed(life.www);
    control().configure({ approval: "one-step" });
    const asked = { product: "ssl_basic", waitFor: "placed" };
    await web.up(asked);
    const next = await life.declare(asked, "web");
    await next.up();
    await life.today();
    expect((await next.up()).step).toBe("update");
    await expect(end(web)).rejects.toThrow(/its replacement is not issued yet/);
    expect(await life.statuses()).toEqual([["issued"], ["pending"]]);
  });
});

describe("an adopted certificate", () => {
  let web: EngineResource;

  beforeEach(async () => {
    await life.www.up();
    await life.today();
    web = await life.declare({ adoptOrderId: Number(life.www.id) }, "web");
  });

  test("is not ended with the resource that had it before, in the same run", async () => {
    expect((await web.up()).step).toBe("create");
    await end(life.www);
    expect(await life.statuses()).toEqual([["issued"]]);
  });

  test("nor in a later one, in which the adoption was finished or not touched", async () => {
    await web.up();
    await life.today();
    expect((await web.up()).step).toBe("same");
    await end(life.www);
    expect(await life.statuses()).toEqual([["issued"]]);
  });

  test("nor is a reissue canceled that it waits for", async () => {
    control().configure({ approval: "one-step" });
    await web.up();
    await web.up({ csr: (await makeKey()).csr, waitFor: "placed" });
    await life.today();
    await web.up();
    await end(life.www);
    expect(await life.statuses()).toEqual([["issued", "pending"]]);
  });

  test("is kept by a destroy, which says so", async () => {
    await web.up();
    await life.today();
    await end(web);
    expect(await life.statuses()).toEqual([["issued"]]);
    expect(web.said()).toMatch(/the adopted certificate of order \d+ is kept/);
  });

  test("is ended where that is written out", async () => {
    await web.up({ onDelete: "revoke" });
    await life.today();
    await end(web);
    expect(await life.statuses()).toEqual([["revoked"]]);
  });
});

test.each([
  ["is kept, and that is said", {}, "needs_approval"],
  ["is ended where that is written out", { onDelete: "revoke" }, "rejected"],
])("an adopted order that waits %s", async (_what, change, status) => {
  control().configure({ approval: "one-step" });
  await life.www.up({ waitFor: "placed" });
  await life.today();
  const adopted = { adoptOrderId: Number(life.www.id), waitFor: "placed", ...change };
  const web = await life.declare(adopted, "web");
  expect(await web.up()).toEqual({ step: "create" });
  await life.today();
  await end(web);
  expect(web.said().includes("CC357")).toBe(status !== "rejected");
  expect((await control().orders())[0]).toMatchObject({ status });
});

test("an order that two people have to approve is ended like any other", async () => {
  control().configure({ approval: "two-step" });
  await life.www.up({ waitFor: "placed" });
  await life.today();
  await end(life.www);
  expect((await control().orders())[0]).toMatchObject({ status: "rejected" });
});

describe("revokeAll", () => {
  const all = { onDelete: "revokeAll" };

  test("ends what somebody else had issued on the order as well", async () => {
    await life.www.up(all);
    await control().duplicateInConsole(Number(life.www.id), { csr: (await makeKey()).csr });
    await life.today();
    await end(life.www);
    expect(await life.statuses()).toEqual([["revoked", "revoked"]]);
  });

  test("spares a reissue that another resource of the run waits for", async () => {
    await life.www.up(all);
    await life.today();
    const web = await life.declare({ adoptOrderId: Number(life.www.id) }, "web");
    await web.up();
    control().configure({ approval: "one-step" });
    await web.up({ csr: (await makeKey()).csr, waitFor: "placed" });
    await end(life.www);
    expect(await life.statuses()).toEqual([["issued", "pending"]]);
  });

  test("spares what another resource of the run uses", async () => {
    await life.www.up(all);
    await life.today();
    await (await life.declare({ adoptOrderId: Number(life.www.id) }, "web")).up();
    await end(life.www);
    expect(await life.statuses()).toEqual([["issued"]]);
  });
});

describe("delete ends", () => {
  test("a certificate that was superseded before it became an output", async () => {
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up();
    // The first key's certificate is issued when the program asks for the second's.
    await control().approve(Number(www.id));
    control().configure({ approval: "none" });
    await www.up({ csr: (await makeKey()).csr });
    expect(await life.statuses()).toEqual([["issued", "issued"]]);
    await life.today();
    await end(www);
    expect(await life.statuses()).toEqual([["revoked", "revoked"]]);
  });

  test("a reissue that a further change overtook", async () => {
    const { www } = life;
    await www.up();
    control().configure({ approval: "one-step" });
    await www.up({ csr: (await makeKey()).csr });
    await control().approve(Number(www.id));
    control().configure({ approval: "none" });
    await www.up({ csr: (await makeKey()).csr });
    await life.today();
    await end(www);
    expect(await life.statuses()).toEqual([["revoked", "revoked", "revoked"]]);
  });

  test("the earlier order's certificate also where the current order was revoked", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    await www.up();
    await life.today("2027-01-23");
    control().revokeOrder(Number(www.outputs?.["orderId"]));
    await end(www);
    expect((await life.statuses()).map((order) => order.at(-1))).toEqual(["revoked", "revoked"]);
  });
});

describe("waitFor placed", () => {
  test("does not silence a renewal that waits in the last days", async () => {
    await liveUntilRenewal(life);
    const { www } = life;
    await life.today("2027-02-20");
    control().configure({ approval: "one-step" });
    expect((await www.up({ waitFor: "placed" })).reasons?.[0]).toMatch(/needs approval of request/);
    control().reject((await control().orders())[1]!.id);
    expect((await www.up()).reasons?.[0]).toMatch(/order \d+ is rejected/);
  });

  test("lets a new order wait after the first one was rejected", async () => {
    const { www } = life;
    control().configure({ approval: "one-step" });
    await www.up({ waitFor: "placed" });
    control().reject(Number(www.id));
    await www.refresh();
    expect(await www.up()).toEqual({ step: "update" });
    expect(www.outputs).toMatchObject({ orderId: (await control().orders())[1]!.id });
  });
});
