/**
 * Whatever is asked, by whoever, in whatever order: never 500, never two seconds, and an honest client is served right
 * after. `EMULATOR_FUZZ_RUNS=2000 EMULATOR_FUZZ_SEED=7` for more; the same seed asks the same.
 */
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import fc from "fast-check";

import { operations } from "../src/description/operations";
import { controlCalls } from "../src/control-calls";
import { defaultSettings } from "../src/settings";
import { newKey, orderOf } from "./support/api";
import { startCommand, type Started } from "./support/command";
import { Broken, ask, askHostile, control, liveHonestly } from "./support/honest";
import { type Drawn, drawnRequest } from "./support/hostile";

const runs = Number(process.env["EMULATOR_FUZZ_RUNS"] ?? 100);
const seed = Number(process.env["EMULATOR_FUZZ_SEED"] ?? 1);
const isUsual = runs === 100 && seed === 1;
const repository = join(__dirname, "..", "..");

const flags = ["--no-rate-limits", "--no-mild-faults", "--now", "2026-11-24T12:00:00Z"];
let emulator: Started;
let isBroken = false;
let csr: string;

beforeAll(async () => {
  ({ csr } = await newKey());
  emulator = await startCommand(...flags);
});

afterAll(() => emulator.kill());

/** Everything as in the beginning; a fresh process after a failure, so that it can be made smaller. */
async function begin(): Promise<void> {
  if (isBroken) {
    await emulator.kill();
    emulator = await startCommand(...flags);
  }
  isBroken = true;
  await restore();
}

/** An order that is issued and one that waits for approval, so that there is something to harm. */
async function settleIn(): Promise<void> {
  const body = JSON.stringify(orderOf(csr));
  const place = { to: "api", method: "POST", path: "/order/certificate/ssl_plus", body } as const;
  await ask(emulator, place);
  await control(emulator, "configure", { approval: "one-step" });
  await ask(emulator, place);
  await control(emulator, "configure", { approval: "none" });
}

async function restore(): Promise<void> {
  const own = { rateLimits: false, dnsServer: emulator.dns };
  await control(emulator, "configure", { ...defaultSettings, ...own });
  await control(emulator, "setFaultRates", {});
  await control(emulator, "setClock", "2026-11-24T12:00:00Z");
  await control(emulator, "reset");
}

