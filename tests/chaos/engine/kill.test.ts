/**
 * The provider process, or the command itself, is killed at every exchange with CertCentral, on the
 * real engine: the request has been carried out, its answer never comes, and no state is saved.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { Counts } from "../../support/counts";
import { makeKey, type TestKey } from "../../support/csr";
import { type CliStack, descendants, kill, openCliStack } from "../../support/cli-stack";

type Victim = "provider" | "command";

const commands: Record<Victim, RegExp> = {
  provider: /cmd.dynamic-provider/,
  command: /pulumi up /,
};

const firstDay = "2026-02-24";
/** The renewal of a 60-day order can be due 20 days before its end. */
const renewalDay = "2026-04-05";
const maxFurtherRuns = 2;
/** More than any path needs, so that a path without end fails. */
const maxExchanges = 16;

const counts = new Counts("kill");
let key: TestKey;
let second: TestKey;
let emulator: Emulator;
let stack: CliStack;
let orders: number;

beforeAll(async () => {
  [key, second] = [await makeKey(), await makeKey()];
});

beforeEach(async () => {
  emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    faultRates: {},
    balance: 1e9,
  });
  stack = openCliStack(emulator, firstDay);
  orders = 0;
});

afterEach(async () => {
  stack.close();
  await emulator.close();
});

interface Path {
  /** What was declared, and issued, before the runs; none where the runs begin with nothing. */
  before?: object;
  day: string;
  /** What a run changes. */
  change: () => object;
  /** What changes as well before it is tried again. */
  meanwhile?: () => object;
  /** Neither saves anything when it dies, so of most paths one will do here; `npm run test:long` kills both. */
  victims: readonly Victim[];
  /** How many orders that is meant to pay for. */
  paid: 0 | 1;
}

const paths: Record<string, Path> = {
  create: { day: firstDay, change: () => ({}), paid: 1, victims: ["provider", "command"] },
  reissue: {
    before: {},
    day: firstDay,
    change: () => ({ csr: second.csr }),
    paid: 0,
    victims: ["provider"],
  },
  renew: {
    before: { renewBeforeDays: 1 },
    day: renewalDay,
    change: () => ({ renewBeforeDays: 20 }),
    paid: 1,
    victims: ["command"],
  },
  "create, key and names changed before the retry": {
    day: firstDay,
    change: () => ({}),
    meanwhile: () => ({ csr: second.csr, dnsNames: ["added.example.com"] }),
    paid: 1,
    victims: ["command"],
  },
  "renew, a name added before the retry": {
    before: { renewBeforeDays: 1 },
    day: renewalDay,
    change: () => ({ renewBeforeDays: 20 }),
    meanwhile: () => ({ dnsNames: ["added.example.com"] }),
    paid: 1,
    victims: ["command"],
  },
  replace: {
    before: {},
    day: firstDay,
    change: () => ({ product: "ssl_plus" }),
    paid: 1,
    victims: ["provider"],
  },
};

const isLong = process.env["EVERY_VICTIM"] !== undefined;

/** Each run has a certificate of its own, so that none finds what another left. */
function declare(run: number, change: { dnsNames?: string[] }): void {
  stack.certificates[`www${run}`] = {
    product: "ssl_multi_domain",
    commonName: `www${run}.example.com`,
    csr: key.csr,
    organization: { id: 117483 },
    orderValidity: { days: 60 },
    ...change,
  };
}

/** The history of all runs at once: an `up` takes seconds. */
async function prepare({ before, day }: Path): Promise<void> {
  if (before !== undefined) {
    for (let run = 0; run < maxExchanges; run++) declare(run, before);
    expect(await stack.start("up").ended).toMatchObject({ isGood: true });
    orders = maxExchanges;
  }
  stack.today = day;
  emulator.control.setClock(`${day}T12:00:00Z`);
}

