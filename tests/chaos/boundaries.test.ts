/**
 * Every boundary: on each path of a certificate's life, at each exchange with CertCentral, each kind of
 * fault once; then the run is repeated until it is calm. What must hold whatever broke is in
 * `invariants`.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { makeKey, type TestKey } from "../support/csr";
import { type DynamicProvider, startDynamicProvider } from "../support/dynamic-provider";
import { EngineResource } from "../support/resource";

const firstDay = "2026-02-24";
/** The renewal of a 60-day order is due 20 days before its end. */
const renewalDay = "2026-04-05";
/** Runs after the broken one until nothing is left to do. */
const mostFurtherRuns = 2;

const faults = {
  "lost before": { kind: "lost-before" },
  "lost after": { kind: "lost-after" },
  truncated: { kind: "truncate" },
  "502 page": {
    kind: "reply",
    status: 502,
    body: "<html>Bad Gateway</html>",
    contentType: "text/html",
  },
  "429": {
    kind: "reply",
    status: 429,
    body: { errors: [{ code: "request_limit_exceeded", message: "x" }] },
    headers: { "retry-after": "0" },
  },
  "403 page": {
    kind: "reply",
    status: 403,
    body: "<html>blocked</html>",
    contentType: "text/html",
  },
} as const;

interface Path {
  /** What is there before the fault. */
  before?: (www: EngineResource) => Promise<unknown>;
  /** What the fault hits. */
  run: (www: EngineResource) => Promise<boolean>;
  /** Day of the run. */
  day: string;
  paid: number;
  /** Statuses of the certificates at the end, oldest first; a retry may leave reissues behind. */
  last: "issued" | "revoked" | "canceled";
}

let key: TestKey;
let second: TestKey;
let emulator: Emulator;
let prepared = 0;
const providers = new Map<string, DynamicProvider>();

const up = async (www: EngineResource, change: Record<string, unknown> = {}): Promise<boolean> => {
  const { step, reasons } = await www.up(change);
  return step !== "refused" && reasons === undefined;
};

const destroy = (www: EngineResource): Promise<boolean> =>
  www.destroy().then(
    () => true,
    () => false,
  );

const paths: Record<string, Path> = {
  create: { run: (www) => up(www), day: firstDay, paid: 1, last: "issued" },
  reissue: {
    before: (www) => up(www),
    run: (www) => up(www, { csr: second.csr }),
    day: firstDay,
    paid: 1,
    last: "issued",
  },
  renew: {
    before: (www) => up(www),
    run: (www) => up(www),
    day: renewalDay,
    paid: 2,
    last: "issued",
  },
  "approve later": {
    before: async (www) => {
      emulator.control.configure({ approval: "one-step" });
      await up(www, { issuanceTimeoutMinutes: 0.0001 });
      await emulator.control.approve(Number(www.id));
      emulator.control.configure({ approval: "none" });
    },
    run: (www) => up(www),
    day: firstDay,
    paid: 1,
    last: "issued",
  },
  adopt: {
    before: async (www) => {
      await up(www);
      www.declared = { ...www.declared, adoptOrderId: Number(www.id) };
      www.id = www.inputs = www.outputs = undefined;
    },
    run: (www) => up(www),
    day: firstDay,
    paid: 1,
    last: "issued",
  },
  "destroy while a reissue waits": {
    before: async (www) => {
      await up(www);
      emulator.control.configure({ approval: "one-step" });
      await up(www, { csr: second.csr, issuanceTimeoutMinutes: 0.0001 });
      emulator.control.configure({ approval: "none" });
    },
    run: destroy,
    day: renewalDay,
    paid: 1,
    last: "canceled",
  },
  destroy: {
    before: (www) => up(www),
    run: destroy,
    day: firstDay,
    paid: 1,
    last: "revoked",
  },
};

beforeAll(async () => {
  [key, second] = await Promise.all([makeKey(), makeKey()]);
  emulator = await startEmulator({ now: `${firstDay}T12:00:00Z`, frozen: true, rateLimits: false });
  for (const day of [firstDay, renewalDay]) {
    const provider = await startDynamicProvider(
      {
        "certcentral:apiKey": emulator.apiKey,
        "certcentral:url": emulator.url,
        "certcentral:pollIntervalSeconds": "0.005",
        // Months of requests in a minute of tests.
        "certcentral:requestsPer5Seconds": "100000",
        "certcentral:requestsPer3Minutes": "100000",
      },
      { CERTCENTRAL_NOW: `${day}T12:00:00Z` },
    );
    providers.set(day, provider);
  }
});

afterAll(async () => {
  for (const provider of providers.values()) await provider.kill();
  await emulator.close();
});

function on(day: string, www?: EngineResource): DynamicProvider {
  emulator.control.setClock(`${day}T12:00:00Z`);
  const provider = providers.get(day)!;
  if (www !== undefined) www.provider = provider;
  return provider;
}

/** A resource with its history on a fresh emulator, ready for the run that is to break. */
async function prepare(path: Path): Promise<EngineResource> {
  emulator.control.reset();
  const args = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr: key.csr,
    organization: { id: 117483 },
    orderValidity: { days: 60 },
  };
  // A name of its own: the provider process remembers which resource has not ended well.
  const www = await EngineResource.declare(on(firstDay), args, `www${prepared++}`);
  await path.before?.(www);
  on(path.day, www);
  emulator.control.clearRequests();
  return www;
}

async function invariants(path: Path, www: EngineResource): Promise<void> {
  const orders = await emulator.control.orders();
  expect(orders).toHaveLength(path.paid);
  const certificates = orders.flatMap((order) => order.certificates);
  expect(certificates.at(-1)?.status).toBe(path.last);
  const said = JSON.stringify([www.outputs, www.inputs, www.provider.rows, www.provider.printed()]);
  expect(said).not.toContain(emulator.apiKey);
  if (path.last !== "issued") {
    expect(certificates.filter(({ status }) => status === "issued")).toEqual([]);
    return;
  }
  const inUse = certificates.find(({ id }) => id === www.outputs?.["certificateId"]);
  expect(inUse).toMatchObject({ status: "issued" });
  expect(certificates.filter(({ revokedAt }) => revokedAt !== undefined)).toEqual([]);
  expect(www.outputs).toMatchObject({ orderId: orders.at(-1)?.id, status: "issued" });
  expect(await www.up()).toEqual({ step: "same" });
}

describe.each(Object.entries(paths))("%s", (_name, path) => {
  test.each(Object.entries(faults))("%s at every exchange", async (_fault, fault) => {
    const calm = await prepare(path);
    expect(await path.run(calm)).toBe(true);
    const exchanges = emulator.control.requests().length;
    await invariants(path, calm);
    expect(exchanges).toBeGreaterThan(1);
    for (let after = 0; after < exchanges; after++) {
      const www = await prepare(path);
      emulator.control.failNext({ ...fault, after });
      let isCalm = await path.run(www);
      for (let run = 0; !isCalm && run < mostFurtherRuns; run++) isCalm = await path.run(www);
      expect({ after, isCalm }).toEqual({ after, isCalm: true });
      await invariants(path, www);
    }
  });
});

test("the checker can fail: a provider that forgets its reference is caught buying twice", async () => {
  const path = paths["create"]!;
  const www = await prepare(path);
  emulator.control.failNext({ method: "POST", kind: "lost-after" });
  emulator.control.failNext({
    path: "/alternate/",
    after: 1,
    times: 50,
    kind: "reply",
    status: 200,
    body: { orders: [] },
  });
  await path.run(www);
  await path.run(www);
  await expect(invariants(path, www)).rejects.toThrow();
});
