/**
 * States that nobody has written, through the plugin's own process: update, read and delete answer or refuse, pay for nothing, and
 * end nothing that a sound state does not name. `PLUGIN_FUZZ_RUNS` and `PLUGIN_FUZZ_SEED` make a long run of it.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import fc from "fast-check";

import { StoredFailure } from "../../plugin/asked";
import { makeKey } from "../support/csr";
import { call, objectOf, type Properties, structOf } from "../support/dynamic-provider";
import { answers, hostile, hostileProperties } from "../support/hostile";
import { openPlugin } from "../support/plugin";
import { type PluginProcess, startPlugin } from "../support/plugin-process";

const day = "2026-02-24T12:00:00Z";
const urn = "urn:pulumi:test::shop::certcentral:index:Certificate::www";
const runs = {
  numRuns: Number(process.env["PLUGIN_FUZZ_RUNS"] ?? 100),
  seed: Number(process.env["PLUGIN_FUZZ_SEED"] ?? 20261130),
};

/** What a certificate is in when the engine asks: inputs and outputs as it has stored them. */
interface Resource {
  id: string;
  inputs: Properties;
  properties: Properties;
}

const situations = ["issued", "waits", "in doubt"] as const;

let emulator: Emulator;
let plugin: PluginProcess;
let csr: string;

beforeAll(async () => {
  ({ csr } = await makeKey());
  emulator = await startEmulator({ now: day, frozen: true, rateLimits: false, balance: 1e9 });
  process.env["CERTCENTRAL_NOW"] = day;
});

beforeEach(async () => {
  plugin = await startPlugin();
  const request = new messages.ConfigureRequest().setArgs(structOf(settings()));
  await call(plugin.client.configure.bind(plugin.client), request);
});

afterEach(async () => {
  expect([plugin.child.exitCode, plugin.printed()]).toEqual([null, ""]);
  await plugin.close();
});

afterAll(async () => {
  delete process.env["CERTCENTRAL_NOW"];
  await emulator.close();
});

const settings = (): Record<string, string> => ({
  apiKey: emulator.apiKey,
  url: emulator.url,
  requestsPer5Seconds: "1000000",
  requestsPer3Minutes: "1000000",
  pollIntervalSeconds: "0.001",
});

/** A certificate that an earlier run has made, in an account that has nothing else. */
async function begin(situation: (typeof situations)[number]): Promise<Resource> {
  const { control } = emulator;
  control.reset();
  control.configure({ approval: situation === "waits" ? "one-step" : "none" });
  if (situation === "in doubt") {
    control.failNext({ kind: "lost-before", method: "POST", path: "^/order/certificate/\\w+$" });
  }
  const earlier = openPlugin(settings());
  const news = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr,
    organization: { id: 117483 },
    issuanceTimeoutMinutes: 0.0001,
  };
  const { inputs } = await earlier.check({ urn, olds: {}, news });
  const { id, properties } = await earlier
    .create({ urn, inputs, isPreview: false, timeout: 0 })
    .catch((error: unknown) => {
      if (error instanceof StoredFailure) return error.stored;
      throw error;
    });
  control.clearRequests();
  return { id, inputs, properties };
}

/** What a state cannot do without, each by a value of another type than its own. */
const broken = fc.oneof(
  fc.record({ orderId: hostile.filter((value) => typeof value !== "number") }),
  fc.record({ __held: hostile.filter((value) => !Array.isArray(value)) }),
  fc.record({ __orderNumber: hostile.filter((value) => typeof value !== "number") }),
);

const memory = ["__awaited", "__adoptedOrderId", "__replacedOrders", "__isTakenOver", "status"];
const dates = ["notBefore", "notAfter", "coveredUntil", "certificateId", "accountId", "requests"];
const drifted = fc.dictionary(fc.constantFrom(...memory, ...dates), hostile, { maxKeys: 4 });

/** Members that are not as they were, or are not there. */
const change = fc.record({
  isBroken: fc.boolean(),
  without: fc.subarray([...memory, ...dates, "issuance", "csr"], { maxLength: 3 }),
  broken,
  drifted,
  any: hostileProperties,
});

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(properties: Properties, { isBroken, without, ...hostiles }: Change): Properties {
  const kept = Object.entries(properties).filter(([name]) => !without.includes(name));
  const { any, drifted: others } = hostiles;
  return { ...Object.fromEntries(kept), ...any, ...others, ...(isBroken ? hostiles.broken : {}) };
}

/** Refused with a code of this package's, or with CertCentral's codes and numbers. */
const coded = /\(CC\d{3}\)|\([\w|:.-]+(, [\w|:.-]+)*\)/;

