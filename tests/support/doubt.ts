/** What a user does about a resource that is in doubt. */
import type { Emulator } from "certcentral-emulator";

import type { CliStack } from "./cli-stack";
import type { EngineResource } from "./resource";

/**
 * Refreshes after the time that the message names; where the key cannot say that nothing was placed, looks in
 * the console, which shows nothing, and says so.
 *
 * @param forget lets the next run count this reference as never placed
 */
export async function endDoubt(
  resource: EngineResource,
  emulator: Emulator,
  forget: (reference: string) => void | Promise<void>,
): Promise<void> {
  const doubt = resource.outputs?.["__doubt"] as { reference: string } | undefined;
  if (doubt === undefined) return;
  emulator.control.advance({ minutes: 16 });
  await resource.refresh().catch(() => undefined);
  const orders = await emulator.control.orders();
  const isPlaced = orders.some((order) => order.alternativeOrderId === doubt.reference);
  if (!isPlaced && resource.issuance["found"] === undefined) await forget(doubt.reference);
}

/**
 * The same for a whole stack.
 *
 * @param isBlind the console shows none either
 */
export async function endDoubts(
  stack: CliStack,
  emulator: Emulator,
  isBlind: boolean,
): Promise<void> {
  stack.forget = undefined;
  if (listDoubts(stack).length === 0) return;
  await stack.start("refresh").ended;
  const orders = await emulator.control.orders();
  const placed = orders.map(({ alternativeOrderId }) => alternativeOrderId);
  const left = listDoubts(stack).filter((reference) => isBlind || !placed.includes(reference));
  stack.forget = left.join(",") || undefined;
}

/** References that are in doubt, and that no refresh has found to be not placed. */
function listDoubts(stack: CliStack): string[] {
  return Object.values(stack.outputs()).flatMap(({ __doubt: doubt, issuance }) => {
    const isFound = (issuance as { found?: string } | undefined)?.found !== undefined;
    return doubt === undefined || isFound ? [] : [(doubt as { reference: string }).reference];
  });
}
