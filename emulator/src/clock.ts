/** How far to move the emulated clock. */
export interface Span {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
}

/** The emulated clock: everything dated is dated by it; only rate limits run on real time. */
export class EmulatedClock {
  #base: number;
  #since = Date.now();

  constructor(
    start: Date,
    private readonly frozen: boolean,
  ) {
    this.#base = start.getTime();
  }

  now(): Date {
    return new Date(this.frozen ? this.#base : this.#base + Date.now() - this.#since);
  }

  set(to: Date): void {
    this.#base = to.getTime();
    this.#since = Date.now();
  }

  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Span): void {
    this.#base += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}
