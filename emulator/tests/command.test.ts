/** The command: what it prints, whom it serves, how it ends. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Emulator, startEmulator } from "../src";
import { apiOf, newKey, orderOf } from "./support/api";
import { failCommand, startCommand, type Started } from "./support/command";

const run = promisify(execFile);

let started: Started | undefined;

afterEach(async () => {
  await started?.stop();
  started = undefined;
});

test("prints where it listens and its key, then ready, and serves", async () => {
  started = await startCommand(
    "--approval",
    "one-step",
    "--chaos",
    "7",
    "--fault",
    "slow=1",
    "hold=0",
  );
  const { lines, url, apiKey } = started;
  expect(lines.at(-1)).toBe("ready");
  expect(lines.join("\n")).toContain(`export CERTCENTRAL_URL=${url} CERTCENTRAL_API_KEY=${apiKey}`);
  const response = await fetch(`${url}/user/me`, { headers: { "x-dc-devkey": apiKey } });
  expect(response.status).toBe(200);
  expect(await started.stop()).toBe(0);
});

test("is ready when its route says so, without a key", async () => {
  const emulator = await startEmulator();
  const response = await fetch(emulator.readyUrl);
  expect([response.status, await response.json()]).toEqual([200, { status: "ready" }]);
  await emulator.close();
});

test("refuses all flags that are wrong at once, in words and without a stack", async () => {
  const { code, errors } = await failCommand(
    ...["--port", "many", "--fault", "flood", "slow=7", "--now", "tomorrow", "--api-key", "a b"],
  );
  expect(code).toBe(1);
  for (const flag of ["port", "flood", "slow", "now", "apiKey"]) expect(errors).toContain(flag);
  expect(errors).not.toMatch(/\bat .*:\d+|node_modules/);
});

test("says in a line that a port is taken", async () => {
  started = await startCommand();
  const { code, errors } = await failCommand("--port", new URL(started.url).port);
  expect([code, errors.trim().split("\n").length]).toEqual([1, 1]);
  expect(errors).toContain("EADDRINUSE");
});

describe("--strict", () => {
  const ask = async (path: string, method = "GET", body?: unknown): Promise<number> => {
    const { url = "", apiKey = "" } = started ?? {};
    const headers = { "x-dc-devkey": apiKey };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return (await fetch(url + path, { method, headers, ...sent })).status;
  };

  test("ends well where all that was asked for is known, right or wrong", async () => {
    started = await startCommand("--strict");
    await ask("/order/certificate?filters[status]=issued&sort=-id&limit=1");
    await ask("/certificate/1/download/platform/45");
    await ask("/order/certificate/1", "HEAD");
    await ask("/order/certificate/ssl_plus", "POST", {
      certificate: { common_name: "example.com", dns_names: [], cert_validity: { days: 9 } },
      organization: { contacts: [{ contact_type: "ev_approver", job_title: "Boss" }] },
    });
    expect(await started.stop()).toBe(0);
  });

  test("ends badly, and says which routes, parameters and members are unknown", async () => {
    started = await startCommand("--strict");
    await ask("/order/certificates");
    await ask("/order/certificate?filter[status]=issued");
    await ask("/domain/1/activate", "PUT", { now: true });
    await ask("/order/certificate/ssl_plus", "POST", {
      certificate: { common_name: "example.com", cert_validity: { day: 9 } },
      renewal_order_id: 1,
      organization: { contacts: [{ type: "ev_approver" }, { type: "ev_approver" }] },
    });
    expect(await started.stop()).toBe(1);
    const place = "of POST /order/certificate/:product";
    const said = [
      "no route GET /order/certificates",
      "no parameter filter[status] of GET /order/certificate",
      "no member now of PUT /domain/:id/activate",
      `no member certificate.cert_validity.day ${place}`,
      `no member organization.contacts[].type ${place}`,
      `no member renewal_order_id ${place}`,
    ];
    const lines = said.map((line) => `certcentral-emulator: strict: ${line}`);
    expect(started.errors().trim().split("\n").sort()).toEqual(lines.sort());
  });

  test("without it the same ends well", async () => {
    started = await startCommand();
    await ask("/order/certificates");
    expect([await started.stop(), started.errors()]).toEqual([0, ""]);
  });
});

describe("--tls and --host", () => {
  /** In a process of its own, because a root is read when a process starts. */
  const askElsewhere = async (url: string, root?: string): Promise<string> => {
    const script = `fetch(process.argv[1]).then((reply) => console.log(reply.status), (error) => console.log(error.cause.code))`;
    const env = { ...process.env, ...(root === undefined ? {} : { NODE_EXTRA_CA_CERTS: root }) };
    const { stdout } = await run(process.execPath, ["-e", script, url], { env });
    return stdout.trim();
  };

  test("who trusts its root is served by every name, and who does not is not", async () => {
    started = await startCommand("--tls", "--name", "emulator.test");
    const root = started.lines.find((line) => line.startsWith("root"))?.split(/\s+/)[1] ?? "";
    const ready = started.url.replace("/services/v2", "/ready");
    expect(ready).toMatch(/^https:/);
    expect(await askElsewhere(ready, root)).toBe("200");
    expect(await askElsewhere(ready.replace("127.0.0.1", "localhost"), root)).toBe("200");
    expect(await askElsewhere(ready)).not.toBe("200");
    await started.stop();
    expect(existsSync(root)).toBe(false);
  });

  test("its root is not the one that certificates chain to, and lies where it is wished", async () => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-tls-"));
    const tlsRoot = join(folder, "root.pem");
    const emulator = await startEmulator({ tls: true, tlsRoot });
    expect(emulator.tlsRoot).toBe(tlsRoot);
    expect(readFileSync(tlsRoot, "utf8")).not.toBe(emulator.control.rootPem());
    await emulator.close();
    expect(existsSync(tlsRoot)).toBe(true);
    rmSync(folder, { recursive: true });
  });

  test("another address than its own is opened with a word", async () => {
    started = await startCommand("--host", "0.0.0.0", "--name", "emulator.test");
    expect(started.errors()).toContain("--host 0.0.0.0 opens");
    expect(started.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });
});

test("takes keys, settings, latency and a scenario", async () => {
  started = await startCommand(
    ...["--api-key", "first", "--key", "same=1696530", "--key", "other=42"],
    ...["--set", "balance=1000", "--set", "maxPlanYears=3", "--set", "chainShape=leaf-only"],
    ...["--latency", "1", "--scenario", "approver", "--no-mild-faults"],
  );
  const ask = apiOf(started as unknown as Emulator);
  expect((await ask("GET", "/finance/balance")).json).toMatchObject({ balance: "1000.00" });
  const accounts = [];
  for (const key of ["first", "same", "other"]) {
    accounts.push((await ask("GET", "/user/me", undefined, key)).json["account_id"]);
  }
  expect(accounts).toEqual([1696530, 1696530, 42]);
  const body = orderOf((await newKey()).csr, { order_validity: { years: 3 } });
  const placed = await ask("POST", "/order/certificate/ssl_plus", body);
  expect(placed.json["requests"]).toMatchObject([{ status: "pending" }]);
});

test("refuses keys, settings and scenarios that are none, all at once", async () => {
  const { code, errors } = await failCommand("--set", "blance=1", "balance=much", "--key", "x=me");
  expect(code).toBe(1);
  for (const flag of ["blance", "balance", "keys.x"]) expect(errors).toContain(flag);
  expect((await failCommand("--scenario", "nice")).code).toBe(1);
});
