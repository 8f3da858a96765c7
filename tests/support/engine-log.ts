/** What the engine is to a provider's process: the log, whose lines stand on resources' rows. */
import { createRequire } from "node:module";

import type * as Grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** The SDK's own copy of grpc-js: the generated clients accept credentials of no other. */
export const grpc = createRequire(require.resolve("@pulumi/pulumi"))(
  "@grpc/grpc-js",
) as typeof Grpc;

export interface EngineRow {
  urn: string;
  message: string;
  severity: "info" | "warning";
  ephemeral: boolean;
}

export async function startEngineLog(
  rows: EngineRow[],
): Promise<{ address: string; stop(): void }> {
  const server = new grpc.Server();
  const log = (
    request: Grpc.ServerUnaryCall<LogRequest, Empty>,
    reply: Grpc.sendUnaryData<Empty>,
  ): void => {
    const said = request.request;
    rows.push({
      urn: said.getUrn(),
      message: said.getMessage(),
      severity: said.getSeverity() === LogSeverity.WARNING ? "warning" : "info",
      ephemeral: said.getEphemeral(),
    });
    reply(null, new Empty());
  };
  const { log: definition } = EngineService as unknown as Record<
    string,
    Grpc.MethodDefinition<LogRequest, Empty>
  >;
  if (definition === undefined) throw new Error("the SDK's engine service has no log method");
  server.addService({ log: definition }, { log });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    stop: () => {
      server.forceShutdown();
    },
  };
}
