/** Checks of domain control: of a domain by its token, and of everything that an order still needs. */
import type { Account } from "../account";
import type { Domain } from "../domains";
import { namesOf, type Order, wantedOf } from "../order";
import type { Settings } from "../settings";
import type { Lookups } from "./lookups";
import { type DcvMethod, isAlive, isFileBased, notFoundBy, type Token } from "./methods";

/** What a check works with. */
export interface CheckTools {
  account: Account;
  lookups: Lookups;
  settings: Settings;
  now: Date;
  /** The records have not reached the checker yet, whatever they are. */
  isLagging: boolean;
}

/** Validates a domain if its token is found, and refuses as the API does if it is not. */
export async function checkDomain(domain: Domain, tools: CheckTools): Promise<Token> {
  const { dcvMethod, name, tokens } = domain;
  const token = tokens.get(dcvMethod);
  if (token === undefined || !(await finds([token], dcvMethod, name, tools))) {
    throw notFoundBy(dcvMethod);
  }
  tools.account.domains.validate(domain, dcvMethod, tools.now);
  return token;
}

/** Checks the names of an order, or some of them; each with whether it is approved now. */
export async function checkOrder(
  order: Order,
  only: readonly string[] | undefined,
  tools: CheckTools,
): Promise<{ name: string; isApproved: boolean }[]> {
  const wanted = wantedOf(order);
  const names = wanted === undefined ? [] : namesOf(wanted.commonName, wanted.dnsNames);
  const isDv = order.product.validation === "dv";
  const isApproved = (name: string): boolean =>
    isDv
      ? order.dcvApproved.has(name)
      : tools.account.domains.coverOf(name, tools.now) !== undefined;
  const isOpen = (name: string): boolean => !isApproved(name) && (only?.includes(name) ?? true);
  const method = isDv
    ? await checkRandomValue(order, names.filter(isOpen), tools)
    : await checkDomains(order, names.filter(isOpen), tools);
  const isMissed = names.some(isOpen);
  const isRefused = isFileBased(method) || tools.settings.dcvMiss === "refuse";
  if (method === "email" || (isMissed && isRefused)) throw notFoundBy(method);
  return names.map((name) => ({ name, isApproved: isApproved(name) }));
}

async function checkRandomValue(
  order: Order,
  names: readonly string[],
  tools: CheckTools,
): Promise<DcvMethod> {
  // Held on to: a reissue meanwhile starts with nothing approved.
  const { dcvMethod, dcvToken, dcvApproved } = order;
  for (const name of names) {
    if (await finds([dcvToken], dcvMethod, name, tools)) dcvApproved.add(name);
  }
  return dcvMethod;
}

/** Checks each domain above the names by its own method; that of the first open one is returned. */
async function checkDomains(
  order: Order,
  names: readonly string[],
  tools: CheckTools,
): Promise<DcvMethod> {
  const { domains } = tools.account;
  const waiting = [...new Set(names.flatMap((name) => domains.above(name)))];
  for (const domain of waiting) {
    const { dcvMethod, name, tokens } = domain;
    const found = await finds([tokens.get(dcvMethod), order.dcvToken], dcvMethod, name, tools);
    if (found) domains.validate(domain, dcvMethod, tools.now);
  }
  return waiting.find(({ dcvMethod }) => dcvMethod !== "email")?.dcvMethod ?? order.dcvMethod;
}

async function finds(
  tokens: readonly (Token | undefined)[],
  method: DcvMethod,
  name: string,
  { lookups, now, isLagging }: CheckTools,
): Promise<boolean> {
  if (isLagging) return false;
  for (const token of tokens) {
    if (isAlive(token, now) && (await lookups.finds(token.value, method, name))) return true;
  }
  return false;
}
