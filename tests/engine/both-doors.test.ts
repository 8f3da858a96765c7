/** Resources of both doors in one program: their processes know of each other what those of one door do. */
import type { Resource } from "@pulumi/pulumi";
import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate } from "pulumi-certcentral";

import { makeKey } from "../support/csr";
import { hasNodeSdk, loadNodeSdk } from "../support/node-sdk";
import { openStack, type TestStack } from "../support/stack";

// Without Go there is no SDK of the plugin: the set-up says so, and fails in CI.
const nodeTest = hasNodeSdk ? test : test.skip;
let emulator: Emulator;
let stack: TestStack;

beforeEach(async () => {
  emulator = await startEmulator();
  stack = await openStack(emulator, {});
});

afterEach(async () => {
  stack.close();
  await emulator.close();
});

async function declare(commonName: string, change: object = {}): Promise<object> {
  const { csr } = await makeKey();
  return { product: "ssl_plus", commonName, csr, organization: { id: 117483 }, ...change };
}

type Door = "dynamic" | "plugin";

/** A program in which each is asked for when the one before has been. */
function program(...resources: [door: Door, name: string, args: object][]) {
  return async () => {
    const { Certificate: Plugin } = await loadNodeSdk();
    let before: Resource[] = [];
    for (const [door, name, args] of resources) {
      const Class = door === "plugin" ? Plugin : (Certificate as typeof Plugin);
      before = [new Class(name, args, { dependsOn: before })];
    }
    return {};
  };
}

const paid = (): number => emulator.control.requests().filter(({ charge }) => charge > 0).length;

nodeTest("an order has one owner, whichever door it has, and a run has one limit", async () => {
  const [www, shop] = [await declare("www.example.com"), await declare("shop.example.com")];
  await stack.setConfig("certcentral:maxPaidActionsPerRun", "1");
  stack.program = program(["dynamic", "www", www], ["plugin", "shop", shop]);
  expect((await stack.up()).failure).toMatch(/maxPaidActionsPerRun.*CC307/s);
  expect(paid()).toBe(1);
  await stack.removeConfig("certcentral:maxPaidActionsPerRun");
  // Neither takes what the other one has: its order, by its id.
  const { orderId } = (await stack.resource("www"))?.outputs ?? {};
  const adopting = { ...www, adoptOrderId: orderId };
  stack.program = program(["dynamic", "www", www], ["plugin", "shop", adopting]);
  expect((await stack.up()).failure).toMatch(
    /is used by urn:\S+dynamic\/certcentral:Certificate::www .*CC301/s,
  );
  // Nor its reference, by its name.
  stack.program = program(["dynamic", "www", www], ["plugin", "www", www]);
  expect((await stack.up()).failure).toMatch(/\(through the dynamic provider\).*CC308/s);
  expect(paid()).toBe(1);
});

nodeTest("from the other side; both live side by side, move one by one, and end", async () => {
  const [www, shop] = [await declare("www.example.com"), await declare("shop.example.com")];
  stack.program = program(["plugin", "shop", shop], ["dynamic", "www", www]);
  expect((await stack.up()).failure).toBeUndefined();
  const { orderId } = (await stack.resource("shop"))?.outputs ?? {};
  const adopting = { ...shop, adoptOrderId: orderId };
  stack.program = program(["plugin", "shop", shop], ["dynamic", "late", adopting]);
  expect((await stack.up()).failure).toMatch(/is used by urn:\S+::shop .*CC301/s);
  stack.program = program(["plugin", "shop", shop], ["plugin", "www", www]);
  expect((await stack.up()).failure).toBeUndefined();
  expect(paid()).toBe(2);
  expect((await stack.destroy()).failure).toBeUndefined();
  const certificates = (await emulator.control.orders()).flatMap((order) => order.certificates);
  expect(certificates.map(({ status }) => status)).toEqual(["revoked", "revoked"]);
});
