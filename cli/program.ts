/** All commands. */
import { readFileSync } from "node:fs";

import { Command, CommanderError } from "commander";

import { addExplain } from "./explain/command";
import { type ExitCode, exitCodes } from "./exit-codes";
import { addCheck } from "./check/command";
import { addCsr } from "./csr/command";
import { addDoctor } from "./doctor/command";
import { formatExamples, formatTerms } from "./help";
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
    .version(readVersion(), "--version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.output.write(text),
      writeErr: (text) => world.errors.write(text),
      getOutHelpWidth: () => world.output.columns ?? 80,
    })
    .showHelpAfterError("Run it with --help to see what there is.")
    .addHelpText("after", `${startHelp}\n${wordsHelp}\n${environmentHelp}\n${exitHelp}`);
  addReport(program, world, end);
  addDoctor(program, world, end);
  addExplain(program, world);
  addCsr(program, world);
  addCheck(program, world, end);
  addImport(program, world);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** Of the package: its own name leads there from the build and from the source alike. */
function readVersion(): string {
  const text = readFileSync(require.resolve("pulumi-certcentral/package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

const startHelp = formatExamples(
  ["a first look, with a key", "export CERTCENTRAL_API_KEY=<key>; certcentral doctor"],
  ["what expires, and what it will cost", "certcentral report"],
);

const wordsHelp = formatTerms("Words", [
  [
    "order",
    "what is bought, for one product and a period; it can have many certificates, one after another",
  ],
  ["covered until", "last day of the order: until then a new certificate on it is free"],
  ["reissue", "a new certificate on the same order, free"],
  ["renewal", "a new, paid order that follows one that ends"],
  ["adopt", "take over an order that exists, free"],
  ["reference", "the alternative order id that a stack gives to its order, and finds it again by"],
  ["lapse", "a domain's validation ends: nothing is issued for it before it is validated anew"],
  ["stack", "what one `pulumi up` looks after; `pulumi stack export` writes all that it holds"],
]);

const environmentHelp = formatTerms(
  "Configuration: flags, then the stack that --stack names, then the environment",
  [
    ["CERTCENTRAL_API_KEY", "API key; it needs no right but to read"],
    ["CERTCENTRAL_URL", "base URL, for the emulator"],
    ["NO_COLOR", "no colours on a terminal either"],
  ],
);

const exitHelp = formatTerms("Exit codes", [
  [String(exitCodes.done), "done"],
  [String(exitCodes.failed), "it could not be done"],
  [String(exitCodes.misused), "the command was not understood"],
  [String(exitCodes.found), "done, and what was to be judged was found wanting"],
]);
