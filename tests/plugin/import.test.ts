/** Orders by their id, domains by their id or their name, as state and inputs: read, not touched. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import type { Plugin } from "../../plugin/plugin";
import { placeOrder } from "../support/account";
import { makeKey } from "../support/csr";
import { openPlugin } from "../support/plugin";

const urn = "urn:pulumi:test::shop::certcentral:index:Domain::example";

let emulator: Emulator;
let plugin: Plugin;

beforeEach(async () => {
  emulator = await startEmulator();
  plugin = openPlugin({ "certcentral:apiKey": emulator.apiKey, "certcentral:url": emulator.url });
});

afterEach(() => emulator.close());

const imported = (id: string, type = "Domain") =>
  plugin.read({ urn: urn.replace("Domain", type), id, properties: {}, inputs: {} });

test("a domain is imported by its name or its id, and checked without a change", async () => {
  const inputs = { name: "example.org", organization: { id: 117483 } };
  const made = await plugin.create({ urn, inputs, isPreview: false, timeout: 0 });
  emulator.control.clearRequests();
  const byName = await imported("Example.ORG");
  expect(byName).toMatchObject({ id: made.id, inputs });
  expect(await imported(made.id)).toEqual(byName);
  expect(emulator.control.requests().every(({ method }) => method === "GET")).toBe(true);
  const olds = byName.inputs;
  const news = (await plugin.check({ urn, olds, news: inputs })).inputs;
  const difference = await plugin.diff({
    urn,
    id: byName.id,
    olds: byName.properties,
    oldInputs: olds,
    news,
  });
  expect(difference).toMatchObject({ changes: false });
  // It was the account's before: a destroy leaves it.
  await plugin.delete({ urn, id: byName.id, properties: byName.properties });
  expect((await imported(made.id)).properties).not.toMatchObject({ status: "deactivated" });
});

test.each([
  ["ssl_multi_domain", "shop.example.com", ["www.shop.example.com"], ["www.shop.example.com"]],
  // The base of a wildcard is sure to be added again.
  ["ssl_wildcard", "*.example.com", ["example.com"], undefined],
])(
  "an order for %s is imported with the names that a reissue could take away",
  async (product, commonName, dnsNames, kept) => {
    const { csr } = await makeKey();
    const id = await placeOrder(emulator, product, {
      certificate: { common_name: commonName, dns_names: dnsNames, csr },
      organization: { id: 117483 },
    });
    const { inputs } = await imported(String(id), "Certificate");
    expect(inputs).toMatchObject({ commonName });
    expect(inputs["dnsNames"]).toEqual(kept);
  },
);

test("what is not there is not imported, nor is a wait", async () => {
  await expect(imported("nowhere.example")).rejects.toThrow(/import domain nowhere.example.*CC222/);
  await expect(imported("1", "DomainValidation")).rejects.toThrow(/CC223/);
  await expect(imported("1", "IssuedCertificate")).rejects.toThrow(/CC223/);
});
