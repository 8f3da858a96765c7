/** Orders by their id, domains by their id or their name, as state and inputs: read, not touched. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import type { Plugin } from "../../plugin/asked";
import { fieldNames } from "../../provider/certificate/plan/fields";
import { joinWithAnd } from "../../provider/format";
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
  skip_approval: false,
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

/** What an import reads beside what each order has. */
const wished = {
  container: { id: 6 },
  orderValidity: { days: 300 },
  signatureHash: "sha384",
  serverPlatform: { id: 2 },
  profileOption: "server_client_auth_eku",
  organizationUnits: ["IT"],
  comments: "for the approver",
  customFields: [{ metadataId: 11, value: "42" }],
  additionalEmails: ["team@example.com"],
  paymentMethod: "card",
  dcvMethod: "dns-txt-token",
  disableCt: true,
  customRenewalMessage: "soon",
  disableRenewalNotifications: true,
  enableGuestAccess: 1,
};

test.each([
  ["ssl_multi_domain", "issued"],
  ["ssl_ev_multi_domain", "waiting"],
  ["private_ssl_plus", "issued"],
  ["ssl_dv_geotrust_flex", "waiting"],
])(
  "an order for %s that has everything, %s: all of it is read, and neither the generated program nor one that names the least changes it",
  async (product, status) => {
    const kept = { changes: status === "waiting" };
    let read: Properties = {};
    expect(await declareImported(product, (all) => (read = all))).toEqual({ ...kept, details: [] });
    const { issuance, ...inputs } = read;
    expect(issuance).toMatchObject({ action: "adopt" });
    expect(inputs).toEqual({ ...pick(inputs, required), ...wished });
    const { details, ...least } = await declareImported(product, (all) => pick(all, required));
    expect(least).toEqual(kept);
    expect(details.filter(({ path }) => !(path in wished))).toEqual([]);
    const names = joinWithAnd(fieldNames.filter((name) => name in wished));
    expect(rows.map(({ message }) => message)).toContainEqual(
      expect.stringContaining(
        `the order has ${names}, which the program does not name: that stays`,
      ),
    );
    expect(emulator.control.requests()).toEqual([]);
  },
);

test("what CertCentral renews by itself, and what no program can say, is told by the import", async () => {
  const { csr } = await makeKey();
  const id = await placeOrder(emulator, "ssl_plus", {
    certificate: { common_name: "shop.example.com", csr },
    organization: { id: 117483 },
    additional_emails: ["team@intranet"],
    payment_method: "wire_transfer",
    auto_reissue: 1,
  });
  const { inputs } = await imported(String(id), "Certificate");
  for (const name of ["additionalEmails", "paymentMethod", "autoReissue"]) {
    expect(inputs).not.toHaveProperty(name);
  }
  expect(
    rows.filter(({ severity }) => severity === "warning").map(({ message }) => message),
  ).toEqual([
    `order ${id} has more than is imported, and the next paid order is placed without it: additionalEmails[0] is not a valid ` +
      "e-mail address; paymentMethod must be one of balance, card, profile (CC316)",
    `CertCentral renews or reissues order ${id} by itself: switch that off for it in the console, or both renew it, and pay (CC317)`,
  ]);
});

describe("in an account that asks for custom fields", () => {
  let world: Emulator;

  beforeEach(async () => {
    const requiredCustomFields = [11, 12];
    world = await startEmulator({
      now: "2026-03-02T12:00:00Z",
      frozen: true,
      requiredCustomFields,
    });
  });

  afterEach(async () => {
    delete process.env["CERTCENTRAL_NOW"];
    await world.close();
  });

  const wantedOnce = {
    comments: "for the approver",
    custom_fields: [
      { metadata_id: 11, value: "42" },
      { metadata_id: 12, value: "7" },
    ],
    additional_emails: ["team@example.com"],
    payment_method: "profile",
    dcv_method: "dns-txt-token",
    disable_ct: true,
    custom_renewal_message: "soon",
    disable_renewal_notifications: true,
    enable_guest_access: 1,
    order_validity: { days: 100 },
    organization: { id: 117483 },
    container: { id: 6 },
  };

  test("the renewal of an imported order is placed as the order was", async () => {
    const { csr } = await makeKey();
    const wishes = {
      signature_hash: "sha384",
      server_platform: { id: 2 },
      organization_units: ["IT"],
    };
    const certificate = { common_name: "shop.example.com", csr, ...wishes };
    const body = { ...wantedOnce, certificate, skip_approval: false };
    const id = String(await placeOrder(world, "ssl_plus", body));
    const open = (day: string): Plugin => {
      process.env["CERTCENTRAL_NOW"] = `${day}T12:00:00Z`;
      return openPlugin({ "certcentral:apiKey": world.apiKey, "certcentral:url": world.url });
    };
    const on = { urn: urn.replace("Domain", "Certificate"), id };
    const read = await open("2026-03-02").read({ ...on, properties: {}, inputs: {} });
    world.control.setClock("2026-05-20T12:00:00Z");
    world.control.clearRequests();
    const later = open("2026-05-20");
    const checked = await later.check({ ...on, olds: read.inputs, news: read.inputs });
    expect(checked).toMatchObject({ failures: [], inputs: { issuance: { action: "renew" } } });
    const { inputs } = checked;
    await later.update({ ...on, olds: read.properties, inputs, isPreview: false, timeout: 0 });
    const [renewal, ...more] = world.control.requests().filter(({ method }) => method === "POST");
    expect(more).toEqual([]);
    expect(renewal?.body).toMatchObject({
      ...wantedOnce,
      renewal_of_order_id: Number(id),
      certificate: wishes,
    });
  });
});

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
