/** What `certcentral import` writes, on the real engine: a preview that plans `adopt` for each order, and nothing else. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";

import { type AccountWorld, openAccount, placeWithAll, today } from "../support/account";
import { runCertcentral } from "../support/command-line";
import { openStack, type TestStack } from "../support/stack";

const wanted = 50;
const parent = mkdtempSync(join(__dirname, "..", "..", ".cache", "import-"));
const folder = join(parent, "shop");
let account: AccountWorld;
let stack: TestStack;

beforeAll(async () => {
  // Each fourth order or so is one that can be adopted.
  account = await openAccount(140);
  await placeWithAll(account.emulator, account.csr);
  await runCertcentral(["import", "--out", folder], account.environment);
  const program = (): Promise<Record<string, unknown>> =>
    import(join(folder, "index.ts")) as Promise<Record<string, unknown>>;
  stack = await openStack(account.emulator, program);
  stack.now = `${today}T12:00:00Z`;
});

afterAll(async () => {
  stack.close();
  rmSync(parent, { recursive: true });
  await account.emulator.close();
});

test(`a preview plans to adopt ${wanted} orders or more, and nothing that is paid`, async () => {
  account.emulator.control.clearRequests();
  const { output, failure } = await stack.preview(false);
  expect(failure).toBeUndefined();
  const plans = output.match(/^.*\b(order|renew|reissue|adopt)( until \S+)?: .*$/gm) ?? [];
  const adopted = new Set(plans.map((line) => /takes over order (\d+)/.exec(line)?.[1]));
  expect(adopted.has(undefined)).toBe(false);
  expect(adopted.size).toBeGreaterThanOrEqual(wanted);
  expect(account.emulator.control.requests()).toEqual([]);
});

test("the up adopts them without a call that changes anything, and the next preview has nothing to do", async () => {
  account.emulator.control.clearRequests();
  expect((await stack.up()).failure).toBeUndefined();
  const asked = account.emulator.control.requests().map(({ method, path }) => `${method} ${path}`);
  expect(asked.filter((call) => !call.startsWith("GET "))).toEqual([]);
  const { output } = await stack.preview(false);
  expect(output).toMatch(/\d+ unchanged/);
  expect(output).not.toMatch(/to (create|update|replace|delete)/);
});