/** What was asked of CertCentral that is no question. */
function acts(): string[] {
  const all = emulator.control.requests();
  expect(all.filter(({ charge }) => charge > 0)).toEqual([]);
  return all
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);
}

function read(id: string, properties: Properties, inputs: Properties): Promise<unknown> {
  const request = new messages.ReadRequest().setUrn(urn).setId(id);
  request.setProperties(structOf(properties)).setInputs(structOf(inputs));
  return call(plugin.client.read.bind(plugin.client), request);
}

async function checked(olds: Properties, news: Properties): Promise<Properties | undefined> {
  const request = new messages.CheckRequest().setUrn(urn);
  request.setOlds(structOf(olds)).setNews(structOf(news));
  const reply = await call<messages.CheckRequest, messages.CheckResponse>(
    plugin.client.check.bind(plugin.client),
    request,
  ).catch(() => undefined);
  if (reply === undefined || reply.getFailuresList().length > 0) return undefined;
  return objectOf(reply.getInputs());
}

function update(id: string, olds: Properties, news: Properties, isPreview: boolean) {
  const request = new messages.UpdateRequest().setUrn(urn).setId(id).setPreview(isPreview);
  request.setOlds(structOf(olds)).setNews(structOf(news));
  return call(plugin.client.update.bind(plugin.client), request);
}

function end(id: string, properties: Properties): Promise<unknown> {
  const request = new messages.DeleteRequest().setUrn(urn).setId(id);
  return call(
    plugin.client.delete.bind(plugin.client),
    request.setProperties(structOf(properties)),
  );
}

const id = fc.constantFrom("112233001", "", "1", "-1", "x", "../1", "99999999999999999999");

test("read, of any state and id: nothing is asked but questions", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...situations), id, change, async (situation, asId, to) => {
      const { properties, inputs } = await begin(situation);
      const said = await answers(read(asId, changed(properties, to), changed(inputs, to)));
      expect(said).toMatch(said === "" ? /^$/ : coded);
      expect(acts()).toEqual([]);
    }),
    runs,
  );
});

test("update, previewed and for good, of any state: nothing is paid for, and nothing is done for one that is broken", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...situations), change, async (situation, to) => {
      const { id: own, properties, inputs } = await begin(situation);
      const olds = changed(properties, to);
      for (const news of [inputs, await checked(changed(inputs, to), inputs)]) {
        if (news === undefined) continue;
        expect(await answers(update(own, olds, news, true))).toBe("");
        expect(emulator.control.requests()).toEqual([]);
        const said = await answers(update(own, olds, news, false));
        expect(said).toMatch(said === "" ? /^$/ : coded);
        const done = acts();
        if (to.isBroken) expect(done).toEqual([]);
        emulator.control.clearRequests();
      }
    }),
    runs,
  );
});

test("delete, of any state: nothing is ended but what a sound one names", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...situations), change, async (situation, to) => {
      const { id: own, properties } = await begin(situation);
      const said = await answers(end(own, changed(properties, to)));
      expect(said).toMatch(said === "" ? /^$/ : coded);
      const done = acts();
      if (to.isBroken) expect(done).toEqual([]);
      const ofOwn =
        /^PUT \/(certificate\/240900001\/revoke|order\/certificate\/112233001\/(status|revoke)|request\/198001\/status)$/;
      for (const act of done) expect(act).toMatch(ofOwn);
    }),
    runs,
  );
});

test("a sound state is ended, so that the others are not ended for another reason", async () => {
  const { id: own, properties } = await begin("issued");
  await end(own, properties);
  expect(acts()).toEqual(["PUT /certificate/240900001/revoke"]);
});

test("read, update and delete of the other resources: nothing is done", async () => {
  const types = ["Domain", "DomainValidation", "IssuedCertificate"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      id,
      hostileProperties,
      hostileProperties,
      async (type, asId, olds, news) => {
        emulator.control.reset();
        const of = urn.replace("Certificate", type);
        const reading = new messages.ReadRequest().setUrn(of).setId(asId);
        reading.setProperties(structOf({ ...olds, name: "x" }));
        const updating = new messages.UpdateRequest().setUrn(of).setId(asId);
        updating.setOlds(structOf(olds)).setNews(structOf(news));
        const ending = new messages.DeleteRequest().setUrn(of).setId(asId);
        const { client } = plugin;
        await answers(call(client.read.bind(client), reading));
        await answers(call(client.update.bind(client), updating));
        await answers(call(client.delete.bind(client), ending.setProperties(structOf(olds))));
        expect(acts()).toEqual([]);
      },
    ),
    runs,
  );
});
