/** What becomes of a command whose streams break: its exit code says what was found, whoever reads. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startEmulator } from "certcentral-emulator";

import { runCertcentral } from "../support/command-line";

const program = join(__dirname, "..", "..", "dist", "cli", "main.js");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "certcentral-streams-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("nobody reads what was found: the exit code says it", async () => {
  const emulator = await startEmulator();
  const env = { CERTCENTRAL_URL: emulator.url, CERTCENTRAL_API_KEY: "of-nobody" };
  const child = spawn(process.execPath, [program, "doctor"], { env });
  child.stdout.destroy();
  expect(await once(child, "exit")).toEqual([3, null]);
  await emulator.close();
});

test("nobody reads why a command was not understood: the exit code says it", async () => {
  const child = spawn(process.execPath, [program, "repport"]);
  child.stderr.destroy();
  expect(await once(child, "exit")).toEqual([2, null]);
});

test("a full disk is said in a line, without a stack", async () => {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [program, "explain", "CC303"], {
    stdio: ["ignore", full, "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (part: Buffer) => (said += part.toString()));
  expect(await once(child, "close")).toEqual([1, null]);
  closeSync(full);
  expect(said).toMatch(/^certcentral: write -: ENOSPC\. .*\(CC616\)\n$/);
});

test("a file that cannot be made is said with its path", async () => {
  const missing = join(folder, "none", "www");
  expect((await runCertcentral(["csr", "www.example.com", "--out", missing])).errors).toMatch(
    /^certcentral: write \S+none\/www\.key: there is no such folder\. .*\(CC616\)$/m,
  );
  writeFileSync(join(folder, "file"), "");
  const below = join(folder, "file", "www");
  expect((await runCertcentral(["csr", "www.example.com", "--out", below])).errors).toMatch(
    /^certcentral: write \S+file\/www\.key: ENOTDIR\. .*\(CC616\)$/m,
  );
});
