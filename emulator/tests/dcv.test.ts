import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Resolver } from "node:dns/promises";

import { type Emulator, type EmulatorOptions, startEmulator } from "../src";
import { type Answer, type Api, apiOf, codesOf, type Key, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let key: Key;

beforeAll(async () => {
  key = await newKey();
});

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({
    now: "2026-11-24T12:00:00Z",
    frozen: true,
    faultRates: {},
    validationExpires: true,
    ...options,
  });
  api = apiOf(emulator);
}

beforeEach(() => start());

afterEach(() => emulator.close());

interface Token {
  token: string;
  status: string;
  expiration_date: string;
  http_token_url?: string;
}

const id = expect.any(Number);
const tokenOf = ({ json }: Answer): Token => json["dcv_token"] as Token;
const txt = (name: string, value: string): void => {
  emulator.control.setDnsRecord({ name, type: "TXT", value });
};

const add = (name: string, method = "dns-txt-token", change: Record<string, unknown> = {}) =>
  api("POST", "/domain", {
    name,
    organization: { id: 117483 },
    validations: [{ type: "ov" }],
    dcv_method: method,
    ...change,
  });
const look = (domain: Answer, query = "include_dcv=true&include_validation=true") =>
  api("GET", `/domain/${String(domain.json["id"])}?${query}`);
const check = (domain: Answer) =>
  api("PUT", `/domain/${String(domain.json["id"])}/dcv/validate-token`);

const place = (names: string[], change: Record<string, unknown> = {}, product = "ssl_basic") =>
  api(
    "POST",
    `/order/certificate/${product}`,
    orderOf(key.csr, {
      certificate: { common_name: names[0], dns_names: names.slice(1) },
      ...change,
    }),
  );
const placeDv = (names: string[], method = "dns-txt-token") =>
  place(
    names,
    {
      organization: undefined,
      technical_contact: { first_name: "A", last_name: "B", telephone: "1", email: "a@fresh.test" },
      dcv_method: method,
    },
    "ssl_dv_geotrust_flex",
  );
const checkOrder = ({ json }: Answer, body?: unknown) =>
  api("PUT", `/order/certificate/${String(json["id"])}/check-dcv`, body);
const statusOf = async ({ json }: Answer): Promise<string | undefined> =>
  (await emulator.control.order(Number(json["id"])))?.status;

