/** One imitated stack: the engine's rules about what it asks, in which order, and what it saves. */
import type { Declared, Processes, RunResult, Stored, UpOptions } from "./engine";
import type { Properties } from "./process";

class Killed extends Error {}

const killed = new Killed("the process is dead");

interface PartialFailure {
  id: string;
  properties: Properties;
  reasons: string[];
}

type Played = Omit<RunResult, "said">;

export class ModelStack {
  resources: Stored[] = [];

  /** Runs a program; what it has saved when the process dies is what stays. */
  async up(
    processes: Processes,
    program: readonly Declared[],
    options: UpOptions = {},
  ): Promise<Played> {
    const run = new Run(this, processes);
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

  async refresh(processes: Processes): Promise<Played> {
    const run = new Run(this, processes);
    return run.guard(async () => {
      for (const one of [...this.resources]) {
        await run.attempt(one.urn, "read", async () => {
          const { certificate } = processes(one.provider);
          const found = await run.ask(certificate.read(one.id, crossed(one.outputs)), one.provider);
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

  async destroy(processes: Processes, targets?: readonly string[]): Promise<Played> {
    const run = new Run(this, processes);
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
    const { urn, provider } = declared;
    const { certificate } = run.processes(provider);
    const old = this.#find(declared);
    if (old !== undefined) run.seen.add(old.urn);
    if (old === undefined || options.forceReplace?.includes(urn)) {
      const inputs = await run.check(declared, {});
      if (inputs === undefined) return false;
      run.seen.add(urn);
      if (old !== undefined && declared.deleteBeforeReplace) {
        if (!(await this.#end(run, old))) return false;
        return this.#create(run, declared, inputs, undefined);
      }
      return this.#create(run, declared, inputs, old);
    }
    const checked = await run.check(declared, old.inputs);
    if (checked === undefined) return false;
    old.urn = urn;
    run.seen.add(urn);
    const change = await run.attempt(urn, "diff", () =>
      run.ask(certificate.diff(old.id, crossed(old.outputs), crossed(checked)), provider),
    );
    if (change === undefined) return false;
    if ((change.replaces ?? []).length > 0) {
      const inputs = await run.check(declared, {});
      if (inputs === undefined) return false;
      if (declared.deleteBeforeReplace || change.deleteBeforeReplace) {
        if (!(await this.#end(run, old))) return false;
        return this.#create(run, declared, inputs, undefined);
      }
      return this.#create(run, declared, inputs, old);
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
    { urn, provider }: Declared,
    inputs: Properties,
    old: Stored | undefined,
  ): Promise<boolean> {
    const { certificate } = run.processes(provider);
    const keep = (id: string, outputs: Properties, hasInitErrors: boolean): void => {
      if (old !== undefined) old.isPendingDelete = true;
      const isPendingDelete = false;
      this.resources.push({ urn, id, inputs, outputs, hasInitErrors, isPendingDelete, provider });
    };
    return (
      (await run.attempt(
        urn,
        old === undefined ? "create" : "replace",
        async () => {
          const { id, outs } = await run.ask(certificate.create(crossed(inputs)), provider);
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
    const { certificate } = run.processes(old.provider);
    return (
      (await run.attempt(
        old.urn,
        "update",
        async () => {
          const { outs } = await run.ask(
            certificate.update(old.id, crossed(old.outputs), crossed(inputs)),
            old.provider,
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
        const { certificate } = run.processes(one.provider);
        await run.ask(certificate.delete(one.id, crossed(one.outputs)), one.provider);
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
    readonly processes: Processes,
  ) {}

  /** Waits for an answer, or for the process's end. */
  async ask<T>(answer: Promise<T>, provider: number | undefined): Promise<T> {
    const died = this.processes(provider).died.then(() => {
      throw killed;
    });
    return Promise.race([answer, died]);
  }

  async guard(work: () => Promise<void>): Promise<Played> {
    const { errors, steps, plans } = this;
    try {
      await work();
    } catch (error) {
      if (error !== killed) throw error;
      return { errors, steps, plans, wasKilled: true };
    }
    return { errors, steps, plans, wasKilled: false };
  }

  async check(
    { urn, inputs: news, provider }: Declared,
    olds: Properties,
  ): Promise<Properties | undefined> {
    const { certificate } = this.processes(provider);
    const answer = await this.attempt(urn, "check", () =>
      this.ask(certificate.check(crossed(olds), crossed(news)), provider),
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
