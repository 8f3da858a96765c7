import type { Clock } from "../clock";

/** So many requests may start in any span of this length. */
export interface Window {
  requests: number;
  ms: number;
}

/** Lets requests start, first come first served, so that no rolling window is ever overrun. */
export class Limiter {
  readonly #starts: number[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor(
    private readonly windows: readonly Window[],
    private readonly clock: Pick<Clock, "sleep">,
    private readonly nowMs: () => number,
  ) {}

  /** Resolves when the next request may start. @param onPause told how long that will be */
  start(onPause?: (ms: number) => void): Promise<void> {
    this.#queue = this.#queue.then(() => this.#admit(onPause));
    return this.#queue;
  }

  async #admit(onPause?: (ms: number) => void): Promise<void> {
    for (;;) {
      const pause = this.#pauseMs();
      if (pause <= 0) break;
      onPause?.(pause);
      await this.clock.sleep(pause);
    }
    this.#starts.push(this.nowMs());
    const most = Math.max(...this.windows.map(({ requests }) => requests));
    if (this.#starts.length > most) this.#starts.shift();
  }

  #pauseMs(): number {
    const now = this.nowMs();
    const pauses = this.windows.map(({ requests, ms }) => {
      const oldest = this.#starts.at(-requests);
      return oldest === undefined ? 0 : Math.ceil(oldest + ms - now);
    });
    return Math.max(...pauses);
  }
}