describe("a domain", () => {
  test("is added, checked and validated until the end of its reuse", async () => {
    const domain = await add("fresh.test");
    expect(domain.status).toBe(201);
    expect(domain.json).toEqual({
      id,
      dcv_token: {
        token: expect.stringMatching(/^\w{32}$/),
        status: "pending",
        expiration_date: "2026-12-24T12:00:00+00:00",
      },
    });
    expect((await look(domain)).json).toMatchObject({
      is_active: true,
      is_pending_validation: true,
      validations: [{ type: "ov", status: "pending", dcv_status: "pending" }],
    });
    expect(codesOf(await check(domain))).toEqual(["invalid_dns_txt"]);

    txt("fresh.test", "another value");
    txt("fresh.test", tokenOf(domain).token);
    const checked = await check(domain);
    expect([checked.status, checked.json]).toEqual([
      200,
      { token: tokenOf(domain).token, status: "active" },
    ]);
    expect((await look(domain)).json).toEqual({
      id: domain.json["id"],
      is_active: true,
      status: "active",
      is_pending_validation: false,
      name: "fresh.test",
      date_created: "2026-11-24T12:00:00+00:00",
      dcv_method: "dns-txt-token",
      organization: {
        id: 117483,
        status: "active",
        name: "Example, Inc.",
        display_name: "Example, Inc.",
        is_active: "1",
      },
      container: { id: 5, name: "Main", is_active: true },
      dcv_approval_datetime: "2026-11-24T12:00:00+00:00",
      dcv_expiration_datetime: "2027-06-10T23:59:59+00:00",
      dcv_expiration: { ov: "2027-06-10" },
      validations: [
        {
          type: "ov",
          name: "OV",
          description: "Normal Organization Validation",
          date_created: "2026-11-24T12:00:00+00:00",
          validated_until: "2027-06-10T23:59:59+00:00",
          status: "active",
          dcv_status: "complete",
        },
      ],
      dcv_token: { ...tokenOf(domain), status: "active" },
    });
  });

  test("tells its token and its validation only when asked", async () => {
    const { json } = await look(await add("fresh.test"), "");
    expect(Object.keys(json)).toEqual([
      "id",
      "is_active",
      "status",
      "is_pending_validation",
      "name",
      "date_created",
      "dcv_method",
      "organization",
      "container",
    ]);
  });

  test("is unique in an account, loses www, and needs what the page requires", async () => {
    await add("fresh.test");
    expect(codesOf(await add("www.Fresh.test"))).toEqual(["domain_already_exists"]);
    const kept = await add("www.fresh.test", "http-token", { keep_www: true });
    expect((await look(kept)).json["name"]).toBe("www.fresh.test");
    expect(codesOf(await add("a.test", "smoke"))).toEqual(["invalid_value:dcv_method"]);
    expect(codesOf(await add("a.test", "email", { organization: { id: 1 } }))).toEqual([
      "invalid_value:organization",
    ]);
    expect(codesOf(await add("a.test", "email", { validations: undefined }))).toEqual([
      "missing_value:validations",
    ]);
    expect(codesOf(await api("GET", "/domain/1"))).toEqual(["not_found|domain"]);
  });

  test("changes its method; each has its token, email has addresses", async () => {
    const domain = await add("fresh.test");
    const path = `/domain/${String(domain.json["id"])}/dcv/method`;
    const change = (method: string) => api("PUT", path, { dcv_method: method });
    expect((await change("dns-txt-token")).text).toBe("{}");
    expect((await change("email")).json).toEqual({
      validation_emails: {
        name_scope: "fresh.test",
        base_emails: expect.arrayContaining(["admin@fresh.test"]),
      },
    });
    expect((await look(domain)).json).not.toHaveProperty("dcv_token");
    expect(codesOf(await check(domain))).toEqual(["invalid_dns_method"]);
    const cname = tokenOf(await change("dns-cname-token"));
    expect(cname).toMatchObject({ status: "pending", verification_value: "dcv.digicert.com" });
    expect(tokenOf(await change("http-token"))).toMatchObject({
      http_token_url: "http://fresh.test/.well-known/pki-validation/fileauth.txt",
    });
    expect(tokenOf(await change("dns-txt-token"))).toEqual(tokenOf(domain));
    expect(emulator.control.domain("fresh.test")).toMatchObject({
      status: "pending",
      token: tokenOf(domain).token,
      tokens: { "dns-cname-token": cname.token },
    });
  });

  test("has a token for 30 days, and after that another", async () => {
    const domain = await add("fresh.test");
    const path = `/domain/${String(domain.json["id"])}/dcv/token`;
    txt("fresh.test", tokenOf(domain).token);
    emulator.control.advance({ days: 29 });
    const again = await api("POST", path);
    expect([again.status, again.json]).toEqual([201, tokenOf(domain)]);
    emulator.control.advance({ days: 1 });
    expect(tokenOf(await look(domain)).status).toBe("expired");
    expect(codesOf(await check(domain))).toEqual(["invalid_dns_txt"]);
    const { json } = await api("POST", path);
    expect(json).toMatchObject({
      token: expect.not.stringContaining(tokenOf(domain).token),
      status: "pending",
      expiration_date: "2027-01-23T12:00:00+00:00",
    });
  });

  test("stays valid until its old end while it is validated anew", async () => {
    const domain = await add("fresh.test");
    txt("fresh.test", tokenOf(domain).token);
    await check(domain);
    emulator.control.advance({ days: 190 });
    const path = `/domain/${String(domain.json["id"])}/dcv/token`;
    const { token } = (await api("POST", path)).json;
    expect((await look(domain)).json).toMatchObject({
      is_pending_validation: true,
      dcv_expiration_datetime: "2027-06-10T23:59:59+00:00",
      validations: [{ status: "active", dcv_status: "complete" }],
      dcv_token: { token, status: "pending" },
    });
    txt("fresh.test", String(token));
    await check(domain);
    // From 2027-03-15 on a validation may be used for 100 days.
    expect((await look(domain)).json).toMatchObject({
      is_pending_validation: false,
      dcv_expiration_datetime: "2027-09-09T23:59:59+00:00",
    });
    emulator.control.advance({ days: 100 });
    expect((await look(domain)).json).toMatchObject({
      is_pending_validation: true,
      validations: [{ status: "expired", dcv_status: "expired" }],
    });
    expect(emulator.control.domain("fresh.test")?.status).toBe("expired");
    const validation = { validations: [{ type: "ev" }], dcv_method: "dns-cname-token" };
    const submitted = await api("POST", path.replace("dcv/token", "validation"), validation);
    expect(submitted.json).toMatchObject({
      id: domain.json["id"],
      dcv_token: { verification_value: "dcv.digicert.com" },
    });
    expect((await look(domain)).json["validations"]).toMatchObject([
      { type: "ov", status: "expired", dcv_status: "pending" },
      { type: "ev" },
    ]);
  });

  test("that is deactivated covers no names until it is active again", async () => {
    const { json } = await api("GET", "/domain?filters[name]=example.com");
    const [{ id: own }] = json["domains"] as [{ id: number }];
    expect((await api("PUT", `/domain/${own}/deactivate`)).status).toBe(204);
    const order = await place(["example.com"]);
    expect(await statusOf(order)).toBe("pending");
    expect((await api("GET", `/domain/${own}`)).json["is_active"]).toBe(false);
    expect((await api("PUT", `/domain/${own}/activate`)).status).toBe(204);
    expect(await statusOf(order)).toBe("issued");
  });

  test("is listed with filters, sorting and pages", async () => {
    await add("b.test", "email");
    await add("a.test", "dns-txt-token");
    const names = async (query: string): Promise<string[]> => {
      const { json } = await api("GET", `/domain?${query}`);
      return (json["domains"] as { name: string }[]).map(({ name }) => name);
    };
    expect(await names("sort=name")).toEqual(["a.test", "b.test", "example.com"]);
    expect(await names("filters%5Bname%5D=a.test")).toEqual(["a.test"]);
    expect(await names("filters[search]=.test&sort=-name")).toEqual(["b.test", "a.test"]);
    expect(await names("container_id=6")).toEqual([]);
    expect(await names("filters[validation]=ev")).toEqual([]);
    expect(await names("limit=1&offset=2")).toEqual(["a.test"]);
    expect((await api("GET", "/domain?limit=1")).json["page"]).toEqual({
      total: 3,
      limit: 1,
      offset: 0,
    });
    const detailed = await api("GET", "/domain?filters[name]=a.test&include_dcv=true");
    expect(detailed.json["domains"]).toMatchObject([{ dcv_token: { status: "pending" } }]);
    expect(codesOf(await api("GET", "/domain?filters[colour]=red"))).toEqual([
      "invalid_value:filters",
    ]);
  });
});

