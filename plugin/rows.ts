/** Messages on resources' rows: the plugin speaks to the engine itself, with the grpc-js that it serves with. */
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

import { type Row, silentRow } from "../provider/engine-log";

/**
 * The row of the resource with a URN.
 *
 * @param address of the engine; without one, nothing is said
 */
export function engineRows(address: string | undefined): (urn: string) => Row {
  if (address === undefined) return () => silentRow;
  const engine = new EngineClient(address, credentials.createInsecure());
  return (urn) => {
    const say = (severity: LogSeverity, isEphemeral: boolean) => (message: string) =>
      new Promise<void>((resolve) => {
        const request = new LogRequest();
        request.setSeverity(severity);
        request.setMessage(message);
        request.setUrn(urn);
        request.setEphemeral(isEphemeral);
        // A message that cannot be shown must not fail an order that can be placed.
        engine.log(request, () => {
          resolve();
        });
      });
    return {
      status: say(LogSeverity.INFO, true),
      info: say(LogSeverity.INFO, false),
      warn: say(LogSeverity.WARNING, false),
    };
  };
}
