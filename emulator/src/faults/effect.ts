import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";

import type { LoggedRequest } from "../log";
import type { Exchange } from "../routes/context";
import type { Json } from "./tampering";
import type { CannedReply } from "./catalog";
import type { Hit } from "./faults";

/** Does to the reply that stands ready what the fault says, and tells the log. */
export async function applyEffect(
  exchange: Exchange,
  entry: LoggedRequest,
  hit: Hit | undefined,
): Promise<void> {
  const reply = objectOf(entry.reply);
  const isRead = reply !== undefined && entry.method === "GET";
  const said = exchange.var.world.memory.said(isRead ? askedFor(entry) : undefined, reply ?? {});
  if (hit === undefined) return;
  const { name, effect } = hit;
  if ("tamper" in effect) {
    const isGood = reply !== undefined && exchange.res.status < 300;
    const tampered = isGood ? effect.tamper(reply, said) : undefined;
    if (tampered === undefined) return;
    exchange.res = canned({ status: exchange.res.status, body: tampered });
  } else if ("instead" in effect) {
    exchange.res = canned(effect.instead);
  } else if ("cut" in effect) {
    entry.status = "lost";
    await cut(exchange, effect);
  } else if ("hold" in effect) {
    if (effect.hold === "for ever") {
      entry.status = "lost";
      await hold(exchange, entry);
    } else {
      await pause(effect.hold);
    }
  }
  entry.fault = name;
}

/** Path and query: who asked for other members was told something else. */
function askedFor({ path, query }: LoggedRequest): string {
  return `${path}?${new URLSearchParams(query).toString()}`;
}

/** No reply with one of these statuses has a body (RFC 9110). */
const bodiless: readonly number[] = [204, 205, 304];

function canned({ status, body, contentType, headers }: CannedReply): Response {
  if (bodiless.includes(status)) return new Response(null, { status, headers: { ...headers } });
  const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
  const type = contentType ?? "application/json";
  return new Response(text, { status, headers: { "content-type": type, ...headers } });
}

async function cut(
  exchange: Exchange,
  { cut: where, reset }: { cut: "before" | "after" | "half"; reset?: true },
): Promise<void> {
  const { socket } = exchange.env.incoming;
  if (where === "half") {
    const text = await exchange.res.text();
    const head = [
      `HTTP/1.1 ${exchange.res.status} Cut`,
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(text)}`,
    ];
    socket.end(`${head.join("\r\n")}\r\n\r\n${text.slice(0, text.length / 2)}`);
  } else if (reset) {
    socket.resetAndDestroy();
  } else {
    socket.destroy();
  }
  exchange.res = RESPONSE_ALREADY_SENT;
}

async function hold(exchange: Exchange, entry: LoggedRequest): Promise<void> {
  const { socket } = exchange.env.incoming;
  const gone = once(socket, "close");
  exchange.var.world.held.add(entry);
  if (!socket.destroyed) await gone;
  exchange.res = RESPONSE_ALREADY_SENT;
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : undefined;
}
