import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, type EmulatorOptions, startEmulator } from "../src";
import { type Api, apiOf, codesOf, type Key, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let key: Key;

beforeAll(async () => {
  key = await newKey();
});

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ now: "2026-11-24T12:00:00Z", frozen: true, ...options });
  api = apiOf(emulator);
}

beforeEach(() => start());

afterEach(() => emulator.close());

const place = (change: Record<string, unknown> = {}, product = "ssl_plus") =>
  api("POST", `/order/certificate/${product}`, orderOf(key.csr, change));

const domains = [
  { id: expect.any(Number), name: "example.com" },
  { id: expect.any(Number), name: "sub.example.com" },
  { id: expect.any(Number), name: "app.example.com" },
];
const id = expect.any(Number);
const days = { order_validity: { days: 90 } };

describe("the five shapes of the reply to an order", () => {
  test("approval needed: pending requests and domains", async () => {
    emulator.control.configure({ approval: "one-step" });
    const { status, json } = await place();
    expect(status).toBe(201);
    expect(json).toEqual({ id, requests: [{ id, status: "pending" }], domains });
  });

  test("two-step approval: submitted", async () => {
    emulator.control.configure({ approval: "two-step" });
    expect((await place()).json).toEqual({ id, requests: [{ id, status: "submitted" }], domains });
  });

  test("approved: a certificate id as well", async () => {
    emulator.control.configure({ issuance: "delayed" });
    const { json } = await place();
    expect(json).toEqual({
      id,
      requests: [{ id, status: "approved" }],
      domains,
      certificate_id: id,
    });
  });

  test("approval skipped, not issued yet: no requests", async () => {
    emulator.control.configure({ approval: "one-step", issuance: "delayed" });
    const { json } = await place({ skip_approval: true });
    expect(json).toEqual({ id, domains, certificate_id: id });
  });

  test("issued at once: the chain, leaf first, without requests and domains", async () => {
    const { json } = await place({ skip_approval: true });
    expect(json).toEqual({
      id,
      certificate_id: id,
      certificate_chain: [
        { subject_common_name: "example.com", pem: expect.stringContaining("\r\n") },
        { subject_common_name: expect.any(String), pem: expect.any(String) },
        { subject_common_name: expect.any(String), pem: expect.any(String) },
      ],
    });
  });
});

