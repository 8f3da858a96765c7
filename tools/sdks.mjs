// dist-plugin/sdk/: the plugin's SDKs for Node, Python and Go, made from its schema by Pulumi's own generators.
import { rmSync, symlinkSync } from "node:fs";
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
  return undefined;
}
