/** HTTPS by a root that the process is told to trust, as a company's proxy has one; and a line that spoils what it carries. */
import { type AddressInfo, connect, createServer, type Server } from "node:net";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { makeKey } from "../support/csr";
import { type DynamicProvider, startDynamicProvider } from "../support/dynamic-provider";
import { EngineResource } from "../support/resource";

let emulator: Emulator;
let provider: DynamicProvider;

beforeAll(async () => {
  emulator = await startEmulator({ tls: true });
});

afterEach(() => provider.kill());

afterAll(() => emulator.close());

async function order(
  environment: Record<string, string>,
  { url = emulator.url, name = "www" } = {},
): Promise<EngineResource> {
  const settings = { "certcentral:apiKey": emulator.apiKey, "certcentral:url": url };
  const quick = { "certcentral:pollIntervalSeconds": "0.02" };
  provider = await startDynamicProvider({ ...settings, ...quick }, environment);
  const args = {
    product: "ssl_plus",
    commonName: `${name}.example.com`,
    csr: (await makeKey()).csr,
    organization: { id: 117483 },
  };
  return EngineResource.declare(provider, args, name);
}

/** A line to the emulator on which the reply to the first POST has a bit that is another. */
async function startNoisyLine(): Promise<Server> {
  const { hostname, port } = new URL(emulator.url);
  let isSpoiled = false;
  const line = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far);
    far.on("data", (bytes: Buffer) => {
      const at = bytes.length - 1;
      if (!isSpoiled && posts().length > 0) {
        isSpoiled = true;
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      }
      near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => {
    line.listen(0, hostname, resolve);
  });
  return line;
}

const posts = () => emulator.control.requests().filter(({ method }) => method === "POST");

test("a root that NODE_EXTRA_CA_CERTS names is trusted", async () => {
  const www = await order({ NODE_EXTRA_CA_CERTS: emulator.tlsRoot ?? "" });
  expect(await www.up()).toMatchObject({ step: "create" });
  expect(www.outputs).toMatchObject({ fullChainPem: expect.stringContaining("BEGIN") });
});

test("without it nothing is sent", async () => {
  emulator.control.clearRequests();
  const www = await order({});
  const refused = { step: "refused", error: expect.stringContaining("issuer certificate") };
  expect(await www.up()).toMatchObject(refused);
  expect(emulator.control.requests()).toEqual([]);
});

test("a reply that is spoiled on the way is a lost one: the order is found, and not placed twice", async () => {
  emulator.control.clearRequests();
  const line = await startNoisyLine();
  const url = new URL(emulator.url);
  url.port = String((line.address() as AddressInfo).port);
  const environment = { NODE_EXTRA_CA_CERTS: emulator.tlsRoot ?? "" };
  const www = await order(environment, { url: url.href, name: "noisy" });
  expect(await www.up()).toEqual({ step: "create" });
  expect(posts()).toHaveLength(1);
  line.close();
});
