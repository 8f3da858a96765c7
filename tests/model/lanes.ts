/**
 * Resources that are registered at once: whose exchange with CertCentral comes next is drawn, so that what happens
 * between two of them is played again by the same numbers.
 */
export class Lanes {
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #turn = 0;

  constructor(readonly turns: readonly number[]) {}

  /** One exchange, alone. */
  async pass<T>(exchange: () => Promise<T>): Promise<T> {
    await new Promise<void>((go) => {
      this.#waiting.push(go);
      if (this.#waiting.length === 1) void this.#next();
    });
    try {
      return await exchange();
    } finally {
      this.#busy = 0;
      void this.#next();
    }
  }

  async #next(): Promise<void> {
    if (this.#busy > 0) return;
    // Those that are on their way to their own exchange come first: who waits does not hang on the machine's speed.
    for (let quiet = 0, before = 0; quiet < 8; quiet++) {
      await new Promise(setImmediate);
      if (this.#waiting.length !== before) quiet = 0;
      before = this.#waiting.length;
    }
    if (this.#busy > 0 || this.#waiting.length === 0) return;
    this.#busy += 1;
    const drawn = this.turns[this.#turn++ % this.turns.length] ?? 0;
    this.#waiting.splice(drawn % this.#waiting.length, 1)[0]?.();
  }
}
