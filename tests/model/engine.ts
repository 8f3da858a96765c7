/**
 * The engine's rules about what it asks, in which order, and what it saves, as they were seen: a stack of
 * certificates, run after run. Where it stands for the real one, `imitation.test.ts` of the engine's tests says.
 */
import type { Properties, ProviderProcess } from "./process";

/** One certificate of a program. */
export interface Declared {
  urn: string;
  /** URN of before a rename. */
  alias?: string | undefined;
  inputs: Properties;
  deleteBeforeReplace?: boolean | undefined;
}

/** What the engine keeps of a resource. */
export interface Stored {
  urn: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** A partial failure: the next run updates it, whatever `diff` says. */
  hasInitErrors: boolean;
  /** It was replaced, and is not ended yet. */
  isPendingDelete: boolean;
}

export interface UpOptions {
  forceReplace?: readonly string[] | undefined;
  continueOnError?: boolean | undefined;
  /** Only these; undefined: all. */
  targets?: readonly string[] | undefined;
}

export interface RunResult {
  /** Why steps failed. */
  errors: string[];
  /** What was done to which resource. */
  steps: { urn: string; step: string }[];
  /** Plans of the run, by URN. */
  plans: Map<string, Properties>;
  wasKilled: boolean;
}

class Killed extends Error {}

const killed = new Killed("the process is dead");

interface PartialFailure {
  id: string;
  properties: Properties;
  reasons: string[];
}

export class ModelStack {
  resources: Stored[] = [];

  /** Runs a program; what it has saved when the process dies is what stays. */
  async up(
    process: ProviderProcess,
    program: readonly Declared[],
    options: UpOptions = {},
  ): Promise<RunResult> {
    const run = new Run(this, process);
    return run.guard(async () => {
      for (const declared of program) {
        if (options.targets !== undefined && !options.targets.includes(declared.urn)) {
          run.seen.add(this.#find(declared)?.urn ?? declared.urn);
          continue;
        }
        const isGood = await this.#register(run, declared, options);
        if (!isGood && options.continueOnError !== true) return;
      }
      const gone = this.resources.filter((one) => one.isPendingDelete || !run.seen.has(one.urn));
      for (const one of gone.reverse()) {
        if (options.targets !== undefined && !options.targets.includes(one.urn)) continue;
        const isGood = await this.#end(run, one);
        if (!isGood && options.continueOnError !== true) return;
      }
    });
  }

  async refresh(process: ProviderProcess): Promise<RunResult> {
    const run = new Run(this, process);
    return run.guard(async () => {
      for (const one of [...this.resources]) {
        await run.attempt(one.urn, "read", async () => {
          const found = await run.ask(process.certificate.read(one.id, crossed(one.outputs)));
          if (found.id === "") {
            this.#remove(one);
            return;
          }
          one.id = found.id;
          one.outputs = crossed(found.props ?? {});
          one.inputs = crossed(found.inputs ?? one.inputs);
          one.hasInitErrors = false;
        });
      }
    });
  }

  async destroy(process: ProviderProcess, targets?: readonly string[]): Promise<RunResult> {
    const run = new Run(this, process);
    return run.guard(async () => {
      for (const one of [...this.resources].reverse()) {
        if (targets !== undefined && !targets.includes(one.urn)) continue;
        if (!(await this.#end(run, one))) return;
      }
    });
  }

  #find({ urn, alias }: Declared): Stored | undefined {
    const living = this.resources.filter((one) => !one.isPendingDelete);
    return living.find((one) => one.urn === urn) ?? living.find((one) => one.urn === alias);
  }

  async #register(run: Run, declared: Declared, options: UpOptions): Promise<boolean> {
    const { certificate } = run.process;
    const { urn, inputs: news } = declared;
    const old = this.#find(declared);
    if (old !== undefined) run.seen.add(old.urn);
    if (old === undefined || options.forceReplace?.includes(urn)) {
      const inputs = await run.check(urn, {}, news);
      if (inputs === undefined) return false;
      run.seen.add(urn);
      return this.#create(run, urn, inputs, old);
    }
    const checked = await run.check(urn, old.inputs, news);
    if (checked === undefined) return false;
    old.urn = urn;
    run.seen.add(urn);
    const change = await run.attempt(urn, "diff", () =>
      run.ask(certificate.diff(old.id, crossed(old.outputs), crossed(checked))),
    );
    if (change === undefined) return false;
    if ((change.replaces ?? []).length > 0) {
      const inputs = await run.check(urn, {}, news);
      if (inputs === undefined) return false;
      if (declared.deleteBeforeReplace || change.deleteBeforeReplace) {
        if (!(await this.#end(run, old))) return false;
        return this.#create(run, urn, inputs, undefined);
      }
      return this.#create(run, urn, inputs, old);
    }
    if (!change.changes && !old.hasInitErrors) {
      run.steps.push({ urn, step: "same" });
      old.inputs = checked;
      return true;
    }
    return this.#update(run, old, checked);
  }

  async #create(
    run: Run,
    urn: string,
    inputs: Properties,
    old: Stored | undefined,
  ): Promise<boolean> {
    const { certificate } = run.process;
    const keep = (id: string, outputs: Properties, hasInitErrors: boolean): void => {
      if (old !== undefined) old.isPendingDelete = true;
      const isPendingDelete = false;
      this.resources.push({ urn, id, inputs, outputs, hasInitErrors, isPendingDelete });
    };
    return (
      (await run.attempt(
        urn,
        old === undefined ? "create" : "replace",
        async () => {
          const { id, outs } = await run.ask(certificate.create(crossed(inputs)));
          keep(id, crossed(outs), false);
          return true;
        },
        ({ id, properties }) => {
          keep(id, crossed(properties), true);
        },
      )) ?? false
    );
  }

  async #update(run: Run, old: Stored, inputs: Properties): Promise<boolean> {
    const { certificate } = run.process;
    return (
      (await run.attempt(
        old.urn,
        "update",
        async () => {
          const { outs } = await run.ask(
            certificate.update(old.id, crossed(old.outputs), crossed(inputs)),
          );
          old.inputs = inputs;
          old.outputs = crossed(outs);
          old.hasInitErrors = false;
          return true;
        },
        // Old inputs, new outputs: a failed plan is planned again by the next check.
        ({ properties }) => {
          old.outputs = crossed(properties);
          old.hasInitErrors = true;
        },
      )) ?? false
    );
  }

  async #end(run: Run, one: Stored): Promise<boolean> {
    return (
      (await run.attempt(one.urn, "delete", async () => {
        await run.ask(run.process.certificate.delete(one.id, crossed(one.outputs)));
        this.#remove(one);
        return true;
      })) ?? false
    );
  }

