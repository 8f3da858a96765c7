import { X509Certificate } from "node:crypto";

import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate, type CertificateArgs } from "pulumi-certcentral";

import { makeKey, type TestKey } from "../support/csr";
import { openStack, type TestStack } from "../support/stack";

let key: TestKey;
let emulator: Emulator;
let stack: TestStack;

const args = (): CertificateArgs => ({
  product: "ssl_plus",
  commonName: "www.example.com",
  dnsNames: ["example.com"],
  csr: key.csr,
  organization: { id: 117483 },
});

const program = (change: Partial<CertificateArgs> = {}) => () => {
  const { certificatePem, fullChainPem, orderId } = new Certificate("www", { ...args(), ...change });
  return Promise.resolve({ certificatePem, fullChainPem, orderId });
};

beforeAll(async () => {
  key = await makeKey();
});

beforeEach(async () => {
  emulator = await startEmulator();
  stack = await openStack(emulator, program());
});

afterEach(async () => {
  stack.close();
  await emulator.close();
});

test("an order issued at once", async () => {
  const up = await stack.up();
  console.log(up.output);
  expect(up.failure).toBeUndefined();
  const outputs = await stack.outputs();
  const leaf = new X509Certificate(String(outputs["certificatePem"]));
  expect(leaf.publicKey.equals(key.publicKey)).toBe(true);
  const again = await stack.up();
  console.log(again.output);
  const refresh = await stack.refresh();
  console.log(refresh.output);
  const destroy = await stack.destroy();
  console.log(destroy.output, emulator.control.requests().map((r) => [r.method, r.path, r.status, r.charge]));
});
