// dist-plugin/: the plugin as one bundle, in the two forms in which it is run with a Node, and its SDKs: `npm run build:plugin`.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "./steps.mjs";

export const pluginFolder = join(root, "dist-plugin");

/** Bundles the plugin; a second. */
export async function buildPlugin() {
  // Imported late: it comes with the dependencies.
  const { build } = await import("esbuild");
  const { version, license } = /** @type {{ version: string, license: string }} */ (
    JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  );
  const source = join(pluginFolder, "source");
  await build({
    entryPoints: [join(root, "plugin", "main.ts")],
    outfile: join(source, "index.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    // What kind of error was thrown decides what happens next.
    keepNames: true,
    // Some modules load it late, with require, for which it has another file: one copy, whoever asks.
    alias: { zod: join(root, "node_modules", "zod", "index.js") },
    logLevel: "warning",
  });
  // A source plugin: the Node language host runs it.
  writeFileSync(join(source, "PulumiPlugin.yaml"), "runtime: nodejs\n");
  const manifest = {
    name: "pulumi-resource-certcentral",
    version,
    license,
    private: true,
    main: "index.js",
    dependencies: { "@pulumi/pulumi": "^3.216.0" },
  };
  writeFileSync(join(source, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  // The same for PATH: a Node is all that it needs.
  const bin = join(pluginFolder, "bin");
  mkdirSync(bin, { recursive: true });
  const program = join(bin, "pulumi-resource-certcentral");
  writeFileSync(program, `#!/usr/bin/env node\n${readFileSync(join(source, "index.js"), "utf8")}`);
  chmodSync(program, 0o755);
}