describe("records are looked for", () => {
  test.each<[string, (token: string) => [name: string, type: "TXT" | "CNAME", value: string]]>([
    ["in a text at the name", (token) => ["a.b.fresh.test", "TXT", token]],
    ["in a text above it", (token) => ["fresh.test", "TXT", token]],
    ["in a text below _dnsauth", (token) => ["_dnsauth.a.b.fresh.test", "TXT", token]],
    ["through an alias", () => ["a.b.fresh.test", "CNAME", "elsewhere.test"]],
  ])("%s", async (_where, recordFor) => {
    const domain = await add("a.b.fresh.test");
    const { token } = tokenOf(domain);
    txt("elsewhere.test", token);
    txt("test", token);
    const [name, type, value] = recordFor(token);
    expect((await check(domain)).status).toBe(400);
    emulator.control.setDnsRecord({ name, type, value });
    expect((await check(domain)).status).toBe(200);
  });

  test("as an alias of the token's name", async () => {
    const domain = await add("a.fresh.test", "dns-cname-token");
    const name = `${tokenOf(domain).token}.fresh.test`;
    emulator.control.setDnsRecord({ name, type: "CNAME", value: "dcv.example.com" });
    expect(codesOf(await check(domain))).toEqual(["invalid_dns_cname"]);
    emulator.control.setDnsRecord({ name, type: "CNAME", value: "dcv.digicert.com" });
    expect((await check(domain)).status).toBe(200);
  });

  test("by the name server that is set, and by no other than a local one", async () => {
    const other = await startEmulator({ faultRates: {} });
    const domain = await add("fresh.test");
    emulator.control.configure({ dnsServer: other.dns });
    txt("fresh.test", tokenOf(domain).token);
    expect((await check(domain)).status).toBe(400);
    other.control.setDnsRecord({ name: "fresh.test", type: "TXT", value: tokenOf(domain).token });
    expect((await check(domain)).status).toBe(200);
    await other.close();
    expect((await check(domain)).status).toBe(400);
    expect(() => {
      emulator.control.configure({ dnsServer: "192.0.2.1:53" });
    }).toThrow(/127\.0\.0\.1/);
    await expect(startEmulator({ dnsServer: "example.com:53" })).rejects.toThrow(/127\.0\.0\.1/);
  });
});

