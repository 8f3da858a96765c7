/** A test of a client against the emulator, with Node's own test runner: `node --test order.mts`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { startEmulator } from "certcentral-emulator";

interface Order {
  id: number;
  status: string;
  certificate: { valid_till: string };
}

void test("a certificate that is approved late is issued, and is reissued after half a year", async () => {
  const emulator = await startEmulator({
    approval: "one-step",
    now: "2026-11-24T12:00:00Z",
    frozen: true,
  });
  const call = async (method: string, path: string, body?: object): Promise<Order> => {
    const headers = { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(emulator.url + path, { method, headers, ...sent });
    return (await reply.json()) as Order;
  };
  const csr = readFileSync(process.env["CSR"] ?? "first.csr", "utf8");
  const certificate = { common_name: "example.com", csr, signature_hash: "sha256" };
  try {
    const order = { certificate, order_validity: { years: 1 }, organization: { id: 117483 } };
    const { id } = await call("POST", "/order/certificate/ssl_plus", order);
    assert.equal((await call("GET", `/order/certificate/${id}`)).status, "needs_approval");
    await emulator.control.approve(id);
    assert.equal((await call("GET", `/order/certificate/${id}`)).status, "issued");

    emulator.control.advance({ days: 167 });
    await call("POST", `/order/certificate/${id}/reissue`, { certificate, skip_approval: true });
    const reissued = await call("GET", `/order/certificate/${id}`);
    // 99 days: the longest life from 2027-03-15 on.
    assert.equal(reissued.certificate.valid_till, "2027-08-16");
    assert.deepEqual(emulator.control.unknown(), []);
  } finally {
    await emulator.close();
  }
});
