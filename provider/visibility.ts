/** "Is it gone?", answered once for all resources: CertCentral takes back no id that it has given out. */
import { isKeyRefused, isNoAnswer } from "./certcentral/errors";
import { noAnswer, notShown, stateUnread } from "./messages/visibility";
import type { Context } from "./resource";
import { KeyMissing } from "./settings";

/**
 * What a refresh reads. Where CertCentral does not show the thing, or gives no answer, the state is to be kept: that
 * is said on the row, and nothing fails.
 *
 * @param thing with its id, for messages: `domain 123`
 * @returns undefined where the state is to be kept
 */
export async function readOrKeep<T>(
  context: Context,
  thing: string,
  accountId: number | undefined,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    const found = await read();
    if (found === undefined) await context.row.warn(notShown(thing, accountId));
    return found;
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    await context.row.warn(noAnswer(thing, error instanceof Error ? error.message : ""));
    return undefined;
  }
}

/** Why CertCentral could not be asked, where that lies with the key; undefined where it does not. */
export function describeKeyTrouble(error: unknown): string | undefined {
  if (error instanceof KeyMissing) return "there is no API key";
  // The engine refreshes with what the last run was configured with.
  return isKeyRefused(error) ? "CertCentral refuses the API key of the last run" : undefined;
}

/** What a refresh of a state that cannot be read finds: nothing is asked, and all is kept. */
export async function keepUnread<T>(context: Context, thing: string, kept: T): Promise<T> {
  await context.row.warn(stateUnread(thing));
  return kept;
}

/** Whether `CERTCENTRAL_FORGET` names an order, a certificate or a reference. */
export function isForgotten(context: Context, id: number | string): boolean {
  return context.settings.forgotten.includes(String(id));
}
