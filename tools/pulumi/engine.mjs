// Finds the real Pulumi engine, or gets it: on PATH, cached, downloaded, built with Go. Never faked.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { run } from "../steps.mjs";

const version = "3.259.0";
const oldestThatServes = [3, 216];
const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/**
 * @typedef {object} Engine
 * @property {string} [root] the folder that holds `bin/pulumi`; absent when it is on PATH
 * @property {string} version
 * @property {string} origin
 */

/** @returns {Promise<Engine>} */
export async function ensureEngine() {
  const onPath = versionOf("pulumi");
  if (onPath !== undefined && serves(onPath)) return { version: onPath, origin: "found on PATH" };

  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const root = join(cache, "pulumi-certcentral", `pulumi-v${version}`);
  const binary = join(root, "bin", "pulumi");
  const ready = versionOf(binary);
  if (ready !== undefined) {
    placeDynamicProviderScript(root);
    return { root, version: ready, origin: "cached" };
  }

  /** @type {string[]} */
  const tried = [onPath === undefined ? "not on PATH" : `pulumi ${onPath} on PATH is too old`];
  const ways = /** @type {const} */ ([
    ["downloaded", download],
    ["built with Go", buildWithGo],
  ]);
  for (const [origin, obtain] of ways) {
    try {
      await obtain(root);
      const got = versionOf(binary);
      if (got === undefined) throw new Error(`${binary} does not run`);
      placeDynamicProviderScript(root);
      return { root, version: got, origin };
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      tried.push(`${origin}: ${cause.slice(-600)}`);
    }
  }
  throw new Error(
    [
      `The Pulumi CLI ${version} could not be found, downloaded or built:`,
      ...tried.map((line) => `- ${line}`),
      "Install it (https://www.pulumi.com/docs/install/) so that `pulumi version` works, or install Go, and run this again.",
    ].join("\n"),
  );
}

/** @param {string} pulumi */
function versionOf(pulumi) {
  const asked = spawnSync(pulumi, ["version"], { encoding: "utf8" });
  return asked.status === 0 ? asked.stdout.trim().replace(/^v/, "") : undefined;
}

/** @param {string} found */
function serves(found) {
  const [major = 0, minor = 0] = found.split(".").map(Number);
  const [wantMajor = 0, wantMinor = 0] = oldestThatServes;
  return major > wantMajor || (major === wantMajor && minor >= wantMinor);
}

/** @param {string} root */
async function download(root) {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  const semver = /** @type {{ parse(version: string): never }} */ (require("semver"));
  await PulumiCommand.install({ root, version: semver.parse(version) });
}

/**
 * About five minutes, once: `go.mod` and `go.sum` beside this file pin every module.
 * @param {string} root
 */
function buildWithGo(root) {
  if (spawnSync("go", ["version"]).status !== 0) throw new Error("Go is not installed");
  process.stderr.write(
    `engine: building pulumi ${version} with Go, about five minutes, once ...\n`,
  );
  const bin = join(root, "bin");
  mkdirSync(bin, { recursive: true });
  // Built under another name and moved, so that an interrupted build is never taken for a good one.
  const building = join(bin, `.building-${process.pid}`);
  const stamp = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  try {
    run(
      "go",
      [
        "build",
        "-tags",
        "osusergo grpcnotrace",
        "-ldflags",
        `-s -w -X ${stamp}`,
        "-o",
        building,
        "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      ],
      { cwd: here, env: { ...process.env, CGO_ENABLED: "0" } },
    );
    renameSync(building, join(bin, "pulumi"));
  } finally {
    rmSync(building, { force: true });
  }
}

/**
 * The engine starts dynamic providers through this script of the SDK; the official download brings
 * its own copy.
 * @param {string} root
 */
function placeDynamicProviderScript(root) {
  const script = "pulumi-resource-pulumi-nodejs";
  const placed = join(root, "bin", script);
  if (existsSync(placed)) return;
  copyFileSync(join(dirname(require.resolve("@pulumi/pulumi/package.json")), script), placed);
  chmodSync(placed, 0o755);
}
