/**
 * Every boundary: on each path of a certificate's life, at each exchange with CertCentral, each kind of
 * fault once; then the run is repeated until it is quiet. What must hold whatever broke is in
 * `invariants`.
 */
import type { Emulator } from "certcentral-emulator";

import { breakEveryExchange, Days } from "../support/boundaries";
import { Counts } from "../support/counts";
import { makeKey, type TestKey } from "../support/csr";
import { endDoubt } from "../support/doubt";
import { EngineResource } from "../support/resource";

const firstDay = "2026-02-24";
/** The renewal of a 60-day order is due 20 days before its end. */
const renewalDay = "2026-04-05";
interface Path {
  /** In a process that has asked for nothing yet: it learns whose key it has, and what that finds. */
  isFirst?: true;
  /** What is there before the fault. */
  before?: (www: EngineResource) => Promise<unknown>;
  /** What the fault hits. */
  run: (www: EngineResource) => Promise<boolean>;
  /** Day of the run. */
  day: string;
  paid: number;
  /** Status of the last certificate at the end. */
  last: "issued" | "revoked" | "canceled" | "pending";
  /** Status of its order; issued where none is given. */
  order?: "canceled" | "rejected";
}

let key: TestKey;
let second: TestKey;
let days: Days;
let emulator: Emulator;
let prepared = 0;
const counts = new Counts("boundaries");

const up = async (www: EngineResource, change: Record<string, unknown> = {}): Promise<boolean> => {
  await endDoubt(www, emulator, async (reference) => {
    const day = emulator.control.now().toISOString().slice(0, 10);
    await days.restart(day, { CERTCENTRAL_FORGET: reference });
    www.provider = days.on(day);
  });
  www.provider.newRun();
  const { step, reasons } = await www.up(change);
  return step !== "refused" && reasons === undefined;
};

const destroy = (www: EngineResource): Promise<boolean> => {
  www.provider.newRun();
  return www.destroy().then(
    () => true,
    () => false,
  );
};

const paths: Record<string, Path> = {
  create: { isFirst: true, run: (www) => up(www), day: firstDay, paid: 1, last: "issued" },
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
  "destroy a pending order": {
    before: async (www) => {
      emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 1e9 });
      await up(www, { waitFor: "placed" });
    },
    run: destroy,
    day: renewalDay,
    paid: 1,
    last: "pending",
    order: "canceled",
  },
  "destroy an order that needs approval": {
    before: async (www) => {
      emulator.control.configure({ approval: "one-step" });
      await up(www, { waitFor: "placed" });
    },
    run: destroy,
    day: renewalDay,
    paid: 1,
    last: "pending",
    order: "rejected",
  },
  "destroy while a reissue waits": {
    before: async (www) => {
      await up(www);
      emulator.control.configure({ approval: "one-step" });
      await up(www, { csr: second.csr, issuanceTimeoutMinutes: 0.0001 });
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
  days = await Days.open(firstDay);
  ({ emulator } = days);
  await startAnew(renewalDay);
});

/** A process that knows the account of its key, as it does after a first resource. */
async function startAnew(day: string): Promise<void> {
  await days.restart(day);
  emulator.control.configure({ issuance: "immediate", approval: "none" });
  await up(await declare(day));
}

afterAll(() => days.close());

/** A resource with its history on a fresh emulator, ready for the run that is to break. */
async function prepare(path: Path): Promise<EngineResource> {
  emulator.control.reset();
  emulator.control.configure({ issuance: "immediate", approval: "none" });
  if (path.isFirst) await days.restart(path.day);
  const www = await declare(firstDay);
  await path.before?.(www);
  www.provider = days.on(path.day);
  emulator.control.clearRequests();
  return www;
}

/** A name of its own: the provider process remembers which resource has not ended well. */
function declare(day: string): Promise<EngineResource> {
  const args = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr: key.csr,
    organization: { id: 117483 },
    orderValidity: { days: 60 },
  };
  return EngineResource.declare(days.on(day), args, `www${prepared++}`);
}

