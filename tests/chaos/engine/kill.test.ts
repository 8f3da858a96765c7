/**
 * The provider process, or the command itself, is killed at every exchange with CertCentral, on the
 * real engine: the request has been carried out, its answer never comes, and no state is saved.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { addDays } from "../../../provider/calendar";
import { makeKey, type TestKey } from "../../support/csr";
import { type CliStack, descendants, openCliStack } from "../../support/cli-stack";

type Victim = "provider" | "command";

const commands: Record<Victim, RegExp> = {
  provider: /cmd.dynamic-provider/,
  command: /pulumi up /,
};

const firstDay = "2026-02-24";
const mostFurtherRuns = 2;

let keys: [TestKey, TestKey];
let emulator: Emulator;
let stack: CliStack;
let orders: number;

beforeAll(async () => {
  keys = [await makeKey(), await makeKey()];
});

beforeEach(async () => {
  emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    balance: 1e9,
  });
  stack = await openCliStack(emulator, firstDay);
  orders = 0;
});

afterEach(async () => {
  stack.close();
  await emulator.close();
});

const www = (change: object = {}): object => ({
  product: "ssl_plus",
  commonName: "www.example.com",
  csr: keys[0].csr,
  organization: { id: 117483 },
  orderValidity: { days: 60 },
  ...change,
});

/** What each path asks of the n-th run, and how many orders it means to pay for. */
const paths: Record<string, { before?: () => void; next: (run: number) => void; paid: 0 | 1 }> = {
  create: {
    next: (run) => {
      stack.certificates[`www${run}`] = www();
    },
    paid: 1,
  },
  reissue: {
    before: () => {
      stack.certificates["www"] = www();
    },
    next: (run) => {
      stack.certificates["www"] = www({ csr: keys[(run + 1) % 2]!.csr });
    },
    paid: 0,
  },
  renew: {
    before: () => {
      stack.certificates["www"] = www();
    },
    next: () => {
      stack.today = addDays(stack.today ?? firstDay, 40);
      emulator.control.setClock(`${stack.today}T12:00:00Z`);
    },
    paid: 1,
  },
  // Each time to a product and a name that no order is for yet, so that none is taken over.
  replace: {
    before: () => {
      stack.certificates["www"] = www();
    },
    next: (run) => {
      const product = run % 2 === 0 ? "ssl_basic" : "ssl_plus";
      stack.certificates["www"] = www({ product, commonName: `n${run}.example.com` });
    },
    paid: 1,
  },
};

describe.each(Object.keys(paths))("%s", (name) => {
  test.each<Victim>(["provider", "command"])(
    "the %s is killed at every exchange",
    async (victim) => {
      const { before, next, paid } = paths[name]!;
      if (before !== undefined) {
        before();
        expect(await stack.up()).toMatchObject({ isGood: true });
        orders += 1;
      }
      let isHit = true;
      let run = 0;
      for (; isHit; run++) {
        next(run);
        orders += paid;
        isHit = await upKilledAt(run, victim);
        await calmDown();
        await expectAsMeant(run);
      }
      expect(run).toBeGreaterThan(4);
    },
  );
});

/** An `up` that dies at its n-th exchange; false when it makes fewer and ends well. */
async function upKilledAt(exchange: number, victim: Victim): Promise<boolean> {
  emulator.control.weather({});
  emulator.control.failNext({ kind: "hold", after: exchange });
  const held = emulator.control.whenHeld();
  const run = stack.start("up");
  const isHit = await Promise.race([held.then(() => true), run.ended.then(() => false)]);
  if (!isHit) {
    emulator.control.weather({});
    return false;
  }
  const started = descendants(run.pid);
  const victims = started.filter(({ command }) => commands[victim].test(command));
  expect(victims.length).toBeGreaterThan(0);
  for (const { pid } of victims) kill(pid);
  expect((await run.ended).isGood).toBe(false);
  // What the dead command left running ends too, as when the machine dies.
  for (const { pid } of started) kill(pid);
  if (victim === "command") await stack.start("cancel").ended;
  return true;
}

async function calmDown(): Promise<void> {
  for (let further = 0; ; further++) {
    const { isGood, output } = await stack.up();
    if (isGood) return;
    if (further >= mostFurtherRuns) throw new Error(output);
  }
}

async function expectAsMeant(run: number): Promise<void> {
  const placed = await emulator.control.orders();
  expect({ run, orders: placed.length }).toEqual({ run, orders });
  const certificates = placed.flatMap((order) => order.certificates);
  const state = stack.outputs();
  for (const name of Object.keys(stack.certificates)) {
    const inUse = certificates.find(({ id }) => id === state[name]?.["certificateId"]);
    expect(inUse).toMatchObject({ status: "issued" });
  }
  expect(stack.stateText()).not.toContain(emulator.apiKey);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}
