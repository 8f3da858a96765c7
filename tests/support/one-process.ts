/** Runs that follow each other in one process: most of what a run takes is loading Pulumi's SDK. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { drive, type DynamicProvider, killed, repository, serverOf } from "./dynamic-provider";

interface Host {
  process: ChildProcess;
  /** What the present run has printed. */
  printed: string[];
}

let host: Host | undefined;

/**
 * The server of the next run, with a memory of its own, one at a time. What tells of killing a process, or of two
 * beside each other, needs {@link startDynamicProvider}.
 */
export function nextDynamicProvider(
  config: Record<string, string>,
  environment: Record<string, string> = {},
): Promise<DynamicProvider> {
  return drive(config, environment, async (engine, itsEnvironment) => {
    const shared = (host ??= startHost());
    const printed: string[] = [];
    shared.printed = printed;
    const listening = once(shared.process, "message");
    shared.process.send({ engine, environment: { ...process.env, ...itsEnvironment } });
    const [port] = (await listening) as [string];
    return {
      port,
      printed,
      end: () => {
        if (shared.process.connected) shared.process.send({});
        return Promise.resolve();
      },
    };
  });
}

afterAll(async () => {
  if (host !== undefined) await killed(host.process, "SIGKILL");
});

function startHost(): Host {
  const child = spawn(
    process.execPath,
    [join(__dirname, "provider-host.cjs"), serverOf(repository), join(repository, "dist")],
    { cwd: repository, stdio: ["ignore", "pipe", "pipe", "ipc"] },
  );
  const started: Host = { process: child, printed: [] };
  const print = (text: Buffer): void => void started.printed.push(text.toString());
  child.stdout?.on("data", print);
  child.stderr?.on("data", print);
  return started;
}
