/**
 * Messages on a resource's own row of the engine's display. The SDK's `pulumi.log` cannot do this
 * inside a dynamic provider, so the engine's Log service is called directly.
 */
import { createRequire } from "node:module";

import type * as grpc from "@grpc/grpc-js";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";

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

type Severity = "INFO" | "WARNING";

/** The row of the resource with this URN; without an engine to tell, nothing is said. */
export function rowOf(urn: unknown): Row {
  const say = (severity: Severity, ephemeral: boolean) => (message: string) =>
    send(typeof urn === "string" ? urn : "", severity, ephemeral, message);
  return { status: say("INFO", true), info: say("INFO", false), warn: say("WARNING", false) };
}

let engine: EngineClient | undefined;

async function send(
  urn: string,
  severity: Severity,
  ephemeral: boolean,
  message: string,
): Promise<void> {
  const client = (engine ??= connect());
  if (client === undefined) return;
  const { LogRequest, LogSeverity } = protocol();
  const request = new LogRequest();
  request.setSeverity(LogSeverity[severity]);
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
function connect(): EngineClient | undefined {
  const address = process.argv.at(-1);
  if (address === undefined || !/^[\w.[\]-]+:\d+$/.test(address)) return undefined;
  const service = sdkRequire()(
    "@pulumi/pulumi/proto/engine_grpc_pb",
  ) as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
  // Credentials of another copy of grpc-js would be refused: take the one that the SDK itself uses.
  const { credentials } = createRequire(sdkRequire().resolve("@pulumi/pulumi"))(
    "@grpc/grpc-js",
  ) as typeof grpc;
  return new service.EngineClient(address, credentials.createInsecure());
}

function protocol(): typeof import("@pulumi/pulumi/proto/engine_pb") {
  return sdkRequire()(
    "@pulumi/pulumi/proto/engine_pb",
  ) as typeof import("@pulumi/pulumi/proto/engine_pb");
}

/** The SDK that runs this process: the program's own, wherever this package is installed. */
function sdkRequire(): NodeJS.Require {
  return require.main === undefined
    ? createRequire(__filename)
    : createRequire(require.main.filename);
}
