/** What is to go wrong with the next request that matches. */
export type Fault = {
  method?: string;
  /** Regular expression on the path below `/services/v2`. */
  path?: string;
  /** How many matching requests it hits. Default: 1. */
  times?: number;
  /** How many matching requests it lets pass first. Default: 0. */
  after?: number;
} & FaultKind;

export type FaultKind =
  | {
      kind: "reply";
      status: number;
      body?: unknown;
      contentType?: string;
      headers?: Record<string, string>;
    }
  /** The connection is cut and nothing was done. */
  | { kind: "lost-before" }
  /** Everything was done, then the connection is cut. */
  | { kind: "lost-after" }
  /** Done, and half of the reply is sent. */
  | { kind: "truncate" };

/** Faults that wait for their request. */
export class Faults {
  #waiting: Fault[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ ...fault });
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The fault that hits this request, if any; it is used up. */
  next(method: string, path: string): Fault | undefined {
    const fault = this.#waiting.find(
      (waiting) =>
        (waiting.method === undefined || waiting.method === method) &&
        (waiting.path === undefined || new RegExp(waiting.path).test(path)),
    );
    if (fault === undefined) return undefined;
    if ((fault.after ?? 0) > 0) {
      fault.after = (fault.after ?? 0) - 1;
      return undefined;
    }
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return fault;
  }
}
