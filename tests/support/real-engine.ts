/** The real engine as the model of people speaks to one (`tests/model/engine.ts`): two stacks, one backend. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Emulator } from "certcentral-emulator";
import { Certificate, type CertificateArgs } from "pulumi-certcentral";

import { dynamicUrn } from "../../plugin/urn";
import type {
  Choice,
  Circumstances,
  Command,
  Declared,
  Engine,
  RunResult,
  StackIndex,
  Stored,
} from "../model/engine";
import type { Properties } from "../model/process";
import { isPlugin } from "./doors";
import { pluginUrn, written } from "./plugin";
import { openStack, type TestStack, type YamlProgram } from "./stack";

interface Exported {
  deployment: {
    resources?: {
      urn: string;
      id?: string;
      custom: boolean;
      type: string;
      inputs?: Properties;
      outputs?: Properties;
      initErrors?: string[];
      refreshBeforeUpdate?: boolean;
      delete?: boolean;
    }[];
  };
}

/** Two stacks on the real engine. */
export class RealEngine implements Engine {
  readonly #stored: Stored[][] = [[], []];

  private constructor(
    readonly emulator: Emulator,
    readonly stacks: readonly TestStack[],
    /** Resources are moved within one backend only. */
    readonly backend: string,
  ) {}

  static async open(emulator: Emulator): Promise<RealEngine> {
    const none = (): Promise<void> => Promise.resolve();
    const backend = mkdtempSync(join(tmpdir(), "certcentral-imitated-"));
    const shared = { PULUMI_BACKEND_URL: `file://${backend}` };
    const stacks = await Promise.all(
      ["stack0", "stack1"].map((name) => openStack(emulator, none, shared, name)),
    );
    return new RealEngine(emulator, stacks, backend);
  }

  resources(index: StackIndex): readonly Stored[] {
    return this.#stored[index] ?? [];
  }

  async snapshot(index: StackIndex): Promise<unknown> {
    return this.#stack(index).export();
  }

  async restore(index: StackIndex, snapshot?: unknown): Promise<void> {
    const stack = this.#stack(index);
    const whole = JSON.parse(await stack.export()) as { deployment: { resources?: unknown[] } };
    const empty = { ...whole, deployment: { ...whole.deployment, resources: [] } };
    await stack.import(snapshot === undefined ? JSON.stringify(empty) : (snapshot as string));
    await this.#read(index);
  }

  async move(index: StackIndex, urn: string): Promise<void> {
    const names = index === 0 ? ["stack0", "stack1"] : ["stack1", "stack0"];
    const [source = "", dest = ""] = names;
    const moved = await this.#stack(index).command(
      ...["state", "move", "--yes", "--source", source, "--dest", dest, urnHere(urn)],
    );
    if (moved.failure !== undefined) throw new Error(moved.failure);
    for (const one of [0, 1] as const) await this.#read(one);
  }

  async remove(index: StackIndex, { urn }: Stored): Promise<void> {
    const { failure } = await this.#stack(index).command("state", "delete", "--yes", urnHere(urn));
    if (failure !== undefined) throw new Error(failure);
    await this.#read(index);
  }

  /** Nothing is killed here. */
  takeIn(): Promise<boolean> {
    return Promise.resolve(false);
  }

  rename(): Promise<void> {
    throw new Error("stacks are renamed in the model only");
  }

  async run(index: StackIndex, command: Command, { forget }: Circumstances): Promise<RunResult> {
    const stack = this.#stack(index);
    stack.now = this.emulator.control.now().toISOString();
    stack.forget = forget;
    const seen = new Seen();
    const shown = {
      parallel: 1,
      onEvent: (event: EngineEvent): void => {
        seen.add(event);
      },
    };
    if (command.kind === "up") {
      const { program, options } = command;
      stack.program = asProgram(program);
      await stack.up({
        ...shown,
        ...choiceHere(options),
        ...(options.continueOnError === true ? { continueOnError: true } : {}),
        ...(options.refresh === true ? { refresh: true } : {}),
        ...(options.forceReplace === undefined
          ? {}
          : { replace: options.forceReplace.map(urnHere) }),
      });
    } else if (command.kind === "refresh") {
      await stack.refresh({ ...shown, ...choiceHere(command) });
    } else if (command.kind === "destroy") {
      if (command.program !== undefined) stack.program = asProgram(command.program);
      await stack.destroy(undefined, {
        ...shown,
        ...choiceHere(command),
        ...(command.refresh === true ? { refresh: true } : {}),
        ...(command.program === undefined ? {} : { runProgram: true }),
      });
    }
    await this.#read(index);
    const { errors, steps, said } = seen;
    const plans = new Map(
      this.resources(index).map(({ urn, inputs }) => [
        urn,
        (inputs["issuance"] ?? {}) as Properties,
      ]),
    );
    return { errors, steps, plans, said, wasKilled: false };
  }

  close(): void {
    for (const stack of this.stacks) stack.close();
    rmSync(this.backend, { recursive: true, force: true });
  }

  #stack(index: StackIndex): TestStack {
    const stack = this.stacks[index];
    if (stack === undefined) throw new Error(`no stack ${index}`);
    return stack;
  }

  async #read(index: StackIndex): Promise<void> {
    const { deployment } = JSON.parse(await this.#stack(index).export()) as Exported;
    this.#stored[index] = (deployment.resources ?? [])
      .filter(({ type }) => isCertificate(type))
      .map(({ urn, id = "", inputs = {}, outputs = {}, initErrors = [], ...rest }) => ({
        urn: dynamicUrn(urn),
        id,
        inputs,
        outputs,
        hasInitErrors: initErrors.length > 0,
        asksFirst: rest.refreshBeforeUpdate === true,
        isPendingDelete: rest.delete === true,
      }));
  }
}

