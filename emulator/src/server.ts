import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import { Hono } from "hono";
import { routePath } from "hono/route";
import { getPath } from "hono/utils/url";

import { CertificateAuthority } from "./ca";
import { EmulatedClock } from "./clock";
import { type Control, createControl } from "./control";
import { controlRoutes } from "./control-routes";
import { startDnsServer } from "./dcv/dns-server";
import { describe } from "./description/openapi";
import { unknownIn } from "./description/unknown";
import type { Effect } from "./faults/catalog";
import { mildRates, allRates, type FaultRates } from "./faults/faults";
import { applyEffect } from "./faults/effect";
import { listen } from "./listen";
import type { LoggedRequest } from "./log";
import { type EmulatorOptions, optionsSchema } from "./options";
import { emulatorError, invalidKey, notFound, Problem, rateLimited } from "./problems";
import { readGiven } from "./read-given";
import { readText } from "./read-text";
import { accountRoutes } from "./routes/account";
import { certificateRoutes } from "./routes/certificates";
import { type Env, type Exchange, json, problem } from "./routes/context";
import { domainRoutes } from "./routes/domains";
import { orderRoutes } from "./routes/orders";
import { organizationRoutes } from "./routes/organizations";
import { requestRoutes } from "./routes/requests";
import { validationRoutes } from "./routes/validation";
import { type Scenario, scenarioNamed } from "./scenarios";
import { faultOf } from "./schemas/check";
import { defaultSettings } from "./settings";
import { openTls } from "./tls";
import { flawOf } from "./well-formed";
import { World } from "./world";

/** A running emulator. */
export interface Emulator {
  /** Base URL of the API: `http://127.0.0.1:<port>/services/v2`. */
  url: string;
  controlUrl: string;
  /** Answers 200 as soon as requests are served. */
  readyUrl: string;
  /** The OpenAPI description of all this. */
  descriptionUrl: string;
  /** Address of its own name server: `127.0.0.1:<port>`, UDP. */
  dns: string;
  apiKey: string;
  /** File with the root of its HTTPS, PEM; undefined where it serves HTTP. */
  tlsRoot: string | undefined;
  control: Control;
  /** @throws UnfaithfulReplies where it answered otherwise than its own table of replies says */
  close(): Promise<void>;
}

/** Replies that are not what the table of routes says: a mistake of the emulator's. */
export class UnfaithfulReplies extends Error {
  constructor(readonly replies: readonly string[]) {
    super(`the emulator answered otherwise than its table of replies says:\n${replies.join("\n")}`);
  }
}

const base = "/services/v2";
const localNames = ["localhost", "127.0.0.1", "::1"];
export const apiRoutes = [
  accountRoutes,
  organizationRoutes,
  domainRoutes,
  orderRoutes,
  certificateRoutes,
  requestRoutes,
  validationRoutes,
];
/**
 * Starts an emulator: in memory, with a certificate authority of its own.
 *
 * @example
 * ```ts
 * const emulator = await startEmulator({ approval: "one-step", now: "2026-11-24T12:00:00Z" });
 * // ... a client talks to emulator.url with emulator.apiKey ...
 * emulator.control.advance({ days: 167 });
 * await emulator.close();
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  readGiven("startEmulator", optionsSchema, options);
  const {
    port = 0,
    host = "127.0.0.1",
    names = [],
    tls = false,
    tlsRoot,
    dnsPort = 0,
    apiKey = randomBytes(24).toString("hex"),
    keys = {},
    scenario,
    now = scenario && scenarioNamed(scenario).now,
    frozen = false,
    chaos,
    faultRates = ratesOf(options),
    seed = chaos ?? 1,
    ...given
  } = options;
  const clock = new EmulatedClock(now === undefined ? new Date() : new Date(now), frozen);
  const { settings: set, arrange } = scenario ? scenarioNamed(scenario) : noScenario;
  const settings = { ...defaultSettings, ...set, ...given };
  const world = new World(settings, clock, await CertificateAuthority.create(), apiKey);
  Object.assign(world.faults, { faultRates, seed });
  const dns = await startDnsServer(world.zone, dnsPort);
  settings.dnsServer ||= dns.address;
  for (const [key, account] of Object.entries(keys)) world.addKey(key, account);
  for (const tenant of world.tenants) await arrange?.(world, tenant);
  const control = createControl(world);
  const app = buildApp(world, control, [host, ...names]);
  const identity = tls ? await openTls([...localNames, host, ...names], tlsRoot) : undefined;
  const release = async (): Promise<void> => {
    identity?.close();
    await dns.close();
  };
  const server = await listen(app, host, port, identity).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  return {
    url: server.origin + base,
    controlUrl: `${server.origin}/control`,
    readyUrl: `${server.origin}/ready`,
    descriptionUrl: `${server.origin}/openapi.json`,
    dns: dns.address,
    apiKey,
    tlsRoot: identity?.rootFile,
    control,
    close: async () => {
      await Promise.all([server.close(), release()]);
      if (world.unfaithful.length > 0) throw new UnfaithfulReplies(world.unfaithful);
    },
  };
}

const noScenario: Scenario = { does: "nothing" };

/** The faults that are in the air where none are named. */
export function ratesOf({ chaos, scenario }: EmulatorOptions): FaultRates {
  if (chaos !== undefined) return allRates;
  return (scenario && scenarioNamed(scenario).faultRates) ?? mildRates;
}

