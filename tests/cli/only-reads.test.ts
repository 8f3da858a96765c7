/** Whatever command is run: nothing but GET reaches CertCentral, and what each says of itself is to be found from `--help`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { makeProgram } from "../../cli/program";
import { createReader } from "../../provider/certcentral/reader";
import { systemClock } from "../../provider/clock";
import { readSettings } from "../../provider/settings";
import { type AccountWorld, openAccount } from "../support/account";
import { runCertcentral } from "../support/command-line";
import { exportStack, previewStack } from "../support/stack-export";

const folder = mkdtempSync(join(tmpdir(), "reads-"));
const preview = join(folder, "preview.json");
const state = join(folder, "state.json");
let account: AccountWorld;

beforeAll(async () => {
  account = await openAccount(24);
  const [orderId = 0] = account.orders.issued;
  const www = {
    product: "ssl_multi_domain",
    commonName: "shop-000.example.com",
    dnsNames: ["www.shop-000.example.com"],
    csr: account.csr,
    organization: { id: 117483 },
    adoptOrderId: orderId,
  };
  writeFileSync(
    preview,
    JSON.stringify(await previewStack(account.emulator, "2026-11-29", { www })),
  );
  writeFileSync(state, JSON.stringify(await exportStack(account.emulator, "2026-11-29", { www })));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await account.emulator.close();
});

const world = { environment: {}, output: { write: () => true }, errors: { write: () => true } };
const commands = makeProgram(world, () => undefined).commands.map((command) => command.name());

/** Every command with all that makes it ask, and how many requests are the least. */
const runs: Record<string, { args: () => string[]; least: number }> = {
  report: { args: () => [state, "--all", "--format", "html"], least: 3 },
  doctor: { args: () => ["--for", preview], least: 6 },
  explain: { args: () => [state], least: 0 },
  csr: { args: () => ["www.example.com", "--out", join(folder, "www")], least: 0 },
  check: { args: () => ["127.0.0.1:9", "--order", String(account.orders.issued[0])], least: 2 },
  import: { args: () => ["--out", join(folder, "program")], least: 3 },
};

test("there is a run for every command", () => {
  expect(Object.keys(runs).sort()).toEqual([...commands].sort());
});

test.each(commands)(
  "%s sends nothing but GET, changes nothing and pays nothing",
  async (command) => {
    const { emulator, environment } = account;
    const before = JSON.stringify([await emulator.control.orders(), emulator.control.domains()]);
    emulator.control.clearRequests();
    const { args, least } = runs[command]!;
    await runCertcentral([command, ...args()], environment);
    const requests = emulator.control.requests();
    expect(requests.length).toBeGreaterThanOrEqual(least);
    const byMethod = Object.fromEntries(
      requests.map(({ method }) => [
        method,
        requests.filter((one) => one.method === method).length,
      ]),
    );
    expect(byMethod).toEqual(requests.length === 0 ? {} : { GET: requests.length });
    expect(requests.filter(({ charge }) => charge > 0)).toEqual([]);
    expect(JSON.stringify([await emulator.control.orders(), emulator.control.domains()])).toBe(
      before,
    );
  },
);

test("a reader refuses what would change something, although the types leave none of it", async () => {
  const settings = readSettings({ get: () => undefined }, account.environment).client();
  const reader = createReader(settings, systemClock) as unknown as Record<
    string,
    (...args: unknown[]) => Promise<unknown>
  >;
  account.emulator.control.clearRequests();
  const [id = 0] = account.orders.issued;
  const order = { certificate: { commonName: "www.example.com" } };
  await expect(reader["placeOrder"]!("ssl_plus", order)).rejects.toThrow(/a reader sends no POST/);
  await expect(reader["reissue"]!(id, order)).rejects.toThrow(/a reader sends no POST/);
  await expect(reader["cancel"]!(id, "note")).rejects.toThrow(/a reader sends no PUT/);
  await expect(reader["revokeCertificate"]!(1, {})).rejects.toThrow(/a reader sends no PUT/);
  expect(account.emulator.control.requests()).toEqual([]);
});

test("a new user's walk: --help names each command, each command's --help its flags, and nothing needs a key", async () => {
  const { code, output } = await runCertcentral(["--help"]);
  expect(code).toBe(0);
  expect(output).toMatch(/Nothing that it does is paid/);
  for (const command of commands) {
    expect(output).toMatch(new RegExp(`^  ${command} `, "m"));
    const help = await runCertcentral([command, "--help"]);
    expect([help.code, help.errors]).toEqual([0, ""]);
    expect(help.output).toMatch(new RegExp(`^Usage: certcentral ${command} `));
  }
  expect(output).toMatch(/CERTCENTRAL_API_KEY/);
  expect(output).toMatch(/Exit codes:/);
});

test("without a command it says what there is, and that it was misused", async () => {
  const { code, errors } = await runCertcentral([]);
  expect(code).toBe(2);
  expect(errors).toMatch(/Usage: certcentral/);
});

test("the key is in nothing that is printed", async () => {
  const { emulator, environment } = account;
  const reports = ["table", "json", "html"].map((format) => ["report", "--format", format]);
  for (const args of [...reports, ["doctor"], ["doctor", "--json"]]) {
    const { output, errors } = await runCertcentral(args, environment);
    expect(output + errors).not.toContain(emulator.apiKey);
  }
});
