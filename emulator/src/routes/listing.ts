/** Filters, sorting and paging as all lists of the API have them. */
import { invalidValue, Problem } from "../problems";

const maxPerPage = 1000;

export interface Page {
  total: number;
  limit: number;
  offset: number;
}

export type Query = Readonly<Record<string, string>>;

/** What a list can be asked for. */
export interface Listing<T> {
  /** What filters and `sort` may name. */
  properties: Readonly<Record<string, (item: T) => string | number | undefined>>;
  /** Properties that `filters[search]` looks into. */
  searched: readonly string[];
  /** Filters that are no properties, or not plain ones. */
  filters?: Readonly<Record<string, (item: T, wanted: string) => boolean>>;
}

/** One page of what the query asks for; filters and properties that the list does not have are refused. */
export function listed<T>(
  all: readonly T[],
  query: Query,
  { properties, searched, filters = {} }: Listing<T>,
): { found: T[]; page: Page } {
  const read = (name: string, parameter: string) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) throw new Problem(400, invalidValue(parameter));
    return property;
  };
  const search = (item: T, wanted: string): boolean =>
    searched.some((name) =>
      String(properties[name]?.(item) ?? "")
        .toLowerCase()
        .includes(wanted.toLowerCase()),
    );
  const known = { search, ...filters };
  const filterOf = (name: string): ((item: T, wanted: string) => boolean) => {
    if (Object.hasOwn(known, name)) return known[name as "search"];
    const property = read(name, "filters");
    return (item, wanted) => isMatch(property(item), wanted);
  };
  const keys = (query["sort"] ?? "").split(",").filter(Boolean).map(readSortKey);
  const order = keys.map(({ name, sign }) => ({ property: read(name, "sort"), sign }));
  const wishes = filtersIn(query).map(([name, wanted]) => ({ filter: filterOf(name), wanted }));
  const found = all
    .filter((item) => wishes.every(({ filter, wanted }) => filter(item, wanted)))
    .sort((a, b) => {
      for (const { property, sign } of order) {
        const difference = compare(property(a), property(b));
        if (difference !== 0) return sign * difference;
      }
      return 0;
    });
  return pageOf(found, query);
}

/** The page that the query asks for. */
export function pageOf<T>(all: readonly T[], query: Query): { found: T[]; page: Page } {
  const limit = Math.min(readCount(query, "limit", 1) ?? maxPerPage, maxPerPage);
  const offset = readCount(query, "offset", 0) ?? 0;
  return {
    found: all.slice(offset, offset + limit),
    page: { total: all.length, limit, offset },
  };
}

/** A whole number from a least one on; undefined where none is given. */
export function readCount(query: Query, name: string, least: number): number | undefined {
  const given = query[name];
  if (given === undefined || given === "") return undefined;
  const count = /^[+-]?\d{1,15}$/.test(given) ? Number(given) : NaN;
  if (!(count >= least)) throw new Problem(400, invalidValue(name));
  return count;
}

/** 1 and 0, which some write as true and false. */
export function isFlag(isSet: boolean, wanted: string): boolean {
  return isSet === ["1", "true"].includes(wanted.toLowerCase());
}

function filtersIn(query: Query): [name: string, wanted: string][] {
  const filters = Object.entries(query).flatMap(([parameter, wanted]): [string, string][] => {
    const name = /^filters\[(\w+)\]$/.exec(parameter)?.[1];
    return name === undefined ? [] : [[name, wanted]];
  });
  const container = query["container_id"];
  return container ? [...filters, ["container_id", container]] : filters;
}

function readSortKey(key: string): { name: string; sign: 1 | -1 } {
  // A plus in a query is a space, unless it was escaped.
  return { name: key.replace(/^[-+ ]/, ""), sign: key.startsWith("-") ? -1 : 1 };
}

type Value = string | number | undefined;

/** `a`, `>a`, `>=a`, `<a`, `<=a`, or `a...b` with both ends. A day takes in all of it. */
function isMatch(value: Value, wanted: string): boolean {
  if (value === undefined) return false;
  const to = (bound: string): number => compareWith(value, bound);
  const [, first, last] = /^(.*)\.\.\.(.*)$/.exec(wanted) ?? [];
  if (first !== undefined && last !== undefined) {
    return (first === "" || to(first) >= 0) && (last === "" || to(last) <= 0);
  }
  const [, sign, bound = ""] = /^([<>]=?)(.*)$/.exec(wanted) ?? [];
  if (sign === ">") return to(bound) > 0;
  if (sign === ">=") return to(bound) >= 0;
  if (sign === "<") return to(bound) < 0;
  if (sign === "<=") return to(bound) <= 0;
  return to(wanted) === 0;
}

function compareWith(value: string | number, bound: string): number {
  if (typeof value === "number") return value - Number(bound);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(bound);
  return compare(isDay ? value.slice(0, bound.length) : value, bound);
}

/** What is absent comes first. */
function compare(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}
