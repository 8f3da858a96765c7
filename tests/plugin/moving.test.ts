/** State that the dynamic provider left, given to the plugin as the engine does: what is due is said, and nothing is asked. */
import { openPlugin, pluginUrn } from "../support/plugin";
import { type Life, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(async () => {
  delete process.env["CERTCENTRAL_NOW"];
  await life.close();
});

/** What the plugin's first preview after the move says. */
async function move(day: string) {
  const { www, emulator, config } = life;
  process.env["CERTCENTRAL_NOW"] = `${day}T12:00:00Z`;
  const plugin = openPlugin(config);
  const { id = "", inputs: olds = {}, outputs = {}, declared } = www;
  const urn = pluginUrn(declared["__urn"]);
  const written = Object.entries(declared).filter(([name]) => !name.startsWith("__"));
  emulator.control.clearRequests();
  const checked = await plugin.check({
    urn,
    olds,
    news: Object.fromEntries<unknown>(written),
  });
  expect(checked.failures).toEqual([]);
  const { inputs } = checked;
  // What a stack that goes back is refreshed with, until its first update there has succeeded.
  const { __provider, __urn } = declared;
  expect(inputs).toMatchObject({ __provider, __urn });
  const difference = await plugin.diff({ urn, id, olds: outputs, oldInputs: olds, news: inputs });
  expect(difference.replaces ?? []).toEqual([]);
  expect(emulator.control.requests()).toEqual([]);
  const update = () =>
    plugin.update({ urn, id, olds: outputs, inputs, isPreview: false, timeout: 0 });
  return { inputs, difference, update };
}

const isSent = (): string[] =>
  life.emulator.control
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ path }) => path);

test("an issued order: the forms of its chain appear, by an update that calls nobody", async () => {
  await life.www.up();
  const { difference, update, inputs } = await move("2026-02-25");
  expect(difference).toMatchObject({ changes: true, details: [] });
  expect(inputs["issuance"]).toEqual(life.www.issuance);
  const { properties, id } = await update();
  expect(life.emulator.control.requests()).toEqual([]);
  expect(id).toBe(life.www.id);
  expect(properties).toMatchObject({ certificatePem: expect.stringContaining("BEGIN") });
  expect(properties).not.toHaveProperty("__provider");
});

test("an order that waits is gone on with, and not placed again", async () => {
  life.emulator.control.configure({ approval: "one-step" });
  expect(await life.www.up()).toMatchObject({ step: "create", reasons: [expect.any(String)] });
  await life.emulator.control.approve(112233001);
  const { difference, update } = await move("2026-02-24");
  expect(difference.changes).toBe(true);
  expect((await update()).properties).toMatchObject({ status: "issued", orderId: 112233001 });
  expect(isSent()).toEqual([]);
});

test("a reissue that is due is announced, and made once", async () => {
  await life.www.up();
  life.emulator.control.setClock("2026-08-12T12:00:00Z");
  const { inputs, update } = await move("2026-08-12");
  expect(inputs["issuance"]).toMatchObject({ action: "reissue" });
  await update();
  expect(isSent()).toEqual(["/order/certificate/112233001/reissue"]);
});

test("a doubt stays one: looked for, and not paid for", async () => {
  life.emulator.control.failNext({ path: "/order/certificate/ssl_plus$", kind: "lost-before" });
  await life.www.up();
  expect(life.www.outputs).toHaveProperty("__doubt");
  const { difference, update } = await move("2026-02-24");
  expect(difference.changes).toBe(true);
  await expect(update()).rejects.toMatchObject({
    stored: { id: life.www.id, properties: { __doubt: expect.any(Object) }, asksFirst: true },
  });
  expect(isSent()).toEqual([]);
});