  #remove(one: Stored): void {
    this.resources = this.resources.filter((other) => other !== one);
  }
}

/** One command against a stack. */
class Run {
  readonly errors: string[] = [];
  readonly steps: { urn: string; step: string }[] = [];
  readonly plans = new Map<string, Properties>();
  /** URNs that the program has registered. */
  readonly seen = new Set<string>();

  constructor(
    readonly stack: ModelStack,
    readonly process: ProviderProcess,
  ) {}

  /** Waits for an answer, or for the process's end. */
  async ask<T>(answer: Promise<T>): Promise<T> {
    const died = this.process.died.then(() => {
      throw killed;
    });
    return Promise.race([answer, died]);
  }

  async guard(work: () => Promise<void>): Promise<RunResult> {
    const { errors, steps, plans } = this;
    try {
      await work();
    } catch (error) {
      if (error !== killed) throw error;
      return { errors, steps, plans, wasKilled: true };
    }
    return { errors, steps, plans, wasKilled: false };
  }

  async check(urn: string, olds: Properties, news: Properties): Promise<Properties | undefined> {
    const { certificate } = this.process;
    const answer = await this.attempt(urn, "check", () =>
      this.ask(certificate.check(crossed(olds), crossed(news))),
    );
    if (answer === undefined) return undefined;
    if (answer.failures.length > 0) {
      this.errors.push(...answer.failures.map(({ reason }) => `check ${urn}: ${reason}`));
      return undefined;
    }
    const inputs = crossed(answer.inputs);
    this.plans.set(urn, (inputs["issuance"] ?? {}) as Properties);
    return inputs;
  }

  async attempt<T>(
    urn: string,
    step: string,
    work: () => Promise<T>,
    partly?: (failure: PartialFailure) => void,
  ): Promise<T | undefined> {
    if (step !== "check" && step !== "diff") this.steps.push({ urn, step });
    try {
      return await work();
    } catch (error) {
      if (error === killed) throw error;
      const failure = error as Partial<PartialFailure> & { name?: string; message?: string };
      if (failure.name === "InitializationFailure" && partly !== undefined) {
        partly(failure as PartialFailure);
        this.errors.push(...(failure.reasons ?? []));
      } else {
        this.errors.push(String(failure.message ?? error));
      }
      return undefined;
    }
  }
}

/** What crosses to another process: a copy. */
function crossed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
