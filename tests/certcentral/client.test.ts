import { once } from "node:events";
import { createServer as createProxy, type IncomingMessage } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { inspect } from "node:util";

import {
  type CertCentral,
  createClient,
  type OrderRequest,
} from "../../provider/certcentral/client";
import {
  AmbiguousOutcome,
  CertCentralError,
  RateLimited,
  UnexpectedReply,
  Unreachable,
} from "../../provider/certcentral/errors";
import type { ClientSettings } from "../../provider/certcentral/transport";
import type { Clock } from "../../provider/clock";
import { waitUntil } from "../../provider/wait";
import { selfSigned } from "../support/csr";
import {
  type Scripted,
  type ScriptedServer,
  startScriptedServer,
} from "../support/scripted-server";

const apiKey = "0123456789abcdef-the-key";
let server: ScriptedServer;
let waited: number[];

beforeEach(() => {
  waited = [];
});

afterEach(() => server.close());

/** Time passes at once, so that no test sleeps. */
const clock: Clock = {
  now: () => new Date("2026-11-24T12:00:00Z"),
  sleep: (ms) => {
    waited.push(ms);
    return Promise.resolve();
  },
  random: () => 0.5,
  elapsedMs: () => performance.now(),
};

const settings: Omit<ClientSettings, "url"> = {
  apiKey,
  requestTimeoutSeconds: 5,
  maxRateLimitWaitSeconds: 300,
  rateLimits: { per5Seconds: 1000, per3Minutes: 1000 },
  userAgent: "test",
};

async function clientFor(...script: Scripted[]): Promise<CertCentral> {
  server = await startScriptedServer(script);
  return createClient({ ...settings, url: server.url }, clock);
}

/** The port on which a server listens from now on. */
async function listen(other: Server): Promise<number> {
  await once(other.listen(0, "127.0.0.1"), "listening");
  return (other.address() as AddressInfo).port;
}

const request: OrderRequest = {
  certificate: {
    commonName: "example.com",
    dnsNames: ["www.example.com"],
    csr: "csr",
    signatureHash: "sha256",
    serverPlatform: { id: 45 },
    certValidity: { customExpirationDate: "2027-06-09" },
  },
  orderValidity: { years: 1 },
  organization: { id: 117483 },
  customFields: [{ metadataId: 11, value: "some_Value" }],
  alternativeOrderId: "ref1",
};

test("a request goes out in CertCentral's words, with key, agent and length", async () => {
  const client = await clientFor({ status: 201, json: { id: 112233 } });
  await client.placeOrder("ssl_plus", request);
  const [seen] = server.seen;
  expect(seen).toMatchObject({
    method: "POST",
    path: "/services/v2/order/certificate/ssl_plus",
    headers: {
      "x-dc-devkey": apiKey,
      "user-agent": "test",
      "content-type": "application/json",
      accept: "application/json",
    },
    body: {
      certificate: {
        common_name: "example.com",
        dns_names: ["www.example.com"],
        csr: "csr",
        signature_hash: "sha256",
        server_platform: { id: 45 },
        cert_validity: { custom_expiration_date: "09 JUN 2027" },
      },
      order_validity: { years: 1 },
      organization: { id: 117483 },
      custom_fields: [{ metadata_id: 11, value: "some_Value" }],
      alternative_order_id: "ref1",
    },
  });
  expect(Number(seen?.headers["content-length"])).toBeGreaterThan(0);
  expect(seen?.headers["transfer-encoding"]).toBeUndefined();
});

