/**
 * Messages on a resource's own row of the engine's display. The SDK's `pulumi.log` cannot do this
 * inside a dynamic provider, so the engine's Log service is called directly.
 */
import { createRequire } from "node:module";

import type * as grpc from "@grpc/grpc-js";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as protocol from "@pulumi/pulumi/proto/engine_pb";

import { isAddress } from "./journal";

/** The row of one resource. */
export interface Row {
  /** A passing status, replaced by the next one. */
  readonly status: (message: string) => Promise<void>;
  readonly info: (message: string) => Promise<void>;
  readonly warn: (message: string) => Promise<void>;
}

const silent = (): Promise<void> => Promise.resolve();

/** For questions that a row has been told the answer of. */
export const silentRow: Row = { status: silent, info: silent, warn: silent };

/** Rows on which a run says each thing once: the engine checks twice what it replaces. */
export function sayingOnce(rowOf: (urn: string) => Row): (urn: string) => Row {
  const said = new Set<string>();
  return (urn) => {
    const row = rowOf(urn);
    const once = (say: Row["info"]) => (message: string) => {
      const words = `${urn} ${message}`;
      if (said.has(words)) return silent();
      said.add(words);
      return say(message);
    };
    return { status: row.status, info: once(row.info), warn: once(row.warn) };
  };
}

type Severity = "INFO" | "WARNING";

/** The row of the resource with this URN; without an engine to tell, nothing is said. */
export function rowOf(urn: string): Row {
  const say = (severity: Severity, ephemeral: boolean) => (message: string) =>
    send(urn, severity, ephemeral, message);
  return { status: say("INFO", true), info: say("INFO", false), warn: say("WARNING", false) };
}

interface Engine {
  readonly client: EngineClient;
  readonly messages: typeof protocol;
}

/** Found once: each look for a module of the SDK reads the disk. */
let engine: Engine | undefined;

async function send(
  urn: string,
  severity: Severity,
  ephemeral: boolean,
  message: string,
): Promise<void> {
  engine ??= connect();
  if (engine === undefined) return;
  const { client, messages } = engine;
  const request = new messages.LogRequest();
  request.setSeverity(messages.LogSeverity[severity]);
  request.setMessage(message);
  request.setUrn(urn);
  request.setEphemeral(ephemeral);
  // A message that cannot be shown must not fail an order that can be placed.
  await new Promise<void>((resolve) => {
    client.log(request, () => {
      resolve();
    });
  });
}

/** The engine passes its address as the last argument of the provider process. */
function connect(): Engine | undefined {
  const address = process.argv.at(-1);
  if (address === undefined || !isAddress(address)) return undefined;
  const requireFromSdk = sdkRequire();
  const service = requireFromSdk(
    "@pulumi/pulumi/proto/engine_grpc_pb",
  ) as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
  // Credentials of another copy of grpc-js would be refused: take the one that the SDK itself uses.
  const { credentials } = createRequire(requireFromSdk.resolve("@pulumi/pulumi"))(
    "@grpc/grpc-js",
  ) as typeof grpc;
  return {
    client: new service.EngineClient(address, credentials.createInsecure()),
    messages: requireFromSdk("@pulumi/pulumi/proto/engine_pb") as typeof protocol,
  };
}

/** The SDK that runs this process: the program's own, wherever this package is installed. */
function sdkRequire(): NodeJS.Require {
  return require.main === undefined
    ? createRequire(__filename)
    : createRequire(require.main.filename);
}
