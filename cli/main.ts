#!/usr/bin/env node
/** The program `certcentral`. */
import { runCommand } from "./program";

const { stdout: output, stderr: errors, env: environment } = process;

// Whoever reads only the beginning, like `head`, has had enough.
output.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

void runCommand(process.argv.slice(2), { environment, output, errors }).then((code) => {
  process.exitCode = code;
});
