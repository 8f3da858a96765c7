/** How often CertCentral is asked, step by step: it lets a thousand calls pass in three minutes. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { makeKey, type TestKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "../support/in-process";

let emulator: Emulator;
let provider: InProcessProvider;
let key: TestKey;
let calls: () => string[];

beforeAll(async () => {
  const now = "2026-02-24T12:00:00Z";
  emulator = await startEmulator({ now, frozen: true, faultRates: {}, rateLimits: false });
  key = await makeKey();
});

afterAll(() => emulator.close());

beforeEach(() => {
  emulator.control.reset();
  provider = inProcessProvider(unlimitedConfig(emulator));
  today("2026-02-24");
  calls = () => {
    const all = emulator.control.requests();
    emulator.control.clearRequests();
    return all.map(({ method, path }) => `${method} ${path.replace(/\d+/g, "1")}`);
  };
});

function today(day: string): void {
  emulator.control.setClock(`${day}T12:00:00Z`);
  provider.today(day);
}

async function planned(name: string, olds: Properties = {}, change: Properties = {}) {
  const given = { product: "ssl_plus", commonName: name, organization: { id: 117483 } };
  const news = { ...given, csr: key.csr, __urn: name, ...change };
  const { inputs, failures } = await provider.check(olds, news);
  expect(failures).toEqual([]);
  return inputs;
}

const whoAmI = "GET /user/me";
const look = expect.stringMatching(/^GET \/order\/alternate\//) as string;
const create = [
  look,
  "GET /order/certificate",
  "POST /order/certificate/ssl_plus",
  "GET /order/certificate/1",
];

test("a plan asks nothing", async () => {
  const inputs = await planned("a.example.com");
  await provider.diff("1", inputs, inputs);
  expect(calls()).toEqual([]);
});

test("a create asks four times, and the first of a run who it is and whether it sees its own order", async () => {
  await provider.create(await planned("a.example.com"));
  const first = calls();
  expect(first).toHaveLength(create.length + 2);
  expect(first).toEqual(expect.arrayContaining([whoAmI, ...create]));
  await provider.create(await planned("b.example.com"));
  expect(calls()).toEqual(create);
});

test("creates at once share who they are, the list of orders, and the pages that show their real ends", async () => {
  const names = Array.from({ length: 40 }, (_, index) => `www${index}.example.com`);
  const all = await Promise.all(names.map((name) => planned(name)));
  const made = await Promise.all(all.map((inputs) => provider.create(inputs)));
  const asked = calls();
  const count = (call: string): number => asked.filter((one) => one === call).length;
  expect(asked.filter((one) => one.startsWith("GET /order/alternate/"))).toHaveLength(40 + 1);
  expect(count("POST /order/certificate/ssl_plus")).toBe(40);
  expect(count(whoAmI)).toBe(1);
  expect(asked.length).toBeLessThanOrEqual(2 * 40 + 20);
  expect(new Set(made.map(({ outs }) => outs["coveredUntil"]))).toEqual(new Set(["2027-02-23"]));
});

test("a reissue on a later day asks twice, and the first of a run what the first create asks", async () => {
  const inputs = await planned("a.example.com");
  const { id, outs } = await provider.create(inputs);
  const reissue = ["GET /order/certificate/1", "POST /order/certificate/1/reissue"];
  const again = await planned("a.example.com", inputs, { csr: (await makeKey()).csr });
  provider.newRun();
  calls();
  today("2026-03-10");
  const { outs: reissued } = await provider.update(id, outs, again);
  const first = calls();
  expect(first).toHaveLength(reissue.length + 2);
  expect(first).toEqual(expect.arrayContaining([whoAmI, look, ...reissue]));
  today("2026-03-20");
  const further = await planned("a.example.com", again, { csr: (await makeKey()).csr });
  await provider.update(id, reissued, further);
  expect(calls()).toEqual(reissue);
});

test("an end asks twice, and who it is: the order is read before anything of it is ended", async () => {
  const { id, outs } = await provider.create(await planned("a.example.com"));
  provider.newRun();
  calls();
  await provider.delete(id, outs);
  expect(calls()).toEqual([whoAmI, "GET /order/certificate/1", "PUT /certificate/1/revoke"]);
});

test("the state of a certificate is small: its chain stands in it once, and the provider's text is short", async () => {
  const inputs = await planned("a.example.com");
  const { outs } = await provider.create(inputs);
  const chain = `${String(outs["fullChainPem"])}${String(outs["rootPem"])}`;
  const rest = JSON.stringify(outs).length + JSON.stringify(inputs).length - chain.length;
  expect(rest).toBeLessThan(4000);
});