/** The imitation knows one word for what the engine does in two ways. */
const stepOf: ReadonlyMap<string, string> = new Map([
  ["create-replacement", "replace"],
  ["delete-replaced", "delete"],
  ["refresh", "read"],
]);

/** What the engine's events tell of one command. */
class Seen {
  readonly errors: string[] = [];
  readonly said: string[] = [];
  readonly steps: { urn: string; step: string }[] = [];

  add({ resourcePreEvent, diagnosticEvent }: EngineEvent): void {
    const { op = "", urn = "", type = "" } = resourcePreEvent?.metadata ?? {};
    const step = stepOf.get(op);
    const isLogical = op === "replace" || op === "discard-replaced";
    if (isCertificate(type) && !isLogical) {
      this.steps.push({ urn: dynamicUrn(urn), step: step ?? op });
    }
    const { severity, message = "" } = diagnosticEvent ?? {};
    if (severity === "error") this.errors.push(message);
    else if (severity !== undefined && diagnosticEvent?.ephemeral !== true) this.said.push(message);
  }
}

const isCertificate = (type: string): boolean => /certcentral:(index:)?Certificate$/.test(type);

/** The model knows resources by their URN as dynamic ones. */
const urnHere = (urn: string): string => (isPlugin ? pluginUrn(urn) : urn);

function choiceHere({ targets, excludes }: Choice) {
  return {
    ...(targets === undefined ? {} : { target: targets.map(urnHere) }),
    ...(excludes === undefined ? {} : { exclude: excludes.map(urnHere) }),
  };
}

const nameIn = (urn: string): string => urn.split("::").at(-1) ?? "";

function asProgram(program: readonly Declared[]): TestStack["program"] {
  if (isPlugin) return inYaml(program);
  return () => {
    for (const one of program) declare(one);
    return Promise.resolve({});
  };
}

function inYaml(program: readonly Declared[]): YamlProgram {
  const resources = program.map(({ urn, alias, inputs, ...options }) => {
    const { deleteBeforeReplace = false, retainOnDelete = false } = options;
    const aliases = alias === undefined ? {} : { aliases: [pluginUrn(alias)] };
    const resource = {
      type: "certcentral:Certificate",
      properties: written(inputs),
      options: { deleteBeforeReplace, retainOnDelete, ...aliases },
    };
    return [nameIn(urn), resource] as const;
  });
  return { resources: Object.fromEntries(resources) };
}

function declare(declared: Declared): void {
  const { urn, alias, inputs, deleteBeforeReplace = false, retainOnDelete = false } = declared;
  new Certificate(nameIn(urn), written(inputs) as unknown as CertificateArgs, {
    deleteBeforeReplace,
    retainOnDelete,
    aliases: alias === undefined ? [] : [{ name: nameIn(alias) }],
  });
}
