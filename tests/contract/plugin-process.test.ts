/** The plugin's process over gRPC: what the engine alone would see. */
import { once } from "node:events";

import { type Emulator, startEmulator } from "certcentral-emulator";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { referenceRoot } from "../../provider/certificate/plan/issuance";
import { unknownValue } from "../../provider/wire";
import { makeKey } from "../support/csr";
import { call, objectOf, outcome, type Properties, structOf } from "../support/dynamic-provider";
import { written } from "../support/plugin";
import { type PluginProcess, startPlugin } from "../support/plugin-process";

const urn = "urn:pulumi:test::shop::certcentral:index:Certificate::www";

let emulator: Emulator;
let plugin: PluginProcess;
let declared: Properties;

beforeAll(async () => {
  const { csr } = await makeKey();
  declared = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr,
    organization: { id: 117483 },
  };
});

beforeEach(async () => {
  emulator = await startEmulator({ now: "2026-02-24T12:00:00Z", frozen: true });
  plugin = await startPlugin({ CERTCENTRAL_NOW: "2026-02-24T12:00:00Z" });
  await configure({
    apiKey: secretOf(emulator.apiKey),
    url: emulator.url,
    pollIntervalSeconds: 0.02,
  });
});

afterEach(async () => {
  await plugin.close();
  await emulator.close();
});

const secretOf = (value: unknown): Properties => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function configure(args: Properties): Promise<messages.ConfigureResponse> {
  const request = new messages.ConfigureRequest().setArgs(structOf(args));
  return call(plugin.client.configure.bind(plugin.client), request);
}

async function check(news: Properties, olds: Properties = {}) {
  const request = new messages.CheckRequest().setUrn(urn);
  request.setOlds(structOf(olds)).setNews(structOf(news));
  const reply: messages.CheckResponse = await call(
    plugin.client.check.bind(plugin.client),
    request,
  );
  const failures = reply.getFailuresList().map((one) => one.toObject());
  return { inputs: objectOf(reply.getInputs()), failures };
}

function create(inputs: Properties, isPreview = false, timeout = 0) {
  const request = new messages.CreateRequest().setUrn(urn).setPreview(isPreview);
  request.setProperties(structOf(inputs)).setTimeout(timeout);
  return outcome(async () => {
    const reply: messages.CreateResponse = await call(
      plugin.client.create.bind(plugin.client),
      request,
    );
    return { id: reply.getId(), outs: objectOf(reply.getProperties()) };
  });
}

async function diff(olds: Properties, oldInputs: Properties, news: Properties) {
  const request = new messages.DiffRequest().setUrn(urn).setId("112233001");
  request.setOlds(structOf(olds)).setOldInputs(structOf(oldInputs)).setNews(structOf(news));
  const reply: messages.DiffResponse = await call(plugin.client.diff.bind(plugin.client), request);
  const kinds = reply
    .getDetaileddiffMap()
    .toArray()
    .map(([path]) => [path, reply.getDetaileddiffMap().get(path)?.getKind()] as const);
  const changes = reply.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME;
  return {
    changes,
    replaces: reply.getReplacesList(),
    deletesFirst: reply.getDeletebeforereplace(),
    kinds: Object.fromEntries(kinds),
  };
}

async function update(olds: Properties, news: Properties, isPreview: boolean) {
  const request = new messages.UpdateRequest().setUrn(urn).setId("112233001");
  request.setOlds(structOf(olds)).setNews(structOf(news)).setPreview(isPreview);
  const reply: messages.UpdateResponse = await call(
    plugin.client.update.bind(plugin.client),
    request,
  );
  return objectOf(reply.getProperties());
}

async function read(id: string, properties: Properties = {}, inputs?: Properties) {
  const request = new messages.ReadRequest().setUrn(urn).setId(id);
  request.setProperties(structOf(properties));
  if (inputs !== undefined) request.setInputs(structOf(inputs));
  const reply: messages.ReadResponse = await call(plugin.client.read.bind(plugin.client), request);
  return {
    id: reply.getId(),
    outs: objectOf(reply.getProperties()),
    inputs: objectOf(reply.getInputs()),
    asksFirst: reply.getRefreshBeforeUpdate(),
  };
}

async function checkConfig(news: Properties) {
  const request = new messages.CheckRequest().setNews(structOf(news));
  const reply: messages.CheckResponse = await call(
    plugin.client.checkConfig.bind(plugin.client),
    request,
  );
  return {
    inputs: objectOf(reply.getInputs()),
    failures: reply.getFailuresList().map((one) => one.getProperty()),
  };
}

const requests = (): string[] =>
  emulator.control.requests().map(({ method, path }) => `${method} ${path}`);

