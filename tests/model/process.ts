/**
 * A provider process, without the process: a fresh load of a build's `provider/index.js`, which shares with
 * another one only what real ones share. What it says is kept, and it can be killed at any exchange.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { dirname, join, resolve } from "node:path";
import { compileFunction } from "node:vm";

import * as undici from "undici";

import type * as journal from "../../provider/journal";
import type { Declaration } from "../../provider/note";
import type { Lanes } from "./lanes";

export type Properties = Record<string, unknown>;

/** What the plugin alone says: whether the engine is to refresh the resource before all else. */
export interface Asking {
  asksFirst?: boolean;
}

/** What the shim finds under a resource's name. */
export interface Contract {
  configure(request: { config: { get(key: string): string | undefined } }): void;
  check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces?: string[]; deleteBeforeReplace?: boolean }>;
  create(inputs: Properties): Promise<{ id: string; outs: Properties } & Asking>;
  read(
    id: string,
    props: Properties,
    inputs?: Properties,
  ): Promise<{ id: string; props?: Properties; inputs?: Properties } & Asking>;
  update(id: string, olds: Properties, news: Properties): Promise<{ outs: Properties } & Asking>;
  delete(id: string, props: Properties): Promise<void>;
}

/**
 * Where a process dies: an exchange of its own, by its number, before it is sent or after it was answered. `unsaved`: the
 * engine dies instead, before it saves the step of that number.
 */
export interface Kill {
  exchange: number;
  when: "before" | "after" | "unsaved";
}

export interface ProviderProcess {
  certificate: Contract;
  /** What stood on rows. */
  said: string[];
  /** Resolves when the process dies. */
  died: Promise<void>;
  /** Ends it: it sends nothing more, and nothing is answered. Resolves when what it had sent has had its effect. */
  end(): Promise<void>;
}

export interface ProcessOptions {
  /** Folder of a build: `dist` of any commit. */
  build: string;
  config: Record<string, string>;
  environment: Record<string, string>;
  /** `host:port` of the engine: processes of one run have the same. */
  engine: string;
  kill?: Kill | undefined;
  lanes?: Lanes | undefined;
}

/** What the program's process tells the run of its resources. */
export type Tell = (declaration: Declaration) => void;

type Loaded = Record<string, unknown>;
type Wrapped = (
  exports: Loaded,
  require: (name: string) => unknown,
  module: { exports: Loaded },
  filename: string,
  folder: string,
  process: unknown,
  setTimeout: unknown,
) => void;

/** Libraries are shared: they keep nothing of ours. */
const outside = createRequire(__filename) as (name: string) => unknown;
const compiled = new Map<string, Wrapped>();

let lastPid = 0;
const living = new Set<number>();

export function startProcess(options: ProcessOptions): ProviderProcess {
  const said: string[] = [];
  let die: () => void = () => undefined;
  const died = new Promise<void>((ended) => {
    die = ended;
  });
  const pid = ++lastPid;
  living.add(pid);
  void died.then(() => living.delete(pid));
  const { request, end } = killable(options, die);
  const fakes: Record<string, unknown> = {
    undici: { ...undici, EnvHttpProxyAgent: undici.EnvHttpProxyAgent, request },
    // What an inline program says is looked for in its user's home.
    "node:os": { ...os, homedir: () => options.environment["PULUMI_HOME"] },
    "node:module": { createRequire: () => engineProtocol(said) },
  };
  const process = {
    ...globalThis.process,
    argv: ["node", "provider", options.engine],
    pid,
    kill: (other: number) => {
      if (!living.has(other)) throw new Error("ESRCH");
      return true;
    },
    env: options.environment,
  };
  // Waits take no time; the limits of CertCentral's patience are the emulator's.
  const soon = (callback: () => void): unknown => setImmediate(callback);
  const loaded = new Map<string, { exports: Loaded }>();
  const load = (file: string): Loaded => {
    const before = loaded.get(file);
    if (before !== undefined) return before.exports;
    const module = { exports: {} as Loaded };
    loaded.set(file, module);
    const requireFrom = (name: string): unknown => {
      if (name in fakes) return fakes[name];
      if (!name.startsWith(".")) return outside(name);
      const path = resolve(dirname(file), name);
      return load(path.endsWith(".js") ? path : `${path}.js`);
    };
    compile(file)(module.exports, requireFrom, module, file, dirname(file), process, soon);
    return module.exports;
  };
  const index = load(join(options.build, "provider", "index.js"));
  const certificate = index["certificate"] as Contract;
  certificate.configure({ config: { get: (key) => options.config[key] } });
  return { certificate, said, died, end };
}

