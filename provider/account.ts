/** What the API key can see: which account it belongs to, and whether it finds its own orders. */
import { createHash } from "node:crypto";

import type { Context } from "./resource";

interface Known {
  accountId?: number | undefined;
  findsOwnOrders?: true;
}

/** By key, for the life of the process: a key's account and role do not change under way. */
const known = new Map<string, Known>();

const looksForOwnOrder = 3;

/** The account of the key, asked once per process: it tells "gone" from "another account's". */
export async function accountIdOf(context: Context): Promise<number | undefined> {
  const key = knownOf(context);
  if (!("accountId" in key)) key.accountId = (await context.client().whoAmI()).accountId;
  return key.accountId;
}

/** A 404 means gone only if the key still belongs to the account that the thing belongs to. */
export async function refuseOtherAccount(
  context: Context,
  thing: string,
  owner: number | undefined,
): Promise<void> {
  const accountId = await accountIdOf(context);
  if (owner === undefined || accountId === owner) return;
  throw new Error(
    `find ${thing}: it belongs to account ${owner}, but the API key to account ` +
      `${String(accountId)}. Use a key of the account that it belongs to`,
  );
}

/**
 * Once per key: can it find the order that it has just placed? Only then will an order be found
 * again whose reply is lost. It says so where not, and never fails: the order has been placed.
 */
export async function warnIfOwnOrderHidden(
  context: Context,
  orderId: number,
  reference: string,
): Promise<void> {
  const key = knownOf(context);
  if (key.findsOwnOrders) return;
  key.findsOwnOrders = true;
  for (let look = 1; look <= looksForOwnOrder; look++) {
    const found = await context
      .client()
      .findOrders(reference)
      .catch(() => undefined);
    if (found === undefined || found.some((order) => order.orderId === orderId)) return;
    await context.clock.sleep(look * context.settings.pollIntervalSeconds * 1000);
  }
  await context.row.warn(
    `order ${orderId} is placed, but this API key does not find it by its reference ${reference}: after a ` +
      "lost reply the next run might order a second time. Use a key whose user sees all orders of the account",
  );
}

function knownOf(context: Context): Known {
  const { apiKey, url } = context.settings.client();
  const digest = createHash("sha256").update(`${url} ${apiKey}`).digest("hex");
  const before = known.get(digest);
  if (before !== undefined) return before;
  const fresh: Known = {};
  known.set(digest, fresh);
  return fresh;
}