describe("the five shapes of an order's reply", () => {
  const domains = [{ id: 1469, name: "example.com" }];
  test.each<[string, object, object]>([
    [
      "approval",
      { requests: [{ id: 113, status: "pending" }], domains },
      { requests: [{ id: 113, status: "pending" }] },
    ],
    [
      "two-step approval",
      { requests: [{ id: 113, status: "submitted" }], domains },
      { requests: [{ id: 113, status: "submitted" }] },
    ],
    [
      "approved",
      { requests: [{ id: 113, status: "approved" }], domains, certificate_id: 113 },
      { requests: [{ id: 113, status: "approved" }] },
    ],
    ["skipped approval", { domains, certificate_id: 113 }, { requests: [] }],
    [
      "issued at once",
      {
        certificate_id: 113,
        certificate_chain: [{ subject_common_name: "example.com", pem: "pem" }],
      },
      { domains: [], requests: [], certificateId: 113, chain: [{ pem: "pem" }] },
    ],
  ])("%s", async (_shape, json, want) => {
    const client = await clientFor({ status: 201, json: { id: 112233, ...json } });
    expect(await client.placeOrder("ssl_plus", request)).toMatchObject({
      orderId: 112233,
      ...want,
    });
  });
});

test("an order is read through PHP's oddities and absent fields", async () => {
  const client = await clientFor({
    status: 200,
    json: {
      id: "112233",
      status: "issued",
      certificate: { id: 5, common_name: "a.example.com", dns_names: [" "], valid_till: "null" },
      organization: [],
      container: null,
      is_renewed: "1",
      renewed_order_id: 0,
      product: { name_id: "ssl_plus" },
      something: { new: true },
    },
  });
  expect(await client.getOrder(112233)).toMatchObject({
    id: 112233,
    certificate: { dnsNames: [], validTill: undefined },
    organizationId: undefined,
    containerId: undefined,
    isRenewed: true,
    renewedOrderId: undefined,
    productNameId: "ssl_plus",
  });
});

test("not found is an answer, whatever form it has", async () => {
  const missing = { status: 404, json: { errors: [{ code: "not_found|order", message: "x" }] } };
  const client = await clientFor(missing, missing, { status: 200, json: { orders: [] } });
  expect(await client.getOrder(1)).toBeUndefined();
  expect(await client.findOrders("ref")).toEqual([]);
  expect(await client.findOrders("ref")).toEqual([]);
});

test("a wrong address, or a page of something on the way, does not say that anything is gone", async () => {
  const route = { errors: [{ code: "not_found|route", message: "No such route." }] };
  const page = { status: 404, text: "<html></html>", headers: { "content-type": "text/html" } };
  const client = await clientFor({ status: 404, json: route }, page);
  await expect(client.getOrder(1)).rejects.toThrow(/it ends in \/services\/v2/);
  await expect(client.getOrder(1)).rejects.toThrow(UnexpectedReply);
});

test("orders under a reference are read page by page", async () => {
  const page = (id: number) => ({
    status: 200,
    json: {
      orders: [{ order_id: id, status: "pending" }],
      page: { total: 2, limit: 1, offset: 0 },
    },
  });
  const client = await clientFor(page(1), page(2));
  expect((await client.findOrders("ref")).map(({ orderId }) => orderId)).toEqual([1, 2]);
  expect(server.seen[1]?.path).toContain("offset=1");
});

test("nor does a page that is full end a list of which nothing says how long it is", async () => {
  const page = (...ids: number[]) => ({
    status: 200,
    json: { orders: ids.map((id) => ({ order_id: id, status: "pending" })), page: { limit: 1 } },
  });
  const client = await clientFor(page(1), page(2), page());
  expect((await client.findOrders("ref")).map(({ orderId }) => orderId)).toEqual([1, 2]);
});

test("a revocation is done when the reply is empty, and waits when it is a request", async () => {
  const client = await clientFor(
    { status: 204 },
    { status: 201, json: { id: 7, status: "pending" } },
  );
  const reason = { revocationReason: "superseded", comments: "c", skipApproval: true };
  expect(await client.revokeCertificate(5, reason)).toEqual({ done: true });
  expect(await client.revokeCertificate(5, reason)).toEqual({ done: false, requestId: 7 });
  expect(server.seen[0]?.body).toEqual({
    revocation_reason: "superseded",
    comments: "c",
    skip_approval: true,
  });
});

