/** What every group of calls stands on: send, and read the reply; "not found" is an answer. */
import type { z } from "zod";

import { CertCentralError } from "./errors";
import { type Call, type Reply, type Transport, unclear } from "./transport";
import { fromWire } from "./wire";

export interface Api {
  readonly send: (call: Call) => Promise<Reply>;
  readonly ask: <T>(call: Call, schema: z.ZodType<T>) => Promise<T>;
  /** Undefined for a 404 in CertCentral's own words; a page of a gateway is no answer. */
  readonly find: <T>(call: Call, schema: z.ZodType<T>) => Promise<T | undefined>;
  /** All pages of a list, one after another. */
  readonly pages: <T>(call: Call, schema: z.ZodType<Page<T>>) => AsyncGenerator<T[]>;
  /** The same in one. */
  readonly list: <T>(call: Call, schema: z.ZodType<Page<T>>) => Promise<T[]>;
  /** One page of a list, from an offset on. */
  readonly page: <T>(call: Call, offset: number, schema: z.ZodType<Page<T>>) => Promise<Part<T>>;
}

interface Page<T> {
  items: T[];
  total: number | undefined;
  /** The size of the page, where CertCentral gave less than was asked for. */
  limit: number | undefined;
}

/** A page of a list, and the offset of the next one; undefined at the end. */
export interface Part<T> {
  items: T[];
  next: number | undefined;
}

/** The most that CertCentral gives at once. Source: "Pagination". */
const pageSize = 1000;

export function createApi(transport: Transport): Api {
  const ask = async <T>(call: Call, schema: z.ZodType<T>): Promise<T> =>
    parse(call, (await transport.send(call)).json, schema);
  const find = <T>(call: Call, schema: z.ZodType<T>): Promise<T | undefined> =>
    ask(call, schema).catch((error: unknown) => {
      if (!(error instanceof CertCentralError) || error.status !== 404) throw error;
      // A wrong address answers in CertCentral's own words as well, and says nothing of the thing.
      if (error.is("not_found") && !error.is("not_found|route")) return undefined;
      if (error.codes.length > 0) throw error;
      throw unclear(call, `a 404 that is not CertCentral's own: ${error.reason}`);
    });
  const page = async <T>(
    call: Call,
    offset: number,
    schema: z.ZodType<Page<T>>,
  ): Promise<Part<T>> => {
    const start = `${call.path}${call.path.includes("?") ? "&" : "?"}`;
    const path = `${start}offset=${offset}&limit=${pageSize}`;
    const { items = [], total, limit = pageSize } = (await find({ ...call, path }, schema)) ?? {};
    // By the size of a page, and not by what was found: lists hold entries twice at times.
    const next = offset + Math.max(1, Math.min(limit, pageSize));
    // Where nothing says how many there are, a full page is not the last one.
    const end = total ?? offset + items.length + 1;
    return { items, next: items.length === 0 || next >= end ? undefined : next };
  };
  async function* pages<T>(call: Call, schema: z.ZodType<Page<T>>): AsyncGenerator<T[]> {
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const { items, next }: Part<T> = await page(call, offset, schema);
      yield items;
      offset = next;
    }
  }
  const list = async <T>(call: Call, schema: z.ZodType<Page<T>>): Promise<T[]> => {
    const found: T[] = [];
    for await (const items of pages(call, schema)) found.push(...items);
    return distinct(found);
  };
  return { send: (call) => transport.send(call), ask, find, list, page, pages };
}

/** Lists have been seen to hold an entry twice, at the seam of two pages or by themselves. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** A reply that does not fit names where, never what: it may hold what must not be printed. */
export function parse<T>(call: Call, json: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(fromWire(json));
  if (parsed.success) return parsed.data;
  const [path] = call.path.split("?");
  const places = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole reply");
  throw unclear(
    call,
    `the reply of ${call.method} ${path ?? ""} does not fit at ${[...new Set(places)].join(", ")}`,
  );
}