test("it takes neither secrets nor outputs, says its version, and shows its schema", async () => {
  const handshake: messages.ProviderHandshakeResponse = await call(
    plugin.client.handshake.bind(plugin.client),
    new messages.ProviderHandshakeRequest().setEngineAddress("127.0.0.1:1"),
  );
  expect(Object.values(handshake.toObject()).some(Boolean)).toBe(false);
  const schema: messages.GetSchemaResponse = await call(
    plugin.client.getSchema.bind(plugin.client),
    new messages.GetSchemaRequest(),
  );
  expect(JSON.parse(schema.getSchema())).toMatchObject({ name: "certcentral" });
  const info: PluginInfo = await call(plugin.client.getPluginInfo.bind(plugin.client), new Empty());
  expect(info.getVersion()).toBe((JSON.parse(schema.getSchema()) as Properties)["version"]);
});

test("a configuration is checked whole, and its key is made a secret", async () => {
  const good = await checkConfig({ apiKey: "k", region: "eu", version: "1.0.0" });
  expect(good.failures).toEqual([]);
  expect(good.inputs["apiKey"]).toEqual(secretOf("k"));
  const bad = await checkConfig({ apiKey: "k", regoin: "eu", paidActions: "perhaps" });
  expect(bad.failures).toEqual(["regoin", "paidActions"]);
});

test("another provider or configuration is for the engine to compare, and never a replacement", async () => {
  const reply: messages.DiffResponse = await call(
    plugin.client.diffConfig.bind(plugin.client),
    new messages.DiffRequest().setNews(structOf({ apiKey: "other" })),
  );
  expect(reply.getChanges()).toBe(messages.DiffResponse.DiffChanges.DIFF_UNKNOWN);
  expect(reply.getReplacesList()).toEqual([]);
});

test("previews of create and update ask CertCentral nothing", async () => {
  const { inputs } = await check(declared);
  const preview = await create(inputs, true);
  const shown = { ...written(inputs), orderId: unknownValue, rootPem: unknownValue };
  expect(preview.outs).toMatchObject(shown);
  expect(requests()).toEqual([]);

  const { outs } = await create(inputs);
  emulator.control.clearRequests();
  const local = await check({ ...declared, renewBeforeDays: 20 }, inputs);
  const kept = await update(outs, local.inputs, true);
  const { renewalDue, ...others } = kept;
  expect(others).toMatchObject({ fullChainPem: outs["fullChainPem"], orderId: 112233001 });
  expect(renewalDue).toBe("2026-08-21");
  const again = await check({ ...declared, reissueTrigger: "today" }, inputs);
  const foreseen = await update(outs, again.inputs, true);
  expect(foreseen).toMatchObject({ orderId: 112233001, fullChainPem: unknownValue });
  expect(requests()).toEqual([]);
});