describe.each(Object.entries(paths))("%s", (name, path) => {
  test.each<Victim>(isLong ? ["provider", "command"] : path.victims)(
    "the %s is killed at every exchange",
    async (victim) => {
      await prepare(path);
      let exchanges = 0;
      let runs = 0;
      for (; exchanges < maxExchanges; exchanges++) {
        declare(exchanges, { ...path.before, ...path.change() });
        orders += path.paid;
        const isHit = await upKilledAt(exchanges, victim);
        if (isHit) runs += 1 + (await retry(exchanges, path, victim));
        await expectAsMeant(exchanges);
        if (!isHit) break;
      }
      expect(exchanges).toBeGreaterThan(3);
      expect(exchanges).toBeLessThan(maxExchanges);
      counts.set(name, `${victim} killed`, `${exchanges} (${runs})`);
    },
  );
});

/** An `up` that dies at its n-th exchange; false when it makes fewer and ends well. */
async function upKilledAt(exchange: number, victim: Victim): Promise<boolean> {
  emulator.control.failNext({ kind: "hold", after: exchange });
  const held = emulator.control.whenHeld();
  const run = stack.start("up");
  const end = await Promise.race([held.then(() => undefined), run.ended]);
  if (end !== undefined) {
    emulator.control.setFaultRates({});
    expect(end).toMatchObject({ isGood: true });
    return false;
  }
  const started = descendants(run.pid);
  const victims = started.filter(({ command }) => commands[victim].test(command));
  expect(victims.length).toBeGreaterThan(0);
  for (const { pid } of victims) kill(pid);
  const { isGood, output } = await run.ended;
  expect(isGood).toBe(false);
  expect(output).not.toContain(emulator.apiKey);
  // What the dead command left running ends too, as when the machine dies.
  for (const { pid } of started) kill(pid);
  return true;
}

/** Tries again what was killed, perhaps with a program that was changed; how many runs that took. */
async function retry(
  run: number,
  { before, change, meanwhile }: Path,
  victim: Victim,
): Promise<number> {
  // A dead command leaves the stack locked.
  if (victim === "command") await stack.start("cancel").ended;
  if (meanwhile === undefined) return runUntilQuiet();
  const planned = { ...before, ...change() };
  declare(run, { ...planned, ...meanwhile() });
  const { isGood, output } = await stack.start("up").ended;
  if (isGood) return 1;
  // The order that the state knows nothing of is for another key: what the refusal says is done.
  expect(output).toContain("Give key and names as they were, run `pulumi up`, then change them");
  declare(run, planned);
  const runs = await runUntilQuiet();
  declare(run, { ...planned, ...meanwhile() });
  return 1 + runs + (await runUntilQuiet());
}

/** How many runs that took. */
async function runUntilQuiet(): Promise<number> {
  for (let runs = 1; ; runs++) {
    const { isGood, output } = await stack.start("up").ended;
    if (isGood) return runs;
    if (runs >= maxFurtherRuns) throw new Error(output);
  }
}

async function expectAsMeant(run: number): Promise<void> {
  const placed = await emulator.control.orders();
  expect({ run, orders: placed.length }).toEqual({ run, orders });
  const certificates = placed.flatMap((order) => order.certificates);
  const state = stack.outputs();
  for (const [name, { commonName, dnsNames = [] }] of Object.entries(stack.certificates)) {
    const inUse = certificates.find(({ id }) => id === state[name]?.["certificateId"]);
    expect(inUse).toMatchObject({ status: "issued", names: [commonName, ...dnsNames] });
  }
  expect(stack.stateText()).not.toContain(emulator.apiKey);
}

test("the checker can fail: a provider that is blind to its orders is caught buying twice", async () => {
  declare(0, {});
  orders = 1;
  const exchangeOfTheOrder = 3;
  expect(await upKilledAt(exchangeOfTheOrder, "provider")).toBe(true);
  expect(await emulator.control.orders()).toHaveLength(1);
  const blind = { kind: "reply", status: 200, body: { orders: [] } } as const;
  for (const path of ["^/order/alternate/", "^/order/certificate$"]) {
    emulator.control.failNext({ method: "GET", path, ...blind });
  }
  await runUntilQuiet();
  await expect(expectAsMeant(0)).rejects.toThrow();
});

test("docs/guarantees.md says these numbers", () => {
  if (!isLong) counts.compareWithPage();
});
