/** When the engine is to refresh before a preview: where the plan does not know the real dates, and never again once it does. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { asksFirstOfCertificate } from "../../plugin/asks-first";
import type { Properties } from "../../provider/resource";
import { makeKey } from "../support/csr";
import { openPlugin, type Row } from "../support/plugin";

const urn = "urn:pulumi:test::shop::certcentral:index:Certificate::www";
const day = "2026-02-24T12:00:00Z";

let emulator: Emulator;

beforeEach(async () => {
  process.env["CERTCENTRAL_NOW"] = day;
  emulator = await startEmulator({ now: day, frozen: true });
});

afterEach(async () => {
  delete process.env["CERTCENTRAL_NOW"];
  await emulator.close();
});

/** A certificate that was just ordered, as the engine keeps it. */
async function order() {
  const plugin = openPlugin({
    "certcentral:apiKey": emulator.apiKey,
    "certcentral:url": emulator.url,
  });
  const { csr } = await makeKey();
  const given = { product: "ssl_plus", commonName: "www.example.com", csr };
  const news = { ...given, organization: { id: 117483 } };
  const { inputs, failures } = await plugin.check({ urn, olds: {}, news });
  expect(failures).toEqual([]);
  const stored = await plugin.create({ urn, inputs, isPreview: false, timeout: 0 });
  return { plugin, news, inputs, stored };
}

// The engine looks with the key of the last run, before it has read a new one: a refusal would keep that out for ever.
test.each([
  ["no", {}, /there is no API key/],
  ["an exchanged", { "certcentral:apiKey": "of-before" }, /refuses the API key/],
])("with %s API key what waits is taken as the last run saw it", async (_, key, why) => {
  const rows: Row[] = [];
  const keyless = openPlugin({ ...key, "certcentral:url": emulator.url }, rows);
  const settled = await order();
  const look = (properties: Properties) => keyless.read({ urn, id: "1", properties, inputs: {} });
  await expect(look(settled.stored.properties)).rejects.toThrow(/API key/);
  const waiting = { ...settled.stored.properties, __awaited: { orderId: 1 } };
  expect(await look(waiting)).toMatchObject({ properties: waiting, asksFirst: true });
  expect(rows.map(({ message }) => message)).toEqual([expect.stringMatching(why)]);
});

test("dates as planned: nothing is asked first", async () => {
  const { stored } = await order();
  expect(stored.asksFirst).toBe(false);
});

test("what is in doubt is asked for first, be there an order before it or not", () => {
  const since = "2026-02-24T12:00:00Z";
  const doubt = { reference: "pulumi1", orderNumber: 1, action: "order", since };
  expect(asksFirstOfCertificate({})).toBe(false);
  expect(asksFirstOfCertificate({ __doubt: doubt })).toBe(true);
  expect(asksFirstOfCertificate({ orderId: 1, __doubt: doubt })).toBe(true);
});

test("an order that ends with its certificate is read before the next preview, which then has the real dates and is quiet", async () => {
  emulator.control.configure({ multiYearPlans: false });
  const { plugin, news, inputs, stored } = await order();
  expect(inputs["issuance"]).toMatchObject({ coveredUntil: "2027-02-23" });
  expect(stored).toMatchObject({ asksFirst: true, properties: { coveredUntil: "2026-09-10" } });
  const { id, properties } = stored;
  emulator.control.clearRequests();
  const read = await plugin.read({ urn, id, properties, inputs });
  expect(emulator.control.requests().every(({ method }) => method === "GET")).toBe(true);
  expect(read).toMatchObject({
    asksFirst: false,
    inputs: { issuance: { coveredUntil: "2026-09-10" } },
  });
  const checked = await plugin.check({ urn, olds: read.inputs, news });
  const asked = { urn, id, olds: read.properties, oldInputs: read.inputs, news: checked.inputs };
  expect(await plugin.diff(asked)).toMatchObject({ changes: false });
});