test("a difference is told path by path; a replacement names its plan as a whole", async () => {
  const { inputs } = await check(declared);
  const { outs } = await create(inputs);
  const reissue = await check({ ...declared, dnsNames: ["example.com"] }, inputs);
  const free = await diff(outs, inputs, reissue.inputs);
  const { ADD, DELETE, UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  expect(free).toMatchObject({
    changes: true,
    replaces: [],
    kinds: { dnsNames: ADD, "issuance.action": UPDATE, "issuance.cost": UPDATE },
  });
  const comments = "for the approver";
  const without = await diff({ ...outs, comments }, { ...inputs, comments }, inputs);
  expect(without).toMatchObject({ changes: true, kinds: { comments: DELETE } });
  const other = await check({ ...declared, product: "ssl_multi_domain" }, inputs);
  expect(await diff(outs, inputs, other.inputs)).toEqual({
    changes: true,
    replaces: ["product"],
    deletesFirst: false,
    kinds: expect.objectContaining({ product: UPDATE_REPLACE }),
  });
  expect(await diff(outs, inputs, inputs)).toMatchObject({ changes: false, kinds: {} });
});

test("the order is found again by the same reference as the dynamic provider's", async () => {
  const { inputs } = await check(declared);
  const dynamic = referenceRoot({
    __urn: "urn:pulumi:test::shop::pulumi-nodejs:dynamic/certcentral:Certificate::www",
    __organization: "organization",
  });
  expect(inputs["issuance"]).toMatchObject({ reference: dynamic });
});

test("secrets are opened, and each kind of unknown value passes a check", async () => {
  const kinds = [
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  ];
  for (const unknown of kinds) {
    const { inputs, failures } = await check({ ...declared, organization: unknown });
    expect(failures).toEqual([]);
    expect(inputs["organization"]).toBe(unknownValue);
  }
  const { inputs } = await check({ ...declared, csr: secretOf(declared["csr"]) });
  expect(inputs["csr"]).toBe(declared["csr"]);
});

test("an order is imported by GETs alone, held as adopted, and checked without a change", async () => {
  const { inputs } = await check(declared);
  const { outs } = await create(inputs);
  emulator.control.clearRequests();
  const found = await read("112233001");
  expect(found.id).toBe("112233001");
  expect(requests().every((request) => request.startsWith("GET"))).toBe(true);
  expect(found.outs).toMatchObject({ certificatePem: outs["certificatePem"], status: "issued" });
  const properties = { ...found.inputs };
  delete properties["issuance"];
  expect(properties).toMatchObject({ ...declared, csr: expect.any(String) });
  const next = await check(properties, found.inputs);
  expect(await diff(found.outs, found.inputs, next.inputs)).toMatchObject({ changes: false });
  expect(plugin.rows.map(({ message }) => message).join()).not.toContain("elsewhere");
  await expect(read("www.example.com")).rejects.toThrow(/by the id of its order.*CC221/);
  await expect(read("999999999")).rejects.toThrow(/CC222/);
});

test("the engine sends inputs of what a program reads by `get`, and none of an import", async () => {
  const { inputs } = await check(declared);
  const { id } = await create(inputs);
  const said = (): string => plugin.rows.map(({ message }) => message).join();
  for (const given of [{}, { product: "ssl_plus" }]) {
    expect(await read(id, given, given)).toMatchObject({ id, outs: { status: "issued" } });
  }
  expect(said()).not.toContain("is imported");
  await read(id);
  expect(said()).toContain("is imported");
});

test("what waits is kept beside the error, with its reasons, and refreshed before a preview", async () => {
  emulator.control.configure({ approval: "one-step" });
  const { inputs } = await check({ ...declared, issuanceTimeoutMinutes: 0.001 });
  const waiting = await create(inputs);
  expect(waiting).toMatchObject({
    id: "112233001",
    outs: { status: "needs_approval", orderId: 112233001, awaited: { orderId: 112233001 } },
    reasons: [expect.stringContaining("needs approval")],
  });
  expect(await read(waiting.id, waiting.outs)).toMatchObject({ asksFirst: true });
  await emulator.control.approve(112233001);
  expect(await read(waiting.id, waiting.outs)).toMatchObject({
    asksFirst: false,
    outs: { status: "issued" },
  });
});

test("customTimeouts bound the wait and leave no trace in the state", async () => {
  emulator.control.configure({ approval: "one-step" });
  const { inputs } = await check(declared);
  const { outs, reasons } = await create(inputs, false, 0.05);
  expect(reasons).toEqual([expect.stringContaining("needs approval")]);
  expect(outs).not.toHaveProperty("issuanceTimeoutMinutes");
});

test("a cancel ends the wait at once; nothing more is asked, and the order is kept", async () => {
  emulator.control.configure({ approval: "one-step" });
  const { inputs } = await check(declared);
  const seen = new Promise<void>((resolve) => {
    plugin.onRow(({ message }) => {
      if (message.startsWith("waiting for issuance")) resolve();
    });
  });
  const creating = create(inputs);
  await seen;
  await call(plugin.client.cancel.bind(plugin.client), new Empty());
  expect(await creating).toMatchObject({
    id: "112233001",
    reasons: [expect.stringContaining("CC220")],
  });
  emulator.control.clearRequests();
  await expect(create({ ...inputs, comments: "another" })).rejects.toThrow(/CC220/);
  // As an error hook has it made: what the first one left is kept.
  expect((await create(inputs)).reasons).toEqual([expect.stringContaining("CC220")]);
  expect(requests()).toEqual([]);
});

test("functions ask CertCentral; an argument that they do not take is named", async () => {
  const invoke = async (token: string, args: Properties): Promise<Properties> => {
    const request = new messages.InvokeRequest().setTok(token).setArgs(structOf(args));
    const reply: messages.InvokeResponse = await call(
      plugin.client.invoke.bind(plugin.client),
      request,
    );
    return objectOf(reply.getReturn());
  };
  const organization = await invoke("certcentral:index:getOrganization", { id: 117483 });
  expect(organization).toMatchObject({ id: 117483, isActive: true });
  await expect(invoke("certcentral:index:getOrder", { id: "x" })).rejects.toThrow(/CC226/);
  await expect(invoke("certcentral:index:getOrdre", {})).rejects.toThrow(/CC225/);
});

test("a key that is missing is asked for when it is needed, and stands in no message", async () => {
  await configure({ url: emulator.url });
  const { inputs } = await check(declared);
  await expect(create(inputs)).rejects.toThrow(/there is no API key.*CC102/);
  await configure({ apiKey: "a-key-that-is-wrong", url: emulator.url });
  await expect(create(inputs)).rejects.not.toThrow(/a-key-that-is-wrong/);
  expect(plugin.printed()).not.toContain("a-key-that-is-wrong");
});

test("it ends when the engine's end of the pipe is closed", async () => {
  const ended = once(plugin.child, "exit");
  plugin.child.stdin?.end();
  expect(await ended).toEqual([0, null]);
});