test("the leaf has the CSR's key and the order's names, and OpenSSL accepts the chain", async () => {
  const { json } = await place();
  const chain = (json["certificate_chain"] as { pem: string }[]).map(({ pem }) => pem);
  const [leaf, intermediate, root] = chain.map((pem) => new X509Certificate(pem));
  expect(leaf!.publicKey.equals(key.publicKey)).toBe(true);
  expect(leaf!.subjectAltName).toBe("DNS:example.com, DNS:sub.example.com, DNS:app.example.com");
  expect(leaf!.verify(intermediate!.publicKey)).toBe(true);
  expect(intermediate!.verify(root!.publicKey)).toBe(true);
  expect([leaf!.validFrom, leaf!.validTo]).toEqual([
    "Nov 24 00:00:00 2026 GMT",
    "Jun 10 23:59:59 2027 GMT",
  ]);
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  try {
    chain.forEach((pem, index) => {
      writeFileSync(join(folder, `${index}.pem`), pem);
    });
    const time = String(Date.parse("2026-12-01") / 1000);
    const args = ["verify", "-attime", time, "-CAfile", "2.pem", "-untrusted", "1.pem", "0.pem"];
    expect(execFileSync("openssl", args, { cwd: folder, encoding: "utf8" })).toBe("0.pem: OK\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("order info echoes what was asked and what was made", async () => {
  const { json: placed } = await place({
    alternative_order_id: "my-nonce-1",
    certificate: { cert_validity: { custom_expiration_date: "09 JAN 2027" } },
    additional_emails: ["a@example.com"],
  });
  const { json, headers } = await api("GET", `/order/certificate/${String(placed["id"])}`);
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("date")).toBe("Tue, 24 Nov 2026 12:00:00 GMT");
  expect(json).toMatchObject({
    id: placed["id"],
    status: "issued",
    is_renewal: false,
    is_renewed: false,
    date_created: "2026-11-24T12:00:00+00:00",
    organization: { id: 117483 },
    order_validity: { years: 1 },
    order_valid_till: "2027-11-23",
    disable_renewal_notifications: true,
    additional_emails: ["a@example.com"],
    custom_fields: [{ metadata_id: 11, label: "Invoice", value: "Invoice #00001" }],
    product: { name_id: "ssl_plus", validation_type: "ov" },
    payment_method: "balance",
    alternative_order_id: "my-nonce-1",
    is_multi_year_plan: "1",
    product_name_id: "ssl_plus",
    certificate: {
      id: placed["certificate_id"],
      common_name: "example.com",
      dns_names: ["example.com", "sub.example.com", "app.example.com"],
      thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
      serial_number: expect.stringMatching(/^0[0-9A-F]{31}$/),
      valid_from: "2026-11-24",
      valid_till: "2027-01-09",
      days_remaining: 46,
      cert_validity: { custom_expiration_date: "2027-01-09" },
      csr: expect.stringContaining("\r\n"),
      server_platform: { id: 45, name: "nginx" },
      signature_hash: "sha256",
    },
  });
  expect(json["certificate"]).not.toHaveProperty("status");
  expect(JSON.stringify(json)).not.toContain("null");
});

test("before issuance, order info leaves out what there is not", async () => {
  emulator.control.configure({ approval: "one-step" });
  const { json: placed } = await place();
  const waiting = (await api("GET", `/order/certificate/${String(placed["id"])}`)).json;
  expect(waiting["status"]).toBe("needs_approval");
  for (const absent of ["id", "thumbprint", "serial_number", "valid_till", "date_issued"]) {
    expect(waiting["certificate"]).not.toHaveProperty(absent);
  }
  emulator.control.configure({ issuance: "delayed" });
  await emulator.control.approve(Number(placed["id"]));
  const pending = (await api("GET", `/order/certificate/${String(placed["id"])}`)).json;
  expect(pending).toMatchObject({ status: "pending", certificate: { id } });
  expect(pending["certificate"]).not.toHaveProperty("thumbprint");
});

describe("what the page forbids is refused with 400", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "no common name",
      { certificate: { common_name: undefined } },
      "missing_value:certificate.common_name",
    ],
    ["no CSR", { certificate: { csr: undefined } }, "missing_value:certificate.csr"],
    ["no hash", { certificate: { signature_hash: undefined } }, "missing_value:signature_hash"],
    ["broken CSR", { certificate: { csr: "bm8=" } }, "csr_invalid_cannot_parse"],
    ["no validity", { order_validity: undefined }, "missing_value:order_validity"],
    ["a plan of two years", { order_validity: { years: 2 } }, "invalid_value:validity_years"],
    ["a plan of 500 days", { order_validity: { days: 500 } }, "invalid_value:validity_days"],
    [
      "an ill date",
      { order_validity: { custom_expiration_date: "2027/01/01" } },
      "invalid_value:custom_expiration_date",
    ],
    [
      "a certificate longer than its order",
      { order_validity: { days: 30 }, certificate: { cert_validity: { days: 40 } } },
      "cert_validity_exceeds_order_validity",
    ],
    ["no organization", { organization: undefined }, "missing_value:organization.id"],
    ["an unknown organization", { organization: { id: 1 } }, "invalid_value:organization"],
    ["an unknown container", { container: { id: 99 } }, "invalid_value:container"],
    [
      "an unknown custom field",
      { custom_fields: [{ metadata_id: 99, value: "x" }] },
      "invalid_custom_field_value",
    ],
    [
      "a long alternative id",
      { alternative_order_id: "x".repeat(65) },
      "invalid_value:alternative_order_id",
    ],
    ["an unknown payment method", { payment_method: "shells" }, "invalid_value:payment_method"],
    ["an unknown DCV method", { dcv_method: "smoke" }, "invalid_value:dcv_method"],
    ["an unknown renewed order", { renewal_of_order_id: 5 }, "invalid_value:renewal_of_order_id"],
    [
      "a wildcard on this product",
      { certificate: { common_name: "*.example.com" } },
      "invalid_value:common_name",
    ],
  ])("%s", async (_what, change, code) => {
    const answer = await place(change);
    expect(answer.status).toBe(400);
    expect(codesOf(answer)).toContain(code);
    expect(await emulator.control.orders()).toEqual([]);
  });

  test("an unknown product, and an unknown route", async () => {
    expect(codesOf(await place({}, "ssl_plush"))).toEqual(["not_found|product"]);
    expect(codesOf(await api("GET", "/nowhere"))).toEqual(["not_found|route"]);
  });

  test("too little money", async () => {
    emulator.control.configure({ balance: 10 });
    expect(codesOf(await place())).toEqual(["insufficient_funds"]);
  });
});

