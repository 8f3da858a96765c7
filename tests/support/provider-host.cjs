/**
 * Pulumi's own dynamic-provider server, one run after another in one process: Pulumi's SDK is loaded once, the server
 * and our provider anew for each run. Of what they keep in memory a later run finds nothing.
 */
const { createRequire } = require("node:module");
const { sep } = require("node:path");

const [, , serverPath, ours] = process.argv;
if (serverPath === undefined || ours === undefined) throw new Error("which server, and whose?");

/** @type {unknown} */
const grpc = createRequire(serverPath)("@grpc/grpc-js");
const server = /** @type {typeof import("@grpc/grpc-js")} */ (grpc).Server.prototype;
const bindAsync = /** @type {{ value?: typeof server.bindAsync } | undefined} */ (
  Object.getOwnPropertyDescriptor(server, "bindAsync")
);
/** @type {import("@grpc/grpc-js").Server[]} */
const serving = [];

/**
 * As it is, and tells where it listens.
 * @this {import("@grpc/grpc-js").Server}
 * @type {typeof server.bindAsync}
 */
function bindAndTell(address, credentials, answer) {
  serving.push(this);
  bindAsync?.value?.call(this, address, credentials, (error, port) => {
    answer(error, port);
    process.send?.(String(port));
  });
}
Reflect.set(server, "bindAsync", bindAndTell);

process.on("message", (/** @type {{ engine?: string, environment: NodeJS.ProcessEnv }} */ run) => {
  for (const former of serving.splice(0)) former.forceShutdown();
  if (run.engine === undefined) return;
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, run.environment);
  for (const event of ["uncaughtException", "unhandledRejection", "exit"]) {
    process.removeAllListeners(event);
  }
  for (const path of Object.keys(require.cache)) {
    const isOfARun = path === serverPath || path.startsWith(`${ours}${sep}`);
    if (isOfARun) Reflect.deleteProperty(require.cache, path);
  }
  process.argv.splice(2, process.argv.length, run.engine);
  require(serverPath);
});
