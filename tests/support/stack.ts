/** A stack on the real engine: inline program, file backend, its own home, today as the test says. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import * as runtime from "@pulumi/pulumi/runtime";
import {
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
  type DestroyOptions,
  type UpOptions as PulumiUpOptions,
} from "@pulumi/pulumi/automation";
import type { Emulator } from "certcentral-emulator";

const repository = join(__dirname, "..", "..");

// Engines of one process have the same address now and then, and a client would be given the former one's dead
// connection. The run then fails as a program that declares nothing, which jest hears of and the engine does not.
Object.assign(Reflect.get(runtime, "grpcClientOptions") as object, {
  "grpc.use_local_subchannel_pool": 1,
});

interface Shown {
  onOutput: (text: string) => void;
  onError: (text: string) => void;
  color: "never";
}

interface Run {
  /** All that the engine printed. */
  output: string;
  /** What it printed as an error; undefined when the run succeeded. */
  failure?: string;
}

type UpOptions = Pick<
  PulumiUpOptions & Pick<DestroyOptions, "runProgram">,
  | "replace"
  | "debug"
  | "logToStdErr"
  | "logVerbosity"
  | "target"
  | "exclude"
  | "continueOnError"
  | "parallel"
  | "onEvent"
  | "signal"
  | "plan"
  | "refresh"
  | "runProgram"
>;