describe("other people's clients are served", () => {
  test.each<[string, Record<string, unknown>]>([
    ["validity_years at the root", { order_validity: undefined, validity_years: 1 }],
    ["validity_days at the root", { order_validity: undefined, validity_days: 365 }],
    [
      "an ISO date at the root",
      { order_validity: undefined, custom_expiration_date: "2027-06-01" },
    ],
    [
      "zero ids and empty members",
      { container: { id: 0 }, organization: { id: 117483, status: "" }, renewal_of_order_id: 0 },
    ],
    ["unknown members", { colour: "blue", certificate: { organization_units: ["IT"], shade: 1 } }],
    ["numbers and flags as text", { organization: { id: "117483" }, skip_approval: "1" }],
  ])("%s", async (_what, change) => {
    expect((await place(change)).status).toBe(201);
  });

  test("a CSR without armour, without line breaks", async () => {
    const bare = key.csr.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, "");
    expect((await place({ certificate: { csr: bare } })).status).toBe(201);
    const oneLine = key.csr.replace(/\r?\n/g, "");
    expect((await place({ certificate: { csr: oneLine } })).status).toBe(201);
  });

  test.each<[string, string, string[], Record<string, unknown>]>([
    ["ssl_plus", "example.com", ["www.example.com"], {}],
    ["ssl_plus", "www.example.com", ["example.com", "www.example.com"], {}],
    ["ssl_multi_domain", "example.com", ["a.example.com"], {}],
    ["ssl_wildcard", "*.example.com", ["example.com"], {}],
    ["ssl_cloud_wildcard", "*.example.com", ["a.b.example.com"], {}],
    ["ssl_cloud_wildcard", "example.com", ["*.example.com"], {}],
    ["ssl_plus", "example.com", [], { product: { type_hint: "ov" } }],
    ["ssl_ev_plus", "example.com", [], { product: { type_hint: "ev" } }],
    ["ssl_ev_multi_domain", "example.com", ["a.example.com"], { product: { type_hint: "ev" } }],
    ["ssl_dv_rapidssl", "example.com", [], { organization: undefined }],
    ["ssl_dv_geotrust_flex", "example.com", ["a.example.com"], { product: { type_hint: "dv" } }],
  ])("order/certificate/ssl takes %s for %s and %j", async (product, commonName, names, change) => {
    const certificate = { common_name: commonName, dns_names: names };
    const { status, json } = await place({ ...change, certificate }, "ssl");
    expect(status).toBe(201);
    expect((await emulator.control.order(Number(json["id"])))?.product).toBe(product);
  });

  test("order/certificate/ssl takes the next product that fits, where the account lacks one", async () => {
    emulator.control.configure({ disabledProducts: ["ssl_plus", "ssl_multi_domain"] });
    const { json } = await place({}, "ssl");
    expect((await emulator.control.order(Number(json["id"])))?.product).toBe("ssl_basic");
    emulator.control.configure({ disabledProducts: ["ssl_multi_domain", "ssl_basic"] });
    expect(codesOf(await place({}, "ssl"))).toEqual(["ambiguous_product"]);
  });

  test.each<[string, Record<string, unknown>]>([
    ["EV with a wildcard", { product: { type_hint: "ev" } }],
    ["a hint that nobody knows", { product: { type_hint: "av" } }],
  ])("order/certificate/ssl is ambiguous for %s", async (_what, change) => {
    const certificate = { common_name: "*.example.com", dns_names: [] };
    expect(codesOf(await place({ ...change, certificate }, "ssl"))).toEqual(["ambiguous_product"]);
  });

  test.each(["//order//certificate/", "/order/certificate/"])("the path %s", async (path) => {
    await place();
    expect((await api("GET", path)).json["orders"]).toHaveLength(1);
  });
});

