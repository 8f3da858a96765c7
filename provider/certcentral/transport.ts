import { createHash } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";

import type { Dispatcher } from "undici";

import type { Clock } from "../clock";
import {
  AmbiguousOutcome,
  CertCentralError,
  type Given,
  RateLimited,
  UnexpectedReply,
  Unreachable,
} from "./errors";
import { Limiter } from "./limiter";
import { errorsOf, excerpt, maxExcerpt, parseJson, withoutKey } from "./reply-text";
import { type Failure, retryDelay } from "./retry";

/** What the client needs to know. */
export interface ClientSettings {
  apiKey: string;
  /** Base URL with `/services/v2`. */
  url: string;
  requestTimeoutSeconds: number;
  /** Longest time that one call may wait because of rate limits, in all. */
  maxRateLimitWaitSeconds: number;
  rateLimits: { per5Seconds: number; per3Minutes: number };
  userAgent: string;
  /** What key and address are called in messages. Default: as a stack is set up. */
  given?: Given;
}

export interface ClientEvents {
  /** A call waits because of a rate limit. */
  onWait?: (message: string) => void;
  /** A call waits so long, so that no rate limit is reached. */
  onPause?: (ms: number) => void;
}

/** One call of the API. */
export interface Call {
  /** Verb and thing, for messages: "place order for www.example.com". */
  what: string;
  method: "GET" | "POST" | "PUT";
  /** Below the base URL, escaped. */
  path: string;
  body?: unknown;
  /** Doing it twice is as good as once: it is tried again like a GET. */
  isRepeatable?: boolean;
}

/** What CertCentral answered: parsed JSON, or undefined for an empty reply. */
export interface Reply {
  status: number;
  json: unknown;
}

export interface Transport {
  send(call: Call): Promise<Reply>;
  /** The server's clock at its last reply. */
  serverDate(): Date | undefined;
}

/** A list of a thousand orders has some 2 MB. */
const maxReplyBytes = 32 * 1024 * 1024;

const limiters = new Map<string, Limiter>();
let agent: Dispatcher | undefined;

/**
 * Sends calls. The links, from the outside: retry decides on failures, the limiter holds each try
 * back until the windows allow it, and `tryOnce` turns one exchange into a reply or a failure.
 */
export function createTransport(
  settings: ClientSettings,
  clock: Clock,
  events: ClientEvents,
): Transport {
  const limiter = limiterFor(settings, clock);
  let serverDate: Date | undefined;
  return {
    serverDate: () => serverDate,
    async send(call) {
      let waitedMs = 0;
      for (let attempt = 1; ; attempt++) {
        await limiter.start(events.onPause);
        const outcome = await tryOnce(settings, call);
        if (outcome.date !== undefined) serverDate = outcome.date;
        if ("reply" in outcome) return outcome.reply;
        const pause = retryDelay(outcome.failure, changesNothing(call), attempt, clock.random());
        const limited = outcome.failure.kind === "status" && outcome.failure.status === 429;
        if (pause === undefined) throw outcome.error;
        if (limited) {
          waitedMs += pause;
          if (waitedMs > settings.maxRateLimitWaitSeconds * 1000) throw outcome.error;
          const seconds = Math.ceil(pause / 1000);
          events.onWait?.(`rate limit reached (429): asking again in ${seconds} s`);
        }
        await clock.sleep(pause);
      }
    },
  };
}

/** One limiter per API key and process, whatever number of resources share it. */
function limiterFor(settings: ClientSettings, clock: Clock): Limiter {
  const key = createHash("sha256").update(`${settings.url} ${settings.apiKey}`).digest("hex");
  const known = limiters.get(key);
  if (known !== undefined) return known;
  const { per5Seconds, per3Minutes } = settings.rateLimits;
  const windows = [
    { requests: per5Seconds, ms: 5_000 },
    { requests: per3Minutes, ms: 180_000 },
  ];
  const limiter = new Limiter(windows, clock, () => clock.elapsedMs());
  limiters.set(key, limiter);
  return limiter;
}

type Outcome =
  | { reply: Reply; date?: Date | undefined }
  | { failure: Failure; error: Error; date?: Date | undefined };

/* eslint-disable @typescript-eslint/no-require-imports -- previews make no call, and undici takes as long to load as all else. */
function loadUndici(): typeof import("undici") {
  return require("undici") as typeof import("undici");
}

