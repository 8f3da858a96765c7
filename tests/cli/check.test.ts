/** What a server presents, on this machine's loopback, beside the certificate that is meant. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { compareServed } from "../../cli/check/compare";
import { findingsSchema } from "../../cli/findings";
import { addDays, dayOf } from "../../provider/calendar";
import { certificatesIn } from "../../provider/x509/pem";
import { runCertcentral } from "../support/command-line";
import { makeKey, selfSigned, type TestKey } from "../support/csr";
import { exportStack } from "../support/stack-export";

const folder = mkdtempSync(join(tmpdir(), "check-"));
const state = join(folder, "state.json");
const ca = join(folder, "root.pem");
const servers: Server[] = [];
let emulator: Emulator;
let key: TestKey;
let fullChain: string;
let orderId: number;
let environment: Record<string, string>;

beforeAll(async () => {
  emulator = await startEmulator({ faultRates: {}, ordersShown: "all" });
  key = await makeKey();
  const exported = await exportStack(emulator, dayOf(new Date()), {
    www: {
      product: "private_ssl_plus",
      commonName: "www.example.com",
      csr: key.csr,
      organization: { id: 117483 },
    },
  });
  const { deployment } = exported as {
    deployment: { resources: { outputs: { fullChainPem: string; orderId: number } }[] };
  };
  ({ fullChainPem: fullChain, orderId } = deployment.resources[0]!.outputs);
  writeFileSync(state, JSON.stringify(exported));
  writeFileSync(ca, emulator.control.rootPem());
  environment = { CERTCENTRAL_URL: emulator.url, CERTCENTRAL_API_KEY: emulator.apiKey };
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await emulator.close();
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Checks a server that presents this, and says what was found, `level topic: text`. */
async function check(
  cert: string,
  privateKey: string,
  ...args: string[]
): Promise<{ code: number; found: string[] }> {
  const host = await listen(createServer({ cert, key: privateKey }));
  const { code, output } = await runCertcentral(["check", host, "--json", ...args], environment);
  const { findings } = findingsSchema.parse(JSON.parse(output));
  return { code, found: findings.map(({ level, topic, text }) => `${level} ${topic}: ${text}`) };
}

const ofAnotherHost = expect.stringMatching(/^problem names: .*127\.0\.0\.1/);

test.each([
  ["state", () => ["--state", state], "the one of shop/prod www"],
  ["order", () => ["--order", String(orderId)], "the one of order 112233001"],
])("the certificate of a %s, with its chain", async (_what, args, same) => {
  const { code, found } = await check(fullChain, key.privateKeyPem, ...args());
  const end = addDays(dayOf(new Date()), 198);
  expect(found).toEqual([
    expect.stringMatching(
      new RegExp(`^note certificate: www.example.com, serial number .*, until ${end}$`),
    ),
    "good days left: 198 days left",
    ofAnotherHost,
    "good chain: complete, up to a trusted root (3 certificates)",
    `good same: ${same}`,
  ]);
  // The name is the loopback address's, and so the one thing that does not fit.
  expect(code).toBe(3);
});

test("with the host's name as well, there is no problem", () => {
  const chain = certificatesIn(fullChain).map(({ pem }) => new X509Certificate(pem));
  const expected = { origin: "order 1", fullChainPem: fullChain };
  const findings = compareServed({ chain }, expected, dayOf(new Date()), 7);
  expect(findings.map(({ level }) => level)).toEqual(["note", "good", "good", "good", "good"]);
});

test("a flag that says nothing without another one is refused", async () => {
  const alone = [
    ["check", "127.0.0.1:9", "--resource", "www"],
    ["doctor", "--names", "www.example.com"],
  ];
  for (const args of alone) {
    const { code, errors } = await runCertcentral(args, environment);
    expect([code, errors]).toEqual([2, expect.stringContaining("says nothing without")]);
  }
});

test("the address of a page is taken as it is copied", async () => {
  const host = await listen(createServer({ cert: fullChain, key: key.privateKeyPem }));
  const args = ["check", `https://${host}/index.html`, "--order", String(orderId)];
  const { code, output } = await runCertcentral(args, environment);
  expect(code).toBe(3);
  expect(output).toContain(`the one of order ${orderId}`);
});

test("without its intermediate", async () => {
  const [leaf = ""] = fullChain.split(/(?<=-----END CERTIFICATE-----\n)/);
  const { code, found } = await check(leaf, key.privateKeyPem, "--state", state);
  expect(code).toBe(3);
  expect(found).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^problem chain: an intermediate is missing.*serve the full chain/),
      "good same: the one of shop/prod www",
      expect.stringMatching(/^problem chain: without .*: serve the full chain$/),
    ]),
  );
});

test("a root that only --ca names", async () => {
  const untrusted = await check(fullChain, key.privateKeyPem);
  expect(untrusted.found).toContainEqual(expect.stringMatching(/^problem chain: .*--ca/));
  const trusted = await check(fullChain, key.privateKeyPem, "--ca", ca);
  expect(trusted.found).toContainEqual(expect.stringMatching(/^good chain: complete/));
});

test("another certificate than the one of the state", async () => {
  const other = await selfSigned();
  const { code, found } = await check(other.certificate, other.privateKeyPem, "--state", state);
  expect(code).toBe(3);
  expect(found).toContainEqual(
    expect.stringMatching(
      /^problem same: another one than that of shop\/prod www, which is www\.example\.com.*: deploy that$/,
    ),
  );
  expect(found).toContainEqual(expect.stringMatching(/^problem chain: it is signed by itself/));
});

test("fewer days than a renewal wants", async () => {
  const late = `${addDays(dayOf(new Date()), 193)}T12:00:00Z`;
  const before = environment;
  environment = { ...environment, CERTCENTRAL_NOW: late };
  const { found } = await check(fullChain, key.privateKeyPem);
  environment = before;
  expect(found).toContain("problem days left: 5 days left, fewer than 7");
});

test("--fail-under says how many days are enough", async () => {
  const enough = await check(fullChain, key.privateKeyPem, "--fail-under", "198");
  expect(enough.found).toContain("good days left: 198 days left");
  const short = await check(fullChain, key.privateKeyPem, "--fail-under", "199");
  expect(short.found).toContain("problem days left: 198 days left, fewer than 199");
});

test("who speaks no TLS, or not at all, is a failure", async () => {
  const plain = await listen(createPlainServer((socket) => socket.end("no TLS here\r\n")));
  for (const host of [plain, "127.0.0.1:9", "not a host"]) {
    const { code, output, errors } = await runCertcentral(["check", host], environment);
    expect([code, output]).toEqual([1, ""]);
    expect(errors).toMatch(/\(CC610\)/);
  }
});

test.each([
  [["--order", "42"], /order 42: CertCentral does not show it.*\(CC611\)/],
  [["--state", "package.json"], /\(CC601\)/],
  [["--ca", "nowhere.pem"], /\(CC600\)/],
])("%j", async (args, said) => {
  const { code, errors } = await runCertcentral(["check", "127.0.0.1:9", ...args], environment);
  expect(code).toBe(1);
  expect(errors).toMatch(said);
});
