/** How a try failed, as far as it matters for trying again. */
export type Failure =
  | { kind: "status"; status: number; retryAfterSeconds?: number | undefined }
  /** The request may have arrived: time-out, reset, cut or unreadable reply. */
  | { kind: "broken" }
  /** The request cannot have arrived: no name, no connection, no TLS. */
  | { kind: "unreachable" };

const maxRateWaitMs = 60_000;
const maxTries = 4;
const maxRateTries = 12;

/**
 * Milliseconds until the next try, or undefined for none. The whole policy:
 *
 * | failure | GET, and what may be repeated | everything else |
 * |---|---|---|
 * | 429 | growing waits | growing waits: CertCentral refused before doing anything |
 * | never arrived | a few tries | a few tries |
 * | 406, 5xx, broken | a few tries | never: it may have been done |
 *
 * @param isHarmless doing it twice is as good as once
 * @param attempt 1 after the first failure
 * @param random from 0 to 1: many resources must not try again in step
 */
export function retryDelay(
  failure: Failure,
  isHarmless: boolean,
  attempt: number,
  random: number,
): number | undefined {
  const jitter = 0.5 + random;
  if (failure.kind === "status" && failure.status === 429) {
    if (attempt > maxRateTries) return undefined;
    const asked = failure.retryAfterSeconds;
    if (asked !== undefined && asked * 1000 <= maxRateWaitMs) return asked * 1000;
    return Math.min(2000 * 2 ** (attempt - 1) * jitter, maxRateWaitMs);
  }
  if (attempt >= maxTries) return undefined;
  const pause = 250 * 2 ** (attempt - 1) * jitter;
  if (failure.kind === "unreachable") return pause;
  if (!isHarmless) return undefined;
  const passing = failure.kind === "broken" || failure.status === 406 || failure.status >= 500;
  return passing ? pause : undefined;
}
