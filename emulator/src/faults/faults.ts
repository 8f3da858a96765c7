/** Which fault hits which request: those that wait for one, and those that are in the air. */
import { createHash } from "node:crypto";

import { RE2JS } from "re2js";
import { z } from "zod";

import { altered } from "./tampering";
import {
  type CannedReply,
  catalog,
  faultNamed,
  type FaultName,
  faultNames,
  type Effect,
} from "./catalog";

/** What is to go wrong with the next request that matches. */
export type Fault = {
  method?: string;
  /** Regular expression on the path below `/services/v2`, in RE2's syntax: no look-around, no back references. */
  path?: string;
  /** How many matching requests it hits. Default: 1. */
  times?: number;
  /** How many matching requests it lets pass first. Default: 0. */
  after?: number;
} & FaultKind;

export type FaultKind =
  | { kind: FaultName }
  /** Nothing is done, and this is answered. */
  | ({ kind: "reply" } & CannedReply)
  /** One member of the reply changed, or left out where `to` is undefined. */
  | { kind: "alter"; at: (string | number)[]; to?: unknown };

/** Rates of the faults that are in the air, from 0 to 1; absent ones are off. */
export type FaultRates = Partial<Record<FaultName, number>>;

/** A fault that hits a request, under the name by which the log knows it. */
export interface Hit {
  name: string;
  effect: Effect;
}

/** Everything at its own rate. */
export const allRates: FaultRates = Object.fromEntries(
  faultNames.map((name) => [name, catalog[name].rate]),
);

/** What is on unless it is switched off. */
export const mildRates: FaultRates = Object.fromEntries(
  faultNames.filter((name) => faultNamed(name).mild).map((name) => [name, catalog[name].rate]),
);

const pattern = z.string().max(200).refine(isPattern, "is not a regular expression of RE2");
/** What frames a reply is not for sale: a length that is none would be waited for. */
const headerName = z
  .string()
  .regex(
    /^(?!(connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade)$)[\w!#$%&'*+.^`|~-]+$/i,
  );
const headerValue = z.string().regex(/^[\x20-\x7e]*$/);
const place = {
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).optional(),
  path: pattern.optional(),
  times: z.number().int().min(1).max(1e6).optional(),
  after: z.number().int().min(0).max(1e6).optional(),
};

/** A fault as people give it: an unknown kind or member is refused. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(faultNames), ...place }),
  z.strictObject({
    kind: z.literal("reply"),
    status: z.number().int().min(200).max(599),
    body: z.unknown().optional(),
    contentType: headerValue.optional(),
    headers: z.record(headerName, headerValue).optional(),
    ...place,
  }),
  z.strictObject({
    kind: z.literal("alter"),
    at: z.array(z.union([z.string(), z.number()])),
    to: z.unknown().optional(),
    ...place,
  }),
]);

/** Rates as people give them. */
export const faultRatesSchema = z.partialRecord(z.enum(faultNames), z.number().min(0).max(1));

function isPattern(text: string): boolean {
  try {
    return RE2JS.compile(text).groupCount() >= 0;
  } catch {
    return false;
  }
}

export class Faults {
  #waiting: (Fault & { pattern: RE2JS | undefined })[] = [];
  #seen = new Map<string, number>();
  faultRates: FaultRates = {};
  seed = 1;

  add(fault: Fault): void {
    const { path } = fault;
    const pattern = path === undefined ? undefined : RE2JS.compile(path);
    this.#waiting.push({ ...fault, pattern });
  }

  /** Takes back what waits and starts the counts of the rates anew. */
  clear(): void {
    this.#waiting = [];
    this.#seen = new Map();
  }

  /** The fault that hits this request, if any. One that waited for it is used up. */
  next(method: string, path: string): Hit | undefined {
    const waiting = this.#nextWaiting(method, path);
    if (waiting !== undefined) return { name: waiting.kind, effect: effectOf(waiting) };
    return this.#nextByRate(method, path);
  }

  #nextWaiting(method: string, path: string): Fault | undefined {
    const fault = this.#waiting.find(
      (waiting) =>
        (waiting.method ?? method) === method && (waiting.pattern?.matcher(path).find() ?? true),
    );
    if (fault === undefined) return undefined;
    if ((fault.after ?? 0) > 0) {
      fault.after = (fault.after ?? 0) - 1;
      return undefined;
    }
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return fault;
  }

  /**
   * By seed, request, and how often it was made before: the same whatever other requests come
   * between, so that a run with many resources can be made again.
   */
  #nextByRate(method: string, path: string): Hit | undefined {
    const request = `${method} ${path}`;
    const count = (this.#seen.get(request) ?? 0) + 1;
    this.#seen.set(request, count);
    const name = faultNames.find((candidate) => {
      const { method: only, path: form } = faultNamed(candidate);
      const mayHit = (only ?? method) === method && (form?.test(path) ?? true);
      const chance = fraction(`${this.seed} ${candidate} ${request} ${count}`);
      return mayHit && chance < (this.faultRates[candidate] ?? 0);
    });
    if (name === undefined) return undefined;
    const { effect, burst } = faultNamed(name);
    if (burst !== undefined) this.add({ kind: name, times: burst });
    return { name, effect };
  }
}

function effectOf(fault: Fault): Effect {
  if (fault.kind === "reply") return { instead: fault };
  if (fault.kind === "alter") return { tamper: (reply) => altered(reply, fault.at, fault.to) };
  return catalog[fault.kind].effect;
}

/** From 0 up to 1, by a text. */
function fraction(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
}
