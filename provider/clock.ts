/** Time and chance, as a parameter: the only place that asks the machine for either. */
export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** From 0 up to, but not including, 1. */
  random(): number;
  /** Milliseconds that only ever grow, for measuring intervals whatever the calendar says. */
  elapsedMs(): number;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
  elapsedMs: () => performance.now(),
};

/** The machine's clock, or one that stands at an instant, for tests and demos; waits stay real. */
export function clockAt(pretended: Date | undefined): Clock {
  return pretended === undefined ? systemClock : { ...systemClock, now: () => new Date(pretended) };
}
