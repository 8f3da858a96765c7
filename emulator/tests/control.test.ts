/** The control interface takes what it says, and refuses all else: a test that fails for nothing is found by nobody. */
import { request } from "node:http";

import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let csr: string;

beforeAll(async () => {
  ({ csr } = await newKey());
});

beforeEach(async () => {
  emulator = await startEmulator({ rateLimits: false, faultRates: {} });
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

interface Refusal {
  status: number;
  codes: string[];
  text: string;
}

async function refusalOf(verb: string, body: string): Promise<Refusal> {
  const response = await fetch(`${emulator.controlUrl}/${verb}`, { method: "POST", body });
  const text = await response.text();
  expect(response.headers.get("content-type")).toBe("application/json");
  const json = JSON.parse(text) as { errors?: { code: string }[] } | null;
  return { status: response.status, codes: json?.errors?.map(({ code }) => code) ?? [], text };
}

const control = (verb: string, ...args: unknown[]): Promise<Refusal> =>
  refusalOf(verb, JSON.stringify(args));

const order = async (): Promise<number> =>
  (await api("POST", "/order/certificate/ssl_multi_domain", orderOf(csr))).status;

test.each<[string, ...unknown[]]>([
  ["setClock", "tomorrow"],
  ["setClock", "9999-01-01T00:00:00Z"],
  ["setClock"],
  ["setClock", "2027-01-01", "2028-01-01"],
  ["advance", { days: 1e9 }],
  ["advance", { day: 1 }],
  ["configure", { aproval: "none" }],
  ["configure", { approval: "one step" }],
  ["configure", { balance: "rich" }],
  ["configure", { dnsServer: "192.0.2.1:53" }],
  ["configure", { dnsServer: "" }],
  ["configure", { disabledProducts: ["ssl_plsu"] }],
  ["failNext", { kind: "lost" }],
  ["failNext", { kind: "lost-after", pth: "." }],
  ["failNext", { kind: "lost-after", path: "(" }],
  ["failNext", { kind: "lost-after", path: "(?=x)" }],
  ["failNext", { kind: "lost-after", method: "get" }],
  ["failNext", { kind: "reply", status: 200, headers: { "content-length": "9" } }],
  ["failNext", { kind: "reply", status: 200, headers: { a: "b\nc" } }],
  ["failNext", { kind: "reply", status: 200, contentType: "text/html\n" }],
  ["failNext", { kind: "reply", status: 20 }],
  ["setFaultRates", { "lost-before": 2 }],
  ["setFaultRates", { lost: 0.5 }],
  ["setFaultRates", {}, "seven"],
  ["revokeCertificate", "x"],
  ["order", "112233001"],
  ["addKey", "", 42],
  ["addKey", "two words", 42],
  ["addKey", "key", 0],
  ["validateDomain", "no name"],
  ["validateDomain", "fresh.test", "some day"],
  ["reissueInConsole", 112233001, { csr: 7 }],
  ["setDnsRecord", { name: "fresh.test", type: "TXT", value: "x".repeat(100_000) }],
  ["setHttpAddress", "fresh.test", "127.0.0.1:0"],
  ["requests", 1],
])("%s %j is refused, and all goes on", async (verb, ...args) => {
  const { status, codes, text } = await control(verb, ...args);
  expect([status, codes[0]?.split(":")[0]]).toEqual([400, "invalid_value"]);
  expect(text).not.toMatch(/\bat .*:\d+|node_modules|\.ts|\.js/);
  expect(await order()).toBe(201);
});

test("all that is wrong is refused at once, by its place", async () => {
  const { codes } = await control("configure", { aproval: "none", balance: "rich", evApproval: 1 });
  expect(codes.sort()).toEqual([
    "invalid_value:configure.0",
    "invalid_value:configure.0.balance",
    "invalid_value:configure.0.evApproval",
  ]);
  expect((await control("configure", { approval: "one-step", balance: "rich" })).status).toBe(400);
  expect(await order()).toBe(201);
  expect(await emulator.control.orders()).toMatchObject([{ status: "issued" }]);
});

test("in a test's own process the same is refused", async () => {
  const untyped = emulator.control as unknown as Record<string, (...given: unknown[]) => unknown>;
  expect(() => untyped["setClock"]?.("tomorrow")).toThrow("setClock.0");
  expect(() => untyped["failNext"]?.({ kind: "lost" })).toThrow("failNext.0.kind");
  expect(() => untyped["configure"]?.({ aproval: "none" })).toThrow(/aproval/);
  const options = { aproval: "none", port: -1, now: "tomorrow", faultRates: { lost: 1 } };
  const refused = startEmulator(options as never);
  await expect(refused).rejects.toThrow(/aproval[^]*lost|lost[^]*aproval/);
  await expect(refused).rejects.toThrow(/startEmulator\.port[^]*startEmulator\.now/);
});

test.each([
  ["approve", "request"],
  ["revokeOrder", "order"],
  ["revokeCertificate", "certificate"],
  ["deactivateOrganization", "organization"],
])("%s of what is not there is 404", async (verb, what) => {
  expect(await control(verb, 1)).toMatchObject({ status: 404, codes: [`not_found|${what}`] });
});

test("what the console cannot do is refused as the API refuses it", async () => {
  await order();
  const [placed] = await emulator.control.orders();
  expect(await control("cancelOrder", placed?.id)).toMatchObject({
    status: 400,
    codes: ["invalid_order_status"],
  });
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty", "nothing"])(
  "there is no control %s",
  async (verb) => {
    expect(await control(verb)).toMatchObject({ status: 404, codes: ["not_found|control"] });
  },
);

test.each(["{}", "1", "[", "null", '["\\ud800"]', "[".repeat(100_000)])(
  "arguments that are no good array are refused: %.9s",
  async (body) => {
    expect(await refusalOf("setClock", body)).toMatchObject({
      status: 400,
      codes: ["bad_request_format"],
    });
  },
);

test("no arguments may be said by an empty body", async () => {
  expect((await refusalOf("reset", "")).status).toBe(200);
});

test.each([
  { host: "evil.example" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { host: "127.0.0.1.evil.example" },
])("the control interface does not serve %j", async (headers) => {
  const [status, text] = await new Promise<[number | undefined, string]>((resolve, reject) => {
    const sent = request(`${emulator.controlUrl}/reset`, { method: "POST", headers }, (reply) => {
      const parts: string[] = [];
      reply.on("data", (part: Buffer) => parts.push(part.toString()));
      reply.on("end", () => {
        resolve([reply.statusCode, parts.join("")]);
      });
    });
    sent.on("error", reject);
    sent.end("[]");
  });
  expect([status, JSON.parse(text)]).toEqual([
    403,
    { errors: [expect.objectContaining({ code: "access_denied|foreign_host" })] },
  ]);
});

test("it serves the names that it was given", async () => {
  const named = await startEmulator({ names: ["Emulator.test"] });
  const status = await new Promise((resolve, reject) => {
    const headers = { host: "emulator.test:8080" };
    const sent = request(`${named.controlUrl}/now`, { method: "POST", headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    });
    sent.on("error", reject);
    sent.end("[]");
  });
  expect(status).toBe(200);
  await named.close();
});

test("reset keeps the keys, whatever was asked of the clock before", async () => {
  emulator.control.addKey("stranger", 42);
  await control("setClock", "tomorrow");
  await control("advance", { days: 1e9 });
  expect((await control("reset")).status).toBe(200);
  expect((await api("GET", "/user/me")).status).toBe(200);
  expect((await api("GET", "/user/me", undefined, "stranger")).json).toMatchObject({
    account_id: 42,
  });
});

test.each([
  ["the prototype of all objects", ["__proto__", "status"]],
  ["the length of a list", ["certificate", "dns_names", "length"]],
  ["an entry far behind a list's end", ["certificate", "dns_names", 4e9]],
])("a fault that alters %s does nothing", async (_what, at) => {
  await order();
  const [placed] = await emulator.control.orders();
  expect((await control("failNext", { kind: "alter", at, to: 4e9 })).status).toBe(200);
  const info = `/order/certificate/${placed?.id}`;
  const altered = await api("GET", info);
  expect(altered.json).toEqual((await api("GET", info)).json);
  expect(({} as Record<string, unknown>)["status"]).toBeUndefined();
});

test.each([204, 304])("a canned reply of %i has no body, whatever was given", async (status) => {
  emulator.control.failNext({ kind: "reply", status, body: { told: true } });
  expect(await api("GET", "/user/me")).toMatchObject({ status, text: "" });
});