async function tryOnce(settings: ClientSettings, call: Call): Promise<Outcome> {
  const url = `${settings.url}/${call.path}`;
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const timeout = settings.requestTimeoutSeconds * 1000;
  let status = 0;
  try {
    const { request, EnvHttpProxyAgent } = loadUndici();
    const response = await request(url, {
      method: call.method,
      dispatcher: (agent ??= new EnvHttpProxyAgent({
        connect: { timeout: 20_000 },
        maxResponseSize: maxReplyBytes,
      })),
      // One deadline for the whole exchange: a body that drips has none of its own.
      signal: AbortSignal.timeout(timeout),
      headers: {
        "x-dc-devkey": settings.apiKey,
        "user-agent": settings.userAgent,
        accept: "application/json",
        "content-type": "application/json",
        ...(body === undefined
          ? call.method === "GET"
            ? {}
            : { "content-length": "0" }
          : { "content-length": String(Buffer.byteLength(body)) }),
      },
      ...(body === undefined ? {} : { body }),
    });
    status = response.statusCode;
    const date = headerDate(response.headers["date"]);
    const text = await response.body.text();
    return { ...read(call, status, response.headers, text, settings), date };
  } catch (error) {
    return brokenOutcome(call, error, status, settings);
  }
}

function read(
  call: Call,
  status: number,
  headers: Dispatcher.ResponseData["headers"],
  text: string,
  settings: ClientSettings,
): Outcome {
  const type = String(headers["content-type"] ?? "no content type");
  const json = parseJson(text);
  // What is said may echo what was sent; data stays as it came.
  const errors = errorsOf(json).map(({ code, message }) => ({
    code: withoutKey(code, settings),
    message: withoutKey(message, settings),
  }));
  if (status >= 200 && status < 300 && errors.length === 0) {
    if (text.trim() === "") return { reply: { status, json: undefined } };
    if (json !== undefined) return { reply: { status, json } };
    const cause = `a reply that is not JSON (status ${status}, ${type})`;
    return { failure: { kind: "broken" }, error: unclear(call, cause) };
  }
  if (status >= 300 && status < 400) {
    const target =
      withoutKey(String(headers["location"] ?? ""), settings).slice(0, maxExcerpt) || "nowhere";
    const cause = `a redirect to ${target} is not followed`;
    return {
      failure: { kind: "status", status },
      error: new CertCentralError(call.what, status, [], cause, settings.given),
    };
  }
  const codes = errors.map(({ code }) => code);
  const said = errors
    .map(({ message }) => message)
    .filter(Boolean)
    .join("; ");
  const cause =
    said ||
    `no ${json === undefined ? "JSON" : "reason"} but ${type}: ${excerpt(withoutKey(text, settings))}`;
  const failure: Failure = { kind: "status", status, retryAfterSeconds: retryAfter(headers) };
  if (status === 429) return { failure, error: new RateLimited(call.what, status, codes, cause) };
  if (status >= 500) return { failure, error: unclear(call, `${cause} (status ${status})`) };
  return { failure, error: new CertCentralError(call.what, status, codes, cause, settings.given) };
}

/** After a GET nothing can have changed; after anything else it is not known. */
export function unclear(call: Call, cause: string): Error {
  return changesNothing(call)
    ? new UnexpectedReply(call.what, cause)
    : new AmbiguousOutcome(call.what, cause);
}

function changesNothing({ method, isRepeatable = false }: Call): boolean {
  return method === "GET" || isRepeatable;
}

/**
 * Errors of connections that never came about, a proxy's and those of a handshake among them: nothing of a request
 * had gone out. By their codes they are not told from the same errors later, when it may have been done.
 */
const unconnected = new WeakSet<object>();
subscribe("undici:client:connectError", (message) => {
  unconnected.add((message as { error: Error }).error);
});

function brokenOutcome(
  call: Call,
  error: unknown,
  status: number,
  { url, given }: ClientSettings,
): Outcome {
  const { host } = new URL(url);
  const reason = reasonOf(error);
  if (unconnected.has(error as object)) {
    const unreachable = new Unreachable(call.what, host, reason, given);
    return { failure: { kind: "unreachable" }, error: unreachable };
  }
  const cut =
    status === 0 ? `no reply from ${host}: ${reason}` : `the reply was cut off: ${reason}`;
  return { failure: { kind: "broken" }, error: unclear(call, cut) };
}

/** Only code and short text: errors of the transport may carry headers, and so the key. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const inner = (cause ?? error) as Partial<NodeJS.ErrnoException>;
  const { code = "", message = "" } = inner;
  const [line = ""] = message.split("\n");
  return code === "" || line.includes(code) ? line : `${line} (${code})`;
}

function headerDate(value: unknown): Date | undefined {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time);
}

function retryAfter(headers: Dispatcher.ResponseData["headers"]): number | undefined {
  const seconds = Number(headers["retry-after"]);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