describe("a POST that may have arrived is sent once, and its end is called unknown", () => {
  test.each<[string, Scripted]>([
    ["reset", "reset"],
    ["cut off", "truncate"],
    [
      "502 page",
      {
        status: 502,
        text: "<html><h1>Bad Gateway</h1></html>",
        headers: { "content-type": "text/html" },
      },
    ],
    ["500", { status: 500, json: { errors: [{ code: "internal", message: "oops" }] } }],
    ["2xx without an id", { status: 201, json: { hello: 1 } }],
    ["2xx that is no JSON", { status: 200, text: "OK", headers: { "content-type": "text/plain" } }],
  ])("%s", async (_name, reply) => {
    const client = await clientFor(reply, { status: 201, json: { id: 2 } });
    await expect(client.placeOrder("ssl_plus", request)).rejects.toThrow(AmbiguousOutcome);
    expect(server.seen).toHaveLength(1);
  });
});

test("a GET is tried again after a reset, a gateway page and 406", async () => {
  const html = { "content-type": "text/html" };
  const client = await clientFor(
    "reset",
    { status: 503, text: "<html>busy</html>", headers: html },
    { status: 406, json: {} },
    { status: 200, json: { id: 1, status: "issued", certificate: {} } },
  );
  expect((await client.getOrder(1))?.status).toBe("issued");
  expect(server.unused()).toBe(0);
});

describe("what may have been done is sent again only where twice is as good as once", () => {
  const busy = { status: 503, text: "<html></html>", headers: { "content-type": "text/html" } };
  const revocation = { revocationReason: "superseded", comments: "c", skipApproval: true };
  const domain = {
    name: "example.com",
    organization: { id: 1 },
    validations: [],
    dcvMethod: "email",
  };
  test.each<[string, number, (client: CertCentral) => Promise<unknown>]>([
    ["a reissue", 1, (client) => client.reissue(1, request)],
    ["a cancellation", 1, (client) => client.cancel(1, "note")],
    ["a custom field", 1, (client) => client.setCustomField(1, { metadataId: 1, value: "x" })],
    ["a revocation", 1, (client) => client.revokeCertificate(1, revocation)],
    ["a rejection", 1, (client) => client.rejectRequest(1, "note")],
    ["a domain", 1, (client) => client.submitDomain(domain)],
    ["a method of validation", 4, (client) => client.setDcvMethod(1, "email")],
    ["a random value", 4, (client) => client.getRandomValue(1)],
    ["a domain's token", 4, (client) => client.getDomainToken(1)],
    ["a look at a record", 4, (client) => client.checkDomain(1)],
  ])("%s: %i times", async (_what, times, send) => {
    const client = await clientFor(busy, busy, busy, busy);
    await expect(send(client)).rejects.toThrow(times === 1 ? AmbiguousOutcome : UnexpectedReply);
    expect(server.seen).toHaveLength(times);
  });
});

test("all clients of a key share its limit, and another key has its own", async () => {
  const empty = { status: 200, json: { orders: [] } };
  server = await startScriptedServer([empty, empty, empty]);
  let now = 0;
  const counted: Clock = {
    ...clock,
    sleep: (ms) => {
      now += ms;
      return clock.sleep(ms);
    },
    elapsedMs: () => now,
  };
  const rateLimits = { per5Seconds: 1, per3Minutes: 100 };
  const ask = (own: string) =>
    createClient({ ...settings, rateLimits, apiKey: own, url: server.url }, counted).findOrders(
      "a",
    );
  await ask("the-key-of-one");
  await ask("the-key-of-another");
  expect(waited).toEqual([]);
  await ask("the-key-of-one");
  expect(waited).toEqual([5000]);
});

test("a GET that stays broken says what came instead", async () => {
  const page = {
    status: 502,
    text: "<html><h1>Bad Gateway</h1></html>",
    headers: { "content-type": "text/html" },
  };
  const client = await clientFor(page, page, page, page);
  const failure = client.getOrder(1);
  await expect(failure).rejects.toThrow(UnexpectedReply);
  await expect(failure).rejects.toThrow(
    'get order 1: no JSON but text/html: "Bad Gateway" (status 502)',
  );
});

