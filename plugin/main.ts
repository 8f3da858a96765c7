/** The process of the plugin: started by the engine, whose address is its last argument. */
import { fstatSync } from "node:fs";

import { isAddress } from "../provider/journal";
import { joinRun } from "../provider/serve";
import { createCancellation } from "./cancellation";
import { createPlugin } from "./plugin";
import { engineRows } from "./rows";
import schema from "./schema.json";
import { servePlugin } from "./server";

async function main(): Promise<void> {
  const address = process.argv.at(-1);
  const plugin = createPlugin({
    version: schema.version,
    run: joinRun("plugin"),
    cancellation: createCancellation(),
    rowOf: engineRows(address !== undefined && isAddress(address) ? address : undefined),
    stackConfiguration: process.env["PULUMI_CONFIG"],
  });
  const { port } = await servePlugin(plugin, JSON.stringify(schema));
  process.stdout.write(`${port}\n`);
  // An engine that is gone has closed its end of the pipe; a terminal is no pipe.
  if (fstatSync(0).isFIFO() || fstatSync(0).isSocket()) {
    process.stdin.on("end", () => process.exit(0)).resume();
  }
}

void main();
