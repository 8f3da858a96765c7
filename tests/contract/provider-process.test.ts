/** The real dynamic-provider process, with the real shim text, over gRPC. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate } from "pulumi-certcentral";

import { unknownValue } from "../../provider/wire";
import { certificatesIn, leafIn } from "../../provider/x509/pem";
import { makeKey, type TestKey } from "../support/csr";
import {
  type DynamicProvider,
  type Properties,
  startDynamicProvider,
} from "../support/dynamic-provider";
import { processOfRuns } from "../support/one-process";
import { registeredInputs } from "../support/shim-text";

let key: TestKey;
let declared: Properties;
let emulator: Emulator;
let provider: DynamicProvider;

const configuration = (): Record<string, string> => ({
  "certcentral:apiKey": emulator.apiKey,
  "certcentral:url": emulator.url,
  "certcentral:pollIntervalSeconds": "0.02",
});

beforeAll(async () => {
  key = await makeKey();
  declared = await registeredInputs(
    () =>
      new Certificate("www", {
        product: "ssl_plus",
        commonName: "www.example.com",
        csr: key.csr,
        organization: { id: 117483 },
      }),
  );
});

const runs = processOfRuns();

beforeEach(async () => {
  emulator = await startEmulator();
  provider = await runs.next(configuration());
});

afterEach(async () => {
  await provider.kill();
  await emulator.close();
});

async function checked(change: Properties = {}, olds: Properties = {}): Promise<Properties> {
  const { inputs, failures } = await provider.check(olds, { ...declared, ...change });
  expect(failures).toEqual([]);
  return inputs;
}

const posts = (): string[] =>
  emulator.control
    .requests()
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path);

test("check adds the plan and nothing else, and calls nothing", async () => {
  const { issuance, ...rest } = await checked();
  expect(rest).toEqual(declared);
  expect(issuance).toMatchObject({ action: "order", orderNumber: 1 });
  expect(emulator.control.requests()).toEqual([]);
});

test("check lets unknown values through, wherever they are", async () => {
  const unknown = {
    csr: unknownValue,
    commonName: unknownValue,
    dnsNames: unknownValue,
    organization: { id: unknownValue },
    customFields: [{ metadataId: 11, value: unknownValue }],
  };
  expect(await checked(unknown)).toMatchObject(unknown);
});

test("check names every problem at its property", async () => {
  const { failures } = await provider.check(
    {},
    {
      ...declared,
      commonName: "not a name",
      dnsNames: ["ok.example.com", "bad_*"],
      csr: (await makeKey("rsa1024")).csr,
      organization: {},
      orderValidity: { years: 9 },
      certValidity: { days: 300 },
      customFields: [{ metadataId: "11", value: "x" }],
      renewBeforeDays: 91,
      adoptOrderId: 1,
      renewalOfOrderId: 2,
      typo: true,
    },
  );
  const properties = failures.map(({ property }) => property);
  expect(properties).toEqual(
    expect.arrayContaining([
      "commonName",
      "dnsNames[1]",
      "csr",
      "organization",
      "orderValidity.years",
      "certValidity",
      "customFields[0].metadataId",
      "renewBeforeDays",
      "renewalOfOrderId",
    ]),
  );
  expect(failures).toContainEqual({
    property: "",
    reason: "typo is not an input of Certificate: look for a misspelling",
  });
});

test.each<[Properties, RegExp]>([
  [{ renewBeforeDays: -1 }, /^is 1 at least$/],
  [{ commonName: "" }, /is not a valid domain name: write it like www.example.com/],
  [{ issuanceTimeoutMinutes: 2000 }, /^is 1440 at most$/],
  [{ product: "SSL Plus" }, /is not a valid product identifier: write it like ssl_plus/],
])("%j is refused in words that say what would be right", async (change, words) => {
  const { failures } = await provider.check({}, { ...declared, ...change });
  expect(failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(words)]);
});

test("a misspelt product is suggested in the preview", async () => {
  await checked({ product: "ssl_plsu" });
  expect(provider.rows.map(({ message }) => message).join()).toContain("is ssl_plus meant?");
});

test.each([
  ["an input that is none", { privateKey: "the secret" }],
  ["a member that is none", { organization: { id: 117483, privateKey: "the secret" } }],
  ["a key in place of a CSR", { csr: "dGhlIHNlY3JldA==" }],
  ["a path in place of a CSR", { csr: "/home/me/www.key" }],
])("no failure names a property whose value may be a secret: %s", async (_what, change) => {
  const { failures } = await provider.check({}, { ...declared, ...change });
  expect(failures.map(({ property }) => property)).toEqual([""]);
  expect(JSON.stringify(failures)).not.toMatch(/the secret|dGhl/);
});

test.each([["ed25519"], ["rsa1024"]] as const)(
  "check refuses a CSR with a key of %s",
  async (kind) => {
    const { csr } = await makeKey(kind);
    const { failures } = await provider.check({}, { ...declared, csr });
    expect(failures).toMatchObject([{ property: "csr", reason: expect.stringContaining("key") }]);
  },
);

test.each([["rsa"], ["p256"], ["p384"]] as const)(
  "check accepts a CSR with a key of %s",
  async (kind) => {
    await checked({ csr: (await makeKey(kind)).csr });
  },
);

test("a private key given as CSR is refused without being repeated anywhere", async () => {
  const { failures } = await provider.check({}, { ...declared, csr: key.privateKeyPem });
  expect(failures).toMatchObject([
    { property: "", reason: expect.stringContaining("csr holds a private key") },
  ]);
  const said = JSON.stringify([failures, provider.rows, provider.printed()]);
  expect(said).not.toContain(key.privateKeyPem.split("\n")[1]);
});

test("create without an API key says how to set one; check needs none", async () => {
  const keyless = await startDynamicProvider({}, { CERTCENTRAL_API_KEY: "" });
  try {
    const { inputs } = await keyless.check({}, declared);
    await expect(keyless.create(inputs)).rejects.toThrow(
      /pulumi config set --secret certcentral:apiKey/,
    );
  } finally {
    await keyless.kill();
  }
});

test("the environment gives key and URL where the configuration does not", async () => {
  const fromEnvironment = await startDynamicProvider(
    {},
    { CERTCENTRAL_API_KEY: emulator.apiKey, CERTCENTRAL_URL: emulator.url },
  );
  try {
    const { inputs } = await fromEnvironment.check({}, declared);
    expect((await fromEnvironment.create(inputs)).reasons).toBeUndefined();
  } finally {
    await fromEnvironment.kill();
  }
});

test("a misspelt configuration value is told with its key", async () => {
  const wrong = await startDynamicProvider({ "certcentral:region": "mars" });
  try {
    await expect(wrong.check({}, declared)).rejects.toThrow(/certcentral:region is "us" or "eu"/);
  } finally {
    await wrong.kill();
  }
});

test("create outputs the inputs, the order and the chain; diff then finds no change", async () => {
  const inputs = await checked();
  const { id, outs, reasons } = await provider.create(inputs);
  expect(reasons).toBeUndefined();
  expect(outs).toMatchObject(inputs);
  expect(outs["orderId"]).toBe(Number(id));
  expect(await provider.diff(id, outs, inputs)).toEqual({ changes: false, replaces: [] });
  expect(await checked({}, inputs)).toEqual(inputs);
});

test("concurrent first calls all run configured", async () => {
  const inputs = await Promise.all(
    ["a", "b", "c", "d"].map((name) => checked({ commonName: `${name}.example.com`, __urn: name })),
  );
  const created = await Promise.all(inputs.map((each) => provider.create(each)));
  expect(new Set(created.map(({ id }) => id)).size).toBe(4);
});

test("a create that was cut off after the order finds it again; with names and key changed it is refused", async () => {
  // Four tries of the first look at the order fail; the engine then dies, and no state is kept.
  emulator.control.failNext({
    method: "GET",
    path: "^/order/certificate/",
    kind: "lost-before",
    times: 4,
  });
  const lost = await provider.create(await checked());
  expect(lost.reasons).toEqual([expect.stringContaining("get order")]);
  const change = { csr: (await makeKey()).csr, dnsNames: ["example.com"] };
  provider.newRun();
  await expect(provider.create(await checked(change))).rejects.toThrow(
    new RegExp(`order ${lost.id} was placed for this resource before.*its key is not.*CC302`),
  );
  await provider.kill();
  provider = await startDynamicProvider(configuration());
  const found = await provider.create(await checked());
  expect(found.reasons).toBeUndefined();
  expect(found.id).toBe(lost.id);
  expect(await emulator.control.orders()).toHaveLength(1);
  expect(posts()).toEqual(["/order/certificate/ssl_plus", `/order/certificate/${lost.id}/reissue`]);
});

test("an order whose reply is lost is found and never placed twice", async () => {
  emulator.control.failNext({ method: "POST", kind: "lost-after" });
  const { outs, reasons } = await provider.create(await checked());
  expect(reasons).toBeUndefined();
  expect(outs["status"]).toBe("issued");
  expect(await emulator.control.orders()).toHaveLength(1);
});

test("an order whose request was lost is kept in doubt under its reference, and nothing is paid", async () => {
  emulator.control.failNext({ method: "POST", kind: "lost-before" });
  const inputs = await checked();
  const { id, outs, reasons } = await provider.create(inputs);
  expect(id).toMatch(/^pulumi[0-9a-f]{40}$/);
  expect(reasons?.[0]).toMatch(new RegExp(`the reference ${id} may have been placed.*CC330`));
  provider.newRun();
  expect(await provider.diff(id, outs, inputs)).toMatchObject({ changes: true });
  expect((await provider.update(id, outs, inputs)).reasons?.[0]).toMatch(/CC330/);
  provider.newRun();
  await expect(provider.delete(id, outs)).rejects.toThrow(/CC334/);
  expect(posts()).toEqual(["/order/certificate/ssl_plus"]);
  expect(await emulator.control.orders()).toHaveLength(0);
});

test("an order in doubt that shows later is taken, and its id stays the reference", async () => {
  emulator.control.failNext({ method: "POST", kind: "lost-after" });
  const hidden = { kind: "reply", status: 200, body: { orders: [] } } as const;
  emulator.control.failNext({ path: "^/order/alternate/", after: 1, times: 4, ...hidden });
  const inputs = await checked();
  const { id, outs, reasons } = await provider.create(inputs);
  expect(reasons?.[0]).toMatch(/CC330/);
  provider.newRun();
  const later = await provider.update(id, outs, inputs);
  expect(later.reasons).toBeUndefined();
  const [order] = await emulator.control.orders();
  expect(later.outs).toMatchObject({ orderId: order?.id, status: "issued" });
  expect(posts()).toEqual(["/order/certificate/ssl_plus"]);
});

test("a key that does not find its own order ends the run with the order in state, and pays no other", async () => {
  emulator.control.configure({ approval: "one-step" });
  emulator.control.failNext({
    path: "^/order/alternate/",
    times: 4,
    kind: "reply",
    status: 200,
    body: { orders: [] },
  });
  const { id, reasons, outs } = await provider.create(await checked());
  expect(reasons?.[0]).toMatch(
    /^order \d+ is placed and in state, but this API key does not find.*CC305/,
  );
  expect(outs["orderId"]).toBe(Number(id));
  const { csr } = await makeKey();
  const other = await checked({ __urn: "urn:pulumi:test::shop::x::other", csr });
  await expect(provider.create(other)).rejects.toThrow(/CC306/);
  expect(await emulator.control.orders()).toHaveLength(1);
});

test("a wait is shown on the resource's own row, and its end keeps the order for the next run", async () => {
  emulator.control.configure({ approval: "one-step" });
  const inputs = await checked({ issuanceTimeoutMinutes: 0.005 });
  const { id, outs, reasons } = await provider.create(inputs);
  expect(reasons?.[0]).toMatch(
    /^order \d+ needs approval of request \d+\. The order is kept.*\(CC457\)$/,
  );
  expect(outs).toMatchObject({
    orderId: Number(id),
    status: "needs_approval",
    __provider: declared["__provider"],
  });
  expect(provider.rows).toContainEqual({
    urn: declared["__urn"],
    message: expect.stringMatching(/^waiting for issuance \(\d+s\): order \d+ needs approval/),
    severity: "info",
    ephemeral: true,
  });
  expect(await provider.diff(id, outs, inputs)).toMatchObject({ changes: true });
  await emulator.control.approve(Number(id));
  const resumed = await provider.update(id, outs, inputs);
  expect(resumed.reasons).toBeUndefined();
  expect(resumed.outs["status"]).toBe("issued");
});

test("a state from the plugin gets the code that a refresh and a destroy run, without a call", async () => {
  const inputs = await checked();
  const { id, outs } = await provider.create(inputs);
  const { __provider: code, ...fromPlugin } = outs;
  await expect(provider.read(id, fromPlugin)).rejects.toThrow("code must be a string");
  emulator.control.clearRequests();
  provider.rows.length = 0;
  expect(await provider.diff(id, fromPlugin, inputs)).toMatchObject({ changes: true });
  const moved = await provider.update(id, fromPlugin, inputs);
  expect(moved.outs).toEqual({ ...fromPlugin, __provider: code });
  expect(provider.rows.map(({ message }) => message)).toEqual([
    "the code of the dynamic provider appears in the state: CertCentral is not called",
  ]);
  expect(emulator.control.requests()).toEqual([]);
  expect(await provider.diff(id, moved.outs, inputs)).toMatchObject({ changes: false });
  await provider.read(id, moved.outs);

  // What is to be done anyway is done, and said.
  const change = await checked({ reissueTrigger: "1" }, inputs);
  expect(await provider.diff(id, fromPlugin, change)).toMatchObject({ changes: true });
  expect((await provider.update(id, fromPlugin, change)).outs).toMatchObject({
    __provider: code,
    reissueTrigger: "1",
  });
  expect(posts()).toEqual([`/order/certificate/${id}/reissue`]);
});

test("waitFor placed returns at once, and a later update fetches the chain", async () => {
  emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 3600 });
  const inputs = await checked({ waitFor: "placed" });
  const { id, outs, reasons } = await provider.create(inputs);
  expect(reasons).toBeUndefined();
  expect(outs["status"]).toBe("pending");
  expect(outs["fullChainPem"]).toBeUndefined();
  await emulator.control.issueNow(Number(id));
  const { outs: later } = await provider.update(id, outs, inputs);
  expect(later["fullChainPem"]).toContain("BEGIN CERTIFICATE");
});

test("the old certificate is not deleted while its replacement waits", async () => {
  const old = await provider.create(await checked());
  emulator.control.configure({ approval: "one-step" });
  const inputs = await checked({ product: "ssl_basic", issuanceTimeoutMinutes: 0.001 });
  expect((await provider.diff(old.id, old.outs, inputs)).replaces).toEqual(["product"]);
  await provider.create(inputs);
  await expect(provider.delete(old.id, old.outs)).rejects.toThrow(
    /its replacement is not issued yet/,
  );
  const certificates = (await emulator.control.orders()).flatMap((order) => order.certificates);
  expect(certificates.filter(({ status }) => status === "revoked")).toEqual([]);
});

test("onDelete keep leaves everything and says so", async () => {
  const { id, outs } = await provider.create(await checked({ onDelete: "keep" }));
  await provider.delete(id, outs);
  expect((await emulator.control.orders())[0]?.certificates[0]?.status).toBe("issued");
  expect(provider.rows.at(-1)?.message).toContain("kept in CertCentral");
});

test("deleting twice, or what was revoked elsewhere, is done", async () => {
  const { id, outs } = await provider.create(await checked());
  provider.newRun();
  await provider.delete(id, outs);
  await provider.delete(id, outs);
  emulator.control.revokeOrder(Number(id));
  await provider.delete(id, outs);
  expect((await emulator.control.orders())[0]?.status).toBe("revoked");
});

test("a key that may not skip approval leaves a revocation request, and says so", async () => {
  emulator.control.configure({ keyRole: "standard" });
  const { id, outs } = await provider.create(await checked());
  provider.newRun();
  await provider.delete(id, outs);
  expect(provider.rows.at(-1)).toMatchObject({
    severity: "warning",
    message: expect.stringMatching(/waits for approval of request \d+/),
  });
});

test("an order that is not shown is kept and told, never gone; only FORGET gives it up", async () => {
  const { id, outs } = await provider.create(await checked());
  emulator.control.addKey("another-account", 42);
  const stranger = await startDynamicProvider({
    ...configuration(),
    "certcentral:apiKey": "another-account",
  });
  try {
    expect(await stranger.read(id, outs)).toMatchObject({ id, props: { orderId: Number(id) } });
    expect(stranger.rows.at(-1)?.message).toMatch(/is not shown to this API key.*CC341/);
    await expect(stranger.delete(id, outs)).rejects.toThrow(
      /belongs to account 1696530.*account 42/,
    );
  } finally {
    await stranger.kill();
  }
  emulator.control.reset();
  provider.newRun();
  expect((await provider.read(id, outs)).id).toBe(id);
  await expect(provider.delete(id, outs)).rejects.toThrow(`CERTCENTRAL_FORGET=${id}`);
  const forgetting = await startDynamicProvider(configuration(), { CERTCENTRAL_FORGET: id });
  await forgetting.delete(id, outs);
  await forgetting.kill();
});

test("read tells an outside reissue with another key, and does not use it", async () => {
  const { id, outs } = await provider.create(await checked());
  const other = await makeKey();
  await emulator.control.reissueInConsole(Number(id), { csr: other.csr });
  const { props, inputs } = await provider.read(id, outs);
  expect(props["certificateId"]).toBe(outs["certificateId"]);
  expect(inputs?.["issuance"]).toMatchObject({ action: "order" });
  expect(provider.rows.map(({ message }) => message).join("\n")).toMatch(
    /was reissued elsewhere[^]*which is not used/,
  );
});

test("another certificate's PEM is never output; it is asked for again", async () => {
  const stranger = await provider.create(
    await checked({ commonName: "b.example.com", csr: (await makeKey()).csr, __urn: "b" }),
  );
  const { fullChainPem, rootPem } = stranger.outs;
  const chain = certificatesIn(`${String(fullChainPem)}${String(rootPem)}`);
  emulator.control.failNext({
    path: "/chain$",
    kind: "reply",
    status: 200,
    body: { intermediates: chain },
  });
  const { outs, reasons } = await provider.create(await checked());
  expect(reasons).toBeUndefined();
  expect(leafIn(String(outs["fullChainPem"]))).not.toBe(leafIn(String(fullChainPem)));
});

test("the API key is in nothing that the provider returns, says or prints", async () => {
  emulator.control.failNext({
    method: "POST",
    kind: "reply",
    status: 500,
    body: "<html>x</html>",
    contentType: "text/html",
  });
  const inputs = await checked();
  const failure = await provider.create(inputs).catch((error: unknown) => String(error));
  const created = await provider.create(inputs);
  const said = JSON.stringify([failure, created, provider.rows, provider.printed()]);
  expect(said).not.toContain(emulator.apiKey);
});
