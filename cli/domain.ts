/** What a domain means that people give as a filter: pure, and the same for all commands. */
import { covers } from "../provider/dcv";
import { normalizeName, withoutWildcard } from "../provider/names";

/** Whether one of the names is the domain or is below it; a wildcard is where its `*.` stands. */
export function isUnder(names: readonly string[], domain: string): boolean {
  const top = withoutWildcard(normalizeName(domain));
  return names.some((name) => covers(top, withoutWildcard(normalizeName(name)), "dns-txt-token"));
}
