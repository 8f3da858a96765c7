/**
 * An engine as the model sees it, and its imitation, in which each provider is a process of its own (`stack.ts` has the
 * rules). `tests/engine/imitation.test.ts` plays the same on the real one, step by step.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Emulator } from "certcentral-emulator";

import { type Kill, type Properties, type ProviderProcess, startProcess, tellAs } from "./process";
import { Lanes } from "./lanes";
import { Run } from "./run";
import { ModelStack } from "./stack";

/** One certificate of a program. */
export interface Declared {
  urn: string;
  /** URN of before a rename. */
  alias?: string | undefined;
  inputs: Properties;
  deleteBeforeReplace?: boolean | undefined;
  retainOnDelete?: boolean | undefined;
  /** Its explicit provider, which is a process of its own; undefined: the default one. */
  provider?: number | undefined;
}

export type StackIndex = 0 | 1;

export type Command =
  | { kind: "up"; program: readonly Declared[]; options: UpOptions }
  /** Plans only; outputs of others that are not known yet stand in some inputs. */
  | { kind: "preview"; program: readonly Declared[] }
  | ({ kind: "refresh" } & RefreshOptions)
  | ({ kind: "destroy" } & DestroyOptions);

/** What a command is about. */
export interface Choice {
  /** Only these; undefined: all. */
  targets?: readonly string[] | undefined;
  /** All but these. */
  excludes?: readonly string[] | undefined;
}

export interface RefreshOptions extends Choice {
  /** `--clear-pending-creates`; and `--import-pending-creates` of all that are pending, which has imported nothing since Pulumi 3.170 at least. */
  forgetsPending?: boolean | undefined;
}

export interface DestroyOptions extends Choice {
  refresh?: boolean | undefined;
  /** `--run-program`: it registers these first, and `check` is not asked. */
  program?: readonly Declared[] | undefined;
}

export interface Circumstances {
  kill?: Kill | undefined;
  /** The key that the stack has; undefined: the first account's. */
  apiKey?: string | undefined;
  /** `CERTCENTRAL_FORGET`. */
  forget?: string | undefined;
}

/** Two stacks, and what a command does to one: the imitation, or the real engine. */
export interface Engine {
  run(stack: StackIndex, command: Command, circumstances: Circumstances): Promise<RunResult>;
  resources(stack: StackIndex): readonly Stored[];
  /** What a person can put back later; all that a state is. */
  snapshot(stack: StackIndex): Promise<unknown>;
  /** Undefined: an empty state. */
  restore(stack: StackIndex, snapshot?: unknown): Promise<void>;
  /** `pulumi stack rename`: the stack's name in all URNs, and nothing else. */
  rename(stack: StackIndex, from: string, to: string): Promise<void>;
  /** `pulumi state move` to the other stack: a URN of that stack, and nothing else. */
  move(stack: StackIndex, urn: string, to: string): Promise<void>;
  /** `pulumi state delete`. */
  remove(stack: StackIndex, one: Stored): Promise<void>;
  /** A create that was under way, put into the state by hand, as the order's: without outputs. @returns whether there was one */
  takeIn(stack: StackIndex, order: number): Promise<boolean>;
}

/** The provider processes of one command: the engine starts one for each provider that is asked. */
export type Processes = (provider?: number) => ProviderProcess;

/** What the engine keeps of a resource. */
export interface Stored {
  urn: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** A partial failure: the next run updates it, whatever `diff` says. */
  hasInitErrors: boolean;
  /** The next command refreshes it first. */
  asksFirst?: boolean | undefined;
  /** It was replaced, and is not ended yet. */
  isPendingDelete: boolean;
  retainOnDelete?: boolean | undefined;
  provider?: number | undefined;
}

/** What an engine had begun when it died. */
export interface Pending {
  urn: string;
  operation: "creating" | "updating" | "deleting";
  inputs: Properties;
  provider?: number | undefined;
}

export interface UpOptions extends Choice {
  forceReplace?: readonly string[] | undefined;
  continueOnError?: boolean | undefined;
  /** All others depend on the first one: where it fails, the program never registers them. */
  dependent?: boolean | undefined;
  /** Something else that it depends on fails: its step is skipped. */
  skipped?: string | undefined;
  /** What is targeted is refreshed in the same run, before anything is registered. */
  refresh?: boolean | undefined;
  /** All are registered at once; drawn numbers say whose exchange comes next. */
  turns?: readonly number[] | undefined;
}

export interface RunResult {
  /** Why steps failed. */
  errors: string[];
  /** What was done to which resource. */
  steps: { urn: string; step: string }[];
  /** Plans of the run, by URN. */
  plans: Map<string, Properties>;
  wasKilled: boolean;
  /** What stood on rows. */
  said: string[];
}

/** The imitation, on a build of the provider. */
export class ModelEngine implements Engine {
  readonly #stacks = [new ModelStack(), new ModelStack()] as const;
  #commands = 0;
  readonly #home = mkdtempSync(join(tmpdir(), "certcentral-model-"));

