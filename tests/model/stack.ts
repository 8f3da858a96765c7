/** One imitated stack: the engine's rules about what it asks, in which order, and what it saves. */
import { isPlugin } from "../support/doors";
import {
  type Choice,
  type Declared,
  type DestroyOptions,
  isChosen,
  type Pending,
  type RefreshOptions,
  type Stored,
  type UpOptions,
} from "./engine";
import type { Properties } from "./process";
import { crossed, type Played, type Run } from "./run";

/** What Pulumi's server of dynamic providers says of outputs without a provider's code, which it runs in a delete. */
const noCode = "code must be a string, not undefined";

export class ModelStack {
  resources: Stored[] = [];
  /** What was under way when an engine died: later ones warn of it, and tell a provider nothing. */
  pending: Pending[] = [];
  /** Whether the stack's own resource is there, which a program's first run brings. */
  hasRoot = false;

  /** Runs a program; what it has saved when the process dies is what stays. */
  async up(run: Run, program: readonly Declared[], options: UpOptions = {}): Promise<Played> {
    const goesOn = options.continueOnError === true;
    return this.#play(run, async () => {
      await this.#readFirst(run, options);
      this.hasRoot = true;
      run.tellDeclared(program);
      const first = options.dependent === true ? program.slice(0, 1) : program;
      const isGood =
        (await this.#registerAll(run, first, options)) &&
        (await this.#registerAll(run, program.slice(first.length), options));
      if (!isGood && !goesOn) return;
      const gone = this.resources.filter((one) => one.isPendingDelete || !run.seen.has(one.urn));
      for (const one of gone.reverse()) {
        if (!isChosen(options, one.urn)) continue;
        if (!(await this.#end(run, one)) && !goesOn) return;
      }
    });
  }

  /** @returns whether none has failed; a run that does not go on ends with the first that does */
  async #registerAll(run: Run, program: readonly Declared[], options: UpOptions): Promise<boolean> {
    const register = async (declared: Declared): Promise<boolean> => {
      const isPassedOver = !isChosen(options, declared.urn);
      if (isPassedOver) run.seen.add(this.#find(declared)?.urn ?? declared.urn);
      const isGood = isPassedOver || (await this.#register(run, declared, options));
      if (isGood) run.tellRegistered(declared);
      return isGood;
    };
    if (options.turns !== undefined) {
      const ended = await Promise.allSettled(program.map(register));
      for (const one of ended) if (one.status === "rejected") throw one.reason;
      return ended.every((one) => one.status === "fulfilled" && one.value);
    }
    let areGood = true;
    for (const declared of program) {
      areGood = (await register(declared)) && areGood;
      if (!areGood && options.continueOnError !== true) return false;
    }
    return areGood;
  }

  /** What an update would ask first; nothing is saved. */
  async preview(run: Run, program: readonly Declared[]): Promise<Played> {
    const before = crossed(this.resources);
    const played = await run.guard(async () => {
      await this.#readFirst(run);
      for (const declared of program) {
        const old = this.#find(declared);
        const checked = await run.check(declared, old?.inputs ?? {});
        if (old === undefined) continue;
        const { certificate } = run.processes(declared.provider);
        await run.attempt(declared, "diff", () =>
          run.ask(
            certificate.diff(old.id, crossed(old.outputs), crossed(checked)),
            declared.provider,
          ),
        );
      }
    });
    this.resources = before;
    return played;
  }

  async refresh(run: Run, { forgetsPending = false, ...choice }: RefreshOptions): Promise<Played> {
    if (forgetsPending) this.pending = [];
    return this.#play(run, async () => {
      for (const one of [...this.resources]) {
        if (isChosen(choice, one.urn)) await this.#read(run, one, "read");
      }
    });
  }

  /** What the plugin asked for, or all with `--refresh`, before anything else is done; where it fails, nothing else is. */
  async #readFirst(
    run: Run,
    { refresh = false, ...choice }: Choice & { refresh?: boolean | undefined } = {},
  ): Promise<void> {
    const asking = this.resources.filter(({ asksFirst }) => refresh || asksFirst === true);
    if (refresh || asking.length > 0) this.#requireStored(run, choice);
    for (const one of asking) {
      if (isChosen(choice, one.urn)) await this.#read(run, one, "read first");
    }
    if (run.errors.length > 0) run.bail();
  }

