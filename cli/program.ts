/** All commands. */
import { Command, CommanderError } from "commander";

import { addExplain } from "./explain/command";
import { type ExitCode, exitCodes } from "./exit-codes";
import { addCheck } from "./check/command";
import { addCsr } from "./csr/command";
import { addDoctor } from "./doctor/command";
import { addImport } from "./import/command";
import { addReport } from "./report/command";
import type { World } from "./world";

/** Runs one command. Nothing that any of them does is paid, and nothing changes CertCentral. */
export async function runCommand(args: readonly string[], world: World): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const program = makeProgram(world, (found) => {
    code = found;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.done : exitCodes.misused;
    world.errors.write(`certcentral: ${error instanceof Error ? error.message : String(error)}\n`);
    return exitCodes.failed;
  }
}

export function makeProgram(world: World, end: (code: ExitCode) => void): Command {
  const program = new Command("certcentral")
    .description(
      "What expires in DigiCert CertCentral, what it will cost, what to do, and what an order would trip over.\n" +
        "Nothing that it does is paid, and nothing changes CertCentral: it sends no request but GET.",
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.output.write(text),
      writeErr: (text) => world.errors.write(text),
      getOutHelpWidth: () => world.output.columns ?? 80,
    })
    .showHelpAfterError("Run it with --help to see what there is.")
    .addHelpText("after", `\n${environmentHelp}\n\n${exitHelp}`);
  addReport(program, world, end);
  addDoctor(program, world, end);
  addExplain(program, world);
  addCsr(program, world);
  addCheck(program, world, end);
  addImport(program, world);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

const environmentHelp = [
  "Configuration: flags, then the stack that --stack names, then the environment.",
  "  CERTCENTRAL_API_KEY  API key; it needs no right but to read",
  "  CERTCENTRAL_URL      base URL, for the emulator",
  "  NO_COLOR             no colours on a terminal either",
].join("\n");

const exitHelp = [
  "Exit codes:",
  `  ${exitCodes.done}  done`,
  `  ${exitCodes.failed}  it could not be done`,
  `  ${exitCodes.misused}  the command was not understood`,
  `  ${exitCodes.found}  done, and what was to be judged was found wanting`,
].join("\n");
