/**
 * Every boundary: each exchange of a path with CertCentral broken once in each way, and the run repeated
 * until it is quiet. What a path is, and what must hold at its end, is the suite's.
 */
import { type Emulator, startEmulator } from "certcentral-emulator";

import type { Counts } from "./counts";
import type { DynamicProvider } from "./dynamic-provider";
import { type ProcessOfRuns, processOfRuns } from "./one-process";

/** Runs after the broken one until nothing is left to do. */
const maxFurtherRuns = 2;

const faults = {
  "lost before": { kind: "lost-before" },
  "lost after": { kind: "lost-after" },
  truncated: { kind: "truncate" },
  "502 page": {
    kind: "reply",
    status: 502,
    body: "<html>Bad Gateway</html>",
    contentType: "text/html",
  },
  "429 reply": {
    kind: "reply",
    status: 429,
    body: { errors: [{ code: "request_limit_exceeded", message: "x" }] },
    headers: { "retry-after": "0" },
  },
  "403 page": {
    kind: "reply",
    status: 403,
    body: "<html>blocked</html>",
    contentType: "text/html",
  },
} as const;

/** One emulator, and a provider process for each day, for hundreds of lives one after another. */
export class Days {
  readonly #processes = new Map<string, ProcessOfRuns>();
  readonly #providers = new Map<string, DynamicProvider>();

  private constructor(readonly emulator: Emulator) {}

  static async open(day: string): Promise<Days> {
    const now = `${day}T12:00:00Z`;
    return new Days(await startEmulator({ now, frozen: true, rateLimits: false }));
  }

  /** A run that has asked for nothing yet. */
  async restart(day: string, environment: Record<string, string> = {}): Promise<void> {
    await this.#providers.get(day)?.kill();
    const runs = this.#processes.get(day) ?? processOfRuns();
    this.#processes.set(day, runs);
    const provider = await runs.next(
      {
        "certcentral:apiKey": this.emulator.apiKey,
        "certcentral:url": this.emulator.url,
        "certcentral:pollIntervalSeconds": "0.005",
        // Months of requests in a minute of tests.
        "certcentral:requestsPer5Seconds": "100000",
        "certcentral:requestsPer3Minutes": "100000",
      },
      { CERTCENTRAL_NOW: `${day}T12:00:00Z`, ...environment },
    );
    this.#providers.set(day, provider);
  }

  /** The process of a day, on which the emulator lives from now on. */
  on(day: string): DynamicProvider {
    const provider = this.#providers.get(day);
    if (provider === undefined) throw new Error(`no process lives on ${day}`);
    this.emulator.control.setClock(`${day}T12:00:00Z`);
    return provider;
  }

  async close(): Promise<void> {
    for (const provider of this.#providers.values()) await provider.kill();
    await this.emulator.close();
  }
}

export interface Suite<Path, Life> {
  counts: Counts;
  emulator: () => Emulator;
  /** Before each path. */
  begin?: () => Promise<void>;
  /** A life with its history on a fresh emulator, ready for the run that is to break. */
  prepare: (path: Path) => Promise<Life>;
  /** Whether the run was quiet. */
  run: (path: Path, life: Life) => Promise<boolean>;
  /** What is left at the end, without what names one life or another. */
  ending: (life: Life) => Promise<object>;
  /** @param meant the ending of the same path without faults */
  invariants: (path: Path, life: Life, meant: object) => Promise<void>;
}

/** Declares the tests: every path, every fault, every exchange. */
export function breakEveryExchange<Path, Life>(
  paths: Readonly<Record<string, Path>>,
  { counts, emulator, begin, prepare, run, ending, invariants }: Suite<Path, Life>,
): void {
  describe.each(Object.entries(paths))("%s", (name, path) => {
    beforeAll(() => begin?.());

    test.each(Object.entries(faults))("%s at every exchange", async (faultName, fault) => {
      const quiet = await prepare(path);
      expect(await run(path, quiet)).toBe(true);
      const exchanges = emulator().control.requests().length;
      const meant = await ending(quiet);
      await invariants(path, quiet, meant);
      expect(exchanges).toBeGreaterThan(1);
      let runs = 0;
      for (let after = 0; after < exchanges; after++) {
        const life = await prepare(path);
        emulator().control.failNext({ ...fault, after });
        let isQuiet = false;
        for (let tries = 0; !isQuiet && tries <= maxFurtherRuns; tries++) {
          isQuiet = await run(path, life);
          runs += 1;
        }
        expect({ after, isQuiet }).toEqual({ after, isQuiet: true });
        const requests = emulator().control.requests();
        const hit = requests.filter((request) => request.fault === fault.kind);
        expect({ after, hit: hit.length }).toEqual({ after, hit: 1 });
        await invariants(path, life, meant);
      }
      counts.set(name, faultName, `${exchanges} (${runs})`);
    });
  });
}