test(`${runs} sequences of hostile requests, seed ${seed}`, async () => {
  const counts = { api: 0, control: 0 };
  const reached = new Set<string>();
  const sequence = fc.array(drawnRequest(csr), { minLength: 20, maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(sequence, async (requests) => {
      await begin();
      await settleIn();
      for (const request of requests) {
        await askHostile(emulator, request);
        counts[request.to] += 1;
        reached.add(placeOf(request));
      }
      await control(emulator, "setFaultRates", {});
      // What is stored can be told, before anything is forgotten.
      await control(emulator, "orders");
      for (const path of ["/order/certificate", "/request", "/domain", "/organization"]) {
        const { status } = await ask(emulator, { to: "api", method: "GET", path });
        if (status >= 500) throw new Broken(`${path} is ${status} afterwards`);
      }
      await restore();
      await liveHonestly(emulator, orderOf(csr));
      isBroken = false;
    }),
    { numRuns: runs, seed },
  );
  expect([...operations.map(nameOf), ...calls].filter((one) => !reached.has(one))).toEqual([]);
  keep(counts.api + counts.control);
}, 3_600_000);

const calls = Object.keys(controlCalls)
  .filter((name) => name !== "whenHeld")
  .map((name) => `control/${name}`);

const nameOf = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path.replace(/:\w+\??/g, "*")}`;

/** Which route or call a request was drawn for. */
function placeOf({ to, method, path }: Drawn): string {
  const bare = path.replace(/\?.*/, "");
  if (to === "control") return `control${bare}`;
  const fits = (own: { method: string; path: string }): boolean =>
    own.method === method &&
    new RegExp(`^${own.path.replace(/\/:\w+\?/g, "(/[^/]*)?").replace(/:\w+/g, "[^/]*")}$`).test(
      bare,
    );
  const operation = operations.find(fits);
  return operation === undefined ? "nowhere" : nameOf(operation);
}

/** The numbers of the usual run stand in docs/guarantees.md, and a longer one's are kept for it. */
function keep(asked: number): void {
  const table = isUsual ? "fuzz" : "fuzz-long";
  const folder = join(repository, ".cache", "guarantees");
  mkdirSync(folder, { recursive: true });
  // In thousands: a further route changes what is drawn.
  const atLeast = Math.floor(asked / 1000) * 1000;
  const row = { "requests and calls, at least": atLeast, "500s, hangs, wrong after": 0 };
  const rows = { [`${runs} sequences, seed ${seed}`]: row };
  writeFileSync(join(folder, `${table}.json`), JSON.stringify(rows, null, 2));
  if (!isUsual) return;
  const tool = join(repository, "tools", "guarantees.mjs");
  execFileSync(process.execPath, [tool, "--check", table], { stdio: "pipe" });
}

test("the name server answers after whatever was sent to it", async () => {
  await begin();
  await control(emulator, "setDnsRecord", { name: "fresh.test", type: "TXT", value: "told" });
  const [host, port] = emulator.dns.split(":");
  const socket = createSocket("udp4");
  const question = Buffer.from("0007010000010000000000000566726573680474657374000010000100", "hex");
  const packet = fc.oneof(
    fc.uint8Array({ maxLength: 600 }),
    fc
      .array(fc.tuple(fc.nat(question.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
      .map((changes) => {
        const bytes = Uint8Array.from(question);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      }),
  );
  for (const bytes of fc.sample(packet, { numRuns: runs * 50, seed })) {
    await new Promise((resolve) => {
      socket.send(bytes, Number(port), host, resolve);
    });
  }
  socket.close();
  const resolver = new Resolver({ timeout: 2000, tries: 3 });
  resolver.setServers([emulator.dns]);
  expect(await resolver.resolveTxt("fresh.test")).toEqual([["told"]]);
  await liveHonestly(emulator, orderOf(csr));
  isBroken = false;
});

describe("who judges can say no:", () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  const broken = async (answer: RequestListener): Promise<string> => {
    server = createServer(answer);
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const of = { url: origin, controlUrl: `${origin}/control`, apiKey: "key" };
    const drawn: Drawn = { to: "api", method: "GET", path: "/user/me" };
    return askHostile(of, drawn).then(
      () => "well",
      (error: unknown) => (error instanceof Broken ? error.message : String(error)),
    );
  };

  test("a mistake", async () => {
    const said = await broken((_request, reply) => {
      reply.writeHead(500).end('{"errors":[{"code":"emulator_error"}]}');
    });
    expect(said).toMatch(/^500: GET/);
  });

  test("no answer", async () => {
    expect(await broken(() => undefined)).toMatch(/^no answer within 2000 ms/);
  });

  test("an answer that does not end", async () => {
    const said = await broken((_request, reply) => {
      reply.write("{");
    });
    expect(said).toMatch(/^no answer within 2000 ms/);
  });

  test("a gateway's page that nobody asked for, and one that somebody did", async () => {
    const pages =
      (log: object[]): RequestListener =>
      (request, reply) => {
        if (request.url?.startsWith("/control")) reply.writeHead(200).end(JSON.stringify(log));
        else reply.writeHead(503).end("<html>");
      };
    expect(await broken(pages([{ status: 503 }]))).toMatch(/^503: GET/);
    expect(await broken(pages([{ status: 503, fault: "unavailable" }]))).toBe("well");
  });

  test("an honest client that is refused", async () => {
    await begin();
    await control(emulator, "configure", { balance: 0 });
    await expect(liveHonestly(emulator, orderOf(csr))).rejects.toThrow(/insufficient_funds/);
    isBroken = false;
  });
});
