/** What a user does about a resource that is in doubt. */
import type { Emulator } from "certcentral-emulator";

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
