/** How often CertCentral is asked, step by step: it lets a thousand calls pass in three minutes. */
import { makeKey } from "../support/csr";
import { type Fleet, openFleet } from "../support/fleet";

let fleet: Fleet;

beforeAll(async () => {
  fleet = await openFleet();
});

afterAll(() => fleet.close());

beforeEach(() => {
  fleet.begin();
});

const whoAmI = "GET /user/me";
const look = expect.stringMatching(/^GET \/order\/alternate\//) as string;
const create = [
  look,
  "GET /order/certificate",
  "POST /order/certificate/ssl_plus",
  "GET /order/certificate/1",
];

test("a plan asks nothing", async () => {
  const inputs = await fleet.planned("a.example.com");
  await fleet.provider.diff("1", inputs, inputs);
  expect(fleet.calls()).toEqual([]);
});

test("a create asks four times, and the first of a run who it is and whether it sees its own order", async () => {
  await fleet.provider.create(await fleet.planned("a.example.com"));
  const first = fleet.calls();
  expect(first).toHaveLength(create.length + 2);
  expect(first).toEqual(expect.arrayContaining([whoAmI, ...create]));
  await fleet.provider.create(await fleet.planned("b.example.com"));
  expect(fleet.calls()).toEqual(create);
});

test("creates at once share who they are, the list of orders, and the pages that show their real ends", async () => {
  const names = Array.from({ length: 40 }, (_, index) => `www${index}.example.com`);
  const all = await Promise.all(names.map((name) => fleet.planned(name)));
  const made = await Promise.all(all.map((inputs) => fleet.provider.create(inputs)));
  const asked = fleet.calls();
  const count = (call: string): number => asked.filter((one) => one === call).length;
  expect(asked.filter((one) => one.startsWith("GET /order/alternate/"))).toHaveLength(40 + 1);
  expect(count("POST /order/certificate/ssl_plus")).toBe(40);
  expect(count(whoAmI)).toBe(1);
  expect(asked.length).toBeLessThanOrEqual(2 * 40 + 15);
  expect(new Set(made.map(({ outs }) => outs["coveredUntil"]))).toEqual(new Set(["2027-02-23"]));
});

test("a hundred creates, eight at a time as the engine makes them on two processors, ask two and a third each", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `www${index}.example.com`);
  const waiting = await Promise.all(names.map((name) => fleet.planned(name)));
  const make = async (): Promise<void> => {
    for (let inputs = waiting.pop(); inputs !== undefined; inputs = waiting.pop()) {
      await fleet.provider.create(inputs);
    }
  };
  await Promise.all(Array.from({ length: 8 }, make));
  expect(fleet.calls().length).toBeLessThanOrEqual(240);
});

test("a reissue on a later day asks twice, and the first of a run what the first create asks", async () => {
  const inputs = await fleet.planned("a.example.com");
  const { id, outs } = await fleet.provider.create(inputs);
  const reissue = ["GET /order/certificate/1", "POST /order/certificate/1/reissue"];
  const again = await fleet.planned("a.example.com", inputs, { csr: (await makeKey()).csr });
  fleet.provider.newRun();
  fleet.calls();
  fleet.today("2026-03-10");
  const { outs: reissued } = await fleet.provider.update(id, outs, again);
  const first = fleet.calls();
  expect(first).toHaveLength(reissue.length + 2);
  expect(first).toEqual(expect.arrayContaining([whoAmI, look, ...reissue]));
  fleet.today("2026-03-20");
  const further = await fleet.planned("a.example.com", again, { csr: (await makeKey()).csr });
  await fleet.provider.update(id, reissued, further);
  expect(fleet.calls()).toEqual(reissue);
});

test("a renewal asks four times, and once for orders that somebody has placed by hand", async () => {
  let inputs = await fleet.planned("a.example.com", undefined, { orderValidity: { days: 199 } });
  const { id, outs } = await fleet.provider.create(inputs);
  fleet.today("2026-08-20");
  fleet.provider.newRun();
  inputs = await fleet.planned("a.example.com", inputs, { orderValidity: { days: 199 } });
  fleet.calls();
  await fleet.provider.update(id, outs, inputs);
  const renewal = [
    look,
    "GET /order/certificate/1",
    "GET /order/certificate",
    "POST /order/certificate/ssl_plus",
    "GET /order/certificate/1",
  ];
  const asked = fleet.calls();
  expect(asked).toHaveLength(renewal.length + 2);
  expect(asked).toEqual(expect.arrayContaining([whoAmI, ...renewal]));
});

test("an end asks twice, and who it is: the order is read before anything of it is ended", async () => {
  const { id, outs } = await fleet.provider.create(await fleet.planned("a.example.com"));
  fleet.provider.newRun();
  fleet.calls();
  await fleet.provider.delete(id, outs);
  expect(fleet.calls()).toEqual([whoAmI, "GET /order/certificate/1", "PUT /certificate/1/revoke"]);
});

test("the state of a certificate is small: its chain stands in it once, and the provider's text is short", async () => {
  const inputs = await fleet.planned("a.example.com");
  const { outs } = await fleet.provider.create(inputs);
  const chain = `${String(outs["fullChainPem"])}${String(outs["rootPem"])}`;
  const rest = JSON.stringify(outs).length + JSON.stringify(inputs).length - chain.length;
  expect(rest).toBeLessThan(4000);
});
