/** Filters, sorting and paging as all lists of the API have them. */

const maxPerPage = 1000;

export interface Page {
  total: number;
  limit: number;
  offset: number;
}

/** A property by the name that filters and `sort` use; unknown names are refused by throwing. */
export type PropertyOf<T> = (item: T, name: string) => string | number | undefined;

/**
 * One page of what the query asks for. `filters[search]` looks into some properties; `matches` may
 * answer for filters that are no properties, or not plain ones.
 */
export function listed<T>(
  all: readonly T[],
  query: Record<string, string>,
  property: PropertyOf<T>,
  searched: readonly string[],
  matches: (item: T, name: string, wanted: string) => boolean | undefined = () => undefined,
): { found: T[]; page: Page } {
  const text = (item: T, name: string): string => String(property(item, name) ?? "");
  let found = [...all];
  for (const [name, wanted] of filtersOf(query)) {
    found = found.filter((item) => {
      const special = matches(item, name, wanted);
      if (special !== undefined) return special;
      if (name !== "search") return isMatch(text(item, name), wanted);
      return searched.some((one) => text(item, one).toLowerCase().includes(wanted.toLowerCase()));
    });
  }
  const sort = query["sort"];
  if (sort) found.sort((a, b) => compare(a, b, sort.split(","), text));
  const limit = Math.min(Number(query["limit"] ?? maxPerPage) || maxPerPage, maxPerPage);
  const offset = Number(query["offset"] ?? 0) || 0;
  return {
    found: found.slice(offset, offset + limit),
    page: { total: found.length, limit, offset },
  };
}

/** `true` and 1, as clients write them. */
export function isAsked(parameter: string | undefined): boolean {
  return parameter === "true" || parameter === "1";
}

function filtersOf(query: Record<string, string>): [name: string, wanted: string][] {
  const filters = Object.entries(query).flatMap(([parameter, wanted]): [string, string][] => {
    const name = /^filters\[(\w+)\]$/.exec(parameter)?.[1];
    return name === undefined ? [] : [[name, wanted]];
  });
  const container = query["container_id"];
  return container ? [...filters, ["container_id", container]] : filters;
}

function isMatch(value: string, wanted: string): boolean {
  const range = /^(.*)\.\.\.(.*)$/.exec(wanted);
  if (range) return value >= (range[1] ?? "") && value <= (range[2] ?? "");
  if (wanted.startsWith(">")) return value > wanted.slice(1);
  if (wanted.startsWith("<")) return value < wanted.slice(1);
  return value === wanted;
}

function compare<T>(
  a: T,
  b: T,
  keys: readonly string[],
  text: (item: T, name: string) => string,
): number {
  for (const key of keys) {
    const descending = key.startsWith("-");
    const name = key.replace(/^[-+ ]/, "");
    const [first, second] = [text(a, name), text(b, name)];
    if (first !== second) return first < second === descending ? 1 : -1;
  }
  return 0;
}
