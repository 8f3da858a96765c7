/** Runs that follow each other in one process: most of what a run takes is loading Pulumi's SDK. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { drive, type DynamicProvider, killed, repository, serverOf } from "./dynamic-provider";

/** One run at a time. What tells of killing a process, or of one that dies, needs {@link startDynamicProvider}. */
export interface ProcessOfRuns {
  /** The server of the next run, with a memory of its own. */
  next(
    config: Record<string, string>,
    environment?: Record<string, string>,
  ): Promise<DynamicProvider>;
}

const started: ChildProcess[] = [];

afterAll(() => Promise.all(started.map((child) => killed(child, "SIGKILL"))));

/** A process that is started by its first run, and ends with the test file. */
export function processOfRuns(): ProcessOfRuns {
  let host: ChildProcess | undefined;
  let printed: string[] = [];
  const start = (): ChildProcess => {
    const child = spawnHost();
    const print = (text: Buffer): void => void printed.push(text.toString());
    child.stdout?.on("data", print);
    child.stderr?.on("data", print);
    started.push(child);
    return child;
  };
  return {
    next: (config, environment = {}) =>
      drive(config, environment, async (engine, itsEnvironment) => {
        const child = (host ??= start());
        const own: string[] = [];
        printed = own;
        const listening = once(child, "message");
        child.send({ engine, environment: { ...process.env, ...itsEnvironment } });
        const [port] = (await listening) as [string];
        return {
          port,
          printed: own,
          end: () => {
            if (child.connected) child.send({});
            return Promise.resolve();
          },
        };
      }),
  };
}

const spawnHost = (): ChildProcess =>
  spawn(
    process.execPath,
    [join(__dirname, "provider-host.cjs"), serverOf(repository), join(repository, "dist")],
    { cwd: repository, stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
