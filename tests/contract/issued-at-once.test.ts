/** What is issued at once, and what many creates share: fewer calls, and not one look fewer that protects. */
import { makeKey } from "../support/csr";
import type { Properties } from "../support/dynamic-provider";
import { type Fleet, openFleet } from "../support/fleet";
import { inProcessProvider, unlimitedConfig } from "../support/in-process";

let fleet: Fleet;

beforeAll(async () => {
  fleet = await openFleet();
});

afterAll(() => fleet.close());

beforeEach(() => {
  fleet.begin();
});

const chainCall = "GET /certificate/1/chain";

const products: Record<string, Properties> = {
  "an OV certificate": {},
  "a certificate of several names": { product: "ssl_multi_domain", dnsNames: ["a.example.com"] },
  "a wildcard": { product: "ssl_wildcard", commonName: "*.example.com" },
};

describe.each(Object.entries(products))("%s", (_what, change) => {
  test("is the same by its reply as by single reads", async () => {
    const { id, outs, reasons } = await fleet.create("www.example.com", change);
    expect(reasons).toBeUndefined();
    expect(fleet.calls()).not.toContain(chainCall);
    fleet.provider.newRun();
    const { props } = await fleet.provider.read(id, outs);
    expect(props).toEqual(outs);
  });
});

test("a reissue and a renewal are the same by their replies as by single reads", async () => {
  const first = await fleet.planned("www.example.com");
  const created = await fleet.provider.create(first);
  const { id } = created;
  let [inputs, outs] = [first, created.outs];
  for (const day of ["2026-08-20", "2027-02-01"]) {
    fleet.today(day);
    fleet.provider.newRun();
    inputs = await fleet.planned("www.example.com", inputs);
    fleet.calls();
    ({ outs } = await fleet.provider.update(id, outs, inputs));
    expect(fleet.calls()).not.toContain(chainCall);
    fleet.provider.newRun();
    expect((await fleet.provider.read(id, outs)).props).toEqual(outs);
  }
  expect(inputs["issuance"]).toMatchObject({ action: "renew" });
});

test("a reply with another certificate's chain is not believed", async () => {
  const stranger = await fleet.create("a.example.com", { csr: (await makeKey()).csr });
  fleet.emulator.control.failNext({ kind: "wrong-pem-in-reply", method: "POST" });
  fleet.calls();
  const { outs } = await fleet.create("b.example.com");
  expect(fleet.calls()).toContain(chainCall);
  expect(outs["fullChainPem"]).not.toBe(stranger.outs["fullChainPem"]);
  expect(outs["serialNumber"]).not.toBe(stranger.outs["serialNumber"]);
});

test("nor one with an older certificate of the same key and names", async () => {
  const first = await fleet.planned("www.example.com");
  const { id, outs } = await fleet.provider.create(first);
  fleet.today("2026-08-20");
  fleet.provider.newRun();
  const again = await fleet.planned("www.example.com", first);
  fleet.emulator.control.failNext({ kind: "wrong-pem-in-reply", method: "POST" });
  const { outs: reissued } = await fleet.provider.update(id, outs, again);
  const order = await fleet.emulator.control.order(Number(id));
  expect(reissued["certificateId"]).toBe(order?.certificates[1]?.id);
  expect(reissued["serialNumber"]).not.toBe(outs["serialNumber"]);
});

test.each([
  ["does not answer", { status: 502, body: "<html></html>", contentType: "text/html" }],
  ["does not show what was placed", { status: 200, body: { orders: [] } }],
])("where the list %s, each order is read", async (_what, reply) => {
  fleet.emulator.control.failNext({ kind: "reply", path: "sort=-id", times: 200, ...reply });
  const names = Array.from({ length: 12 }, (_, index) => `n${index}.example.com`);
  const made = await Promise.all(names.map((name) => fleet.create(name)));
  const days = made.map(({ outs }) => String(outs["coveredUntil"]));
  expect(new Set(days)).toEqual(new Set(["2027-02-23"]));
});

describe("the list that creates share", () => {
  const share = () =>
    Promise.all(Array.from({ length: 8 }, (_, index) => fleet.create(`n${index}.example.com`)));

  test("shows an order of the same key under any other reference: refused, and nothing is bought", async () => {
    const elsewhere = inProcessProvider({
      ...unlimitedConfig(fleet.emulator),
      "certcentral:namespace": "elsewhere",
    });
    const { inputs } = await elsewhere.check({}, await fleet.planned("www.example.com"));
    const other = await elsewhere.create({ ...inputs, __urn: "other" });
    await share();
    fleet.calls();
    await expect(fleet.create("www.example.com")).rejects.toThrow(`order ${other.id}`);
    expect(fleet.calls().filter((call) => /^POST|GET \/order\/certificate$/.test(call))).toEqual(
      [],
    );
  });

  test("does not stand for what the run itself orders", async () => {
    await share();
    const { id } = await fleet.create("www.example.com");
    // By its check a twin is refused already, where that knows the name.
    const other = await fleet.planned("other.example.com");
    const twin = { ...other, __urn: "twin", commonName: "www.example.com" };
    await expect(fleet.provider.create(twin)).rejects.toThrow(`order ${id}`);
  });

  test("is asked for again after a minute", async () => {
    await share();
    const elsewhere = inProcessProvider({
      ...unlimitedConfig(fleet.emulator),
      "certcentral:namespace": "elsewhere",
    });
    const { inputs } = await elsewhere.check({}, await fleet.planned("www.example.com"));
    const other = await elsewhere.create({ ...inputs, __urn: "other" });
    const passed = jest.spyOn(performance, "now").mockReturnValue(performance.now() + 61_000);
    await expect(fleet.create("www.example.com")).rejects.toThrow(`order ${other.id}`);
    passed.mockRestore();
  });
});
