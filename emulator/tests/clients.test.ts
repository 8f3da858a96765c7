/** Clients of other languages, written from DigiCert's public pages alone, run unchanged against the command. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { newKey } from "./support/api";
import { startCommand, type Started } from "./support/command";

const run = promisify(execFile);
const examples = join(__dirname, "..", "examples");

let folder: string;
let emulator: Started;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "emulator-clients-"));
  for (const name of ["first.csr", "second.csr"]) {
    writeFileSync(join(folder, name), (await newKey()).csr);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const has = (program: string, flag: string): boolean => {
  const isThere = spawnSync(program, [flag]).status === 0;
  if (!isThere)
    process.stderr.write(`clients.test.ts: no ${program} here, its client is not run\n`);
  return isThere;
};

/** Runs a client to its end; a strict emulator must have known all that it asked for. */
async function life(
  program: string,
  args: readonly string[],
  cwd: string,
  ...flags: string[]
): Promise<string> {
  emulator = await startCommand("--strict", ...flags);
  const { url, apiKey, lines } = emulator;
  const root = lines.find((line) => line.startsWith("root"))?.split(/\s+/)[1];
  const env = {
    ...process.env,
    CERTCENTRAL_URL: url,
    CERTCENTRAL_API_KEY: apiKey,
    ...(root === undefined ? {} : { SSL_CERT_FILE: root, CURL_CA_BUNDLE: root }),
  };
  try {
    const { stdout } = await run(program, args, { cwd, env });
    return stdout;
  } finally {
    const code = await emulator.stop();
    expect([code, emulator.errors()]).toEqual([0, ""]);
  }
}

const whole = /certificate[^]*reissued[^]*duplicated[^]*listed[^]*revoked/;
const csrs = (): string[] => ["first.csr", "second.csr"].map((name) => join(folder, name));

(has("python3", "--version") ? describe : describe.skip)("Python", () => {
  const script = join(examples, "python", "certcentral.py");

  test("orders, polls, downloads, reissues, duplicates, lists, revokes", async () => {
    expect(await life("python3", [script, ...csrs()], folder)).toMatch(whole);
  });

  test("the same over TLS, and where issuance takes its time", async () => {
    const flags = ["--tls", "--issuance-delay", "1"];
    expect(await life("python3", [script, ...csrs()], folder, ...flags)).toMatch(whole);
  });
});

(has("go", "version") ? describe : describe.skip)("Go", () => {
  test("orders, polls, downloads, reissues, duplicates, lists, revokes, over TLS", async () => {
    expect(await life("go", ["run", "."], join(examples, "go"), "--tls")).toMatch(whole);
  });
});

(has("curl", "--version") ? describe : describe.skip)("curl", () => {
  test("orders and downloads, over TLS", async () => {
    const script = join(examples, "curl", "order.sh");
    const chain = await life("sh", [script, ...csrs()], folder, "--tls");
    expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
  });
});

test("TypeScript: the test of the README runs", async () => {
  const script = join(examples, "typescript", "order.mts");
  const env = { ...process.env, CSR: join(folder, "first.csr") };
  const { stdout } = await run(process.execPath, ["--test", script], { cwd: folder, env });
  expect(stdout).toMatch(/pass 1\n[^]*fail 0\n/);
});
