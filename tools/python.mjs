// A Python with Pulumi's SDK, for tests of the plugin's: an environment of its own, cached by what is installed into it.
// Where there is no Python, or no registry, it is not there, and what needs it is skipped; in CI that fails.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { run } from "./steps.mjs";

const requirements = join(dirname(fileURLToPath(import.meta.url)), "python", "requirements.txt");

/** @returns {string | undefined} the interpreter */
export function ensurePython() {
  const { error, stdout } = spawnSync("python3", ["--version"], { encoding: "utf8" });
  const version = error === undefined ? stdout : "none";
  const digest = createHash("sha256").update(readFileSync(requirements)).update(version);
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(cache, "pulumi-certcentral", `python-${digest.digest("hex").slice(0, 16)}`);
  const python = join(folder, "bin", "python3");
  // An environment cannot be moved: it is whole once this says so.
  const stamp = join(folder, "installed");
  if (existsSync(stamp)) return python;
  try {
    run("python3", ["-m", "venv", "--clear", folder]);
    run(python, ["-m", "pip", "install", "--quiet", "--no-deps", "-r", requirements]);
    writeFileSync(stamp, "");
    return python;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (process.env["CI"] === undefined) return undefined;
    throw error;
  }
}
