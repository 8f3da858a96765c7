/** An error hook (`onError`) has the engine repeat the very call that failed, and keep only what the last one says. */
import { type Life, liveUntilRenewal, openLife } from "../support/life";

let life: Life;

beforeEach(async () => {
  life = await openLife();
});

afterEach(() => life.close());

const control = () => life.emulator.control;

function loseReply(): void {
  control().configure({ ordersShown: "none" });
  control().failNext({ kind: "lost-after", method: "POST", path: "^/order/certificate/ssl_plus$" });
}

test("a create in doubt is gone on with, and not paid for again; whatever comes, it is kept", async () => {
  loseReply();
  const { inputs } = await life.provider.check({}, life.www.declared);
  const first = await life.provider.create(inputs);
  expect(first.reasons).toEqual([expect.stringContaining("(CC330)")]);
  expect(await life.provider.create(inputs)).toEqual(first);
  control().failNext({ kind: "lost-before", times: 4 });
  const { reasons, ...kept } = await life.provider.create(inputs);
  expect(reasons).toEqual([expect.stringContaining("find orders")]);
  expect(kept).toEqual({ id: first.id, outs: first.outs });
  control().configure({ ordersShown: "all" });
  const found = await life.provider.create(inputs);
  expect(found).toMatchObject({ id: first.id, outs: { orderId: 112233001, status: "issued" } });
  expect(life.paid()).toHaveLength(1);
});

test("a renewal in doubt likewise", async () => {
  await liveUntilRenewal(life);
  const { id = "", outputs = {}, inputs = {}, declared } = life.www;
  const planned = (await life.provider.check(inputs, declared)).inputs;
  control().failNext({ kind: "lost-after", method: "POST", path: "^/order/certificate/ssl_plus$" });
  const hidden = { kind: "reply", status: 200, body: { orders: [] } } as const;
  control().failNext({ path: "^/order/alternate/", after: 1, times: 100, ...hidden });
  const first = await life.provider.update(id, outputs, planned);
  expect(first.reasons).toEqual([expect.stringContaining("(CC330)")]);
  expect(await life.provider.update(id, outputs, planned)).toEqual(first);
  expect(life.paid()).toHaveLength(2);
});

test("an order that waits and is not shown any more is said with what helps, and that helps", async () => {
  control().configure({ approval: "one-step" });
  await life.www.up();
  await life.today();
  control().configure({ ordersShown: "none" });
  expect((await life.www.up()).reasons).toEqual([expect.stringContaining("(CC305)")]);
  expect((await life.www.up()).reasons).toEqual([
    expect.stringMatching(
      /^order 112233001 of account \d+ is not shown.*use a key that sees it.*CC341/,
    ),
  ]);
  control().configure({ ordersShown: "all", approval: "none" });
  await control().approve(112233001);
  await life.today();
  expect(await life.www.up()).toEqual({ step: "update" });
  expect(life.paid()).toHaveLength(1);
});

test("an order that waits is waited for again", async () => {
  control().configure({ approval: "one-step" });
  const { inputs } = await life.provider.check({}, life.www.declared);
  const { id, reasons } = await life.provider.create(inputs);
  expect(reasons?.[0]).toContain("needs approval");
  await control().approve(112233001);
  const issued = await life.provider.create(inputs);
  expect(issued).toMatchObject({
    id,
    outs: { status: "issued", certificateIds: [expect.anything()] },
  });
  expect(issued.reasons).toBeUndefined();
  expect(life.paid()).toHaveLength(1);
});
