// The host of a Go program that is built already, in place of `pulumi-language-go`, which is no module that can be had:
// starts the program of `GO_PROGRAM` as that does. Source: Pulumi, `proto/pulumi/language.proto`.
import { spawn } from "node:child_process";

import grpc from "@grpc/grpc-js";
import language from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";

/** @typedef {messages.RunRequest} RunRequest */

const engine = process.argv.at(-1) ?? "";
const program = process.env["GO_PROGRAM"] ?? "";

// What the SDK types as a service has more members than grpc-js knows.
const service = /** @type {grpc.ServiceDefinition} */ (
  /** @type {unknown} */ (language.LanguageRuntimeService)
);
const server = new grpc.Server();
server.addService(service, {
  getPluginInfo: unary(() => new plugins.PluginInfo()),
  getRequiredPackages: unary(() => new messages.GetRequiredPackagesResponse()),
  /** @type {grpc.handleUnaryCall<RunRequest, unknown>} */
  run: ({ request }, answer) => {
    const options = {
      cwd: request.getInfo()?.getProgramDirectory(),
      env: { ...process.env, ...environmentOf(request) },
    };
    // The port alone is said on standard output.
    spawn(program, { ...options, stdio: ["ignore", 2, 2] }).on("exit", (code) => {
      const error = code === 0 ? "" : `the program ended with ${code ?? "a signal"}`;
      answer(null, new messages.RunResponse().setError(error));
    });
  },
});
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});

/**
 * @param {() => unknown} reply
 * @returns {grpc.handleUnaryCall<unknown, unknown>}
 */
function unary(reply) {
  return (_call, answer) => {
    answer(null, reply());
  };
}

/**
 * What `pulumi.Run` reads.
 * @param {RunRequest} request
 */
function environmentOf(request) {
  return {
    PULUMI_ENGINE: engine,
    PULUMI_MONITOR: request.getMonitorAddress(),
    PULUMI_ORGANIZATION: request.getOrganization(),
    PULUMI_PROJECT: request.getProject(),
    PULUMI_STACK: request.getStack(),
    PULUMI_DRY_RUN: String(request.getDryrun()),
    PULUMI_PARALLEL: String(request.getParallel()),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
}
