/** Many certificates in one program, on the real engine, with CertCentral's rate limits on. */
import { type Emulator, type EmulatorOptions, startEmulator } from "certcentral-emulator";

import { openCliStack } from "../../support/cli-stack";
import { Counts } from "../../support/counts";
import { makeKey } from "../../support/csr";
import { endDoubts } from "../../support/doubt";

/** A run with faults takes several runs, and the limits let only so many requests pass in three minutes. */
const isLong = process.env["CHAOS_RUNS"] !== undefined;
const maxRuns = 12;
const counts = new Counts("load");

/** Within the limit of three minutes; more of them only wait. */
const withoutFaults = isLong ? 200 : 150;

test(`${withoutFaults} certificates without faults: all issued in one run, and no limit is ever hit`, async () => {
  const { runs, replies, ...issued } = await issueMany(withoutFaults, { faultRates: {} });
  expect(replies).not.toContain(429);
  expect(runs).toBe(1);
  expectAsMeant(issued);
  count("without faults", issued);
});

const withFaults = isLong ? 200 : 40;

test(`${withFaults} certificates with all faults: all issued in the end, and none ordered twice`, async () => {
  const issued = await issueMany(withFaults, { chaos: 7 });
  expectAsMeant(issued);
  count("with all faults", issued);
});

test("the checker can fail: a provider that is blind to its orders is caught buying twice", async () => {
  const blind = { method: "GET", kind: "reply", status: 200, body: { orders: [] } } as const;
  const issued = await issueMany(2, { faultRates: {} }, ({ control }) => {
    control.failNext({ method: "POST", kind: "lost-after" });
    for (const path of ["^/order/alternate/", "^/order/certificate$"]) {
      control.failNext({ ...blind, path, times: 20 });
    }
  });
  expect(() => {
    expectAsMeant(issued);
  }).toThrow("orders");
});

// A long run has more certificates than the page tells of.
if (!isLong) {
  test("docs/guarantees.md says these numbers", () => {
    counts.compareWithPage();
  });
}

interface Issued {
  count: number;
  orders: number;
  revoked: number;
  /** Status of each certificate in use. */
  inUse: (string | undefined)[];
}

function expectAsMeant({ count, orders, revoked, inUse }: Issued): void {
  expect({ orders, revoked }).toEqual({ orders: count, revoked: 0 });
  expect(new Set(inUse)).toEqual(new Set(["issued"]));
}

function count(faultRates: string, { count: certificates, orders, inUse }: Issued): void {
  counts.set(faultRates, "certificates", certificates);
  counts.set(faultRates, "issued", inUse.filter((status) => status === "issued").length);
  counts.set(faultRates, "paid orders", orders);
}

/**
 * Runs until all are issued; between two runs people approve, hours go by, and doubts are ended.
 *
 * @param trouble what makes the provider blind
 */
async function issueMany(
  count: number,
  options: EmulatorOptions,
  trouble?: (emulator: Emulator) => void,
): Promise<Issued & { runs: number; replies: unknown[] }> {
  const key = await makeKey();
  const emulator = await startEmulator({ balance: 1e9, ...options });
  trouble?.(emulator);
  const stack = openCliStack(emulator);
  const names = [...Array(count).keys()].map((index) => `n${index}`);
  const args = {
    product: "ssl_plus",
    csr: key.csr,
    organization: { id: 117483 },
    issuanceTimeoutMinutes: 0.02,
  };
  stack.certificates = Object.fromEntries(
    names.map((name) => [name, { ...args, commonName: `${name}.example.com` }]),
  );
  try {
    let runs = 1;
    for (;;) {
      const { isGood, output } = await stack.start("up-all").ended;
      if (isGood) break;
      if (runs++ >= maxRuns) throw new Error(output);
      await letTimePass(emulator);
      await endDoubts(stack, emulator, trouble !== undefined);
    }
    const orders = await emulator.control.orders();
    const certificates = orders.flatMap((order) => order.certificates);
    const state = stack.outputs();
    return {
      count,
      runs,
      orders: orders.length,
      revoked: certificates.filter(({ revokedAt }) => revokedAt !== undefined).length,
      inUse: names.map(
        (name) => certificates.find(({ id }) => id === state[name]?.["certificateId"])?.status,
      ),
      replies: emulator.control.requests().map(({ status }) => status),
    };
  } finally {
    stack.close();
    await emulator.close();
  }
}

async function letTimePass(emulator: Emulator): Promise<void> {
  for (const { requests } of await emulator.control.orders()) {
    for (const { id, status } of requests) {
      if (status === "pending") await emulator.control.approve(id);
    }
  }
  emulator.control.advance({ hours: 4 });
}
