// What is built with Go beside the engine: the hosts of YAML and Java programs, and the generator of SDKs. Each once, cached by
// what it is built from. Where there is no Go they are not there, and what needs them is skipped; in CI that fails.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { run } from "../steps.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** Runs programs of `runtime: yaml`; the official CLI brings it along. */
export const yamlHost = {
  name: "pulumi-language-yaml",
  folder: join(here, "yaml"),
  package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  sources: ["go.mod", "go.sum"],
};

/** Runs programs of `runtime: java` and makes their SDKs, for `npm run test:long`; the newest that is a module. */
export const javaHost = {
  name: "pulumi-language-java",
  folder: join(here, "java"),
  package: "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
  sources: ["go.mod", "go.sum"],
};

/** Makes SDKs from a schema. */
export const sdkGenerator = {
  name: "sdks",
  folder: here,
  package: "./sdks",
  sources: ["go.mod", "sdks/main.go"],
};

/** @typedef {typeof yamlHost} GoTool */

/**
 * @param {GoTool} tool
 * @returns {string | undefined} the program; undefined where it is neither there nor to be built
 */
export function ensureGoTool(tool) {
  const found = spawnSync("which", [tool.name], { encoding: "utf8" });
  if (tool !== sdkGenerator && found.status === 0) return found.stdout.trim();
  const digest = createHash("sha256");
  for (const source of tool.sources) digest.update(readFileSync(join(tool.folder, source)));
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const name = `${tool.name}-${digest.digest("hex").slice(0, 16)}`;
  const program = join(cache, "pulumi-certcentral", "go-tools", name, tool.name);
  if (existsSync(program)) return program;
  if (spawnSync("go", ["version"]).status !== 0) {
    if (process.env["CI"] === undefined) return undefined;
    throw new Error(`build ${tool.name}: Go is not installed, and CI tests all`);
  }
  process.stderr.write(`${tool.name}: building with Go, a minute or two, once ...\n`);
  mkdirSync(dirname(program), { recursive: true });
  // Built under another name and moved, so that an interrupted build is never taken for a good one.
  const building = `${program}.building-${process.pid}`;
  const flags = ["-tags", "osusergo grpcnotrace", "-ldflags", "-s -w", "-o", building];
  try {
    run("go", ["build", ...flags, tool.package], {
      cwd: tool.folder,
      env: { ...process.env, CGO_ENABLED: "0" },
    });
    renameSync(building, program);
  } finally {
    rmSync(building, { force: true });
  }
  return program;
}