/** What is left at the end, without what names one resource or another. */
async function ending({ inputs, outputs = {} }: EngineResource): Promise<object> {
  const orders = (await emulator.control.orders()).map(({ status }) => status);
  const { status, notBefore, notAfter, coveredUntil, renewalDue, domains, requests } = outputs;
  // After a doubt the same is announced once more, with another reason.
  const again = { reference: undefined, attempt: undefined, reason: undefined };
  const plan = { ...(inputs?.["issuance"] as object), ...again };
  return { orders, status, notBefore, notAfter, coveredUntil, renewalDue, domains, requests, plan };
}

/** @param meant the ending of the same path without faults */
async function invariants(path: Path, www: EngineResource, meant: unknown): Promise<void> {
  const orders = await emulator.control.orders();
  expect(orders).toHaveLength(path.paid);
  const certificates = orders.flatMap((order) => order.certificates);
  const said = JSON.stringify([www.outputs, www.inputs, www.provider.rows, www.provider.printed()]);
  expect(said).not.toContain(emulator.apiKey);
  if (path.last === "issued") {
    const known = [Number(www.id), www.outputs?.["orderId"]];
    expect({ lost: orders.filter(({ id }) => !known.includes(id)) }).toEqual({ lost: [] });
    expect({ revoked: certificates.filter(({ revokedAt }) => revokedAt) }).toEqual({ revoked: [] });
    const inUse = certificates.find(({ id }) => id === www.outputs?.["certificateId"]);
    expect(inUse).toMatchObject({ status: "issued" });
    expect(www.outputs).toMatchObject({ orderId: orders.at(-1)?.id, status: "issued" });
    expect(await www.up()).toEqual({ step: "same" });
  } else {
    expect(certificates.filter(({ status }) => status === "issued")).toEqual([]);
  }
  const [order, certificate] = [orders.at(-1)?.status, certificates.at(-1)?.status];
  expect({ order, certificate }).toEqual({ order: path.order ?? "issued", certificate: path.last });
  expect({ ending: await ending(www) }).toEqual({ ending: meant });
}

breakEveryExchange(paths, {
  counts,
  emulator: () => emulator,
  // The process remembers adopted certificates, by ids that the emulator gives again, and what waits.
  begin: () => startAnew(firstDay),
  prepare,
  run: (path, www) => path.run(www),
  ending,
  invariants,
});

describe("the checker can fail", () => {
  const path = paths["create"]!;

  test("a provider that is blind to its orders is caught buying twice", async () => {
    const www = await prepare(path);
    emulator.control.failNext({ method: "POST", kind: "lost-after" });
    for (const list of ["^/order/alternate/", "^/order/certificate$"])
      emulator.control.failNext({
        path: list,
        method: "GET",
        times: 100,
        kind: "reply",
        status: 200,
        body: { orders: [] },
      });
    await path.run(www);
    const { reference } = www.outputs?.["__doubt"] as { reference: string };
    await days.restart(firstDay, { CERTCENTRAL_FORGET: reference });
    www.provider = days.on(firstDay);
    await path.run(www);
    await expect(invariants(path, www, await ending(www))).rejects.toThrow("toHaveLength");
  });

  const wrongs: Record<string, (www: EngineResource) => unknown> = {
    lost: async (www) => {
      const { id, inputs, outputs } = www;
      Object.assign(www, { id: undefined, inputs: undefined, outputs: undefined });
      await up(www, { __urn: "urn:pulumi:test::shop::x::forgotten", csr: second.csr });
      Object.assign(www, { id, inputs, outputs });
    },
    revoked: ({ outputs }) => {
      emulator.control.revokeCertificate(Number(outputs?.["certificateId"]));
    },
    ending: ({ outputs }) => Object.assign(outputs!, { notAfter: "2026-03-01T00:00:00.000Z" }),
    toContain: ({ outputs }) => Object.assign(outputs!, { comments: emulator.apiKey }),
  };

  test.each(Object.entries(wrongs))("%s", async (said, wrong) => {
    const www = await prepare(path);
    await path.run(www);
    const quiet = await ending(www);
    await wrong(www);
    const paid = (await emulator.control.orders()).length;
    await expect(invariants({ ...path, paid }, www, quiet)).rejects.toThrow(said);
  });
});

test("docs/guarantees.md says these numbers", () => {
  counts.compareWithPage();
});