test("429 is waited out, growing, for every method; Retry-After is obeyed", async () => {
  const busy = {
    status: 429,
    json: { errors: [{ code: "request_limit_exceeded", message: "limit" }] },
  };
  const client = await clientFor(
    busy,
    busy,
    { ...busy, headers: { "retry-after": "7" } },
    { status: 201, json: { id: 9 } },
  );
  expect((await client.placeOrder("ssl_plus", request)).orderId).toBe(9);
  expect(waited).toEqual([2000, 4000, 7000]);
});

test("429 without end is given up within the allowed time", async () => {
  const busy = {
    status: 429,
    json: { errors: [{ code: "request_limit_exceeded", message: "limit" }] },
  };
  const client = await clientFor(...Array<Scripted>(20).fill(busy));
  await expect(client.getOrder(1)).rejects.toThrow(RateLimited);
  expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(300_000 + 60_000);
});

describe("a refusal says what, why, the numbers and what to do", () => {
  test.each<[string, Scripted, RegExp]>([
    [
      "wrong key",
      {
        status: 403,
        json: {
          errors: [{ code: "access_denied|access_denied_invalid_key", message: "Access denied." }],
        },
      },
      /place order for example\.com: Access denied\. \(access_denied\|access_denied_invalid_key, 403\)\. Check the API key/,
    ],
    [
      "missing permission",
      {
        status: 403,
        json: { errors: [{ code: "access_denied|missing_permission", message: "No." }] },
      },
      /may not do this: use one whose user has the role/,
    ],
    [
      "firewall page",
      {
        status: 403,
        text: "<html><script>x()</script><p>Request blocked</p></html>",
        headers: { "content-type": "text/html" },
      },
      /no JSON but text\/html: "Request blocked" \(403\)/,
    ],
    [
      "redirect",
      { status: 302, headers: { location: "https://elsewhere.example" } },
      /a redirect to https:\/\/elsewhere\.example is not followed/,
    ],
    [
      "errors in a 2xx reply",
      { status: 200, json: { errors: [{ code: "bad", message: "no" }] } },
      /no \(bad, 200\)/,
    ],
    ["empty body", { status: 400 }, /no JSON but no content type: an empty reply \(400\)/],
    [
      "errors under a wrong content type",
      {
        status: 400,
        text: '{"errors":[{"code":"bad","message":"no"}]}',
        headers: { "content-type": "text/html" },
      },
      /no \(bad, 400\)/,
    ],
    ["a status of nobody's", { status: 418, json: { tea: 1 } }, /no reason but .*tea.* \(418\)/],
  ])("%s", async (_name, reply, text) => {
    const client = await clientFor(reply);
    const failure = client.placeOrder("ssl_plus", request);
    await expect(failure).rejects.toThrow(CertCentralError);
    await expect(failure).rejects.toThrow(text);
  });
});

test("a host that cannot be reached is told as that: nothing was done", async () => {
  const client = await clientFor();
  await server.close();
  const failure = client.placeOrder("ssl_plus", request);
  await expect(failure).rejects.toThrow(Unreachable);
  await expect(failure).rejects.toThrow(/ECONNREFUSED.*Nothing was done/);
});

