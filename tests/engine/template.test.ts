/** The template: what `pulumi new` makes of it compiles, and orders a certificate. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { startEmulator } from "certcentral-emulator";

import { makeKey } from "../support/csr";
import { openStack } from "../support/stack";

const repository = join(__dirname, "..", "..");
const { root } = JSON.parse(readFileSync(join(repository, ".cache", "engine.json"), "utf8")) as {
  root?: string;
};

let folder: string;
let project: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "template-"));
  project = join(folder, "my-shop");
  const path = root === undefined ? [] : [join(root, "bin")];
  const options = ["--generate-only", "--yes", "--name", "my-shop", "--dir", project];
  const made = spawnSync("pulumi", ["new", join(repository, "template"), ...options], {
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: [...path, process.env["PATH"]].join(delimiter),
      PULUMI_HOME: folder,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
  });
  // An engine built here has no host of Node programs, and only misses it afterwards.
  const error = /^error: (.*)$/m.exec(made.stderr)?.[1] ?? "";
  expect(error).toMatch(/^$|no language plugin 'pulumi-language-nodejs' found/);
  expect(made.stdout).toContain("Created project 'my-shop'");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("the made project is named, and nothing is left of the template", () => {
  const settings = readFileSync(join(project, "Pulumi.yaml"), "utf8");
  expect(settings).toMatch(/^name: my-shop$/m);
  expect(settings).toMatch(/^ {2}refresh: always$/m);
  expect(settings).not.toMatch(/\$\{|^template:/m);
  expect(JSON.parse(readFileSync(join(project, "package.json"), "utf8"))).toMatchObject({
    name: "my-shop",
  });
  expect(readFileSync(join(project, ".gitignore"), "utf8")).toContain("*.key");
});

test("the key of the API is asked for as a secret", () => {
  const template = readFileSync(join(repository, "template", "Pulumi.yaml"), "utf8");
  expect(template).toMatch(/certcentral:apiKey:\n +description: .*\n +secret: true\n/);
});

test("the made project compiles by its own settings, and its program orders a certificate", async () => {
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));
  const tsc = join(repository, "node_modules", "typescript", "bin", "tsc");
  const options = ["-p", project, "--noEmit", "false"];
  const { stdout } = spawnSync(process.execPath, [tsc, ...options], { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(existsSync(join(project, "index.js"))).toBe(true);
  writeFileSync(join(project, "shop.example.com.csr"), (await makeKey()).csr);
  const emulator = await startEmulator({ faultRates: {} });
  const program = () => import(join(project, "index.js")) as Promise<Record<string, unknown>>;
  const stack = await openStack(emulator, program);
  try {
    await stack.setConfig("commonName", "shop.example.com");
    await stack.setConfig("organizationId", "117483");
    expect((await stack.up()).failure).toBeUndefined();
    expect(await stack.outputs()).toMatchObject({ orderId: expect.any(Number) });
  } finally {
    stack.close();
    await emulator.close();
  }
});
