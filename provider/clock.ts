/** Time and chance, as a parameter: the only place that asks the machine for either. */
export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
  /** From 0 up to, but not including, 1. */
  random(): number;
}

/**
 * The machine's clock. `CERTCENTRAL_NOW`, an ISO 8601 instant in the environment, replaces today in
 * tests and demos; waits stay real.
 */
export const systemClock: Clock = {
  now: () => {
    const pretended = process.env["CERTCENTRAL_NOW"];
    return pretended === undefined ? new Date() : new Date(pretended);
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: () => Math.random(),
};

/** Milliseconds that only ever grow, for measuring intervals whatever the calendar says. */
export function monotonicMs(): number {
  return performance.now();
}
