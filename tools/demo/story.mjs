// A certificate's life in two minutes: the real Pulumi engine against a local CertCentral. `--yaml`: from a program in YAML.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startEmulator } from "certcentral-emulator";
import certcentral from "pulumi-certcentral";

import { openInlineStack } from "../inline-stack.mjs";
import { root } from "../steps.mjs";

const csr = readFileSync(join(root, "examples", "quickstart", "www.example.com.csr"), "utf8");
const firstDay = "2026-02-24";

/** @type {string[]} */
let dnsNames = ["example.com", "shop.example.com"];

const isYaml = process.argv.includes("--yaml");

function declared() {
  return {
    product: "ssl_multi_domain",
    commonName: "www.example.com",
    dnsNames,
    csr,
    organization: { id: 117483 },
  };
}

function program() {
  const www = new certcentral.Certificate("www", declared());
  const { orderId, notAfter, coveredUntil, fullChainPem } = www;
  return Promise.resolve({ orderId, notAfter, coveredUntil, fullChainPem });
}

/** The same in YAML, of which JSON is a part. */
function yaml() {
  const outputs = ["orderId", "notAfter", "coveredUntil", "fullChainPem"];
  return JSON.stringify({
    name: "shop",
    runtime: "yaml",
    resources: { www: { type: "certcentral:Certificate", properties: declared() } },
    outputs: Object.fromEntries(outputs.map((name) => [name, `\${www.${name}}`])),
  });
}

const emulator = await startEmulator({ now: `${firstDay}T09:00:00Z`, frozen: true });
const home = mkdtempSync(join(tmpdir(), "certcentral-demo-"));
/** Where the stack's program is looked for. */
let folder = home;
try {
  const stack = await openStack();
  const preview = () => stack.preview(shown({ diff: true }));
  const up = (suppressOutputs = true) => stack.up(shown({ suppressOutputs }));
  const previewAndUp = async () => {
    await preview();
    await up();
  };
  await scene("1. A preview: what would be bought", firstDay, preview);
  await scene("2. The order", firstDay, () => up(false));
  await scene("3. The same program again: nothing to do", "2026-02-25", () => up());
  await scene("4. Read back from CertCentral", "2026-02-26", () =>
    stack.refresh(shown({ suppressOutputs: true })),
  );
  await scene("5. 167 days after the order: a free reissue", "2026-08-10", previewAndUp);
  await scene("6. The paid plan nears its end: a renewal, announced", "2027-01-22", previewAndUp);
  dnsNames = ["example.com"];
  await scene("7. A name removed: the preview warns", "2027-02-01", previewAndUp);
  await scene("8. Destroy: what is alive is revoked", "2027-02-02", () => stack.destroy(shown()));
  title("What CertCentral was asked to do, and what it took");
  for (const { at, method, path, status, charge } of emulator.control.requests()) {
    if (method === "GET") continue;
    const price = charge > 0 ? `${charge} USD` : "free";
    say(`${at.slice(0, 10)}  ${method.padEnd(4)} ${path.padEnd(42)} ${String(status)}  ${price}`);
  }
} finally {
  await emulator.close();
  rmSync(home, { recursive: true, force: true });
}

async function openStack() {
  const names = { projectName: "shop", stackName: "demo" };
  const stack = await openInlineStack(home, { ...names, program });
  folder = stack.workspace.workDir;
  if (isYaml) delete stack.workspace.program;
  await stack.setConfig("certcentral:apiKey", { value: emulator.apiKey, secret: true });
  await stack.setConfig("certcentral:url", { value: emulator.url });
  return stack;
}

/**
 * One scene on an emulated day.
 * @param {string} text
 * @param {string} day
 * @param {() => Promise<unknown>} act
 */
async function scene(text, day, act) {
  emulator.control.setClock(`${day}T09:00:00Z`);
  process.env["CERTCENTRAL_NOW"] = `${day}T09:00:00Z`;
  title(`${text}   [${day}]`);
  if (isYaml) writeFileSync(join(folder, "Pulumi.yaml"), yaml());
  await act();
}

/**
 * @template {object} T
 * @param {T} [options]
 */
function shown(options) {
  // Said of plugins that are not installed, as those of a checkout.
  const fromPath = /^.*warning: using pulumi-\S+ from \$PATH at .*\n{0,2}/gm;
  const print = (/** @type {string} */ text) =>
    void process.stdout.write(text.replaceAll(fromPath, ""));
  const color = /** @type {const} */ ("never");
  return { color, suppressProgress: true, onOutput: print, onError: print, ...options };
}

/** @param {string} text */
function title(text) {
  say(`\n${text}\n${"-".repeat(text.length)}`);
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}
