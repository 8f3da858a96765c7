/** What is issued at once, and what many creates share: fewer calls, and not one look fewer that protects. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { makeKey, type TestKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "../support/in-process";

const firstDay = "2026-02-24";

let emulator: Emulator;
let provider: InProcessProvider;
let key: TestKey;

beforeAll(async () => {
  key = await makeKey();
  emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    balance: 1e9,
    faultRates: {},
  });
});

afterAll(() => emulator.close());

beforeEach(() => {
  emulator.control.reset();
  emulator.control.configure({ chainsInReplies: true, ordersShown: "all", issuance: "immediate" });
  provider = inProcessProvider(unlimitedConfig(emulator));
  today(firstDay);
});

function today(day: string): void {
  emulator.control.setClock(`${day}T12:00:00Z`);
  provider.today(day);
  provider.newRun();
}

async function planned(name: string, olds: Properties = {}, change: Properties = {}) {
  const given = { product: "ssl_plus", commonName: name, organization: { id: 117483 } };
  const news = { ...given, csr: key.csr, __urn: name, ...change };
  const { inputs, failures } = await provider.check(olds, news);
  expect(failures).toEqual([]);
  return inputs;
}

const create = async (name: string, change: Properties = {}) =>
  provider.create(await planned(name, {}, change));

/** Calls since the last look. */
function calls(): string[] {
  const all = emulator.control.requests();
  emulator.control.clearRequests();
  return all.map(({ method, path }) => `${method} ${path.replace(/\d+/g, "1")}`);
}

const chainCall = "GET /certificate/1/chain";

const products: Record<string, Properties> = {
  "an OV certificate": {},
  "a certificate of several names": { product: "ssl_multi_domain", dnsNames: ["a.example.com"] },
  "a wildcard": { product: "ssl_wildcard", commonName: "*.example.com" },
};

describe.each(Object.entries(products))("%s", (_what, change) => {
  test("is the same by its reply as by single reads", async () => {
    const { id, outs, reasons } = await create("www.example.com", change);
    expect(reasons).toBeUndefined();
    expect(calls()).not.toContain(chainCall);
    provider.newRun();
    const { props } = await provider.read(id, outs);
    expect(props).toEqual(outs);
  });
});

test("a reissue and a renewal are the same by their replies as by single reads", async () => {
  const first = await planned("www.example.com");
  const created = await provider.create(first);
  const { id } = created;
  let [inputs, outs] = [first, created.outs];
  for (const day of ["2026-08-20", "2027-02-01"]) {
    today(day);
    inputs = await planned("www.example.com", inputs);
    calls();
    ({ outs } = await provider.update(id, outs, inputs));
    expect(calls()).not.toContain(chainCall);
    provider.newRun();
    expect((await provider.read(id, outs)).props).toEqual(outs);
  }
  expect(inputs["issuance"]).toMatchObject({ action: "renew" });
});

test("a reply with another certificate's chain is not believed", async () => {
  const stranger = await create("a.example.com", { csr: (await makeKey()).csr });
  emulator.control.failNext({ kind: "wrong-pem-in-reply", method: "POST" });
  calls();
  const { outs } = await create("b.example.com");
  expect(calls()).toContain(chainCall);
  expect(outs["fullChainPem"]).not.toBe(stranger.outs["fullChainPem"]);
  expect(outs["serialNumber"]).not.toBe(stranger.outs["serialNumber"]);
});

test("nor one with an older certificate of the same key and names", async () => {
  const first = await planned("www.example.com");
  const { id, outs } = await provider.create(first);
  today("2026-08-20");
  const again = await planned("www.example.com", first);
  emulator.control.failNext({ kind: "wrong-pem-in-reply", method: "POST" });
  const { outs: reissued } = await provider.update(id, outs, again);
  const order = await emulator.control.order(Number(id));
  expect(reissued["certificateId"]).toBe(order?.certificates[1]?.id);
  expect(reissued["serialNumber"]).not.toBe(outs["serialNumber"]);
});

test.each([
  ["does not answer", { status: 502, body: "<html></html>", contentType: "text/html" }],
  ["does not show what was placed", { status: 200, body: { orders: [] } }],
])("where the list %s, each order is read", async (_what, reply) => {
  emulator.control.failNext({ kind: "reply", path: "date_created", times: 200, ...reply });
  const names = Array.from({ length: 12 }, (_, index) => `n${index}.example.com`);
  const made = await Promise.all(names.map((name) => create(name)));
  const days = made.map(({ outs }) => String(outs["coveredUntil"]));
  expect(new Set(days)).toEqual(new Set(["2027-02-23"]));
});

describe("the list that creates share", () => {
  const share = () =>
    Promise.all(Array.from({ length: 8 }, (_, index) => create(`n${index}.example.com`)));

  test("shows an order of the same key under any other reference: refused, and nothing is bought", async () => {
    const elsewhere = inProcessProvider({
      ...unlimitedConfig(emulator),
      "certcentral:namespace": "elsewhere",
    });
    const { inputs } = await elsewhere.check({}, await planned("www.example.com"));
    const other = await elsewhere.create({ ...inputs, __urn: "other" });
    await share();
    calls();
    await expect(create("www.example.com")).rejects.toThrow(`order ${other.id}`);
    expect(calls().filter((call) => /^POST|GET \/order\/certificate$/.test(call))).toEqual([]);
  });

  test("does not stand for what the run itself orders", async () => {
    await share();
    const { id } = await create("www.example.com");
    await expect(create("www.example.com", { __urn: "twin" })).rejects.toThrow(`order ${id}`);
  });

  test("is asked for again after a minute", async () => {
    await share();
    const elsewhere = inProcessProvider({
      ...unlimitedConfig(emulator),
      "certcentral:namespace": "elsewhere",
    });
    const { inputs } = await elsewhere.check({}, await planned("www.example.com"));
    const other = await elsewhere.create({ ...inputs, __urn: "other" });
    const passed = jest.spyOn(performance, "now").mockReturnValue(performance.now() + 61_000);
    await expect(create("www.example.com")).rejects.toThrow(`order ${other.id}`);
    passed.mockRestore();
  });
});
