/** One order under two names of a program: ordered or taken up twice in one edit, or copied in an export. */
import { type Life, openLife } from "../support/life";
import type { EngineResource } from "../support/resource";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

/** Two resources that adopted the order of `www`, which is in the program no more. */
async function openTwins(): Promise<[EngineResource, EngineResource]> {
  await life.www.up();
  const adoptOrderId = Number(life.www.id);
  await life.today();
  const one = await life.declare({ adoptOrderId }, "one");
  await one.up();
  // In a run that knows nothing of the other one, as with --target.
  await life.today();
  const two = await life.declare({ adoptOrderId }, "two");
  expect((await two.up()).step).toBe("create");
  await life.today("2026-08-10");
  // What it finds goes into the plan: nothing is left to be repaired unplanned.
  await one.refresh();
  expect(life.www.said()).not.toMatch(/this run reissues|nothing is bought/);
  await Promise.all([one.up(), two.up()]);
  for (const each of [one, two]) await each.refresh();
  life.www.said();
  return [one, two];
}

test("two that hold one order are told in each run; its renewal is paid for once, and then shared", async () => {
  const [one, two] = await openTwins();
  await life.today("2027-01-22");
  const steps = await Promise.all([one.up(), two.up()]);
  expect(life.www.said()).toMatch(
    /order \d+ is used by .*::(one|two) of this program as well.*CC472/,
  );
  const refused = steps.find(({ step }) => step === "refused");
  expect(refused?.error).toMatch(
    /::(one|two) of this program pays for what follows it in this run.*run `pulumi refresh`.*CC430/,
  );
  expect(life.paid()).toHaveLength(2);
  await life.today();
  for (const each of [one, two]) await each.refresh();
  for (const each of [one, two]) expect(["same", "update"]).toContain((await each.up()).step);
  expect(one.outputs?.["orderId"]).toBe(two.outputs?.["orderId"]);
  expect(life.paid()).toHaveLength(2);
});

test("an order that has ended is followed by one new order of two that held it", async () => {
  const [one, two] = await openTwins();
  life.emulator.control.revokeOrder(Number(life.www.id));
  await life.today();
  for (const each of [one, two]) await each.refresh();
  await life.today();
  const steps = await Promise.all([one.up(), two.up()]);
  expect(steps.map(({ step }) => step).sort()).toEqual(["refused", "update"]);
  expect(life.paid()).toHaveLength(2);
});

test("two new ones of one key, name and product: the second one's check fails, before anything is paid", async () => {
  const twin = await life.declare({ alternativeOrderId: "twin" }, "twin");
  const [first, second] = [await life.www.up(), await twin.up()];
  expect(first.step).toBe("create");
  const reasons = [
    expect.stringMatching(/^is of the key for which .*::www of this program.*CC470/),
  ];
  expect(second).toEqual({ step: "check failed", reasons });
  expect(life.paid()).toHaveLength(1);
});

test.each([{ commonName: "api.example.com", dnsNames: [] }, { product: "ssl_basic" }])(
  "two new ones of one key, of which one has %j: each is ordered",
  async (change) => {
    const other = await life.declare(change, "other");
    const steps = await Promise.all([life.www.up(), other.up()]);
    expect(steps.map(({ step }) => step)).toEqual(["create", "create"]);
  },
);

test.each(["adoptOrderId", "renewalOfOrderId"])(
  "two new ones that have one %s: the second one's check fails",
  async (input) => {
    await life.www.up();
    await life.today("2027-01-22");
    const change = { [input]: Number(life.www.id) };
    const one = await life.declare(change, "one");
    const two = await life.declare(change, "two");
    const steps = [await one.up(), await two.up()];
    const reasons = [
      expect.stringMatching(/^names order \d+, as .*::one of this program does.*CC471/),
    ];
    expect(steps).toEqual([{ step: "create" }, { step: "check failed", reasons }]);
  },
);

test("an order that its resource renews is not renewed by a new one in the same run", async () => {
  await life.www.up();
  await life.today("2026-08-10");
  await life.www.up();
  await life.today("2027-01-22");
  const other = await life.declare({ renewalOfOrderId: Number(life.www.id) }, "other");
  const steps = await Promise.all([life.www.up(), other.up()]);
  expect(steps.filter(({ step }) => step === "refused")).toHaveLength(1);
  expect(life.paid()).toHaveLength(2);
});
