/** The command as a user starts it: its own process, of the build. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const command = join(__dirname, "..", "..", "bin", "certcentral-emulator.cjs");

export interface Started {
  /** What it printed, up to `ready`. */
  lines: string[];
  url: string;
  controlUrl: string;
  dns: string;
  apiKey: string;
  /** What it printed to its standard error output. */
  errors: () => string;
  /** Ends it as a user does, and says how it ended. */
  stop: () => Promise<number | null>;
  /** Ends it whatever it does. */
  kill: () => Promise<void>;
}

export async function startCommand(...flags: string[]): Promise<Started> {
  const child = spawn(process.execPath, [command, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  const errors: string[] = [];
  child.stderr.on("data", (part: Buffer) => errors.push(part.toString()));
  const ended = once(child, "close") as Promise<[number | null]>;
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line === "ready") break;
  }
  child.stdout.resume();
  const after = (word: string): string =>
    lines.find((line) => line.startsWith(word))?.split(/\s+/)[1] ?? "";
  return {
    lines,
    url: after("api"),
    controlUrl: after("control"),
    dns: after("dns"),
    apiKey: after("key"),
    errors: () => errors.join(""),
    stop: async () => {
      child.kill("SIGTERM");
      const [code] = await ended;
      return code;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A command that does not get so far: how it ended, and why. */
export async function failCommand(
  ...flags: string[]
): Promise<{ code: number | null; errors: string }> {
  const { errors, stop } = await startCommand(...flags);
  return { code: await stop(), errors: errors() };
}
