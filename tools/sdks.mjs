// dist-plugin/sdk/: the plugin's SDKs for Node, Python and Go, made from its schema by Pulumi's own generators.
import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ensureGoTool, sdkGenerator } from "./pulumi/go-tools.mjs";
import { pluginFolder } from "./plugin.mjs";
import { root, run } from "./steps.mjs";

/** @returns {string | undefined} why there are none */
export function makeSdks() {
  const folder = join(pluginFolder, "sdk");
  rmSync(folder, { recursive: true, force: true });
  const generator = ensureGoTool(sdkGenerator);
  if (generator === undefined) return "skipped: there is no Go";
  run(generator, [join(root, "plugin", "schema.json"), folder]);
  // What the SDK for Node stands on, for those who try it here.
  symlinkSync(join(root, "node_modules"), join(folder, "nodejs", "node_modules"), "junction");
  // A module, for programs that take it from here, on the SDK of the engine's version.
  const engine = readFileSync(join(root, "tools", "pulumi", "go.mod"), "utf8");
  const [sdk = ""] = /github\.com\/pulumi\/pulumi\/sdk\/v3 v\S+/.exec(engine) ?? [];
  const module = "module github.com/pulumi-certcentral/pulumi-certcentral/sdk/go";
  writeFileSync(join(folder, "go", "go.mod"), `${module}\n\ngo 1.25.11\n\nrequire ${sdk}\n`);
  return undefined;
}
