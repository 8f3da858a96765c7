/**
 * The model of people (tests/model) stands on an imitation of the engine: what it asks of a provider, in which order,
 * and what it saves. Drawn sequences are played on both, and compared after each command.
 * `IMITATION_RUNS` and `IMITATION_SEED` make a long run of it, `CERTCENTRAL_DOOR=plugin` plays it through the plugin, from YAML.
 */
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type Emulator, startEmulator } from "certcentral-emulator";
import fc from "fast-check";
import { Certificate, type CertificateArgs } from "pulumi-certcentral";
import { join } from "node:path";

import { actsOf } from "../model/acts";
import {
  type Circumstances,
  type Command,
  type Declared,
  type Engine,
  ModelEngine,
  type RunResult,
  type StackIndex,
  type Stored,
} from "../model/engine";
import type { Properties } from "../model/process";
import { World } from "../model/world";
import { makeKey, type TestKey } from "../support/csr";
import { isPlugin } from "../support/doors";
import { dynamicUrn } from "../../plugin/urn";
import { pluginUrn, written } from "../support/plugin";
import { bundlePlugin } from "../support/plugin-build";
import { openStack, type TestStack, type YamlProgram } from "../support/stack";

const runs = Number(process.env["IMITATION_RUNS"] ?? 4);
const seed = Number(process.env["IMITATION_SEED"] ?? 1);

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
class RealEngine implements Engine {
  readonly #stored: Stored[][] = [[], []];

  private constructor(
    readonly emulator: Emulator,
    readonly stacks: readonly TestStack[],
  ) {}

  static async open(emulator: Emulator): Promise<RealEngine> {
    const none = (): Promise<void> => Promise.resolve();
    const stacks = await Promise.all(
      ["stack0", "stack1"].map((name) => openStack(emulator, none, {}, name)),
    );
    return new RealEngine(emulator, stacks);
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
      stack.program = isPlugin
        ? inYaml(program)
        : () => {
            for (const one of program) declare(one);
            return Promise.resolve({});
          };
      await stack.up({
        ...shown,
        ...(options.continueOnError === true ? { continueOnError: true } : {}),
        ...(options.refresh === true ? { refresh: true } : {}),
        ...(options.forceReplace === undefined
          ? {}
          : { replace: options.forceReplace.map(urnHere) }),
        ...(options.targets === undefined ? {} : { target: options.targets.map(urnHere) }),
      });
    } else if (command.kind === "refresh") {
      await stack.refresh(shown);
    } else if (command.kind === "destroy") {
      await stack.destroy(command.targets?.map(urnHere), {
        ...shown,
        ...(command.refresh === true ? { refresh: true } : {}),
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

const nameIn = (urn: string): string => urn.split("::").at(-1) ?? "";

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

/** What must be the same in both worlds. */
function essentials(resources: readonly Stored[]): unknown {
  return resources
    .map(({ urn, id, inputs, outputs, hasInitErrors, asksFirst = false, isPendingDelete }) => ({
      urn,
      id,
      hasInitErrors,
      asksFirst,
      isPendingDelete,
      order: outputs["orderId"],
      certificate: outputs["certificateId"],
      owned: outputs["__held"],
      awaited: outputs["__awaited"],
      plan: (inputs["issuance"] as Properties | undefined)?.["action"],
      names: inputs["dnsNames"],
    }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

const callsOf = ({ control }: Emulator): string[] =>
  control
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);

let keys: TestKey[];
let build = join(__dirname, "..", "..", "dist");

beforeAll(async () => {
  if (isPlugin) build = bundlePlugin();
  keys = await Promise.all([makeKey(), makeKey(), makeKey()]);
});

// With `--continue-on-error` the SDK rejects what fails to register in this very process, which jest takes for failures.
const without = [
  "kill",
  "key",
  "provider",
  "continueOnError",
  "skipped",
  "turns",
  "preview",
  "rename stack",
];
const act = actsOf({ without });

test(`the imitation does as the engine does: ${runs} sequences, seed ${seed}`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 10 }), async (acts) => {
      const emulators = await Promise.all(
        [0, 1].map(() =>
          startEmulator({ frozen: true, rateLimits: false, balance: 1e9, faultRates: {} }),
        ),
      );
      const [one, other] = emulators;
      if (one === undefined || other === undefined) throw new Error("two emulators");
      const real = await RealEngine.open(one);
      const model = new ModelEngine(other, build);
      try {
        // Harm is the model's own test: here the two are only compared.
        const worlds = [new World(one, keys, real, []), new World(other, keys, model, [])];
        for (const [at, played] of acts.entries()) {
          for (const world of worlds) await world.play(played);
          for (const index of [0, 1] as const) {
            expect({ at, played, is: essentials(model.resources(index)) }).toEqual({
              at,
              played,
              is: essentials(real.resources(index)),
            });
          }
          expect(callsOf(other)).toEqual(callsOf(one));
        }
      } finally {
        real.close();
        for (const emulator of emulators) await emulator.close();
      }
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
}, 3_600_000);