  /** What is named must be in the state before anything is refreshed, unless there is nothing at all. */
  #requireStored(run: Run, { targets = [], excludes = [] }: Choice): void {
    if (!this.hasRoot) return;
    for (const named of [...targets, ...excludes]) {
      if (this.resources.some(({ urn }) => urn === named)) continue;
      run.errors.push(`Target '${named}' could not be found in the stack.`);
      run.bail();
    }
  }

  async #read(run: Run, one: Stored, step: "read" | "read first"): Promise<void> {
    await run.attempt(one, step, async () => {
      const { certificate } = run.processes(one.provider);
      const asked = certificate.read(one.id, crossed(one.outputs), crossed(one.inputs));
      const found = await run.ask(asked, one.provider);
      run.dieUnsaved(one.provider);
      if (found.id === "") {
        this.#remove(one);
        return;
      }
      const outputs = crossed(found.props ?? {});
      // The engine compares, to show what has changed outside.
      await run.ask(certificate.diff(found.id, outputs, crossed(one.inputs)), one.provider);
      one.id = found.id;
      one.outputs = outputs;
      one.inputs = crossed(found.inputs ?? one.inputs);
      one.hasInitErrors = false;
      one.asksFirst = found.asksFirst;
    });
  }

  async destroy(run: Run, options: DestroyOptions): Promise<Played> {
    const { program = [] } = options;
    return this.#play(run, async () => {
      await this.#readFirst(run, options);
      run.tellDeclared(program);
      for (const declared of program) run.tellRegistered(declared);
      for (const one of [...this.resources].reverse()) {
        if (isChosen(options, one.urn) && !(await this.#end(run, one))) return;
      }
      if (options.targets === undefined && options.excludes === undefined) this.hasRoot = false;
    });
  }

  /** A command that saves. A create stays pending until a person says what became of it. */
  async #play(run: Run, work: () => Promise<void>): Promise<Played> {
    this.pending = this.pending.filter(({ operation }) => operation === "creating");
    const played = await run.guard(work);
    this.pending.unshift(...run.pending);
    return played;
  }

  #find({ urn, alias }: Declared): Stored | undefined {
    const living = this.resources.filter((one) => !one.isPendingDelete);
    return living.find((one) => one.urn === urn) ?? living.find((one) => one.urn === alias);
  }

  async #register(run: Run, declared: Declared, options: UpOptions): Promise<boolean> {
    const { urn, provider } = declared;
    const old = this.#find(declared);
    if (old !== undefined) run.seen.add(old.urn);
    // Another one that is registered at the same time has failed.
    if (run.isOver) return false;
    if (old === undefined || options.forceReplace?.includes(urn)) {
      return this.#createAnew(run, declared, options, old);
    }
    const checked = await run.check(declared, old.inputs);
    old.urn = urn;
    run.seen.add(urn);
    const { certificate } = run.processes(provider);
    const change = await run.attempt(declared, "diff", () =>
      run.ask(certificate.diff(old.id, crossed(old.outputs), crossed(checked)), provider),
    );
    if (change === undefined) return run.bail();
    if ((change.replaces ?? []).length > 0) {
      const endsFirst =
        change.deleteBeforeReplace === true || declared.deleteBeforeReplace === true;
      return this.#createAnew(run, { ...declared, deleteBeforeReplace: endsFirst }, options, old);
    }
    if (options.skipped === urn) return false;
    old.retainOnDelete = declared.retainOnDelete;
    if (!change.changes && !old.hasInitErrors) {
      run.steps.push({ urn, step: "same" });
      old.inputs = checked;
      return true;
    }
    return this.#update(run, old, checked);
  }

  /** A first one, or one in the place of `old`, of whose inputs the second check is told nothing. */
  async #createAnew(
    run: Run,
    declared: Declared,
    { skipped }: UpOptions,
    old: Stored | undefined,
  ): Promise<boolean> {
    const inputs = await run.check(declared, {});
    run.seen.add(declared.urn);
    if (skipped === declared.urn) return false;
    if (old === undefined || !declared.deleteBeforeReplace) {
      return this.#create(run, declared, inputs, old);
    }
    return (await this.#end(run, old)) && this.#create(run, declared, inputs, undefined);
  }

  async #create(
    run: Run,
    declared: Declared,
    inputs: Properties,
    old: Stored | undefined,
  ): Promise<boolean> {
    const { urn, provider, retainOnDelete } = declared;
    const { certificate } = run.processes(provider);
    const keep = (
      id: string,
      outputs: Properties,
      hasInitErrors: boolean,
      asksFirst?: boolean,
    ): void => {
      if (old !== undefined) old.isPendingDelete = true;
      const made = { urn, id, inputs, outputs, hasInitErrors, asksFirst, retainOnDelete, provider };
      this.resources.push({ ...made, isPendingDelete: false });
    };
    return (
      (await run.attempt(
        { ...declared, inputs },
        old === undefined ? "create" : "replace",
        async () => {
          const asked = certificate.create(crossed(inputs));
          const { id, outs, asksFirst } = await run.ask(asked, provider);
          run.dieUnsaved(provider);
          keep(id, crossed(outs), false, asksFirst);
          return true;
        },
        ({ id, properties, asksFirst }) => {
          keep(id, crossed(properties), true, asksFirst);
        },
      )) ?? false
    );
  }

  async #update(run: Run, old: Stored, inputs: Properties): Promise<boolean> {
    const { certificate } = run.processes(old.provider);
    return (
      (await run.attempt(
        old,
        "update",
        async () => {
          const { outs, asksFirst } = await run.ask(
            certificate.update(old.id, crossed(old.outputs), crossed(inputs)),
            old.provider,
          );
          run.dieUnsaved(old.provider);
          old.inputs = inputs;
          old.outputs = crossed(outs);
          old.hasInitErrors = false;
          old.asksFirst = asksFirst;
          return true;
        },
        // Old inputs, new outputs: a failed plan is planned again by the next check.
        ({ properties, asksFirst }) => {
          old.outputs = crossed(properties);
          old.hasInitErrors = true;
          old.asksFirst = asksFirst;
        },
      )) ?? false
    );
  }

  async #end(run: Run, one: Stored): Promise<boolean> {
    return (
      (await run.attempt(one, "delete", async () => {
        if (one.retainOnDelete !== true) {
          if (!isPlugin && one.outputs["__provider"] === undefined) throw new Error(noCode);
          const { certificate } = run.processes(one.provider);
          await run.ask(certificate.delete(one.id, crossed(one.outputs)), one.provider);
          run.dieUnsaved(one.provider);
        }
        this.#remove(one);
        return true;
      })) ?? false
    );
  }

  #remove(one: Stored): void {
    this.resources = this.resources.filter((other) => other !== one);
  }
}
