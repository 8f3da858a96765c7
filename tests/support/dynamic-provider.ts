/** Pulumi's own dynamic-provider process, started as the engine starts it and driven over gRPC. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type * as Grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

import { type EngineRow, grpc, startEngineLog } from "./engine-log";

export const repository = join(__dirname, "..", "..");

export type Properties = Record<string, unknown>;

/** What a create or update came to. */
export interface Outcome {
  id: string;
  outs: Properties;
  /** Reasons of an initialisation failure: the resource exists, and is not ready. */
  reasons?: string[];
}

export interface DynamicProvider {
  check(olds: Properties, news: Properties): Promise<{ inputs: Properties; failures: Failure[] }>;
  diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ changes: boolean; replaces: string[] }>;
  /** Rejects when nothing was created; an initialisation failure is an outcome with reasons. */
  create(inputs: Properties): Promise<Outcome>;
  read(
    id: string,
    props: Properties,
  ): Promise<{ id: string; props: Properties; inputs?: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<Outcome>;
  delete(id: string, props: Properties): Promise<void>;
  /** From now on it is another run: nothing is known of what was called before. */
  newRun(): void;
  /** What was said on resources' rows, in order. */
  rows: EngineRow[];
  /** Everything that the process printed. */
  printed(): string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface Failure {
  property: string;
  reason: string;
}

/** A server that listens: its port, what it printed, and how it ends. */
export interface Serving {
  port: string;
  printed: string[];
  end: (signal: NodeJS.Signals) => Promise<void>;
}

/**
 * Starts the process and configures it.
 *
 * @param program folder of the Pulumi program, with the SDK that it has; as for an inline program, the repository's
 */
export function startDynamicProvider(
  config: Record<string, string>,
  environment: Record<string, string> = {},
  program = repository,
): Promise<DynamicProvider> {
  return drive(config, environment, async (engine, itsEnvironment) => {
    const child = spawn(process.execPath, [serverOf(program), engine], {
      cwd: program,
      env: { ...process.env, ...itsEnvironment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed: string[] = [];
    child.stderr.on("data", (text: Buffer) => printed.push(text.toString()));
    const lines = createInterface({ input: child.stdout });
    const [port] = (await once(lines, "line")) as [string];
    lines.on("line", (line) => printed.push(`${line}\n`));
    return { port, printed, end: (signal) => killed(child, signal) };
  });
}

/** Where the SDK of a program has Pulumi's server. */
export function serverOf(program: string): string {
  return createRequire(join(program, "program.js")).resolve("@pulumi/pulumi/cmd/dynamic-provider");
}

export async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

/** Configures a server as the engine does, and speaks with it. */
export async function drive(
  config: Record<string, string>,
  environment: Record<string, string>,
  serve: (engine: string, environment: Record<string, string>) => Promise<Serving>,
): Promise<DynamicProvider> {
  const rows: EngineRow[] = [];
  const engine = await startEngineLog(rows);
  const home = mkdtempSync(join(tmpdir(), "certcentral-run-"));
  const { port, printed, end } = await serve(engine.address, {
    PULUMI_NODEJS_PROJECT: "shop",
    PULUMI_HOME: home,
    ...environment,
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const configure = new messages.ConfigureRequest();
  configure.setArgs(structOf(config));
  await call(client.configure.bind(client), configure);
  return {
    ...methodsOf(client),
    rows,
    newRun: () => {
      rmSync(join(home, "certcentral"), { recursive: true, force: true });
    },
    printed: () => printed.join(""),
    kill: async (signal = "SIGKILL") => {
      client.close();
      engine.stop();
      rmSync(home, { recursive: true, force: true });
      await end(signal);
    },
  };
}

function methodsOf(
  client: ResourceProviderClient,
): Pick<DynamicProvider, "check" | "diff" | "create" | "read" | "update" | "delete"> {
  return {
    async check(olds, news) {
      const request = new messages.CheckRequest();
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      const response = await call<messages.CheckRequest, messages.CheckResponse>(
        client.check.bind(client),
        request,
      );
      const failures = response
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
      return { inputs: objectOf(response.getInputs()), failures };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      const response = await call<messages.DiffRequest, messages.DiffResponse>(
        client.diff.bind(client),
        request,
      );
      const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
      const answer = response.getChanges();
      if (answer !== DIFF_SOME && answer !== DIFF_NONE) throw new Error("diff gave no answer");
      return { changes: answer === DIFF_SOME, replaces: response.getReplacesList() };
    },
    async create(inputs) {
      const request = new messages.CreateRequest();
      request.setProperties(structOf(inputs));
      return outcome(async () => {
        const response = await call<messages.CreateRequest, messages.CreateResponse>(
          client.create.bind(client),
          request,
        );
        return { id: response.getId(), outs: objectOf(response.getProperties()) };
      });
    },
    async read(id, props) {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(structOf(props));
      const response = await call<messages.ReadRequest, messages.ReadResponse>(
        client.read.bind(client),
        request,
      );
      const inputs = response.getInputs();
      return {
        id: response.getId(),
        props: objectOf(response.getProperties()),
        ...(inputs === undefined ? {} : { inputs: objectOf(inputs) }),
      };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(structOf(olds));
      request.setNews(structOf(news));
      return outcome(async () => {
        const response = await call<messages.UpdateRequest, messages.UpdateResponse>(
          client.update.bind(client),
          request,
        );
        return { id, outs: objectOf(response.getProperties()) };
      });
    },
    async delete(id, props) {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(structOf(props));
      await call(client.delete.bind(client), request);
    },
  };
}

type UnaryCall<Request, Response> = (
  request: Request,
  callback: (error: Grpc.ServiceError | null, response: Response) => void,
) => unknown;

export function call<Request, Response>(
  method: UnaryCall<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method(request, (error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

/** The engine keeps a resource whose create failed with an id: so does this. */
export async function outcome(attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt();
  } catch (error) {
    const details = (error as Grpc.ServiceError).metadata.get("grpc-status-details-bin")[0];
    if (details === undefined) throw error;
    const status = Status.deserializeBinary(new Uint8Array(details as Buffer));
    const detail = status
      .getDetailsList()[0]
      ?.unpack(
        (bytes) => messages.ErrorResourceInitFailed.deserializeBinary(bytes),
        "pulumirpc.ErrorResourceInitFailed",
      );
    if (!detail) throw error;
    return {
      id: detail.getId(),
      outs: objectOf(detail.getProperties()),
      reasons: detail.getReasonsList(),
    };
  }
}

export function structOf(value: Properties): Struct {
  return Struct.fromJavaScript(value as Record<string, JavaScriptValue>);
}

export function objectOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}