test("the name server answers any resolver: texts, aliases, no such name", async () => {
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([emulator.dns]);
  const long = "x".repeat(600);
  for (const value of ["one", "one", "two", long]) txt("fresh.test", value);
  emulator.control.setDnsRecord({ name: "Alias.test.", type: "CNAME", value: "fresh.test" });
  const texts = await resolver.resolveTxt("ALIAS.test");
  expect(texts.map((strings) => strings.join(""))).toEqual(["one", "two", long]);
  expect(await resolver.resolveCname("alias.test")).toEqual(["fresh.test"]);
  await expect(resolver.resolveTxt("none.test")).rejects.toMatchObject({ code: "ENOTFOUND" });
  await expect(resolver.resolve4("fresh.test")).rejects.toMatchObject({ code: "ENODATA" });
  emulator.control.removeDnsRecord({ name: "fresh.test", type: "TXT", value: "one" });
  expect(await resolver.resolveTxt("fresh.test")).toHaveLength(2);
  emulator.control.removeDnsRecord({ name: "fresh.test", type: "TXT" });
  expect(emulator.control.dnsRecords()).toEqual([
    { name: "alias.test", type: "CNAME", value: "fresh.test" },
  ]);
  emulator.control.reset();
  expect(emulator.control.dnsRecords()).toEqual([]);
});

test("records are set over HTTP as well", async () => {
  const control = (verb: string, ...args: unknown[]) =>
    fetch(`${emulator.controlUrl}/${verb}`, { method: "POST", body: JSON.stringify(args) });
  const record = { name: "fresh.test", type: "TXT", value: "v" };
  expect((await control("setDnsRecord", record)).status).toBe(200);
  expect(await (await control("dnsRecords")).json()).toEqual([record]);
  expect((await control("setDnsRecord", { ...record, type: "MX" })).status).toBe(400);
  expect((await control("setHttpAddress", "fresh.test", "192.0.2.1:80")).status).toBe(400);
  const ill = { ...record, type: "CNAME", value: "x".repeat(64) };
  expect((await control("setDnsRecord", ill)).status).toBe(400);
  await control("removeDnsRecord", record);
  expect(emulator.control.dnsRecords()).toEqual([]);
});

describe("files", () => {
  let web: Server;
  let files: Record<string, string>;

  beforeEach(async () => {
    files = {};
    web = createServer(({ url = "", headers }, response) => {
      const file = files[`http://${headers.host ?? ""}${url}`];
      response.writeHead(file === undefined ? 404 : 200).end(file ?? "none");
    });
    await new Promise<void>((resolve) => {
      web.listen(0, "127.0.0.1", resolve);
    });
    const address = `127.0.0.1:${(web.address() as AddressInfo).port}`;
    for (const name of ["fresh.test", "www.fresh.test"]) {
      emulator.control.setHttpAddress(name, address);
    }
  });

  afterEach(() => {
    web.closeAllConnections();
    web.close();
  });

  test("are fetched from the domain's web server, and cover the very name only", async () => {
    const domain = await add("fresh.test", "http-token");
    expect(codesOf(await check(domain))).toEqual(["file_random_value_not_found"]);
    files[tokenOf(domain).http_token_url ?? ""] = `${tokenOf(domain).token}\n`;
    expect((await check(domain)).status).toBe(200);
    expect(await statusOf(await place(["fresh.test"]))).toBe("issued");
    expect(await statusOf(await place(["*.fresh.test"]))).toBe("pending");
    expect(await statusOf(await place(["www.fresh.test"]))).toBe("pending");
  });

  test("have names of their own with the dynamic method, which DV orders do not have", async () => {
    const domain = await add("fresh.test", "http-token-dynamic");
    const { http_token_url: url = "", token } = tokenOf(domain);
    expect(url).toMatch(/^http:\/\/fresh\.test\/\.well-known\/pki-validation\/\w+\.txt$/);
    expect(url).not.toContain("fileauth");
    files[url] = token;
    expect((await check(domain)).status).toBe(200);
    expect(codesOf(await placeDv(["fresh.test"], "http-token-dynamic"))).toEqual([
      "invalid_value:dcv_method",
    ]);
  });

  test("are asked for each name of an order", async () => {
    const order = await place(["fresh.test", "www.fresh.test"], { dcv_method: "http-token" });
    const domains = order.json["domains"] as { dcv_token: Token }[];
    expect(domains).toHaveLength(2);
    for (const { dcv_token: own } of domains) {
      expect(codesOf(await checkOrder(order))).toEqual(["file_random_value_not_found"]);
      files[own.http_token_url ?? ""] = own.token;
    }
    expect((await checkOrder(order)).json).toMatchObject({ order_status: "issued" });
  });

  test("serve DV orders, though never wildcards", async () => {
    const order = await placeDv(["fresh.test"], "http-token");
    const url = "http://fresh.test/.well-known/pki-validation/fileauth.txt";
    expect(codesOf(await checkOrder(order))).toEqual(["file_random_value_not_found"]);
    files[url] = String(order.json["dcv_random_value"]);
    expect((await checkOrder(order)).json).toMatchObject({ order_status: "issued" });
    const wild = await placeDv(["*.fresh.test"], "http-token");
    files[url] = String(wild.json["dcv_random_value"]);
    expect(codesOf(await checkOrder(wild))).toEqual(["file_random_value_not_found"]);
  });
});

