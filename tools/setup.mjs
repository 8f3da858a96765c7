// From a fresh clone to a checkout that can build, test and run: dependencies, build, engine.
// Each step looks first whether anything is left to do, so that a second call costs a second.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { root, run, runMain, step } from "./steps.mjs";

export async function setup() {
  await step("dependencies", installDependencies);
  await step("build", build);
  await step("engine", async () => {
    // Imported late: it needs the dependencies that the first step has just installed.
    const { ensureEngine } = await import("./pulumi/engine.mjs");
    const { ensureGoTool, yamlHost } = await import("./pulumi/go-tools.mjs");
    const { ensurePython } = await import("./python.mjs");
    const engine = await ensureEngine();
    const yaml = ensureGoTool(yamlHost);
    const python = ensurePython();
    mkdirSync(join(root, ".cache"), { recursive: true });
    writeFileSync(join(root, ".cache", "engine.json"), JSON.stringify({ ...engine, yaml, python }));
    const withoutYaml =
      yaml === undefined ? "; no YAML host, tests of YAML programs are skipped" : "";
    const withoutPython =
      python === undefined ? "; no Python with Pulumi, tests of Python programs are skipped" : "";
    return `pulumi ${engine.version}, ${engine.origin}${withoutYaml}${withoutPython}`;
  });
  await step("plugin", async () => {
    const { buildPlugin } = await import("./plugin.mjs");
    const { makeSdks } = await import("./sdks.mjs");
    await buildPlugin();
    const missing = makeSdks();
    return missing === undefined ? undefined : `SDKs ${missing}`;
  });
}

function installDependencies() {
  const stamp = join(root, "node_modules", ".installed-from");
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(readFileSync(join(root, "package.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return "up to date";
  run("npm", ["ci", "--no-audit", "--no-fund"], { env: process.env });
  writeFileSync(stamp, lock);
  return "installed";
}

function build() {
  run("tsc", ["-b", "tsconfig.build.json", "emulator/tsconfig.build.json"]);
  return undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runMain(setup);
