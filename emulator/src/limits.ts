/** Both rolling windows of the API, per key, in real time whatever the emulated clock says. */
const windows = [
  { requests: 100, ms: 5_000 },
  { requests: 1000, ms: 180_000 },
];

export class RateLimits {
  readonly #seen = new Map<string, number[]>();

  /** Counts a request; seconds until one is let through again, or undefined when this one is. */
  refuse(key: string, nowMs: number): number | undefined {
    const seen = (this.#seen.get(key) ?? []).filter((at) => nowMs - at < 180_000);
    this.#seen.set(key, seen);
    for (const { requests, ms } of windows) {
      const oldest = seen.at(-requests);
      if (oldest !== undefined && nowMs - oldest < ms)
        return Math.ceil((oldest + ms - nowMs) / 1000);
    }
    seen.push(nowMs);
    return undefined;
  }
}
