import { setTimeout as pause } from "node:timers/promises";

import { type Emulator, type Fault, type FaultName, faultNames, startEmulator } from "../src";
import { faultOf } from "../src/schemas/check";
import { type Api, apiOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;

const place = async () => api("POST", "/order/certificate/ssl_plus", orderOf((await newKey()).csr));
const info = (id: unknown) => api("GET", `/order/certificate/${String(id)}`);
const chainOf = (id: unknown) => api("GET", `/certificate/${String(id)}/chain`);
const fail = (fault: Fault): void => {
  emulator.control.failNext(fault);
};

beforeEach(async () => {
  emulator = await startEmulator({ faultRates: {} });
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

/** What each fault is seen to do by a plain client. */
const seen: Record<FaultName, () => Promise<void>> = {
  "rate-limit": async () => {
    fail({ kind: "rate-limit" });
    expect(await place()).toMatchObject({ status: 429 });
    expect(await emulator.control.orders()).toEqual([]);
  },
  "lost-before": async () => {
    fail({ kind: "lost-before" });
    await expect(place()).rejects.toThrow();
    expect(await emulator.control.orders()).toEqual([]);
  },
  "lost-after": async () => {
    fail({ method: "POST", kind: "lost-after" });
    await expect(place()).rejects.toThrow();
    expect(await emulator.control.orders()).toHaveLength(1);
    expect(emulator.control.requests()).toMatchObject([
      { status: "lost", fault: "lost-after", charge: 268 },
    ]);
  },
  reset: async () => {
    fail({ kind: "reset" });
    await expect(place()).rejects.toThrow();
    expect(await emulator.control.orders()).toHaveLength(1);
  },
  truncate: async () => {
    fail({ kind: "truncate" });
    await expect(place()).rejects.toThrow();
    expect(await emulator.control.orders()).toHaveLength(1);
  },
  hold: async () => {
    fail({ kind: "hold" });
    const held = emulator.control.whenHeld();
    const caller = new AbortController();
    const answer = fetch(`${emulator.url}/user/me`, {
      headers: { "x-dc-devkey": emulator.apiKey },
      signal: caller.signal,
    });
    expect(await held).toMatchObject({ path: "/user/me", reply: { account_id: 1696530 } });
    caller.abort();
    await expect(answer).rejects.toThrow();
  },
  slow: async () => {
    fail({ kind: "slow" });
    const first = await Promise.race([
      info(1).then(() => "answer"),
      pause(0).then(() => "nothing"),
    ]);
    expect(first).toBe("nothing");
  },
  "bad-gateway": async () => {
    fail({ kind: "bad-gateway" });
    const { status, text } = await place();
    expect([status, text]).toEqual([502, "<html><h1>Bad Gateway</h1></html>"]);
  },
  unavailable: async () => {
    fail({ kind: "unavailable" });
    expect((await place()).status).toBe(503);
  },
  firewall: async () => {
    emulator.control.setFaultRates({ firewall: 1 });
    expect((await place()).status).toBe(403);
    emulator.control.setFaultRates({});
    fail({ kind: "firewall" });
    expect((await place()).headers.get("content-type")).toBe("text/html");
    expect((await place()).status).toBe(201);
  },
  "wrong-pem": async () => {
    const [one, other] = [(await place()).json, (await place()).json];
    const right = await chainOf(one["certificate_id"]);
    fail({ kind: "wrong-pem" });
    expect((await chainOf(other["certificate_id"])).text).toBe(right.text);
    expect((await chainOf(other["certificate_id"])).text).not.toBe(right.text);
  },
  "wrong-pem-in-reply": async () => {
    const one = (await place()).json;
    fail({ kind: "wrong-pem-in-reply" });
    const other = (await place()).json;
    expect(other["certificate_id"]).not.toBe(one["certificate_id"]);
    expect(other["certificate_chain"]).toEqual(one["certificate_chain"]);
    expect((await place()).json["certificate_chain"]).not.toEqual(one["certificate_chain"]);
  },
  stale: async () => {
    emulator.control.configure({ approval: "one-step" });
    const { id } = (await place()).json;
    await info(id);
    await emulator.control.approve(Number(id));
    fail({ kind: "stale" });
    expect((await info(id)).json["status"]).toBe("needs_approval");
    expect((await info(id)).json["status"]).toBe("issued");
  },
  processing: async () => {
    const { id } = (await place()).json;
    fail({ kind: "processing" });
    expect((await info(id)).json["status"]).toBe("processing");
  },
  "unknown-status": async () => {
    const { id } = (await place()).json;
    fail({ kind: "unknown-status" });
    expect((await info(id)).json["status"]).toBe("in_review");
  },
  "duplicate-entries": async () => {
    await place();
    fail({ kind: "duplicate-entries" });
    expect((await api("GET", "/order/certificate")).json["orders"]).toHaveLength(2);
    fail({ kind: "duplicate-entries" });
    expect((await api("GET", "/order/certificate?limit=1")).json).toMatchObject({
      orders: [{}],
      page: { total: 1, limit: 1 },
    });
  },
  "duplicate-reissues": async () => {
    const { csr } = await newKey();
    const { id } = (await place()).json;
    await api("POST", `/order/certificate/${String(id)}/reissue`, orderOf(csr));
    fail({ kind: "duplicate-reissues" });
    const list = () => api("GET", `/order/certificate/${String(id)}/reissue`);
    expect((await list()).json["certificates"]).toHaveLength(3);
    expect((await list()).json["certificates"]).toHaveLength(2);
  },
  "absent-fields": async () => {
    fail({ kind: "absent-fields" });
    const placed = (await place()).json;
    expect(Object.keys(placed)).toEqual(["id", "certificate_id"]);
    fail({ kind: "absent-fields" });
    const { json } = await info(placed["id"]);
    expect(json["certificate"]).not.toHaveProperty("days_remaining");
    expect(json).toMatchObject({ id: placed["id"], status: "issued" });
  },
  approval: async () => {
    fail({ kind: "approval" });
    const { id } = (await place()).json;
    expect((await info(id)).json["status"]).toBe("needs_approval");
  },
  "slow-issuance": async () => {
    fail({ kind: "slow-issuance" });
    const { id } = (await place()).json;
    expect((await info(id)).json["status"]).toBe("pending");
    emulator.control.advance({ hours: 3 });
    expect((await info(id)).json["status"]).toBe("issued");
  },
  "dcv-lag": async () => {
    const { control } = emulator;
    const body = {
      name: "late.test",
      organization: { id: 117483 },
      validations: [{ type: "ov" }],
      dcv_method: "dns-txt-token",
    };
    const { id, dcv_token: token } = (await api("POST", "/domain", body)).json;
    const { token: value } = token as { token: string };
    control.setDnsRecord({ name: "late.test", type: "TXT", value });
    fail({ kind: "dcv-lag" });
    const check = () => api("PUT", `/domain/${String(id)}/dcv/validate-token`);
    expect([(await check()).status, (await check()).status]).toEqual([400, 200]);
  },
};

test.each(faultNames)("%s", async (name) => {
  await seen[name]();
});

test("domains are hit too: stale, without what may be absent, and listed twice", async () => {
  const { json } = await api("GET", "/domain?include_validation=true");
  const [{ id }] = json["domains"] as [{ id: number }];
  const domain = () => api("GET", `/domain/${id}?include_validation=true`);
  await domain();
  emulator.control.expireDomain("example.com");
  fail({ kind: "stale" });
  expect((await domain()).json["is_pending_validation"]).toBe(false);
  expect((await domain()).json["is_pending_validation"]).toBe(true);
  fail({ kind: "absent-fields" });
  expect((await domain()).json).not.toHaveProperty("dcv_approval_datetime");
  fail({ kind: "duplicate-entries" });
  expect((await api("GET", "/domain")).json["domains"]).toHaveLength(2);
});

test("a given reply, after so many requests and so many times", async () => {
  emulator.control.failNext({
    path: "^/user",
    after: 1,
    times: 2,
    kind: "reply",
    status: 503,
    body: "<html>",
    contentType: "text/html",
  });
  const statuses = [];
  for (let index = 0; index < 4; index++) statuses.push((await api("GET", "/user/me")).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
});

test("one member of a reply changed, or left out", async () => {
  const { id } = (await place()).json;
  fail({ kind: "alter", at: ["certificate", "common_name"], to: 7 });
  expect((await info(id)).json["certificate"]).toMatchObject({ common_name: 7 });
  fail({ kind: "alter", at: ["certificate"] });
  expect((await info(id)).json).not.toHaveProperty("certificate");
});

test("the same seed hits the same requests, another seed others", async () => {
  const hits = async (seed: number): Promise<(string | undefined)[]> => {
    emulator.control.reset();
    emulator.control.setFaultRates({ "lost-before": 0.2, unavailable: 0.2 }, seed);
    for (let index = 0; index < 40; index++) await info(index % 3).catch(() => undefined);
    return emulator.control.requests().map(({ fault }) => fault);
  };
  const first = await hits(1);
  expect(new Set(first)).toEqual(new Set([undefined, "lost-before", "unavailable"]));
  expect(await hits(1)).toEqual(first);
  expect(await hits(2)).not.toEqual(first);
});

test("what a mild fault sends is a reply that a page or a recording shows", async () => {
  emulator.control.setFaultRates({ "absent-fields": 1, "duplicate-reissues": 1 });
  const { csr } = await newKey();
  const { id } = (await place()).json;
  const order = `/order/certificate/${String(id)}`;
  await api("POST", `${order}/reissue`, orderOf(csr));
  const paths = [
    order,
    `${order}/reissue`,
    "/order/certificate?limit=1",
    "/domain?include_validation=true",
    "/organization",
    "/request",
  ];
  for (const path of paths) {
    const { status, text, json } = await api("GET", path);
    const [plain = ""] = path.split("?");
    expect(faultOf({ method: "GET", path: plain }, status, text)).toBeUndefined();
    if (plain !== order && !plain.endsWith("reissue")) expect(json).toHaveProperty("page.total");
  }
  const faults = emulator.control.requests().map(({ fault }) => fault);
  expect(new Set(faults)).toEqual(new Set([undefined, "absent-fields", "duplicate-reissues"]));
});

test("without a word the mild faults are on; chaos has them all", async () => {
  const faultsOf = async (options: object): Promise<Set<string | undefined>> => {
    const other = await startEmulator({ ...options, rateLimits: false });
    const ask = apiOf(other);
    for (let index = 0; index < 60; index++) {
      const body = orderOf((await newKey()).csr);
      const placed = await ask("POST", "/order/certificate/ssl_plus", body).catch(() => undefined);
      await ask("GET", "/order/certificate").catch(() => undefined);
      const reissues = `/order/certificate/${String(placed?.json["id"])}/reissue`;
      await ask("POST", reissues, body).catch(() => undefined);
      await ask("GET", reissues).catch(() => undefined);
    }
    await other.close();
    return new Set(other.control.requests().map(({ fault }) => fault));
  };
  expect(await faultsOf({})).toEqual(
    new Set([undefined, "slow", "absent-fields", "duplicate-reissues"]),
  );
  expect((await faultsOf({ chaos: 3 })).size).toBeGreaterThan(8);
});
