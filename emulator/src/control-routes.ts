/** The control interface over HTTP: `POST /control/<name>` with the arguments as a JSON array. */
import { Hono } from "hono";

import type { Control } from "./control";
import { type ControlCall, controlCallNames } from "./control-calls";
import { badRequest, notFound, Problem } from "./problems";
import { type Env, type Exchange, json } from "./routes/context";

export function controlRoutes(control: Control, hosts: readonly string[]): Hono<Env> {
  const routes = new Hono<Env>();
  const calls = control as unknown as Record<ControlCall, (...given: unknown[]) => unknown>;
  routes.use("*", async (exchange: Exchange, next) => {
    refuseForeign(exchange, hosts);
    await next();
  });
  routes.post("/:name", async (exchange) => {
    const name = controlCallNames.find((own) => own === exchange.req.param("name"));
    if (name === undefined) throw notFound("control");
    return json(exchange, (await calls[name](...givenIn(exchange))) ?? null);
  });
  return routes;
}

function givenIn(exchange: Exchange): unknown[] {
  const { text } = exchange.var;
  const given = text === "" ? [] : parse(text);
  if (Array.isArray(given)) return given as unknown[];
  throw badRequest("bad_request_format", 'Give the arguments as a JSON array: [{"days":167}].');
}

/** A page in somebody's browser must not steer the emulator of the same machine. */
function refuseForeign(exchange: Exchange, hosts: readonly string[]): void {
  const { host = "", origin } = exchange.req.header();
  const own = hosts.map((one) => one.toLowerCase());
  const isOurs = (address: string): boolean => {
    const name = address.replace(/:\d+$/, "").toLowerCase();
    return /^(127(\.\d+){3}|localhost|\[::1\])$/.test(name) || own.includes(name);
  };
  if (isOurs(host) && (origin === undefined || isOurs(origin.replace(/^https?:\/\//, "")))) return;
  const message = "The control interface serves its own names only.";
  throw new Problem(403, { code: "access_denied|foreign_host", message });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
