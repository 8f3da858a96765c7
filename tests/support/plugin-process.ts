/** The plugin's own process, started as the engine starts it and driven over gRPC. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { grpc, startEngineLog } from "./engine-log";
import type { Row } from "./plugin";

const repository = join(__dirname, "..", "..");

export interface PluginProcess {
  client: ResourceProviderClient;
  child: ChildProcess;
  rows: Row[];
  /** Told of each row from now on. */
  onRow(listener: (row: Row) => void): void;
  /** Everything that it printed, the port apart. */
  printed(): string;
  close(): Promise<void>;
}

export async function startPlugin(
  environment: Record<string, string> = {},
): Promise<PluginProcess> {
  const rows: Row[] = [];
  const engine = await startEngineLog(rows);
  const home = mkdtempSync(join(tmpdir(), "certcentral-plugin-"));
  const child = spawn(
    process.execPath,
    [join(repository, "dist-plugin", "source", "index.js"), engine.address],
    { env: { ...process.env, PULUMI_HOME: home, ...environment }, stdio: "pipe" },
  );
  const printed: string[] = [];
  child.stderr.on("data", (text: Buffer) => printed.push(text.toString()));
  const lines = createInterface({ input: child.stdout });
  const [port] = (await once(lines, "line")) as [string];
  lines.on("line", (line) => printed.push(line));
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return {
    client,
    child,
    rows,
    onRow: (listener) => {
      rows.push = (...added) => {
        added.forEach(listener);
        return Array.prototype.push.apply(rows, added);
      };
    },
    printed: () => printed.join(""),
    close: async () => {
      client.close();
      engine.stop();
      if (child.exitCode === null && child.signalCode === null) {
        const exited = once(child, "exit");
        child.kill("SIGKILL");
        await exited;
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}
