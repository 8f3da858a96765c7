/** What was found in 0.1.0 about whose a certificate is, at the provider's contract; tests/engine/one-order-one-owner has the rest on the engine. */
import { makeKey } from "../support/csr";
import { type Life, openLife } from "../support/life";

let life: Life;

afterEach(() => life.close());

const orderInfo = "^/order/certificate/\\d+$";
const hidden = { errors: [{ code: "not_found|order", message: "Order not found." }] };
const page = { status: 404, body: "<html>Not Found</html>", contentType: "text/html" };

test("A9: its order is listed under its reference, and not readable: refused, and nothing is bought", async () => {
  life = await openLife();
  await life.www.up();
  const again = await life.declare();
  await life.today();
  life.emulator.control.failNext({ kind: "reply", path: orderInfo, status: 404, body: hidden });
  const { step, error } = await again.up();
  expect([step, error]).toEqual(["refused", expect.stringMatching(/does not show it.*CC300/)]);
  expect(life.paid()).toHaveLength(1);
});

test.each(["refresh", "destroy"] as const)(
  "A12: a gateway's 404 page in a %s is no answer: nothing is dropped, nothing ended unseen",
  async (command) => {
    life = await openLife();
    await life.www.up();
    life.emulator.control.failNext({ kind: "reply", path: "^/order", times: 20, ...page });
    await life.www[command]().catch(() => undefined);
    expect(life.www.id).toBeDefined();
    expect(await life.statuses()).toEqual([["issued"]]);
  },
);

test.each(["needs_csr", "needs_approval"])(
  "A13: a destroy of an order that is %s and shows no request does not pass it over in silence",
  async (status) => {
    life = await openLife();
    life.emulator.control.configure({ approval: "one-step" });
    await life.www.up();
    const { control } = life.emulator;
    control.failNext({ kind: "alter", path: orderInfo, at: ["status"], to: status, times: 1 });
    control.failNext({ kind: "alter", path: orderInfo, at: ["requests"], times: 1 });
    const error: unknown = await life.www.destroy().catch((caught: unknown) => caught);
    const [order] = await control.orders();
    const isEnded = ["rejected", "canceled"].includes(String(order?.status));
    expect(isEnded || String(error).includes(`order ${String(order?.id)}`)).toBe(true);
  },
);

test.each<[string, (string | number)[], unknown]>([
  ["domains an object", ["domains"], { id: 1, name: "example.com" }],
  ["a chain without PEM", ["certificate_chain"], [{ subject_common_name: "x" }]],
  ["requests a text", ["requests"], "none"],
  ["a certificate id in words", ["certificate_id"], "soon"],
])(
  "A14: %s in the reply to a paid order loses nothing, and nothing is paid twice",
  async (...row) => {
    const [, at, to] = row;
    life = await openLife();
    life.emulator.control.failNext({
      kind: "alter",
      method: "POST",
      path: "certificate/ssl",
      at,
      to,
    });
    expect(await life.www.up()).toEqual({ step: "create" });
    expect(life.www.said()).not.toContain("reply was lost");
    expect(life.paid()).toHaveLength(1);
  },
);

test("A22: a CSR made anew from the same key is no change; A27: a name that may cost is not called free", async () => {
  life = await openLife({ product: "ssl_multi_domain" });
  await life.www.up();
  const added = ["example.com", "*.other.example", "third.example"];
  await life.www.up({ dnsNames: added });
  expect(life.www.issuance["cost"]).toBe(
    "free, but CertCentral may charge for the added names *.other.example and third.example",
  );
  life.config["certcentral:paidActions"] = "deny";
  await life.today();
  const { step, reasons } = await life.www.up({ dnsNames: [...added, "fourth.example"] });
  expect([step, reasons?.join()]).toEqual([
    "check failed",
    expect.stringMatching(/fourth.example, which CertCentral may charge for.*CC407/),
  ]);
});

