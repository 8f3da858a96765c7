/**
 * Every example, as it stands, on the real engine; those with another cloud's resources run under
 * Pulumi's mocks, in `tests/contract/cloud-examples.test.ts`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { openStack } from "../support/stack";

const folder = join(__dirname, "..", "..", "examples");
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

/** What an example's stack needs beside the key, and what is true once it is up. */
const cases: Record<string, { config: () => Promise<Record<string, string>>; paid: number }> = {
  quickstart: { config: () => Promise.resolve({}), paid: 1 },
  renewal: { config: () => Promise.resolve({ allowRenewal: "true" }), paid: 1 },
  "adopt-existing-order": {
    config: async () => ({ orderId: String(await orderByHand()) }),
    paid: 0,
  },
  "two-accounts": {
    config: () => {
      emulator.control.addKey("emea-key", 42);
      return Promise.resolve({ emeaKey: "emea-key", emeaUrl: emulator.url });
    },
    paid: 2,
  },
  "validate-domain": {
    config: () => Promise.resolve({ controlUrl: emulator.controlUrl }),
    paid: 1,
  },
  "validated-certificate": {
    config: () => Promise.resolve({ controlUrl: emulator.controlUrl }),
    paid: 1,
  },
};

const isOfACloud = (name: string): boolean => /-(cloudflare|route53)$/.test(name);
/** Through the plugin: `plugin.test.ts` runs the YAML, `python.test.ts` the Python. */
const isOfThePlugin = (name: string): boolean => name === "yaml" || name === "python";

test("there is a case for every example", () => {
  const own = readdirSync(folder).filter((name) => !isOfACloud(name) && !isOfThePlugin(name));
  expect(Object.keys(cases).sort()).toEqual(own.sort());
});

test.each(Object.keys(cases))("%s", async (name) => {
  const { config, paid } = cases[name]!;
  const program = (): Promise<Record<string, unknown>> =>
    import(join(folder, name, "index.ts")) as Promise<Record<string, unknown>>;
  const stack = await openStack(emulator, program);
  try {
    for (const [key, value] of Object.entries(await config())) await stack.setConfig(key, value);
    emulator.control.clearRequests();
    const up = await stack.up();
    expect(up.failure).toBeUndefined();
    const charges = emulator.control.requests().filter(({ charge }) => charge > 0);
    expect(charges).toHaveLength(paid);
    expect((await stack.destroy()).failure).toBeUndefined();
    const certificates = (await emulator.control.orders()).flatMap((order) => order.certificates);
    const kept = certificates.filter(({ status }) => status === "issued");
    expect(kept).toHaveLength(name === "adopt-existing-order" ? 1 : 0);
  } finally {
    stack.close();
  }
});

/** An order as a person would have placed it in the console. */
async function orderByHand(): Promise<number> {
  const csr = readFileSync(join(folder, "adopt-existing-order", "www.example.com.csr"), "utf8");
  const response = await fetch(`${emulator.url}/order/certificate/ssl_plus`, {
    method: "POST",
    headers: { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      certificate: { common_name: "www.example.com", csr, signature_hash: "sha256" },
      order_validity: { years: 1 },
      organization: { id: 117483 },
    }),
  });
  return ((await response.json()) as { id: number }).id;
}