describe("a server that is not CertCentral's is told as that: nothing was done", () => {
  let stranger: Awaited<ReturnType<typeof selfSigned>>;
  const clientOf = (url: string): CertCentral => createClient({ ...settings, url }, clock);

  beforeAll(async () => {
    stranger = await selfSigned();
  });

  test("a name that DNS does not know", async () => {
    const failure = clientOf("https://certcentral.invalid").placeOrder("ssl_plus", request);
    await expect(failure).rejects.toThrow(Unreachable);
    await expect(failure).rejects.toThrow(
      /cannot reach certcentral\.invalid: .*(ENOTFOUND|EAI_AGAIN).*Nothing was done/,
    );
  });

  test("a server that speaks no TLS", async () => {
    await clientFor();
    const failure = clientOf(server.url.replace("http:", "https:")).placeOrder("ssl_plus", request);
    await expect(failure).rejects.toThrow(Unreachable);
    await expect(failure).rejects.toThrow(/SSL.*Nothing was done/);
  });

  test("a server that hangs up in the handshake", async () => {
    const rude = createTcpServer((socket) => {
      socket.once("data", () => socket.resetAndDestroy());
    });
    const port = await listen(rude);
    const failure = clientOf(`https://127.0.0.1:${port}`).placeOrder("ssl_plus", request);
    await expect(failure).rejects.toThrow(Unreachable);
    await expect(failure).rejects.toThrow(/ECONNRESET.*Nothing was done/);
    rude.close();
  });

  test("a certificate that nobody vouches for", async () => {
    const impostor = createServer({ cert: stranger.certificate, key: stranger.privateKeyPem });
    const port = await listen(impostor);
    const failure = clientOf(`https://127.0.0.1:${port}`).placeOrder("ssl_plus", request);
    await expect(failure).rejects.toThrow(Unreachable);
    await expect(failure).rejects.toThrow(/SELF_SIGNED.*Nothing was done/);
    impostor.close();
  });
});

test("HTTPS_PROXY is honoured, and a proxy that refuses is told as that", async () => {
  const asked: unknown[] = [];
  const proxy = createProxy().on("connect", ({ url }: IncomingMessage, socket: Duplex) => {
    asked.push(url);
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  });
  process.env["HTTPS_PROXY"] = `http://127.0.0.1:${await listen(proxy)}`;
  try {
    // The proxy is read from the environment once per process.
    await jest.isolateModulesAsync(async () => {
      const fresh = jest.requireActual<{ createClient: typeof createClient }>(
        "../../provider/certcentral/client",
      );
      const url = "https://certcentral.invalid";
      const client = fresh.createClient({ ...settings, url }, clock);
      await expect(client.placeOrder("ssl_plus", request)).rejects.toThrow(
        /cannot reach certcentral\.invalid: .*407.*Nothing was done.*HTTPS_PROXY/,
      );
    });
  } finally {
    delete process.env["HTTPS_PROXY"];
    proxy.close();
  }
  expect(new Set(asked)).toEqual(new Set(["certcentral.invalid:443"]));
});

test("error codes are compared at | and : only", () => {
  const error = new CertCentralError("x", 400, ["invalid_value:validity_years"], "y");
  expect(error.is("invalid_value")).toBe(true);
  expect(error.is("invalid")).toBe(false);
});

