#!/usr/bin/env node
/** The program `certcentral`. */
import { runCommand } from "./program";

const { stdout: output, stderr: errors, env: environment } = process;

void runCommand(process.argv.slice(2), { environment, output, errors }).then((code) => {
  process.exitCode = code;
});
