import { AmbiguousOutcome } from "./certcentral/errors";
import type { Context } from "./resource";

/** How often a thing is looked for whose reply was lost. */
const looksAfterLostReply = 4;

/**
 * Looks with patience for a thing whose reply was lost.
 *
 * @param thing what is looked for, for the row: "the order"
 */
export async function findAfterLostReply<T>(
  context: Context,
  thing: string,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let tried = 1; tried <= looksAfterLostReply; tried++) {
    await context.row.status(`the reply is lost; looking for ${thing} (${tried})`);
    await context.clock.sleep(tried * context.settings.pollIntervalSeconds * 1000);
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * After a reply was lost, perhaps not the thing itself: looks for it.
 *
 * @param error what the call threw; anything that is no lost reply is thrown on
 * @returns what was found
 * @param unseen what is said when nothing was found: where the next run looks
 * @throws an error that says so
 */
export async function seekAfterLostReply<T>(
  context: Context,
  error: unknown,
  thing: string,
  unseen: (trouble: string) => string,
  look: () => Promise<T | undefined>,
): Promise<T> {
  if (!(error instanceof AmbiguousOutcome)) throw error;
  const found = await findAfterLostReply(context, thing, look);
  if (found !== undefined) return found;
  throw new Error(unseen(error.message), { cause: error });
}
