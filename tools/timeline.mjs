// docs/timeline.svg, the picture of the README: `node tools/timeline.mjs [--check]`. An emulated account, reported as it stands.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { startEmulator } from "certcentral-emulator";

import { keepPage } from "./pages.mjs";
import { root, runMain } from "./steps.mjs";

const csr = readFileSync(join(root, "examples", "quickstart", "www.example.com.csr"), "utf8");
const today = "2026-11-29";

/** Name and day of each order; the last one waits for its approver. */
const orders = /** @type {const} */ ([
  ["blog.example.com", "2025-11-10"],
  ["mail.example.com", "2026-05-18"],
  ["shop.example.com", "2026-06-09"],
  ["www.example.com", "2026-10-15"],
  ["pay.example.com", "2026-11-20"],
]);

await runMain(async () => {
  keepPage("docs/timeline.svg", await draw());
});

async function draw() {
  const emulator = await startEmulator({
    now: "2025-11-01T12:00:00Z",
    frozen: true,
    faultRates: {},
    approval: "one-step",
  });
  try {
    for (const [commonName, day] of orders) {
      emulator.control.setClock(`${day}T12:00:00Z`);
      await placeOrder(emulator, commonName);
    }
    emulator.control.setClock(`${today}T12:00:00Z`);
    return await report(emulator);
  } finally {
    await emulator.close();
  }
}

/**
 * @param {{ url: string, apiKey: string }} emulator
 * @param {string} commonName
 */
async function placeOrder({ url, apiKey }, commonName) {
  const response = await fetch(`${url}/order/certificate/ssl_plus`, {
    method: "POST",
    headers: { "x-dc-devkey": apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      certificate: { common_name: commonName, csr, signature_hash: "sha256" },
      order_validity: { years: 1 },
      organization: { id: 117483 },
      skip_approval: commonName !== orders.at(-1)?.[0],
    }),
  });
  if (!response.ok) throw new Error(`place order for ${commonName}: ${await response.text()}`);
}

/** @param {{ url: string, apiKey: string }} emulator */
async function report({ url, apiKey }) {
  const args = [join(root, "dist", "cli", "main.js"), "report", "--format", "svg"];
  const env = {
    ...process.env,
    CERTCENTRAL_URL: url,
    CERTCENTRAL_API_KEY: apiKey,
    CERTCENTRAL_NOW: `${today}T12:00:00Z`,
  };
  return (await promisify(execFile)(process.execPath, args, { env })).stdout;
}