/** How the class of a build tells it; the plugin's SDKs tell nothing. */
export function tellAs({
  build,
  engine,
  environment,
}: Pick<ProcessOptions, "build" | "engine" | "environment">): Tell {
  const file = join(build, "provider", "journal.js");
  const { tellDeclared } = (existsSync(file) ? outside(file) : {}) as Partial<typeof journal>;
  return tellDeclared?.(engine, environment) ?? (() => undefined);
}

function compile(file: string): Wrapped {
  const before = compiled.get(file);
  if (before !== undefined) return before;
  const parameters = [
    "exports",
    "require",
    "module",
    "__filename",
    "__dirname",
    "process",
    "setTimeout",
  ];
  const wrapped = compileFunction(readFileSync(file, "utf8"), parameters, {
    filename: file,
  }) as Wrapped;
  compiled.set(file, wrapped);
  return wrapped;
}

/** undici's `request`, cut off at an exchange: what was sent has its effect, and nobody hears of it. */
function killable(
  { kill, lanes }: ProcessOptions,
  die: () => void,
): { request: unknown; end: () => Promise<void> } {
  let exchanges = 0;
  let isDead = false;
  const sent = new Set<Promise<unknown>>();
  const never = new Promise<never>(() => undefined);
  const end = async (): Promise<void> => {
    isDead = true;
    die();
    await Promise.allSettled(sent);
  };
  const send = async (...args: Parameters<typeof undici.request>) => {
    const reply = undici.request(...args);
    sent.add(reply);
    try {
      return await reply;
    } finally {
      sent.delete(reply);
    }
  };
  const exchange = async (...args: Parameters<typeof undici.request>): Promise<unknown> => {
    if (isDead) return undefined;
    const isHit = kill?.when !== "unsaved" && exchanges++ === kill?.exchange;
    if (isHit && kill.when === "before") {
      void end();
      return undefined;
    }
    const reply = await send(...args);
    if (isHit) {
      await reply.body.dump();
      void end();
    }
    return reply;
  };
  const request = async (...args: Parameters<typeof undici.request>): Promise<unknown> => {
    const reply = await (lanes?.pass(() => exchange(...args)) ?? exchange(...args));
    return isDead ? never : reply;
  };
  return { request, end };
}

/** What `engine-log.ts` looks up at run time: the engine's log service, as far as it uses it. */
function engineProtocol(said: string[]): unknown {
  class LogRequest {
    message = "";
    isPassing = false;
    setSeverity(): void {
      // Severities make no difference here.
    }
    setMessage(message: string): void {
      this.message = message;
    }
    setUrn(): void {
      // All rows are read as one.
    }
    setEphemeral(isPassing: boolean): void {
      this.isPassing = isPassing;
    }
  }
  class EngineClient {
    log(request: LogRequest, done: () => void): void {
      if (!request.isPassing) said.push(request.message);
      done();
    }
  }
  const modules: Record<string, unknown> = {
    "@pulumi/pulumi/proto/engine_grpc_pb": { EngineClient },
    "@pulumi/pulumi/proto/engine_pb": { LogRequest, LogSeverity: {} },
    "@grpc/grpc-js": { credentials: { createInsecure: () => undefined } },
  };
  return Object.assign((name: string) => modules[name], { resolve: (name: string) => name });
}