  constructor(
    readonly emulator: Emulator,
    readonly build: string,
  ) {}

  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  resources(stack: StackIndex): readonly Stored[] {
    return this.#stacks[stack].resources;
  }

  pending(stack: StackIndex): readonly Pending[] {
    return this.#stacks[stack].pending;
  }

  snapshot(stack: StackIndex): Promise<unknown> {
    const { resources, hasRoot } = this.#stacks[stack];
    return Promise.resolve(structuredClone({ resources, hasRoot }));
  }

  restore(stack: StackIndex, snapshot?: unknown): Promise<void> {
    const restored = (snapshot ?? { resources: [], hasRoot: false }) as Pick<
      ModelStack,
      "resources" | "hasRoot"
    >;
    // An import drops what is pending.
    Object.assign(this.#stacks[stack], { ...structuredClone(restored), pending: [] });
    return Promise.resolve();
  }

  rename(stack: StackIndex, from: string, to: string): Promise<void> {
    const { resources, pending } = this.#stacks[stack];
    for (const one of [...resources, ...pending]) one.urn = renamed(one.urn, from, to);
    return Promise.resolve();
  }

  move(stack: StackIndex, urn: string, to: string): Promise<void> {
    const [from, other] = [this.#stacks[stack], this.#stacks[otherOf(stack)]];
    const moved = from.resources.filter((one) => one.urn === urn);
    from.resources = from.resources.filter((one) => one.urn !== urn);
    other.resources.push(...moved.map((one) => ({ ...one, urn: to })));
    other.hasRoot = true;
    return Promise.resolve();
  }

  remove(stack: StackIndex, one: Stored): Promise<void> {
    const { resources } = this.#stacks[stack];
    this.#stacks[stack].resources = resources.filter((other) => other !== one);
    return Promise.resolve();
  }

  async takeIn(stack: StackIndex, order: number): Promise<boolean> {
    const { resources, pending } = this.#stacks[stack];
    const isFree = ({ urn }: Pending): boolean => !resources.some((one) => one.urn === urn);
    const made = pending.find((one) => one.operation === "creating" && isFree(one));
    if (made === undefined) return false;
    const { urn, inputs, provider } = made;
    const taken = { urn, id: String(order), inputs, outputs: {}, provider };
    const whole = { ...taken, hasInitErrors: false, isPendingDelete: false };
    await this.restore(stack, { resources: [...resources, whole], hasRoot: true });
    return true;
  }

  async run(
    index: StackIndex,
    command: Command,
    { kill, apiKey = this.emulator.apiKey, forget }: Circumstances,
  ): Promise<RunResult> {
    const { control, url } = this.emulator;
    const turns = command.kind === "up" ? command.options.turns : undefined;
    const lanes = turns === undefined ? undefined : new Lanes(turns);
    // Addresses are used again: what an earlier run left under this one is not this run's.
    const engine = `127.0.0.1:${4711 + (this.#commands++ % 2)}`;
    const started = new Map<number | undefined, ProviderProcess>();
    const environment = {
      PULUMI_HOME: this.#home,
      CERTCENTRAL_NOW: control.now().toISOString(),
      ...(forget === undefined ? {} : { CERTCENTRAL_FORGET: forget }),
    };
    const { build } = this;
    const processes: Processes = (provider) => {
      const before = started.get(provider);
      if (before !== undefined) return before;
      const process = startProcess({
        build,
        config: {
          "certcentral:apiKey": apiKey,
          "certcentral:url": url,
          "certcentral:pollIntervalSeconds": "0.001",
          "certcentral:requestsPer5Seconds": "1000000",
          "certcentral:requestsPer3Minutes": "1000000",
        },
        environment,
        engine,
        // One process is killed; the exchanges of another one are its own.
        kill: provider === undefined ? kill : undefined,
        lanes,
      });
      started.set(provider, process);
      return process;
    };
    const stack = this.#stacks[index];
    const run = new Run(processes, tellAs({ build, engine, environment }), kill, lanes);
    try {
      const result = await (command.kind === "up"
        ? stack.up(run, command.program, command.options)
        : command.kind === "preview"
          ? stack.preview(run, command.program)
          : command.kind === "refresh"
            ? stack.refresh(run, command)
            : stack.destroy(run, command));
      return { ...result, said: [...started.values()].flatMap(({ said }) => said) };
    } finally {
      await Promise.all([...started.values()].map((process) => process.end()));
    }
  }
}

export const otherOf = (stack: StackIndex): StackIndex => (stack === 0 ? 1 : 0);

/** Whether a command is about a resource. */
export function isChosen({ targets, excludes }: Choice, urn: string): boolean {
  return (targets?.includes(urn) ?? true) && excludes?.includes(urn) !== true;
}

/** A URN after its stack was renamed. */
function renamed(urn: string, from: string, to: string): string {
  return urn.replace(`urn:pulumi:${from}::`, `urn:pulumi:${to}::`);
}
