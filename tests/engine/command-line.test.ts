/** The command line beside the real engine: a stack's own configuration, its export, and its preview in JSON. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate } from "pulumi-certcentral";

import { findingsSchema } from "../../cli/findings";
import { reportSchema } from "../../cli/report/report";
import { runCertcentral } from "../support/command-line";
import { makeKey } from "../support/csr";

const repository = join(__dirname, "..", "..");
const { root } = JSON.parse(readFileSync(join(repository, ".cache", "engine.json"), "utf8")) as {
  root?: string;
};

let emulator: Emulator;
let home: string;
let environment: Record<string, string>;

beforeAll(async () => {
  emulator = await startEmulator({ now: "2026-11-29T12:00:00Z", frozen: true, faultRates: {} });
  home = mkdtempSync(join(tmpdir(), "certcentral-command-"));
  environment = {
    PATH: [
      ...(root === undefined ? [] : [join(root, "bin")]),
      join(repository, "node_modules", ".bin"),
      process.env["PATH"] ?? "",
    ].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    CERTCENTRAL_NOW: "2026-11-29T12:00:00Z",
  };
});

afterAll(async () => {
  rmSync(home, { recursive: true });
  await emulator.close();
});

test("--stack takes address and key from the stack's configuration, where the key is a secret", async () => {
  writeFileSync(join(home, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  const execute = async (program: string, ...args: string[]) =>
    promisify(execFile)(program, args, { cwd: home, env: environment });
  await execute("pulumi", "stack", "init", "prod", "--non-interactive");
  await execute("pulumi", "config", "set", "certcentral:url", emulator.url);
  await execute("pulumi", "config", "set", "--secret", "certcentral:apiKey", emulator.apiKey);
  const main = join(repository, "dist", "cli", "main.js");
  const { stdout } = await execute(process.execPath, main, "doctor", "--stack", "prod");
  expect(stdout).toMatch(/^ok {7}key +is valid/);
  await expect(execute(process.execPath, main, "doctor", "--stack", "other")).rejects.toMatchObject(
    {
      code: 1,
      stderr: expect.stringMatching(/read the configuration of stack other: .*\(CC603\)/),
    },
  );
});

test("what the engine writes with --json and with export is read", async () => {
  const { csr } = await makeKey();
  const previews: string[] = [];
  const stack = await LocalWorkspace.createOrSelectStack(
    {
      projectName: "shop",
      stackName: "test",
      program: () => {
        new Certificate("www", {
          product: "ssl_plus",
          commonName: "www.example.com",
          csr,
          organization: { id: 117483 },
        });
        return Promise.resolve();
      },
    },
    {
      pulumiHome: home,
      pulumiCommand: await commandThatPrintsJson(previews),
      envVars: {
        ...environment,
        CERTCENTRAL_URL: emulator.url,
        CERTCENTRAL_API_KEY: emulator.apiKey,
      },
    },
  );
  // The SDK cannot read what is printed for others; it is what is wanted here.
  await stack.preview().catch(() => undefined);
  const preview = join(home, "preview.json");
  writeFileSync(preview, previews.join(""));
  const key = {
    ...environment,
    CERTCENTRAL_URL: emulator.url,
    CERTCENTRAL_API_KEY: emulator.apiKey,
  };
  const doctor = await runCertcentral(["doctor", "--for", preview, "--json"], key);
  const { findings } = findingsSchema.parse(JSON.parse(doctor.output));
  expect(findings.filter(({ topic }) => topic === "order").map(({ text }) => text)).toEqual([
    "shop/test www: order until 2027-06-15, covered until 2027-11-28: one paid order",
    "shop/test www: nothing in its way is seen",
  ]);
  const explained = await runCertcentral(["explain", preview], environment);
  expect(explained.output).toMatch(/^shop\/test www\n {2}plan +order until 2027-06-15/);

  await stack.up();
  const exported = join(home, "export.json");
  writeFileSync(exported, JSON.stringify(await stack.exportStack()));
  const report = await runCertcentral(["report", exported, "--json"], key);
  const { rows } = reportSchema.parse(JSON.parse(report.output));
  expect(
    rows.map(({ name, standing, holders, plans: [next] }) => [
      name,
      standing,
      holders,
      next?.action,
      next?.day,
    ]),
  ).toEqual([
    [
      "www.example.com",
      "in a stack",
      [{ stack: "shop/test", resource: "www" }],
      "reissue",
      "2027-05-14",
    ],
  ]);
});

/** What the SDK calls of it, and does not declare. */
interface Runner {
  run(args: string[], ...rest: unknown[]): Promise<{ stdout: string }>;
}

/** The Pulumi CLI, which prints previews as JSON into `previews`. */
async function commandThatPrintsJson(previews: string[]): Promise<PulumiCommand> {
  const command = await PulumiCommand.get(root === undefined ? {} : { root });
  const runner = command as unknown as Runner;
  const run = runner.run.bind(command);
  runner.run = async (args, ...rest) => {
    if (args[0] !== "preview") return run(args, ...rest);
    const result = await run([...args, "--json"], ...rest);
    previews.push(result.stdout);
    return result;
  };
  return command;
}
