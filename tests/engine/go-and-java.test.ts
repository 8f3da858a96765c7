/** Programs in Go and Java on the real engine, with the SDKs as they are published: `npm run test:long`. */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { readExamples } from "../support/doc-examples";
import { anyStep, good } from "../support/plugin-stack";
import { enginePath, openStack, type TestStack } from "../support/stack";

const repository = join(__dirname, "..", "..");
const examples = join(repository, "examples");
const javaHost = process.env["JAVA_HOST"] ?? "";

let emulator: Emulator;
let folder: string;
let stack: TestStack | undefined;

beforeEach(async () => {
  emulator = await startEmulator({ now: "2026-02-24T12:00:00Z", frozen: true });
  folder = mkdtempSync(join(tmpdir(), "certcentral-compiled-"));
});

afterEach(async () => {
  stack?.close();
  stack = undefined;
  rmSync(folder, { recursive: true, force: true });
  await emulator.close();
});

/** A stack whose program is in a folder, with the host of its language in another. */
async function open(
  program: string,
  host: string,
  more: Record<string, string> = {},
): Promise<TestStack> {
  const environment = { ...more, PATH: [host, enginePath].join(delimiter) };
  stack = await openStack(emulator, {}, environment);
  stack.program = program;
  today("2026-02-24");
  return stack;
}

function today(day: string): void {
  const now = `${day}T12:00:00Z`;
  emulator.control.setClock(now);
  if (stack !== undefined) stack.now = now;
}

/** What CertCentral was asked since the last look that was no question. */
function posts(): string[] {
  const all = emulator.control.requests().map(({ method, path }) => `${method} ${path}`);
  emulator.control.clearRequests();
  return all.filter((call) => !call.startsWith("GET"));
}

/** The life of an example's certificate. */
async function live(running: TestStack): Promise<void> {
  expect(await good(running.preview())).toContain("one paid order");
  expect(emulator.control.requests()).toEqual([]);
  await good(running.up());
  expect(posts()).toEqual(["POST /order/certificate/ssl_plus"]);
  expect(await running.outputs()).toMatchObject({
    orderId: 112233001,
    validUntil: "2026-09-10",
    fullChain: expect.stringContaining("BEGIN CERTIFICATE"),
  });
  expect(await good(running.preview())).not.toMatch(anyStep);
  today("2026-08-12");
  await good(running.up());
  expect(posts()).toEqual(["POST /order/certificate/112233001/reissue"]);
  await good(running.refresh());
  await good(running.destroy());
  const certificates = (await emulator.control.orders()).flatMap((order) => order.certificates);
  expect(certificates.map(({ status }) => status)).toEqual(["revoked", "revoked"]);
}

test("the example in Go, as it stands: an order, nothing to do, a reissue, an end", async () => {
  const host = join(folder, "host");
  mkdirSync(host);
  const script = join(host, "pulumi-language-go");
  const standIn = join(repository, "tests", "support", "go-host.mjs");
  writeFileSync(script, `#!/bin/sh\nexec node "${standIn}" "$@"\n`);
  chmodSync(script, 0o755);
  await live(await open(join(examples, "go"), host, { GO_PROGRAM: buildGo() }));
});

/** The example's program, built beside the SDK with what the engine is built from. */
function buildGo(): string {
  const pinned = join(repository, "tools", "pulumi");
  const module = "github.com/pulumi-certcentral/pulumi-certcentral/sdk/go";
  const engine = readFileSync(join(pinned, "go.mod"), "utf8");
  writeFileSync(join(folder, "go.mod"), engine.replace(/^module .*/m, `module ${module}`));
  cpSync(join(pinned, "go.sum"), join(folder, "go.sum"));
  const sdk = join(repository, "dist-plugin", "sdk", "go", "certcentral");
  cpSync(sdk, join(folder, "certcentral"), { recursive: true });
  cpSync(join(examples, "go", "main.go"), join(folder, "example", "main.go"));
  const program = join(folder, "program");
  execFileSync("go", ["build", "-tags", "osusergo grpcnotrace", "-o", program, "./example"], {
    cwd: folder,
    env: { ...process.env, CGO_ENABLED: "0" },
  });
  return program;
}

/** The project of the example with the SDK where its `pom.xml` looks, as `pulumi package add` puts it there. */
function javaProject(): string {
  const program = join(folder, "java");
  cpSync(join(examples, "java"), program, { recursive: true });
  const made = join(folder, "sdk");
  const schema = join(repository, "plugin", "schema.json");
  const args = ["package", "gen-sdk", "--language", "java", "--local", "--out", made, schema];
  const PATH = [dirname(javaHost), enginePath].join(delimiter);
  execFileSync("pulumi", args, {
    env: { ...process.env, PATH, PULUMI_HOME: folder },
    stdio: "pipe",
  });
  cpSync(join(made, "java"), join(program, "sdks", "certcentral"), { recursive: true });
  return program;
}

test("the example in Java, as it stands: an order, nothing to do, a reissue, an end", async () => {
  await live(await open(javaProject(), dirname(javaHost)));
});

test("what the schema shows in Java previews, and a wait for an order ends", async () => {
  const program = javaProject();
  cpSync(join(program, "www.example.com.csr"), join(program, "shop.csr"));
  const running = await open(program, dirname(javaHost));
  for (const text of readExamples("java").values()) {
    writeFileSync(join(program, "src", "main", "java", "App.java"), text);
    expect(await good(running.preview(false))).toMatch(/[23] to create/);
  }
  expect(emulator.control.requests()).toEqual([]);
  const waiting = readExamples("java").get("IssuedCertificate") ?? "";
  writeFileSync(join(program, "src", "main", "java", "App.java"), waiting);
  await good(running.up());
  const { fullChain } = await running.outputs();
  expect(fullChain).toContain("BEGIN CERTIFICATE");
  expect(await good(running.preview())).not.toMatch(anyStep);
});
