/** The plugin over gRPC, as Pulumi's engine speaks it; it knows no resource. Source: Pulumi, `proto/pulumi/provider.proto`. */
import { isDeepStrictEqual } from "node:util";

import {
  Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

import { type CheckResult, reasonOf } from "../provider/resource";
import type { Detail } from "./details";
import { type Plugin, type Stored, StoredFailure } from "./asked";
import { openStruct, sealStruct } from "./values";

/**
 * Serves on a port of this machine's own.
 *
 * @param schema the package's schema, JSON
 * @returns the port, and how to stop
 */
export async function servePlugin(
  plugin: Plugin,
  schema: string,
): Promise<{ port: number; stop(): void }> {
  // State may be large: the engine has no limit either.
  const limit = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
  const server = new Server(limit);
  // What the SDK types as a service has more members than grpc-js knows.
  const definition = ResourceProviderService as unknown as Parameters<Server["addService"]>[0];
  server.addService(definition, methodsOf(plugin, schema));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    stop: () => {
      server.forceShutdown();
    },
  };
}

function methodsOf(plugin: Plugin, schema: string): UntypedServiceImplementation {
  const nothing = unary(() => Promise.resolve(new Empty()));
  return {
    handshake: unary(() =>
      // Neither secrets nor outputs: the engine then opens them, and marks equal names again by itself.
      Promise.resolve(new messages.ProviderHandshakeResponse()),
    ),
    getPluginInfo: unary(() => Promise.resolve(new PluginInfo().setVersion(plugin.version))),
    getSchema: unary(() => Promise.resolve(new messages.GetSchemaResponse().setSchema(schema))),
    attach: nothing,
    cancel: unary(() => {
      plugin.cancel();
      return Promise.resolve(new Empty());
    }),

    checkConfig: unary(async (request: messages.CheckRequest) => {
      const news = openStruct(request.getNews());
      return checkReply(await plugin.checkConfig({ urn: request.getUrn(), news }));
    }),
    diffConfig: unary(() => {
      // The engine compares by itself, and configures anew what it has loaded for a refresh; never a replacement, which is what
      // lets a stack move from the dynamic provider.
      const { DIFF_UNKNOWN } = messages.DiffResponse.DiffChanges;
      return Promise.resolve(new messages.DiffResponse().setChanges(DIFF_UNKNOWN));
    }),
    configure: unary((request: messages.ConfigureRequest) => {
      plugin.configure(openStruct(request.getArgs()));
      return Promise.resolve(new messages.ConfigureResponse().setSupportspreview(true));
    }),

    check: unary(async (request: messages.CheckRequest) => {
      const olds = openStruct(request.getOlds());
      const news = openStruct(request.getNews());
      return checkReply(await plugin.check({ urn: request.getUrn(), olds, news }));
    }),
    diff: unary(async (request: messages.DiffRequest) => {
      const { changes, replaces, deleteBeforeReplace, details } = await plugin.diff({
        urn: request.getUrn(),
        id: request.getId(),
        olds: openStruct(request.getOlds()),
        oldInputs: openStruct(request.getOldInputs()),
        news: openStruct(request.getNews()),
      });
      const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
      const reply = new messages.DiffResponse()
        .setChanges(changes ? DIFF_SOME : DIFF_NONE)
        .setReplacesList(replaces ?? [])
        .setDeletebeforereplace(deleteBeforeReplace ?? false)
        .setDiffsList([...new Set(details.map(({ path }) => /^\w+/.exec(path)?.[0] ?? path))])
        .setHasdetaileddiff(details.length > 0);
      for (const detail of details) reply.getDetaileddiffMap().set(detail.path, diffOf(detail));
      return reply;
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const { id, properties, asksFirst } = await plugin.create({
        urn: request.getUrn(),
        inputs: openStruct(request.getProperties()),
        isPreview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new messages.CreateResponse()
        .setId(id)
        .setProperties(sealStruct(properties))
        .setRefreshBeforeUpdate(asksFirst);
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const { properties, asksFirst } = await plugin.update({
        urn: request.getUrn(),
        id: request.getId(),
        olds: openStruct(request.getOlds()),
        inputs: openStruct(request.getNews()),
        isPreview: request.getPreview(),
        timeout: request.getTimeout(),
      });
      return new messages.UpdateResponse()
        .setProperties(sealStruct(properties))
        .setRefreshBeforeUpdate(asksFirst);
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const given = openStruct(request.getProperties());
      const givenInputs = openStruct(request.getInputs());
      const { id, properties, inputs, asksFirst } = await plugin.read({
        urn: request.getUrn(),
        id: request.getId(),
        properties: given,
        inputs: givenInputs,
        // For `get` the engine sends what the program gives as both; for an import, no inputs. Source: Pulumi, `ReadStep`.
        isGet: request.hasInputs() && isDeepStrictEqual(given, givenInputs),
      });
      return new messages.ReadResponse()
        .setId(id)
        .setProperties(sealStruct(properties))
        .setInputs(sealStruct(inputs))
        .setRefreshBeforeUpdate(asksFirst);
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const properties = openStruct(request.getProperties());
      await plugin.delete({ urn: request.getUrn(), id: request.getId(), properties });
      return new Empty();
    }),

    invoke: unary(async (request: messages.InvokeRequest) => {
      const result = await plugin.invoke(request.getTok(), openStruct(request.getArgs()));
      return new messages.InvokeResponse().setReturn(sealStruct(result));
    }),
  };
}

/** A method that answers once; what it throws is what the engine prints. */
function unary<Request, Reply>(answer: (request: Request) => Promise<Reply>) {
  return (call: ServerUnaryCall<Request, Reply>, reply: sendUnaryData<Reply>): void => {
    const answered = new Promise<Reply>((resolve) => {
      resolve(answer(call.request));
    });
    answered.then(
      (value) => {
        reply(null, value);
      },
      (error: unknown) => {
        const metadata = error instanceof StoredFailure ? detailsOf(error) : new Metadata();
        reply({ code: status.UNKNOWN, details: reasonOf(error), metadata });
      },
    );
  };
}

/** What the engine keeps of a resource that exists and is not ready travels beside the error. */
function detailsOf({ stored, reasons, message }: StoredFailure): Metadata {
  const detail = withStored(new messages.ErrorResourceInitFailed(), stored).setReasonsList(reasons);
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([any]);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return metadata;
}

function withStored(
  detail: messages.ErrorResourceInitFailed,
  { id, properties, asksFirst }: Stored,
): messages.ErrorResourceInitFailed {
  return detail.setId(id).setProperties(sealStruct(properties)).setRefreshBeforeUpdate(asksFirst);
}

function checkReply({ inputs, failures }: CheckResult): messages.CheckResponse {
  const list = failures.map(({ property, reason }) =>
    new messages.CheckFailure().setProperty(property).setReason(reason),
  );
  return new messages.CheckResponse().setInputs(sealStruct(inputs)).setFailuresList(list);
}

function diffOf({ kind, isReplacing }: Detail): messages.PropertyDiff {
  const { Kind } = messages.PropertyDiff;
  const kinds = {
    add: [Kind.ADD, Kind.ADD_REPLACE],
    delete: [Kind.DELETE, Kind.DELETE_REPLACE],
    update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
  } as const;
  const [plain, replacing] = kinds[kind];
  return new messages.PropertyDiff().setKind(isReplacing ? replacing : plain).setInputdiff(true);
}
