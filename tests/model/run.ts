/** One command against an imitated stack: what is asked, what dies, what is told. */
import type { Declared, Pending, Processes, RunResult } from "./engine";
import type { Lanes } from "./lanes";
import type { Asking, Kill, Properties, Tell } from "./process";

/** The engine's own end of a run, in which nothing more is done. */
class Ended extends Error {}

const killed = new Ended("the process is dead");
/** A failed check or diff ends a run, also one that goes on after failed steps. */
const bailed = new Ended("a resource could not be planned");

interface PartialFailure extends Asking {
  id: string;
  properties: Properties;
  reasons: string[];
}

/** Under which word a step stands in the state until it is answered. */
const operations: ReadonlyMap<string, Pending["operation"]> = new Map([
  ["create", "creating"],
  ["replace", "creating"],
  ["update", "updating"],
  ["delete", "deleting"],
]);

export type Played = Omit<RunResult, "said">;

/** One command against a stack. */
export class Run {
  readonly errors: string[] = [];
  readonly steps: { urn: string; step: string }[] = [];
  readonly plans = new Map<string, Properties>();
  /** URNs that the program has registered. */
  readonly seen = new Set<string>();
  /** What was begun and is not answered. */
  readonly pending = new Set<Pending>();
  #isKilled = false;
  #hasBailed = false;
  #answers = 0;

  constructor(
    readonly processes: Processes,
    readonly tell: Tell,
    readonly kill?: Kill,
    readonly lanes?: Lanes,
  ) {}

  /** Whether no further step is begun. */
  get isOver(): boolean {
    return this.#isKilled || this.#hasBailed;
  }

  /** What the program's process says before the engine registers anything. */
  tellDeclared(program: readonly Declared[]): void {
    for (const { urn, alias = urn } of program) {
      for (const one of [urn, alias]) this.tell({ urn: one, isRegistered: false });
    }
  }

  /** What it says once the engine has answered it. */
  tellRegistered({ urn, alias = urn, inputs }: Declared): void {
    const onDelete = inputs["onDelete"] as string | undefined;
    this.tell({ urn, isRegistered: true, onDelete });
    const kept = onDelete === "keep" ? onDelete : undefined;
    if (alias !== urn) this.tell({ urn: alias, isRegistered: true, onDelete: kept });
  }

  /** Waits for an answer, or for the process's end. */
  async ask<T>(answer: Promise<T>, provider: number | undefined): Promise<T> {
    const died = this.processes(provider).died.then(() => {
      this.#isKilled = true;
      throw killed;
    });
    const said = await Promise.race([answer, died]);
    if (this.#isKilled) throw killed;
    return said;
  }

  async guard(work: () => Promise<void>): Promise<Played> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
    }
    const { errors, steps, plans } = this;
    return { errors, steps, plans, wasKilled: this.#isKilled };
  }

  async check(declared: Declared, olds: Properties): Promise<Properties> {
    const { urn, inputs: news, provider } = declared;
    const { certificate } = this.processes(provider);
    const answer = await this.attempt(declared, "check", () =>
      this.ask(certificate.check(crossed(olds), crossed(news)), provider),
    );
    if (answer === undefined) return this.bail();
    if (answer.failures.length > 0) {
      this.errors.push(...answer.failures.map(({ reason }) => `check ${urn}: ${reason}`));
      return this.bail();
    }
    const inputs = crossed(answer.inputs);
    this.plans.set(urn, (inputs["issuance"] ?? {}) as Properties);
    return inputs;
  }

  /** Ends the run; steps that are under way are finished. */
  bail(): never {
    this.#hasBailed = true;
    throw bailed;
  }

  /** One thing asked of the provider; `provider` is whose process dies where the engine dies before it saves. */
  async attempt<T>(
    { urn, inputs, provider }: Pick<Declared, "urn" | "inputs" | "provider">,
    step: string,
    work: () => Promise<T>,
    saveFailed?: (failure: PartialFailure) => void,
  ): Promise<T | undefined> {
    if (!["check", "diff", "read first"].includes(step)) this.steps.push({ urn, step });
    const operation = operations.get(step);
    const begun = operation && { urn, operation, inputs, provider };
    if (begun !== undefined) this.pending.add(begun);
    const answer = await this.#answer(work, provider, saveFailed);
    if (begun !== undefined) this.pending.delete(begun);
    return answer;
  }

  async #answer<T>(
    work: () => Promise<T>,
    provider: number | undefined,
    saveFailed?: (failure: PartialFailure) => void,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Ended) throw error;
      const failure = error as Partial<PartialFailure> & { name?: string; message?: string };
      if (failure.name === "InitializationFailure" && saveFailed !== undefined) {
        this.dieUnsaved(provider);
        saveFailed(failure as PartialFailure);
        this.errors.push(...(failure.reasons ?? []));
      } else {
        this.errors.push(String(failure.message ?? error));
      }
      return undefined;
    }
  }

  /** Before each thing that the engine saves: it may die here, and its providers with it. */
  dieUnsaved(provider: number | undefined): void {
    if (this.kill?.when !== "unsaved" || this.#answers++ !== this.kill.exchange) return;
    this.#isKilled = true;
    void this.processes(provider).end();
    throw killed;
  }
}

/** What crosses to another process: a copy. */
export function crossed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
