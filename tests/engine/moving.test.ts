/** A stack that moves between both doors, on the real engine: also while an order waits, is in doubt, or a reissue is due. */
import type { Emulator } from "certcentral-emulator";

import {
  anyStep,
  good,
  openPluginStack,
  pluginAlias,
  type PluginStack,
} from "../support/plugin-stack";
import { hasYaml, type TestStack } from "../support/stack";

const yamlTest = hasYaml ? test : test.skip;

let life: PluginStack;
let emulator: Emulator;
let stack: TestStack;
let declared: Record<string, unknown>;

beforeEach(async () => {
  life = await openPluginStack();
  ({ emulator, stack, declared } = life);
});

afterEach(() => life.close());

yamlTest("a stack moves to the plugin and back, without a call", async () => {
  stack.program = life.dynamic();
  await good(stack.up());
  const before = await stack.resource("www");
  life.calls();
  stack.program = life.yaml();
  // The dynamic provider's state has the chain once; the other forms of it are said to appear.
  const move = await good(stack.preview());
  expect(move).toContain(
    "outputs certificateChain, certificatePem and chainPem appear in the state",
  );
  expect(move).not.toMatch(/\b(create|delete|replace)\b/);
  await good(stack.up());
  expect(await good(stack.preview())).not.toMatch(anyStep);
  const moved = await stack.resource("www");
  expect(moved).toMatchObject({ id: before?.id, type: "certcentral:index:Certificate" });
  expect(moved?.inputs).toMatchObject({ issuance: before?.inputs["issuance"] });
  stack.program = life.dynamic(pluginAlias);
  expect(await good(stack.preview())).not.toMatch(/\b(create|delete|replace)\b/);
  await good(stack.up());
  expect(life.calls()).toEqual([]);
  expect(await stack.resource("www")).toMatchObject({ id: before?.id, type: before?.type });
  expect(await good(stack.preview())).not.toMatch(anyStep);
  await good(stack.refresh());
  life.calls();

  // What is due by then is what the other door does.
  stack.program = life.yaml();
  life.today("2026-08-12");
  await good(stack.up());
  expect(life.posts()).toEqual(["POST /order/certificate/112233001/reissue"]);
});

yamlTest("moved back, it is ended as if it had never been away", async () => {
  stack.program = life.yaml();
  await good(stack.up());
  stack.program = life.dynamic(pluginAlias);
  await good(stack.up());
  await good(stack.destroy());
  expect(await emulator.control.order(112233001)).toMatchObject({
    certificates: [{ status: "revoked" }],
  });
});

yamlTest("an order that waits moves as well, and is gone on with", async () => {
  emulator.control.configure({ approval: "one-step" });
  declared["issuanceTimeoutMinutes"] = 0.001;
  stack.program = life.dynamic();
  expect((await stack.up()).failure).toContain("needs approval");
  stack.program = life.yaml();
  life.calls();
  await good(stack.preview());
  expect(life.calls()).toEqual([]);
  expect((await stack.up()).failure).toContain("needs approval");
  // Back, the engine refreshes first what the plugin asked it to; and to the plugin again.
  stack.program = life.dynamic(pluginAlias);
  life.calls();
  expect(await good(stack.preview())).not.toMatch(/\b(create|delete|replace)\b/);
  expect(life.calls().filter((call) => !call.startsWith("GET"))).toEqual([]);
  stack.program = life.yaml();
  await emulator.control.approve(112233001);
  life.calls();
  await good(stack.up());
  expect(life.posts()).toEqual([]);
  expect(await stack.resource("www")).toMatchObject({
    id: "112233001",
    type: "certcentral:index:Certificate",
    outputs: { status: "issued" },
  });
});

yamlTest(
  "back from the plugin while an order waits: refreshed, gone on with, and ended",
  async () => {
    emulator.control.configure({ approval: "one-step" });
    declared["issuanceTimeoutMinutes"] = 0.001;
    stack.program = life.yaml();
    expect((await stack.up()).failure).toContain("needs approval");
    stack.program = life.dynamic(pluginAlias);
    expect((await stack.up()).failure).toContain("needs approval");
    // The engine has kept the plugin's inputs, and compares with them.
    await good(stack.refresh());
    await good(stack.refresh());
    expect((await stack.up()).failure).toContain("needs approval");
    await emulator.control.approve(112233001);
    await good(stack.up());
    expect(life.posts()).toEqual(["POST /order/certificate/ssl_plus"]);
    expect(await good(stack.preview())).not.toMatch(anyStep);
    await good(stack.refresh());
    await good(stack.destroy());
    expect(await emulator.control.order(112233001)).toMatchObject({
      certificates: [{ status: "revoked" }],
    });
  },
);

yamlTest("an order in doubt moves to and fro, and is gone on with once it is found", async () => {
  emulator.control.configure({ ordersShown: "none" });
  const path = "^/order/certificate/ssl_plus$";
  emulator.control.failNext({ kind: "lost-after", method: "POST", path });
  stack.program = life.dynamic();
  expect((await stack.up()).failure).toContain("(CC330)");
  expect(life.posts()).toEqual(["POST /order/certificate/ssl_plus"]);
  const before = await stack.resource("www");
  stack.program = life.yaml();
  expect(await good(stack.preview())).not.toMatch(/\b(create|delete|replace)\b/);
  expect((await stack.up()).failure).toContain("(CC330)");
  expect(await stack.resource("www")).toMatchObject({
    type: "certcentral:index:Certificate",
    id: before?.id,
    outputs: { __doubt: before?.outputs["__doubt"] },
  });
  stack.program = life.dynamic(pluginAlias);
  expect((await stack.up()).failure).toContain("(CC330)");
  expect(await stack.resource("www")).toMatchObject({
    type: before?.type,
    id: before?.id,
    outputs: { __provider: before?.outputs["__provider"] },
  });
  await good(stack.refresh());
  emulator.control.configure({ ordersShown: "all" });
  stack.program = life.yaml();
  await good(stack.up());
  expect((await stack.resource("www"))?.outputs).toMatchObject({ orderId: 112233001 });
  expect((await stack.resource("www"))?.outputs).not.toHaveProperty("__doubt");
  expect(life.posts()).toEqual([]);
});