test("new domains of an OV order wait for validation, with tokens for the top ones only", async () => {
  const names = { common_name: "fresh.test", dns_names: ["www.fresh.test"] };
  const { json } = await place({ certificate: names, dcv_method: "dns-cname-token" });
  expect(json["domains"]).toEqual([
    {
      id,
      name: "fresh.test",
      dcv_token: {
        token: expect.any(String),
        status: "pending",
        expiration_date: expect.stringMatching(/\+00:00$/),
        verification_value: "dcv.digicert.com",
      },
    },
    { id, name: "www.fresh.test" },
  ]);
  emulator.control.validateDomain("fresh.test");
  expect((await emulator.control.order(Number(json["id"])))?.status).toBe("issued");
});

test("an order with an organization's details creates it; the same again is the one that there is, unless another is asked for", async () => {
  const organization = {
    name: "New Ltd.",
    address: "1 Street",
    city: "Town",
    state: "Utah",
    zip: "1",
    country: "us",
    telephone: "1",
  };
  const { json } = await place({ organization });
  expect(json["organization"]).toEqual({ id });
  const { json: again } = await place({ organization });
  expect(again).not.toHaveProperty("organization");
  const shown = await api("GET", `/order/certificate/${String(again["id"])}`);
  expect(shown.json["organization"]).toMatchObject(json["organization"] as object);
  const another = { ...organization, skip_duplicate_org_check: true };
  const { organization: made } = (await place({ organization: another })).json;
  expect(made).toEqual({ id });
  expect(made).not.toEqual(json["organization"]);
});

test("an order with an unvalidated organization stays pending until it is validated", async () => {
  const { json } = await place({ organization: { id: 117484 } });
  const orderId = Number(json["id"]);
  expect((await emulator.control.order(orderId))?.status).toBe("pending");
  emulator.control.validateOrganization(117484);
  expect((await emulator.control.order(orderId))?.status).toBe("issued");
});

test("a DV order has no organization, a random value, and is issued after check-dcv", async () => {
  const contact = { first_name: "A", last_name: "B", telephone: "1", email: "a@example.com" };
  const change = {
    organization: undefined,
    technical_contact: contact,
    dcv_method: "dns-txt-token",
    certificate: { common_name: "example.com", dns_names: [] },
  };
  const { json } = await place(change, "ssl_dv_geotrust_flex");
  expect(json).toMatchObject({ id, dcv_random_value: expect.any(String) });
  expect(json).not.toHaveProperty("domains");
  const path = `/order/certificate/${String(json["id"])}`;
  const value = String(json["dcv_random_value"]);
  emulator.control.setDnsRecord({ name: "example.com", type: "TXT", value });
  expect((await api("PUT", `${path}/check-dcv`)).json).toMatchObject({
    order_status: "issued",
    dcv_status: "valid",
  });
  const list = (await api("GET", "/order/certificate")).json["orders"] as object[];
  expect(list[0]).toMatchObject({ organization: [] });
});

