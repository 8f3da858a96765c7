/** What a program reads by `get`: nobody's, read anew in each run, and never ended beside it. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import type { Plugin } from "../../plugin/asked";
import type { Properties } from "../../provider/resource";
import { makeKey } from "../support/csr";
import { openPlugin, type Row } from "../support/plugin";

const urn = "urn:pulumi:test::shop::certcentral:index:Certificate::www";
const readUrn = urn.replace("::www", "::read");
const domainUrn = "urn:pulumi:test::shop::certcentral:index:Domain::fresh";

let emulator: Emulator;
let rows: Row[];

beforeEach(async () => {
  process.env["CERTCENTRAL_NOW"] = "2026-02-24T12:00:00Z";
  emulator = await startEmulator({ now: "2026-02-24T12:00:00Z", frozen: true });
  rows = [];
});

afterEach(async () => {
  delete process.env["CERTCENTRAL_NOW"];
  await emulator.close();
});

const open = (): Plugin =>
  openPlugin({ "certcentral:apiKey": emulator.apiKey, "certcentral:url": emulator.url }, rows);

const get = (plugin: Plugin, id: string, state: Properties = {}, as = readUrn) =>
  plugin.read({ urn: as, id, properties: state, inputs: state, isGet: true });

async function create(plugin: Plugin, as: string, news: Properties) {
  const { inputs, failures } = await plugin.check({ urn: as, olds: {}, news });
  expect(failures).toEqual([]);
  const { id, properties } = await plugin.create({ urn: as, inputs, isPreview: false, timeout: 0 });
  return { urn: as, id, properties };
}

async function order(plugin: Plugin) {
  const { csr } = await makeKey();
  const named = { product: "ssl_plus", commonName: "www.example.com", csr };
  return create(plugin, urn, { ...named, organization: { id: 117483 } });
}

/** Reissued and renewed: certificates of two orders are alive. */
async function renew(plugin: Plugin) {
  let { id, properties } = await order(plugin);
  let inputs = properties;
  const { product, commonName, csr, organization } = properties;
  for (const day of ["2026-08-12", "2027-01-25"]) {
    process.env["CERTCENTRAL_NOW"] = `${day}T12:00:00Z`;
    emulator.control.setClock(`${day}T12:00:00Z`);
    const news = { product, commonName, csr, organization };
    ({ inputs } = await plugin.check({ urn, olds: inputs, news }));
    const asked = { urn, id, olds: properties, inputs, isPreview: false, timeout: 0 };
    ({ id, properties } = await plugin.update(asked));
  }
  return { urn, id, properties, inputs, news: { product, commonName, csr, organization } };
}

const said = (): string => rows.map(({ message }) => message).join("\n");

test("it says nothing of an import, and what the program gives beside the id is no state", async () => {
  const { id, properties } = await order(open());
  rows.length = 0;
  const { certificatePem } = properties;
  for (const state of [{}, { product: "ssl_plus" }]) {
    expect(await get(open(), id, state)).toMatchObject({ id, properties: { certificatePem } });
  }
  expect(said()).toBe("");
  await expect(get(open(), "999999999")).rejects.toThrow(/read order 999999999.*CC222/);
});

test("a resource keeps the id of its first order for ever: that leads to the order that renewed it", async () => {
  const { id } = await order(open());
  process.env["CERTCENTRAL_NOW"] = "2027-02-01T12:00:00Z";
  emulator.control.setClock("2027-02-01T12:00:00Z");
  const renewal = await emulator.control.renewInConsole(Number(id));
  const read = await get(open(), id);
  expect(read).toMatchObject({ id, properties: { orderId: renewal, status: "issued" } });
  expect(said()).toContain(`order ${renewal} is read`);
});

test.each(["www", "read"])(
  "read as %s while the resource that had it ends: it stays valid, and is told as nobody's",
  async (name) => {
    const before = await order(open());
    const plugin = open();
    const as = urn.replace("::www", `::${name}`);
    await get(plugin, String(before.properties["orderId"]), {}, as);
    await plugin.delete(before);
    expect(await emulator.control.order(Number(before.id))).toMatchObject({
      certificates: [{ status: "issued" }],
    });
    expect(said()).toMatch(/left valid: order \d+ .*\(CC363\)/);
  },
);

test("a domain that is read while the resource that submitted it ends stays active", async () => {
  const inputs = { name: "fresh.test", organization: { id: 117483 } };
  const before = await create(open(), domainUrn, inputs);
  const plugin = open();
  await get(plugin, "fresh.test", {}, domainUrn.replace("::fresh", "::read"));
  await plugin.delete(before);
  expect(emulator.control.domain("fresh.test")).toMatchObject({ isActive: true });
});

test("what is let go although certificates of several orders live is given up by all of their ids", async () => {
  const { urn, id, properties, inputs, news } = await renew(open());
  const plugin = open();
  await plugin.check({ urn, olds: inputs, news });
  const { orderId } = properties;
  await expect(plugin.delete({ urn, id, properties })).rejects.toThrow(
    new RegExp(`CERTCENTRAL_FORGET=${Number(orderId)},${id}\\b.*CC351`),
  );
});

test("its present order imported under its own name takes its place, and is not ended with it", async () => {
  const { urn, id, properties, news } = await renew(open());
  const plugin = open();
  const { orderId } = properties;
  const found = await plugin.read({ urn, id: String(orderId), properties: {}, inputs: {} });
  const checked = await plugin.check({ urn, olds: found.inputs, news });
  const asked = { urn, id: found.id, olds: found.properties, oldInputs: found.inputs };
  expect(await plugin.diff({ ...asked, news: checked.inputs })).toMatchObject({ changes: false });
  await plugin.delete({ urn, id, properties });
  expect(await emulator.control.order(Number(orderId))).toMatchObject({
    certificates: [{ status: "issued" }],
  });
});
