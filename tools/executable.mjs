// dist-plugin/executable/: the plugin and a Node as one program of this machine's kind, which wants nothing installed:
// `npm run build:plugin -- --executable`. Source: https://nodejs.org/api/single-executable-applications.html
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { pluginFolder } from "./plugin.mjs";
import { root, run, runMain, step } from "./steps.mjs";

/** Where Node looks for its program. */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
const name = `pulumi-resource-certcentral${process.platform === "win32" ? ".exe" : ""}`;

export const executableFolder = join(pluginFolder, "executable");
const executable = join(executableFolder, name);

/**
 * Builds it of the bundle and the Node that runs everything here, and tries it; five seconds.
 * @returns what it came to
 */
export function buildExecutable() {
  rmSync(executableFolder, { recursive: true, force: true });
  mkdirSync(executableFolder, { recursive: true });
  const prepared = join(pluginFolder, "executable.blob");
  const configuration = join(pluginFolder, "executable.json");
  writeFileSync(
    configuration,
    JSON.stringify({
      main: join(pluginFolder, "source", "index.js"),
      output: prepared,
      disableExperimentalSEAWarning: true,
      // Compiled here instead of at each start, which costs a machine of the same kind nothing.
      useCodeCache: true,
    }),
  );
  run("node", ["--experimental-sea-config", configuration]);
  copyFileSync(run("node", ["-p", "process.execPath"]).trim(), executable);
  const isMac = process.platform === "darwin";
  if (isMac) run("codesign", ["--remove-signature", executable]);
  const segment = isMac ? ["--macho-segment-name", "NODE_SEA"] : [];
  const postject = join(root, "node_modules", "postject", "dist", "cli.js");
  const wanted = [executable, "NODE_SEA_BLOB", prepared, "--sentinel-fuse", fuse, ...segment];
  run("node", [postject, ...wanted]);
  if (isMac) run("codesign", ["--sign", "-", executable]);
  for (const made of [prepared, configuration]) rmSync(made);
  tryIt();
  return `${Math.round(statSync(executable).size / 1e6)} MB`;
}

/** It says its port, as to an engine, and ends with its input. */
function tryIt() {
  const { status, stdout, stderr } = spawnSync(executable, ["127.0.0.1:1"], {
    encoding: "utf8",
    input: "",
    timeout: 60_000,
  });
  if (status === 0 && /^\d+\r?\n$/.test(stdout)) return;
  throw new Error(`${executable} does not serve (exit ${status})\n${stdout}${stderr}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await runMain(() => step("executable", buildExecutable));
}