/** The map of the server: who is asked, in which order, for every request. */
function buildApp(world: World, control: Control, hosts: readonly string[]): Hono<Env> {
  const app = new Hono<Env>({ getPath: plainPath });
  app.use("*", async (exchange: Exchange, next) => {
    exchange.set("text", await readText(exchange));
    await next();
  });
  app.get("/ready", (exchange) => json(exchange as Exchange, { status: "ready" }));
  app.get("/openapi.json", (exchange) => json(exchange as Exchange, describe()));
  app.route("/control", controlRoutes(control, hosts));
  app.use(`${base}/*`, async (exchange: Exchange, next) => {
    exchange.set("world", world);
    if (world.settings.latencyMs > 0) await pause(world.settings.latencyMs);
    const entry = openLogEntry(exchange, world);
    const hit = world.faults.next(entry.method, entry.path);
    const effect: Effect | undefined = hit?.effect;
    exchange.set("override", effect && "override" in effect ? effect.override : {});
    const isDone =
      effect === undefined ||
      !("instead" in effect || ("cut" in effect && effect.cut === "before"));
    if (isDone) await next();
    entry.charge = exchange.get("charge") ?? 0;
    if (isDone) await readReply(exchange, entry, world);
    await applyEffect(exchange, entry, hit);
    if (entry.status === "lost") return;
    dateReply(exchange.res.headers, world.clock.now().toUTCString());
    entry.status = exchange.res.status;
  });
  app.use(`${base}/*`, async (exchange: Exchange, next) => {
    authenticate(exchange, world);
    if (exchange.var.flaw !== undefined) throw exchange.var.flaw;
    await next();
  });
  for (const routes of apiRoutes) app.route(base, routes);
  app.notFound((exchange) => problem(exchange, notFound("route")));
  app.onError((error, exchange) => {
    if (error instanceof Problem) return problem(exchange, error);
    process.stderr.write(`emulator: ${error.stack ?? error.message}\n`);
    return problem(exchange, emulatorError());
  });
  return app;
}

function openLogEntry(exchange: Exchange, world: World): LoggedRequest {
  const body = parse(exchange.var.text);
  const flaw = flawOf(body);
  exchange.set("flaw", flaw);
  exchange.set("body", body);
  const entry: LoggedRequest = {
    id: world.log.length + 1,
    at: world.clock.now().toISOString(),
    method: exchange.req.method,
    path: exchange.req.path.slice(base.length),
    query: exchange.req.query(),
    body: flaw === undefined ? body : undefined,
    status: 0,
    charge: 0,
  };
  world.log.push(entry);
  const served = routePath(exchange, -1).slice(base.length);
  for (const line of unknownIn({ ...entry, served })) world.noteUnknown(line);
  return entry;
}

/** Keeps what is answered, and what is wrong with it: the emulator's own mistake, never the caller's. */
async function readReply(exchange: Exchange, entry: LoggedRequest, world: World): Promise<void> {
  const text = exchange.get("said") ?? (await exchange.res.clone().text());
  entry.reply = parse(text);
  if (entry.method === "HEAD") return;
  const fault = faultOf(entry, exchange.res.status, text);
  if (fault !== undefined) world.unfaithful.push(fault);
}

/** As recorded: nothing may be kept, and all was changed just now. */
function dateReply(headers: Headers, now: string): void {
  headers.set("date", now);
  headers.set("last-modified", now);
  headers.set("cache-control", "private,no-cache");
}

/** Clients write `//` and a final slash, and are served. */
function plainPath(request: Request): string {
  return getPath(request)
    .replace(/\/{2,}/g, "/")
    .replace(/(.)\/$/, "$1");
}

function authenticate(exchange: Exchange, world: World): void {
  const key = exchange.req.header("x-dc-devkey");
  const tenant = world.tenant(key);
  if (tenant === undefined) throw invalidKey();
  exchange.set("tenant", tenant);
  if (!world.settings.rateLimits) return;
  const seconds = world.limits.refuse(key ?? "", Date.now());
  if (seconds === undefined) return;
  if (world.settings.retryAfter) exchange.header("retry-after", String(seconds));
  throw rateLimited();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