describe("OV orders", () => {
  const names = ["fresh.test", "www.fresh.test", "*.fresh.test"];

  test("register new domains, and are issued after a check of the base domain", async () => {
    const order = await place(names, { dcv_method: "dns-txt-token" });
    const domains = order.json["domains"] as { id: number; name: string; dcv_token?: Token }[];
    expect(domains.map(({ name, dcv_token }) => [name, dcv_token?.status])).toEqual([
      ["fresh.test", "pending"],
      ["www.fresh.test", undefined],
      ["*.fresh.test", undefined],
    ]);
    expect((await api("GET", `/domain/${domains[1]!.id}`)).json["name"]).toBe("www.fresh.test");
    const missed = await checkOrder(order);
    expect([missed.status, missed.json]).toEqual([
      200,
      {
        order_status: "pending",
        certificate_id: id,
        dcv_status: "pending",
        dns_name_validations: names.map((name) => ({ dns_name: name, status: "pending" })),
      },
    ]);
    emulator.control.configure({ dcvMiss: "refuse" });
    expect(codesOf(await checkOrder(order))).toEqual(["invalid_dns_txt"]);
    txt("fresh.test", domains[0]!.dcv_token!.token);
    expect((await checkOrder(order)).json).toEqual({
      order_status: "issued",
      certificate_id: id,
      dcv_status: "valid",
      dns_name_validations: names.map((name) => ({ dns_name: name, status: "approved" })),
    });
    expect(emulator.control.domains().map(({ name, status }) => [name, status])).toEqual([
      ["example.com", "validated"],
      ["fresh.test", "validated"],
      ["www.fresh.test", "validated"],
    ]);
    expect((await place(["new.fresh.test"])).json).not.toHaveProperty("domains");
  });

  test("name no token of a domain that exists, but its own page does", async () => {
    const domain = await add("fresh.test", "email");
    const order = await place(["a.fresh.test"], { dcv_method: "dns-txt-token" });
    expect(order.json["domains"]).toEqual([{ id, name: "a.fresh.test" }]);
    txt("fresh.test", tokenOf(await look(domain)).token);
    expect((await checkOrder(order)).json).toMatchObject({ order_status: "issued" });
  });

  test("by e-mail wait for someone who answers", async () => {
    const order = await place(["fresh.test"]);
    expect(order.json["domains"]).toEqual([{ id, name: "fresh.test" }]);
    expect(codesOf(await checkOrder(order))).toEqual(["invalid_dns_method"]);
    await emulator.control.validateOrder(Number(order.json["id"]));
    expect(await statusOf(order)).toBe("issued");
  });

  test("take a random value for all their domains from a change of method", async () => {
    const order = await place(["one.test", "two.test"]);
    const path = `/order/certificate/${String(order.json["id"])}`;
    const { json } = await api("PUT", `${path}/dcv-method`, { dcv_method: "dns-txt-token" });
    for (const name of ["one.test", "two.test"]) txt(name, String(json["dcv_random_value"]));
    const some = await checkOrder(order, { dns_names_validations: ["one.test"] });
    expect(some.json).toMatchObject({
      dcv_status: "pending",
      dns_name_validations: [{ dns_name: "one.test", status: "approved" }],
    });
    expect((await checkOrder(order)).json).toMatchObject({ dcv_status: "valid" });
  });

  test("a reissue with a new domain waits for it, and its reply has no domains", async () => {
    const order = await place(["example.com"]);
    const path = `/order/certificate/${String(order.json["id"])}/reissue`;
    const reissue = await api("POST", path, {
      certificate: {
        common_name: "example.com",
        dns_names: ["fresh.test"],
        csr: key.csr,
        signature_hash: "sha256",
      },
      skip_approval: true,
      dcv_method: "dns-txt-token",
    });
    expect(reissue.json).toEqual({ id: order.json["id"], certificate_id: id });
    expect(await statusOf(order)).toBe("reissue_pending");
    txt("fresh.test", emulator.control.domain("fresh.test")?.token ?? "");
    expect((await checkOrder(order)).json).toMatchObject({
      order_status: "issued",
      certificate_id: reissue.json["certificate_id"],
    });
  });
});

