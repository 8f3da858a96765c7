/** HTTPS by a root that the process is told to trust, as a company's proxy has one. */
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

async function order(environment: Record<string, string>): Promise<EngineResource> {
  const settings = { "certcentral:apiKey": emulator.apiKey, "certcentral:url": emulator.url };
  const quick = { "certcentral:issuanceTimeoutMinutes": "0.05" };
  provider = await startDynamicProvider({ ...settings, ...quick }, environment);
  return EngineResource.declare(provider, {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr: (await makeKey()).csr,
    organization: { id: 117483 },
  });
}

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
