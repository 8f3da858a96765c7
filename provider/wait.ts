import type { Clock } from "./clock";

/** One look at something that is waited for. */
export type Look<T> = { done: T } | { waiting: string };

/** How a wait ended: with a value, or because the time was over, with what was seen last. */
export type WaitResult<T> = { done: T } | { timedOut: string };

const growth = 1.5;
const maxIntervalMs = 60_000;

/**
 * Looks again and again until it is done or the time is over, politely: the intervals grow, and are
 * jittered so that many resources never ask in step. The time of the looks counts. There are two
 * at least, unless nothing is waited for: the first may only tell what to ask for.
 *
 * @param look given the time between two looks, before jitter
 * @param onLook told, after each look that did not end the wait, what is missing and for how long
 */
export async function waitUntil<T>(
  look: (intervalMs: number) => Promise<Look<T>>,
  options: {
    clock: Clock;
    timeoutMs: number;
    firstIntervalMs: number;
    onLook: (waiting: string, elapsedMs: number) => Promise<void>;
  },
): Promise<WaitResult<T>> {
  const { clock, timeoutMs, onLook } = options;
  let elapsedMs = 0;
  let intervalMs = options.firstIntervalMs;
  for (let looks = 1; ; looks++) {
    const begun = clock.elapsedMs();
    const seen = await look(intervalMs);
    elapsedMs += clock.elapsedMs() - begun;
    if ("done" in seen) return seen;
    if (elapsedMs >= timeoutMs && (looks > 1 || timeoutMs === 0)) {
      return { timedOut: seen.waiting };
    }
    await onLook(seen.waiting, elapsedMs);
    const jittered = intervalMs * (0.75 + 0.5 * clock.random());
    const pauseMs = Math.max(0, Math.min(jittered, timeoutMs - elapsedMs));
    await clock.sleep(pauseMs);
    elapsedMs += pauseMs;
    intervalMs = Math.min(intervalMs * growth, maxIntervalMs);
  }
}

/** A length of time as people read it: `2m10s`. */
export function duration(ms: number): string {
  const total = Math.round(ms / 1000);
  const minutes = Math.floor(total / 60);
  return minutes === 0 ? `${total}s` : `${minutes}m${total % 60}s`;
}
