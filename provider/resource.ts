/** Between Pulumi's dynamic-provider server and the resources: one contract, adapted once. */
import type { CertCentral } from "./certcentral/client";
import type { Clock } from "./clock";
import type { Row } from "./engine-log";
import type { Run, Unready } from "./run";
import type { Config, Settings } from "./settings";
import { keepForgotten } from "./messages/ways-out";
import { clean, withoutNulls } from "./wire";

export type Properties = Record<string, unknown>;

/** What a resource may use; everything that touches the world comes through here. */
export interface Context {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly row: Row;
  /** What this run remembers of all its resources. */
  readonly run: Run;
  /** Made at the first call, so that a preview without an API key works. */
  client(): CertCentral;
}

export interface CheckResult {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

export interface DiffResult {
  changes: boolean;
  replaces?: string[];
  deleteBeforeReplace?: boolean;
}

/** Who serves lifecycles: it knows the configuration, the clock, the rows and the run. */
export interface Server {
  /** Stores the configuration; it never fails, because the engine asks before `check`. */
  configure(config: Config): void;
  /** The context of one call, for the resource with these properties. */
  contextFor(properties: Properties): Context;
}

/** The life of a resource. Plain objects in, plain objects out. */
export interface Lifecycle {
  check(context: Context, olds: Properties, news: Properties): Promise<CheckResult>;
  diff(context: Context, id: string, olds: Properties, news: Properties): Promise<DiffResult>;
  create(context: Context, inputs: Properties): Promise<{ id: string; outs: Properties }>;
  read(
    context: Context,
    id: string,
    props: Properties,
  ): Promise<{ id: string; props?: Properties; inputs?: Properties }>;
  update(
    context: Context,
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ outs: Properties }>;
  delete(context: Context, id: string, props: Properties): Promise<void>;
}

/**
 * State and inputs of what is there already, from an id alone. It changes nothing, in CertCentral neither.
 *
 * @param identity the inputs that the program does not write: by what the reference is made
 * @param purpose `import`: a resource takes it over; `read`: the program reads it, in each run, and it stays whose it is
 */
export type Import = (
  context: Context,
  id: string,
  identity: Properties,
  purpose: "import" | "read",
) => Promise<{ id: string; inputs: Properties; outs: Properties }>;

/**
 * The resource exists but is not ready: the engine keeps id and properties, fails the deployment
 * with the reasons, and calls `update` at the next run.
 */
export class InitializationFailure extends Error {
  override readonly name = "InitializationFailure";

  constructor(
    readonly id: string,
    readonly properties: Properties,
    readonly reasons: string[],
  ) {
    super(reasons.join("\n"));
  }
}

/** What an error says, without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the shim of a resource finds under its name. */
export function adapt(lifecycle: Lifecycle, server: Server) {
  const run = async <T>(
    properties: Properties,
    method: (context: Context) => Promise<T>,
  ): Promise<T> => {
    let forgotten: readonly string[] = [];
    try {
      const context = server.contextFor(properties);
      forgotten = context.settings.forgotten;
      return await method(context);
    } catch (error) {
      return rethrow(error, (text) => keepForgotten(text, forgotten));
    }
  };
  /**
   * An error hook makes the engine repeat the very call that failed, which knows nothing of what that one left, and keep only
   * what the last one says. So a repetition is an update of what is left, and keeps it whatever comes.
   */
  const attempt = async (
    context: Context,
    call: unknown,
    news: Properties,
    work: () => Promise<Kept>,
  ): Promise<Kept> => {
    const { failures } = context.run;
    const key = JSON.stringify(call);
    const left = failures.get(key);
    try {
      if (left === undefined) return await work();
      const { outs } = await lifecycle.update(context, left.id, left.properties, news);
      return { id: left.id, outs };
    } catch (error) {
      noteFailed(context, news);
      const failure = asFailure(error, left);
      if (failure === undefined) throw error;
      failures.set(key, { id: failure.id, properties: clean(failure.properties) });
      throw failure;
    }
  };
  return {
    configure(request: { config: Config }): void {
      server.configure(request.config);
    },
    async check(olds: Properties, given: Properties): Promise<CheckResult> {
      // To leave an input out and to give null for it are the same.
      const news = withoutNulls(given);
      const { inputs, failures } = await run(news, async (context) => {
        const answer = await lifecycle.check(context, olds, news);
        if (answer.failures.length > 0) noteFailed(context, news);
        return answer;
      });
      return { inputs: clean(inputs), failures };
    },
    diff(id: string, olds: Properties, news: Properties): Promise<DiffResult> {
      return run(news, (context) => lifecycle.diff(context, id, olds, news));
    },
    async create(inputs: Properties) {
      const { id, outs } = await run(inputs, (context) =>
        attempt(context, ["create", inputs], inputs, () => lifecycle.create(context, inputs)),
      );
      return { id, outs: clean(outs) };
    },
    async read(id: string, props: Properties) {
      const found = await run(props, (context) => lifecycle.read(context, id, props));
      return {
        id: found.id,
        ...(found.props === undefined ? {} : { props: clean(found.props) }),
        ...(found.inputs === undefined ? {} : { inputs: clean(found.inputs) }),
      };
    },
    async update(id: string, olds: Properties, news: Properties) {
      const { outs } = await run(news, (context) =>
        attempt(context, ["update", olds, news], news, async () => {
          return { id, ...(await lifecycle.update(context, id, olds, news)) };
        }),
      );
      return { outs: clean(outs) };
    },
    delete(id: string, props: Properties): Promise<void> {
      return run(props, (context) => lifecycle.delete(context, id, props));
    },
  };
}

function noteFailed(context: Context, news: Properties): void {
  context.run.notes.add({ kind: "failed", urn: String(news["__urn"]) });
}

interface Kept {
  id: string;
  outs: Properties;
}

/** What leaves a resource that exists; undefined where there is none. */
function asFailure(error: unknown, left: Unready | undefined): InitializationFailure | undefined {
  if (error instanceof InitializationFailure) return error;
  return left && new InitializationFailure(left.id, left.properties, [reasonOf(error)]);
}

/** The server reads id, properties and reasons off the error, and stores what it is given. */
function rethrow(error: unknown, reword: (text: string) => string): never {
  if (error instanceof InitializationFailure) {
    throw new InitializationFailure(error.id, clean(error.properties), error.reasons.map(reword));
  }
  if (!(error instanceof Error)) throw new Error(reasonOf(error));
  error.message = reword(error.message);
  // The server prints the stack of what is thrown: worth reading for a mistake of ours, and only then.
  const ours = [TypeError, ReferenceError, RangeError].some((kind) => error instanceof kind);
  if (!ours) error.stack = "";
  throw error;
}
