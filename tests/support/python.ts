/** A Python that has Pulumi's SDK, and the plugin's SDK for it as it is published. */
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const repository = join(__dirname, "..", "..");
const sdk = join(repository, "dist-plugin", "sdk", "python");
const { python = "" } = JSON.parse(
  readFileSync(join(repository, ".cache", "engine.json"), "utf8"),
) as { python?: string };

/** Whether there are both: the set-up says so where not, and fails in CI. */
export const hasPython = python !== "" && existsSync(sdk);

/** Installs the SDK into a folder of its own, by its own description. */
export function installPythonSdk(): string {
  const target = mkdtempSync(join(tmpdir(), "certcentral-python-"));
  const flags = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"];
  execFileSync(python, ["-m", "pip", "install", ...flags, "--target", target, sdk]);
  return target;
}

/** Runs Python with what `installPythonSdk` has installed; what it printed. */
export async function runPython(
  args: readonly string[],
  { installed, cwd, input = "" }: { installed: string; cwd?: string; input?: string },
  environment: Record<string, string> = {},
): Promise<string> {
  const env = { ...process.env, ...environment, PYTHONPATH: installed };
  const running = promisify(execFile)(python, args, { cwd, env });
  running.child.stdin?.end(input);
  return (await running).stdout;
}