test.each([
  ["invalid_value:validity_years", /shorten orderValidity$/],
  ["invalid_value:validity_days", /shorten orderValidity$/],
  ["invalid_value:custom_expiration_date", /shorten orderValidity$/],
  ["invalid_custom_field_value", /doctor` lists the custom fields.*correct customFields$/],
  ["caa_check_failed|example.com", /CAA records: one must name digicert\.com/],
])("what to do next stands in a refusal with %s", (code, words) => {
  expect(new CertCentralError("place order", 400, [code], "no").message).toMatch(words);
});

test("the key shows in no error, however it is printed", async () => {
  const client = await clientFor("reset", { status: 500, json: {} });
  const printed = [inspect(client, { depth: 9 })];
  for (let attempt = 0; attempt < 2; attempt++) {
    const error: unknown = await client
      .placeOrder("ssl_plus", request)
      .catch((cause: unknown) => cause);
    printed.push(inspect(error, { depth: 9, showHidden: true }));
  }
  expect(printed.join("\n")).not.toContain(apiKey);
});

describe("a reply that is no reply", () => {
  test("a body that drips ends with the time of the call", async () => {
    const { url } = (server = await startScriptedServer(["drip", "drip", "drip", "drip"]));
    const client = createClient({ ...settings, url, requestTimeoutSeconds: 0.3 }, clock);
    await expect(client.getOrder(1)).rejects.toThrow(/get order 1: .*timeout/);
  }, 60_000);

  test("one that never ends is cut off", async () => {
    const client = await clientFor("flood", "flood", "flood", "flood");
    await expect(client.getOrder(1)).rejects.toThrow(/get order 1: the reply was cut off/);
  }, 60_000);

  test.each([
    ["as it is", (key: string) => key],
    ["in upper case", (key: string) => key.toUpperCase()],
    ["escaped for an address", encodeURIComponent],
    ["at the end of what is quoted", (key: string) => `${"x".repeat(78)}${key}`],
  ])(
    "a page that echoes the request's headers, the key %s: it is in no message",
    async (_how, form) => {
      const text = `<html><pre>x-dc-devkey: ${form(apiKey)}</pre></html>`;
      const page = { status: 400, text, headers: { "content-type": "text/html" } };
      const client = await clientFor(page);
      const error: unknown = await client.getOrder(1).catch((caught: unknown) => caught);
      expect(String(error)).toContain("get order 1");
      expect(String(error).toLowerCase()).not.toContain(apiKey.slice(0, 8).toLowerCase());
    },
  );

  test("nor does a redirect, or an error in CertCentral's own words, repeat it", async () => {
    const moved = { status: 302, text: "", headers: { location: `https://e.test/?k=${apiKey}` } };
    const errors = [{ code: "bad", message: `the key ${apiKey} is odd` }];
    const client = await clientFor(moved, { status: 400, json: { errors } });
    for (const what of ["a redirect", "is odd"]) {
      const error: unknown = await client.getOrder(1).catch((caught: unknown) => caught);
      expect(String(error)).toContain(what);
      expect(String(error)).not.toContain(apiKey);
    }
  });

  test("a page of many megabytes of brackets is read in no time that grows with its square", async () => {
    const text = "<".repeat(8 << 20);
    const client = await clientFor({ status: 400, text, headers: { "content-type": "text/html" } });
    await expect(client.getOrder(1)).rejects.toThrow(/no JSON but text\/html/);
  }, 60_000);

  test("a firewall's 403 page says what it is, and nothing of the key's role", async () => {
    const text = "<html><h1>Request blocked</h1></html>";
    const client = await clientFor({ status: 403, text, headers: { "content-type": "text/html" } });
    const error: unknown = await client.getOrder(1).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/"Request blocked".*a firewall or a proxy/);
    expect(String(error)).not.toContain("role");
  });

  test("an invalid key says what helps after it was exchanged", async () => {
    const errors = [{ code: "access_denied|invalid_api_key", message: "Invalid key" }];
    const client = await clientFor({ status: 401, json: { errors } });
    await expect(client.getOrder(1)).rejects.toThrow(
      /A refresh, a destroy, and an `up` .* use the key of the last/,
    );
  });
});

test("data that has the key's letters by chance stays as it came: only what is said is cleaned", async () => {
  const certificate = { id: 2, common_name: `${apiKey}.example.com` };
  const client = await clientFor({ status: 200, json: { id: 1, status: "issued", certificate } });
  expect((await client.getOrder(1))?.certificate.commonName).toBe(`${apiKey}.example.com`);
});

test("a wait counts the time of its looks", async () => {
  let now = 0;
  let looks = 0;
  const slow: Clock = {
    ...clock,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    elapsedMs: () => now,
  };
  const look = (): Promise<{ waiting: string }> => {
    looks += 1;
    now += 4000;
    return Promise.resolve({ waiting: "not yet" });
  };
  const onLook = (): Promise<void> => Promise.resolve();
  const options = { clock: slow, timeoutMs: 6000, firstIntervalMs: 1000, onLook };
  expect(await waitUntil(look, options)).toEqual({ timedOut: "not yet" });
  expect([looks, now <= 10_000]).toEqual([2, true]);
  // However slow the first look was, what it told is asked for once.
  looks = 0;
  expect(await waitUntil(look, { ...options, timeoutMs: 10 })).toEqual({ timedOut: "not yet" });
  expect(looks).toBe(2);
});