describe("the alternative order id", () => {
  test("finds all orders that bear it", async () => {
    const first = (await place({ alternative_order_id: "ref" })).json["id"];
    const second = (await place({ alternative_order_id: "ref" })).json["id"];
    const { json } = await api("GET", "/order/alternate/ref");
    expect(json).toMatchObject({
      orders: [
        { order_id: first, certificate_id: id, status: "issued" },
        { order_id: second, certificate_id: id, status: "issued" },
      ],
      page: { total: 2, limit: 1000, offset: 0 },
    });
  });

  test("with no match is empty, or not found where switched so", async () => {
    expect((await api("GET", "/order/alternate/none")).json).toMatchObject({ orders: [] });
    emulator.control.configure({ alternateNoMatch: "not-found" });
    expect((await api("GET", "/order/alternate/none")).status).toBe(404);
  });

  test("is refused a second time where the account demands unique ones", async () => {
    emulator.control.configure({ requireUniqueAlternativeOrderIds: true });
    await place({ alternative_order_id: "ref" });
    expect(codesOf(await place({ alternative_order_id: "ref" }))).toEqual([
      "duplicate_alternative_order_id",
    ]);
  });
});

test("orders are listed with filters, sorting and paging", async () => {
  await place({ certificate: { common_name: "a.example.com" } });
  await place({ certificate: { common_name: "b.example.com" } }, "ssl_basic");
  await place({ certificate: { common_name: "c.example.com" } }, "ssl_basic");
  const names = async (query: string): Promise<unknown[]> => {
    const { json } = await api("GET", `/order/certificate?${query}`);
    return ((json["orders"] ?? []) as { certificate: { common_name: string } }[]).map(
      ({ certificate }) => certificate.common_name,
    );
  };
  expect(await names("filters[product_name_id]=ssl_basic&sort=-common_name")).toEqual([
    "c.example.com",
    "b.example.com",
  ]);
  expect(await names("filters%5Bdomain_name%5D=a.example.com")).toEqual(["a.example.com"]);
  expect(await names("filters[search]=b.ex")).toEqual(["b.example.com"]);
  expect(await names("sort=common_name&limit=1&offset=1")).toEqual(["b.example.com"]);
  expect(await names("filters[status]=revoked")).toEqual([]);
  expect((await api("GET", "/order/certificate?limit=1")).json["page"]).toEqual({
    total: 3,
    limit: 1,
    offset: 0,
  });
});

test("many orders at once are issued once each, whoever looks meanwhile", async () => {
  emulator.control.setFaultRates({});
  const bodies = await Promise.all(
    [...Array(30).keys()].map(async () => orderOf((await newKey()).csr)),
  );
  const placed = await Promise.all(
    bodies.map(async (body) => {
      await api("GET", "/order/alternate/nothing");
      return api("POST", "/order/certificate/ssl_plus", body);
    }),
  );
  for (const { json } of placed) {
    const first = (json["certificate_chain"] as { pem: string }[])[0]?.pem;
    const { json: chain } = await api(
      "GET",
      `/certificate/${String(json["certificate_id"])}/chain`,
    );
    expect((chain["intermediates"] as { pem: string }[])[0]?.pem).toBe(first);
  }
});