describe("DV orders", () => {
  test("validate by a random value of their own, whatever the account's domains say", async () => {
    const order = await placeDv(["example.com", "www.example.com"]);
    expect(order.json).toEqual({
      id,
      requests: [{ id, status: "approved" }],
      certificate_id: id,
      dcv_random_value: expect.stringMatching(/^\w{32}$/),
    });
    expect((await checkOrder(order)).json).toMatchObject({
      order_status: "pending",
      dns_name_validations: [{ status: "pending" }, { status: "pending" }],
    });
    txt("www.example.com", String(order.json["dcv_random_value"]));
    expect((await checkOrder(order)).json).toMatchObject({
      dns_name_validations: [{ status: "pending" }, { status: "approved" }],
    });
    txt("example.com", String(order.json["dcv_random_value"]));
    expect((await checkOrder(order)).json).toMatchObject({ order_status: "issued" });
  });

  test("validate again for every reissue", async () => {
    const order = await placeDv(["fresh.test"]);
    txt("fresh.test", String(order.json["dcv_random_value"]));
    await checkOrder(order);
    const path = `/order/certificate/${String(order.json["id"])}/reissue`;
    const certificate = { common_name: "fresh.test", csr: key.csr };
    const reissue = await api("POST", path, { certificate, skip_approval: true });
    expect(reissue.json).toEqual({
      id: order.json["id"],
      certificate_id: id,
      dcv_random_value: expect.not.stringContaining(String(order.json["dcv_random_value"])),
    });
    expect((await checkOrder(order)).json).toMatchObject({ order_status: "reissue_pending" });
    txt("fresh.test", String(reissue.json["dcv_random_value"]));
    expect((await checkOrder(order)).json).toMatchObject({
      order_status: "issued",
      certificate_id: reissue.json["certificate_id"],
    });
  });

  test("by e-mail have no random value and wait for someone who answers", async () => {
    const order = await placeDv(["fresh.test"], "email");
    const path = `/order/certificate/${String(order.json["id"])}`;
    expect(order.json).not.toHaveProperty("dcv_random_value");
    expect(codesOf(await checkOrder(order))).toEqual(["invalid_dns_method"]);
    expect(codesOf(await api("PUT", `${path}/dcv-random-value`))).toEqual(["invalid_dns_method"]);
    const emails = [{ domain: "fresh.test", email: "admin@fresh.test" }];
    const resent = await api("PUT", `${path}/resend-emails`, { domain_approval_emails: emails });
    expect([resent.status, resent.text]).toEqual([204, ""]);
    await emulator.control.validateOrder(Number(order.json["id"]));
    expect(await statusOf(order)).toBe("issued");
  });

  test("keep their random value for 30 days, across a change of method", async () => {
    const order = await placeDv(["fresh.test"]);
    const path = `/order/certificate/${String(order.json["id"])}`;
    const value = order.json["dcv_random_value"];
    const kept = { dcv_random_value: value, expiration_date: "2026-12-24T12:00:00+00:00" };
    const method = await api("PUT", `${path}/dcv-method`, { dcv_method: "dns-cname-token" });
    expect(method.json).toEqual(kept);
    expect((await api("PUT", `${path}/dcv-random-value`)).json).toEqual(kept);
    emulator.control.advance({ days: 30 });
    const { json } = await api("PUT", `${path}/dcv-random-value`);
    expect(json["dcv_random_value"]).not.toBe(value);
    const name = `${String(json["dcv_random_value"])}.fresh.test`;
    emulator.control.setDnsRecord({ name, type: "CNAME", value: "dcv.digicert.com" });
    expect((await checkOrder(order)).json).toMatchObject({ order_status: "issued" });
    const email = await api("PUT", `${path}/dcv-method`, { dcv_method: "email" });
    expect([email.status, email.text]).toEqual([204, ""]);
  });
});
