import type { LoggedRequest } from "../log";

/** Requests that are done and not answered, and those who wait for one. */
export class Held {
  #waiting: ((request: LoggedRequest) => void)[] = [];

  /** Resolves with the next request that is held. */
  next(): Promise<LoggedRequest> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  add(request: LoggedRequest): void {
    for (const resolve of this.#waiting) resolve(request);
    this.#waiting = [];
  }
}
