/** Orders by their id, domains by their id or their name, as state and inputs: read, not touched. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import type { Plugin } from "../../plugin/plugin";
import type { Properties } from "../../provider/resource";
import { placeOrder } from "../support/account";
import { makeKey } from "../support/csr";
import { openPlugin, type Row } from "../support/plugin";

const urn = "urn:pulumi:test::shop::certcentral:index:Domain::example";

let emulator: Emulator;
let plugin: Plugin;
let rows: Row[];

beforeEach(async () => {
  emulator = await startEmulator();
  rows = [];
  const config = { "certcentral:apiKey": emulator.apiKey, "certcentral:url": emulator.url };
  plugin = openPlugin(config, rows);
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

test.each([
  ["elsewhere1", true],
  [undefined, false],
])(
  "an order with the reference %s is imported; that it is another's is told: %s",
  async (reference, isTold) => {
    const { csr } = await makeKey();
    const id = await placeOrder(emulator, "ssl_plus", {
      certificate: { common_name: "shop.example.com", csr },
      organization: { id: 117483 },
      ...(reference && { alternative_order_id: reference }),
    });
    await imported(String(id), "Certificate");
    expect(rows.some(({ message }) => message.includes("CC312"))).toBe(isTold);
  },
);

const contact = { first_name: "Ada", last_name: "Lovelace", telephone: "1", email: "a@b.example" };
/** Everything that an order can be placed with beside its names and its key. */
const everything = {
  organization: { id: 117483, contacts: [{ contact_type: "technical_contact", user_id: 1 }] },
  container: { id: 6 },
  order_validity: { days: 300 },
  comments: "for the approver",
  custom_fields: [{ metadata_id: 11, value: "42" }],
  additional_emails: ["team@example.com"],
  locale: "de",
  payment_method: "card",
  dcv_method: "dns-txt-token",
  technical_contact: contact,
  disable_ct: true,
  auto_renew: 1,
  auto_reissue: 1,
  custom_renewal_message: "soon",
  disable_renewal_notifications: true,
  apply_cr_discount: true,
  serial_number: "0a",
  enable_guest_access: 1,
  alternative_order_id: "elsewhere1",
};
const wishes = {
  signature_hash: "sha384",
  server_platform: { id: 2 },
  cert_validity: { days: 100 },
  profile_option: "server_client_auth_eku",
  organization_units: ["IT"],
};

/** The engine's step after an import: a program beside what was read. */
async function declareImported(product: string, choose: (all: Properties) => Properties) {
  const { csr } = await makeKey();
  const names = { common_name: "shop.example.com", dns_names: ["api.example.com"] };
  const order = { ...everything, certificate: { ...names, ...wishes, csr } };
  const id = String(await placeOrder(emulator, product, order));
  const certificateUrn = urn.replace("Domain", "Certificate");
  const { properties: olds, inputs: oldInputs } = await imported(id, "Certificate");
  emulator.control.clearRequests();
  const asked = { urn: certificateUrn, olds: oldInputs, news: choose(oldInputs) };
  const { inputs: news, failures } = await plugin.check(asked);
  expect(failures).toEqual([]);
  return plugin.diff({ urn: certificateUrn, id, olds, oldInputs, news });
}

const required = ["product", "commonName", "dnsNames", "csr", "organization", "technicalContact"];
const pick = (all: Properties, names: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));

test.each([
  ["ssl_multi_domain", "issued"],
  ["ssl_ev_multi_domain", "waiting"],
  ["private_ssl_plus", "issued"],
  ["ssl_dv_geotrust_flex", "waiting"],
])(
  "an order for %s that has everything, %s: neither the generated program nor one that names the least replaces it",
  async (product, status) => {
    const kept = { changes: status === "waiting" };
    expect(await declareImported(product, (all) => all)).toEqual({ ...kept, details: [] });
    const { details, ...least } = await declareImported(product, (all) => pick(all, required));
    expect(least).toEqual(kept);
    expect(details.filter(({ path }) => path !== "container")).toEqual([]);
    expect(emulator.control.requests()).toEqual([]);
  },
);

test("what a program names of an imported order and is another replaces it still", async () => {
  const moved = await declareImported("ssl_multi_domain", (all) => ({
    ...all,
    container: { id: 7 },
  }));
  expect(moved).toMatchObject({ changes: true, replaces: ["container"] });
});

test.each([
  ["whose certificate was revoked", "revokeCertificate", /adoptOrderId takes it over.*CC222/],
  ["that was revoked", "revokeOrder", /it is revoked.*CC222/],
] as const)("an order %s is not imported", async (_what, end, said) => {
  const { csr } = await makeKey();
  const certificate = { common_name: "shop.example.com", csr };
  const id = await placeOrder(emulator, "ssl_plus", { certificate, organization: { id: 117483 } });
  const order = await emulator.control.order(id);
  emulator.control[end](end === "revokeOrder" ? id : (order?.certificates[0]?.id ?? 0));
  await expect(imported(String(id), "Certificate")).rejects.toThrow(said);
});

test("what is not there is not imported, nor is a wait", async () => {
  await expect(imported("nowhere.example")).rejects.toThrow(/import domain nowhere.example.*CC222/);
  await expect(imported("1", "DomainValidation")).rejects.toThrow(/CC223/);
  await expect(imported("1", "IssuedCertificate")).rejects.toThrow(/CC223/);
});
