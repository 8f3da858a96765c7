/** What the API key can see: which account it belongs to, and whether it finds its own orders. */
import { createHash } from "node:crypto";

import { ownOrderHidden } from "./messages/orders";
import { otherAccount } from "./messages/visibility";
import type { Context } from "./resource";
import type { KeyFacts } from "./run";

const looksForOwnOrder = 3;

/** The account of the key, asked once per run and process. */
export async function accountIdOf(context: Context): Promise<number | undefined> {
  const key = keyFactsOf(context);
  key.accountId ??= context
    .client()
    .whoAmI()
    .then(({ accountId }) => accountId);
  try {
    return await key.accountId;
  } catch (error) {
    delete key.accountId;
    throw error;
  }
}

/** Refuses to go on with a thing of another account than the key's: its ids may mean something else there. */
export async function refuseOtherAccount(
  context: Context,
  thing: string,
  owner: number | undefined,
): Promise<void> {
  if (owner === undefined) return;
  const accountId = await accountIdOf(context);
  if (accountId !== undefined && accountId !== owner) {
    throw new Error(otherAccount(thing, owner, accountId));
  }
}

/**
 * Once per key: can it find the order that it has just placed? Only then will an order be found
 * again whose reply is lost.
 *
 * @throws where it does not; the order's id must be in state by then
 */
export async function refuseHiddenOwnOrder(
  context: Context,
  orderId: number,
  reference: string,
): Promise<void> {
  const key = keyFactsOf(context);
  if (key.findsOwnOrders !== undefined) return;
  key.looking ??= lookForOwnOrder(context, key, orderId, reference);
  if ((await key.looking) === false) throw new Error(ownOrderHidden(orderId, reference));
}

async function lookForOwnOrder(
  context: Context,
  key: KeyFacts,
  orderId: number,
  reference: string,
): Promise<boolean | undefined> {
  for (let look = 1; look <= looksForOwnOrder; look++) {
    const found = await context
      .client()
      .findOrders(reference)
      .catch(() => undefined);
    if (found === undefined) {
      // No answer says nothing about the key: the next order asks again.
      delete key.looking;
      return undefined;
    }
    if (found.some((order) => order.orderId === orderId)) return (key.findsOwnOrders = true);
    await context.clock.sleep(look * context.settings.pollIntervalSeconds * 1000);
  }
  return (key.findsOwnOrders = false);
}

/** What is known of the key of this call. */
export function keyFactsOf(context: Context): KeyFacts {
  const { apiKey, url } = context.settings.client();
  const digest = createHash("sha256").update(`${url} ${apiKey}`).digest("hex");
  const before = context.run.keys.get(digest);
  if (before !== undefined) return before;
  const fresh: KeyFacts = {};
  context.run.keys.set(digest, fresh);
  return fresh;
}