/** A program of `runtime: yaml`, as its file holds it. */
export interface YamlProgram {
  resources?: Record<string, unknown>;
  variables?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

export interface TestStack {
  /** The program of the next run: a function in this process, YAML, or the folder of a project in YAML. */
  program: PulumiFn | YamlProgram | string;
  /** The instant that the provider takes for now; undefined for the real one. */
  now: string | undefined;
  /** `CERTCENTRAL_FORGET` of the runs that follow. */
  forget: string | undefined;
  up(options?: UpOptions): Promise<Run>;
  /**
   * With all details, as `--diff` prints them, unless `diff` is false.
   * @param plan file for `--save-plan`
   */
  preview(diff?: boolean, plan?: string): Promise<Run>;
  refresh(
    options?: Pick<UpOptions, "parallel" | "onEvent" | "target" | "exclude" | "runProgram">,
  ): Promise<Run>;
  /** @param target URNs of what to destroy; default: everything */
  destroy(
    target?: string[],
    options?: Pick<
      UpOptions,
      "parallel" | "onEvent" | "refresh" | "target" | "exclude" | "runProgram"
    >,
  ): Promise<Run>;
  setConfig(key: string, value: string, secret?: boolean): Promise<void>;
  removeConfig(key: string): Promise<void>;
  outputs(): Promise<Record<string, unknown>>;
  /** Inputs and outputs of a resource as the engine stores them. */
  resource(name: string): Promise<StoredResource | undefined>;
  /** The state as it lies in the backend, to grep. */
  stateText(): Promise<string>;
  /** All of the state, secrets encrypted, as `import` takes it. */
  export(): Promise<string>;
  import(state: string): Promise<void>;
  /** Any other command of the CLI, by its arguments. */
  command(...args: string[]): Promise<Run>;
  close(): void;
}

interface CommandRunner {
  run(
    args: string[],
    folder: string,
    environment: Record<string, string>,
    onOutput: (text: string) => void,
    onError: (text: string) => void,
  ): Promise<unknown>;
}

export interface StoredResource {
  id: string;
  type: string;
  urn: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
}

interface Checkpoint {
  checkpoint: { latest?: { resources?: StoredResource[] } };
}

const engine = JSON.parse(readFileSync(join(repository, ".cache", "engine.json"), "utf8")) as {
  root?: string;
  yaml?: string;
};

/** Whether programs of `runtime: yaml` can be run here: their host is built with Go. */
export const hasYaml = engine.yaml !== undefined;

/** The folder that holds the engine's `bin/pulumi`; empty where it is on PATH. */
export const engineRoot = engine.root ?? "";

/** Where the engine, its hosts and the plugin are found. */
export const enginePath = [
  ...(engine.root === undefined ? [] : [join(engine.root, "bin")]),
  ...(engine.yaml === undefined ? [] : [dirname(engine.yaml)]),
  join(repository, "dist-plugin", "bin"),
  join(repository, "node_modules", ".bin"),
  process.env["PATH"] ?? "",
].join(delimiter);

let command: Promise<PulumiCommand> | undefined;

/** Opens a fresh stack whose provider talks to an emulator. */
export async function openStack(
  emulator: Pick<Emulator, "url" | "apiKey">,
  program: PulumiFn | YamlProgram,
  environment: Record<string, string> = {},
  stackName = "test",
): Promise<TestStack> {
  const home = mkdtempSync(join(tmpdir(), "certcentral-stack-"));
  const options = {
    pulumiHome: home,
    pulumiCommand: await (command ??= PulumiCommand.get(
      engine.root === undefined ? {} : { root: engine.root },
    )),
    envVars: {
      PATH: enginePath,
      PULUMI_BACKEND_URL: `file://${home}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...environment,
    },
  };
  const inline = {
    projectName: "shop",
    stackName,
    program: typeof program === "function" ? program : () => Promise.resolve(),
  };
  const stack = await LocalWorkspace.createStack(inline, options);
  await stack.setAllConfig({
    "certcentral:apiKey": { value: emulator.apiKey, secret: true },
    "certcentral:url": { value: emulator.url },
    "certcentral:pollIntervalSeconds": { value: "0.05" },
  });
  return testStack(stack, program, home, stackName);
}

function testStack(
  stack: Stack,
  first: PulumiFn | YamlProgram,
  home: string,
  stackName: string,
): TestStack {
  // After each run the SDK asks the CLI for the outputs and the history, for a third of its time: who wants them asks.
  const nothing = (): Promise<never> => Promise.resolve({} as never);
  Object.assign(stack, { outputs: nothing, info: nothing });
  /** The program as a run takes it: a function, or the project's file. */
  const programOf = (): { program?: PulumiFn } => {
    const { program } = self;
    const isInline = typeof program === "function";
    const file = join(stack.workspace.workDir, "Pulumi.yaml");
    if (typeof program === "string") {
      cpSync(program, stack.workspace.workDir, { recursive: true });
      writeFileSync(file, readFileSync(file, "utf8").replace(/^name: .*/m, "name: shop"));
      delete stack.workspace.program;
      return {};
    }
    const project = isInline
      ? { name: "shop", runtime: "nodejs", main: process.cwd() }
      : { name: "shop", runtime: "yaml", ...program };
    writeFileSync(file, JSON.stringify(project));
    if (isInline) return { program };
    delete stack.workspace.program;
    return {};
  };
  const run = async (operation: (options: Shown) => Promise<unknown>): Promise<Run> => {
    const environment = stack.workspace.envVars;
    if (self.now === undefined) delete environment["CERTCENTRAL_NOW"];
    else environment["CERTCENTRAL_NOW"] = self.now;
    if (self.forget === undefined) delete environment["CERTCENTRAL_FORGET"];
    else environment["CERTCENTRAL_FORGET"] = self.forget;
    const printed: string[] = [];
    const print = (text: string): void => void printed.push(text);
    try {
      await operation({ onOutput: print, onError: print, color: "never" });
      return { output: printed.join("") };
    } catch (error) {
      const output = printed.join("");
      return { output, failure: output === "" ? String(error) : output };
    }
  };
  const self: TestStack = {
    program: first,
    now: undefined,
    forget: undefined,
    up: (options = {}) => run((shared) => stack.up({ ...shared, ...options, ...programOf() })),
    preview: (diff = true, plan) =>
      run((shared) =>
        stack.preview({
          ...shared,
          diff,
          ...(plan === undefined ? {} : { plan }),
          ...programOf(),
        }),
      ),
    refresh: (options = {}) => run((shared) => stack.refresh({ ...shared, ...options })),
    destroy: (target, options = {}) =>
      run((shared) =>
        stack.destroy({ ...shared, ...options, ...(target === undefined ? {} : { target }) }),
      ),
    setConfig: (key, value, secret = false) => stack.setConfig(key, { value, secret }),
    removeConfig: (key) => stack.removeConfig(key),
    outputs: async () => {
      const { output } = await self.command("stack", "output", "--json", "--show-secrets");
      return JSON.parse(output) as Record<string, unknown>;
    },
    resource: async (name) => {
      const { checkpoint } = JSON.parse(await self.stateText()) as Checkpoint;
      return checkpoint.latest?.resources?.find(({ urn }) => urn.endsWith(`::${name}`));
    },
    stateText: () => readFile(join(home, ".pulumi", "stacks", "shop", `${stackName}.json`), "utf8"),
    export: async () => JSON.stringify(await stack.exportStack()),
    import: async (state) => stack.importStack(JSON.parse(state) as never),
    command: (...args) =>
      run(async ({ onOutput, onError }) => {
        programOf();
        const { pulumiCommand, workDir, envVars } = stack.workspace;
        const stackFlag = args.includes("--source") ? [] : ["--stack", stackName];
        const all = [...args, ...stackFlag, "--color", "never", "--non-interactive"];
        const environment = { ...envVars, PULUMI_HOME: home };
        // The SDK's own way to the CLI, which its types do not show.
        const cli = pulumiCommand as unknown as CommandRunner;
        await cli.run(all, workDir, environment, onOutput, onError);
      }),
    close: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
  return self;
}
