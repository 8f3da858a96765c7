#!/usr/bin/env node
/** The program `certcentral`. */
import { fileUnwritable } from "../provider/messages/cli";
import { exitCodes } from "./exit-codes";
import { runCommand } from "./program";

const { stdout: output, stderr: errors, env: environment } = process;

for (const stream of [output, errors]) {
  stream.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    // Whoever reads only the beginning, like `head`, has had enough; what was found is in the exit code still.
    if (code === "EPIPE") return;
    process.exitCode = exitCodes.failed;
    if (stream === output) errors.write(`certcentral: ${fileUnwritable("-", code ?? message)}\n`);
    process.exit();
  });
}

void runCommand(process.argv.slice(2), { environment, output, errors }).then((code) => {
  process.exitCode ??= code;
});
