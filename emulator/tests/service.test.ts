import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, codesOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;

beforeEach(async () => {
  emulator = await startEmulator();
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

test("a wrong or missing key is 403 with the recorded body", async () => {
  const body =
    '{"errors":[{"code":"access_denied|access_denied_invalid_key","message":"Access denied due to access_denied_invalid_key."}]}';
  expect(await api("GET", "/user/me", undefined, "wrong")).toMatchObject({
    status: 403,
    text: body,
  });
  expect((await fetch(`${emulator.url}/user/me`)).status).toBe(403);
});

test("the key's user, the account's organizations, products, domains and fields", async () => {
  expect((await api("GET", "/user/me")).json).toMatchObject({
    account_id: expect.any(Number),
    access_roles: [{ id: 1 }],
  });
  expect((await api("GET", "/organization/117483")).json).toMatchObject({
    id: 117483,
    is_active: true,
    organization_contact: { email: expect.any(String) },
  });
  expect((await api("GET", "/organization")).json["organizations"]).toHaveLength(2);
  expect((await api("GET", "/product/ssl_plus")).json).toMatchObject({
    name_id: "ssl_plus",
    allowed_validity_years: ["1"],
  });
  expect(codesOf(await api("GET", "/product/none"))).toEqual(["not_found|product"]);
  expect((await api("GET", "/domain")).json["domains"]).toMatchObject([
    { name: "example.com", organization: { is_active: "1" } },
  ]);
  expect((await api("GET", "/account/metadata")).json["metadata"]).toHaveLength(2);
  expect((await api("GET", "/finance/balance")).json).toMatchObject({ balance: "100000.00" });
});

test("a request for the head alone is served", async () => {
  const headers = { "x-dc-devkey": emulator.apiKey };
  const response = await fetch(`${emulator.url}/user/me`, { method: "HEAD", headers });
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

test("what is asked for a container needs one of the account's", async () => {
  for (const path of ["/finance/balance", "/product", "/product/ssl_plus"]) {
    expect((await api("GET", `${path}?container_id=6`)).status).toBe(200);
    expect(codesOf(await api("GET", `${path}?container_id=7`))).toEqual([
      "invalid_value:container_id",
    ]);
  }
});

test("headers are those that were recorded", async () => {
  const { headers } = await api("GET", "/user/me");
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("cache-control")).toBe("private,no-cache");
  expect(headers.get("last-modified")).toBe(headers.get("date"));
});

test("malformed JSON is a bad request format", async () => {
  const response = await fetch(`${emulator.url}/order/certificate/ssl_plus`, {
    method: "POST",
    headers: { "x-dc-devkey": emulator.apiKey },
    body: "{",
  });
  expect([response.status, await response.text()]).toEqual([
    400,
    expect.stringContaining("bad_request_format"),
  ]);
});

test("more than 100 requests in 5 seconds are answered 429, without Retry-After", async () => {
  const answers = await Promise.all(Array.from({ length: 110 }, () => api("GET", "/user/me")));
  const limited = answers.filter(({ status }) => status === 429);
  expect(limited).toHaveLength(10);
  expect(codesOf(limited[0]!)).toEqual(["request_limit_exceeded"]);
  expect(limited[0]?.headers.get("retry-after")).toBeNull();
});

test("another account's key does not see this account's orders", async () => {
  const { json } = await api("POST", "/order/certificate/ssl_plus", orderOf((await newKey()).csr));
  emulator.control.addKey("stranger", 42);
  const seen = await api("GET", `/order/certificate/${String(json["id"])}`, undefined, "stranger");
  expect([seen.status, ...codesOf(seen)]).toEqual([404, "not_found|order"]);
});

test("the log keeps requests and prices, never the key; reset forgets all", async () => {
  await api("POST", "/order/certificate/ssl_plus?x=1", orderOf((await newKey()).csr));
  const log = emulator.control.requests();
  expect(log).toMatchObject([
    {
      method: "POST",
      path: "/order/certificate/ssl_plus",
      query: { x: "1" },
      status: 201,
      charge: 268,
    },
  ]);
  expect(JSON.stringify(log)).not.toContain(emulator.apiKey);
  emulator.control.reset();
  expect(emulator.control.requests()).toEqual([]);
  expect(await emulator.control.orders()).toEqual([]);
});

test("the control interface over HTTP does what the library does", async () => {
  const control = async (verb: string, ...args: unknown[]) =>
    fetch(`${emulator.controlUrl}/${verb}`, { method: "POST", body: JSON.stringify(args) });
  await control("setClock", "2027-01-01T00:00:00Z");
  await control("advance", { days: 1 });
  expect(emulator.control.now().toISOString().slice(0, 10)).toBe("2027-01-02");
  await control("configure", { approval: "one-step" });
  const { json } = await api("POST", "/order/certificate/ssl_plus", orderOf((await newKey()).csr));
  expect((await control("approve", json["id"])).status).toBe(200);
  expect(await (await control("order", json["id"])).json()).toMatchObject({ status: "issued" });
  expect((await control("fly")).status).toBe(404);
  expect((await control("approve", 1)).status).toBe(404);
});