test("A25: a reissue that a person asked for waits: never canceled, never taken silently", async () => {
  life = await openLife({ product: "ssl_multi_domain" });
  await life.www.up();
  const { control, url, apiKey } = life.emulator;
  control.configure({ approval: "one-step" });
  const { id } = life.www;
  const body = {
    certificate: {
      common_name: "www.example.com",
      dns_names: ["example.com"],
      csr: (await makeKey()).csr,
      signature_hash: "sha256",
    },
  };
  const asked = await fetch(`${url}/order/certificate/${String(id)}/reissue`, {
    method: "POST",
    headers: { "x-dc-devkey": apiKey, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(asked.status).toBe(201);
  const { step, error } = await life.www.up({ dnsNames: ["example.com", "shop.example.com"] });
  expect([step, error]).toEqual(["refused", expect.stringMatching(/did not ask for waits.*CC320/)]);
  expect((await life.statuses())[0]).toEqual(["issued", "pending"]);
});

test("A26: order paid, state and key lost: adopted with a free reissue, said in the plan", async () => {
  life = await openLife();
  await life.www.up();
  const [order] = await life.emulator.control.orders();
  const again = await life.declare({ adoptOrderId: order!.id, csr: (await makeKey()).csr });
  expect(await again.up()).toEqual({ step: "create" });
  expect(again.issuance["reason"]).toContain("reissued where its key or names differ");
  expect(life.paid()).toHaveLength(1);
});

test("A29: a name is removed, its reissue waits and is rejected: the warning stands in every preview", async () => {
  life = await openLife({
    product: "ssl_multi_domain",
    dnsNames: ["example.com", "shop.example.com"],
  });
  await life.www.up();
  const { control } = life.emulator;
  control.configure({ approval: "one-step" });
  await life.www.up({ dnsNames: ["example.com"] });
  await life.www.refresh();
  await life.today();
  await life.www.up();
  expect(life.www.said()).toMatch(/shop\.example\.com removed: .*72 hours/);
  control.reject(Number(life.www.id));
  await life.www.refresh();
  control.configure({ approval: "none" });
  await life.today();
  await life.www.up();
  expect(life.www.said()).toMatch(/shop\.example\.com removed: .*72 hours/);
});

test("A32: moved to another account: refused before the first change, and nothing of either is ended", async () => {
  life = await openLife();
  await life.www.up();
  life.emulator.control.addKey("another-account", 42);
  life.config["certcentral:apiKey"] = "another-account";
  await life.today();
  const { step, error } = await life.www.up({ csr: (await makeKey()).csr });
  expect([step, error]).toEqual([
    "refused",
    expect.stringMatching(/belongs to account 1696530.*CC340/),
  ]);
  await life.today();
  await expect(life.www.destroy()).rejects.toThrow(/CC340/);
  expect(await life.statuses()).toEqual([["issued"]]);
});

test("a doubt whose reference older orders bear as well, because a key saw none of them: the newest, and the others told", async () => {
  life = await openLife();
  const { www, emulator, today } = life;
  await www.up();
  emulator.control.configure({ ordersShown: "none" });
  const replacement = await life.declare();
  const post = { method: "POST", path: "^/order/certificate/\\w+$" };
  emulator.control.failNext({ kind: "lost-after", ...post });
  await today();
  expect((await replacement.up()).reasons?.[0]).toContain("(CC330)");
  emulator.control.configure({ ordersShown: "all" });
  replacement.said();
  await replacement.up();
  const [older, newer] = await emulator.control.orders();
  expect(replacement.outputs).toMatchObject({ orderId: newer?.id, status: "issued" });
  expect(replacement.said()).toContain(`order ${String(older?.id)} (issued) bears this resource's`);
});

test("a doubt whose order was not placed: the plan announces it, and no row says that nothing is paid", async () => {
  life = await openLife();
  const { www, emulator } = life;
  await www.up();
  const { csr } = await makeKey();
  const shop = await life.declare({ commonName: "shop.example.com", dnsNames: [], csr }, "shop");
  emulator.control.failNext({ kind: "lost-before", method: "POST", path: "^/order/certificate/" });
  expect((await shop.up()).reasons?.[0]).toContain("(CC330)");
  emulator.control.advance({ minutes: 16 });
  shop.said();
  await shop.refresh();
  expect(shop.said()).toContain("(CC332)");
  expect(await shop.up()).toEqual({ step: "update" });
  const said = shop.said();
  expect(said).toMatch(/one paid order \(the order with the reference \S+ was not placed\)/);
  expect(said).not.toContain("(CC330)");
  expect(shop.outputs).toMatchObject({ status: "issued" });
});

test("an order that waits, named by CERTCENTRAL_FORGET for another resource's sake, is not given up by a refresh; one that is not shown is", async () => {
  life = await openLife();
  const { www, emulator, today } = life;
  emulator.control.configure({ approval: "one-step" });
  await www.up();
  const web = await life.declare({}, "web");
  await today();
  expect((await web.up()).error).toContain(`CERTCENTRAL_FORGET=${String(www.id)} pulumi up`);
  process.env["CERTCENTRAL_FORGET"] = www.id;
  try {
    await today();
    // The plugin has what waits refreshed before each command.
    await www.refresh();
    expect(www.issuance["found"]).toBeUndefined();
    await web.up();
    await www.up();
    expect(life.paid()).toHaveLength(2);
    emulator.control.configure({ ordersShown: "none" });
    emulator.control.failNext({ kind: "reply", path: orderInfo, status: 404, body: hidden });
    await www.refresh();
    expect(www.issuance).toMatchObject({ found: "order ended" });
  } finally {
    delete process.env["CERTCENTRAL_FORGET"];
  }
});

test("an order under the present name of what was renamed, of a create that was killed: told by the next update, and only by it", async () => {
  life = await openLife();
  await life.www.up();
  const renamed = { __urn: `${String(life.www.inputs?.["__urn"])}-renamed` };
  const lost = await life.declare({ csr: (await makeKey()).csr });
  expect(await lost.up(renamed)).toEqual({ step: "create" });
  await life.today();
  await life.www.up(renamed);
  expect(life.www.said()).not.toContain("CC313");
  expect(await life.www.up({ ...renamed, csr: (await makeKey()).csr })).toEqual({ step: "update" });
  expect(life.www.said()).toMatch(new RegExp(`order ${lost.id} lives under .*CC313`));
  expect(life.paid()).toHaveLength(2);
});

/** A person reissues in the console before the resource, whose order waited, has seen its own certificate. */
async function seeReissueFirst(
  change: Parameters<Life["emulator"]["control"]["reissueInConsole"]>[1],
): Promise<Life> {
  life = await openLife();
  const { control } = life.emulator;
  control.configure({ approval: "one-step" });
  await life.www.up();
  const [order] = await control.orders();
  await control.approve(order!.id);
  control.configure({ approval: "none" });
  await control.reissueInConsole(order!.id, change);
  await life.www.refresh();
  return life;
}

test("a name that a person added before a refresh saw its own certificate: theirs is used, and outlives the resource", async () => {
  const { www, emulator } = await seeReissueFirst({ dnsNames: ["example.com", "p.example.com"] });
  const { control } = emulator;
  const [own, theirs] = (await control.orders())[0]!.certificates;
  expect(www.outputs).toMatchObject({ certificateId: theirs!.id, __held: [] });
  await life.today();
  await www.destroy();
  expect(await life.statuses()).toEqual([["issued", "issued"]]);
  const said = www.said();
  for (const { id } of [own!, theirs!]) expect(said).toContain(`certificate ${id}`);
});

test("a reissue with a person's key before a refresh saw its own certificate: theirs outlives the resource", async () => {
  const { www, emulator } = await seeReissueFirst({ csr: (await makeKey()).csr });
  const { control } = emulator;
  expect(www.outputs).toMatchObject({ __held: [] });
  await life.today();
  await www.destroy();
  const [, theirs] = (await control.orders())[0]!.certificates;
  expect(theirs).toMatchObject({ status: "issued" });
  expect(www.said()).toContain(`certificate ${theirs!.id}`);
});