describe("what accounts and keys differ in", () => {
  const contactOf = (contact: object) => ({
    organization: { id: 117483, contacts: [{ contact_type: "technical_contact", ...contact }] },
  });

  const ev = {
    certificate: { dns_names: [] },
    organization: { id: 117483, contacts: [{ contact_type: "ev_approver", user_id: 153008 }] },
  };

  test("an EV order waits for its approver, a reissue of it does not", async () => {
    const { json } = await place(ev, "ssl_ev_plus");
    const path = `/order/certificate/${String(json["id"])}`;
    expect((await api("GET", path)).json).toMatchObject({
      status: "pending",
      order_approval_complete: false,
    });
    await emulator.control.approveAsContact(Number(json["id"]));
    expect((await api("GET", path)).json).toMatchObject({
      status: "issued",
      order_approval_complete: true,
    });
    const reissue = { certificate: orderOf(key.csr, ev)["certificate"] };
    expect((await api("POST", `${path}/reissue`, reissue)).status).toBe(201);
    expect((await api("GET", path)).json["status"]).toBe("issued");
    emulator.control.configure({ evApproval: "none" });
    const other = await place(ev, "ssl_ev_plus");
    expect(other.json["certificate_chain"]).toBeDefined();
  });

  test("names that an order has not had are paid for, by the days that are left; the same again is free", async () => {
    const { json } = await place();
    const path = `/order/certificate/${String(json["id"])}/reissue`;
    const withNames = (...names: string[]) => ({
      certificate: {
        ...(orderOf(key.csr)["certificate"] as object),
        dns_names: ["sub.example.com", "app.example.com", ...names],
      },
    });
    const charges = () => emulator.control.requests().map(({ charge }) => charge);
    emulator.control.advance({ days: 182 });
    await api("POST", path, withNames("new.example.com"));
    await api("POST", path, withNames("new.example.com"));
    await api("POST", path, withNames());
    // 268 USD a year, a quarter of it for a name, for 182 or 183 of 365 days.
    expect(charges()).toEqual([268, expect.closeTo(33.5, 0), 0, 0]);
    emulator.control.configure({ balance: 0 });
    expect(codesOf(await api("POST", path, withNames("more.example.com")))).toEqual([
      "insufficient_funds",
    ]);
    emulator.control.configure({ chargesAddedNames: false });
    expect((await api("POST", path, withNames("more.example.com"))).status).toBe(201);
  });

  test("a key may see orders in lists alone; a look-up by reference may lag", async () => {
    emulator.control.configure({ lookUpLagSeconds: 600 });
    const { json } = await place({ alternative_order_id: "mine1" });
    const found = async (): Promise<unknown> =>
      ((await api("GET", "/order/alternate/mine1")).json["orders"] as unknown[]).length;
    expect(await found()).toBe(0);
    expect((await api("GET", "/order/certificate")).json).toMatchObject({ page: { total: 1 } });
    emulator.control.advance({ minutes: 10 });
    expect(await found()).toBe(1);
    emulator.control.configure({ ordersShown: "listed" });
    expect(await found()).toBe(1);
    expect((await api("GET", `/order/certificate/${String(json["id"])}`)).status).toBe(404);
  });

  test.each([
    ["a product that is disabled", { disabledProducts: ["ssl_plus"] }, {}, "not_found|product"],
    ["days instead of years", { customLengths: "refuse" }, days, "invalid_value:validity_days"],
    ["a required field left out", { requiredCustomFields: [12] }, {}, "missing_custom_field_value"],
    ["a renewal switched to 10", {}, { auto_renew: 10 }, "invalid_value:auto_renew"],
    [
      "a new contact without all that the page asks for",
      {},
      contactOf({ first_name: "A", last_name: "B", email: "a@example.com", telephone: "1" }),
      "invalid_value:organization.contacts.0.user_id",
    ],
  ] as const)("%s is refused", async (_what, settings, change, code) => {
    emulator.control.configure(settings);
    expect(codesOf(await place(change))).toEqual([code]);
    expect(emulator.control.requests().map(({ charge }) => charge)).toEqual([0]);
  });

  test("an organization that is switched off is refused, and shown as inactive", async () => {
    emulator.control.deactivateOrganization(117483);
    expect(codesOf(await place())).toEqual(["invalid_value:organization"]);
    expect((await api("GET", "/organization/117483")).json).toMatchObject({ is_active: false });
  });
});
