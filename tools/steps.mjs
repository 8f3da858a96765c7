// Runs one step after another and says, one line each, what was done and how long it took.
import { execFile, spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The environment of every step: this checkout's own tools (and its own Node) come first. */
export const toolEnv = {
  ...process.env,
  PATH: join(root, "node_modules", ".bin") + delimiter + (process.env["PATH"] ?? ""),
};

/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Prints `name ... time` around `work`; a step that returns a string adds it as a remark.
 * @param {string} name
 * @param {() => string | undefined | Promise<string | undefined>} work
 */
export async function step(name, work) {
  const since = Date.now();
  process.stderr.write(`${name} ...\n`);
  const remark = await work();
  process.stderr.write(`${name}: ${remark ?? "done"} (${seconds(since)})\n`);
}

/**
 * Runs a program; its output is shown only when it fails, unless `show` is set.
 * @param {string} program
 * @param {string[]} args
 * @param {{ show?: boolean, cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function run(program, args, { show = false, cwd = root, env = toolEnv } = {}) {
  const result = spawnSync(program, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });
  if (result.error) throw new Error(`run ${program}: ${result.error.message}`);
  if (result.status !== 0) {
    const output = show ? "" : `\n${result.stdout}${result.stderr}`;
    throw new Error(`${program} ${args.join(" ")} failed (exit ${result.status})${output}`);
  }
  return show ? "" : result.stdout;
}

/**
 * The same without waiting, beside others; its output is shown only when it fails.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<undefined>}
 */
export function runBeside(program, args) {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: toolEnv, maxBuffer: 1 << 28 };
    execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(undefined);
      else reject(new Error(`${program} ${args.join(" ")} failed\n${stdout}${stderr}`));
    });
  });
}

/**
 * Ends the process with one message instead of a stack trace.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
