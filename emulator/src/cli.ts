import { Command, Option } from "commander";

import { type EmulatorOptions, startEmulator } from "./server";

const program = new Command("certcentral-emulator")
  .description("A local DigiCert CertCentral for tests and demos. Nothing it holds outlives it.")
  .option("--port <number>", "port on 127.0.0.1; 0 for any free one", Number, 0)
  .option("--api-key <key>", "API key to accept; a random one by default")
  .option("--now <instant>", "emulated instant of the start, ISO 8601")
  .option("--frozen", "the clock moves only when told to")
  .addOption(
    new Option("--approval <mode>", "approval of requests")
      .choices(["none", "one-step", "two-step"])
      .default("none"),
  )
  .option("--issuance-delay <seconds>", "emulated seconds until issuance", Number)
  .option("--no-rate-limits", "let any number of requests through")
  .action(async (flags: Flags) => {
    const emulator = await startEmulator(optionsOf(flags));
    const lines = [
      "certcentral-emulator: privately rooted test certificates only; nothing is kept.",
      `api      ${emulator.url}`,
      `control  ${emulator.controlUrl}`,
      `key      ${emulator.apiKey}`,
      "",
      `export CERTCENTRAL_URL=${emulator.url} CERTCENTRAL_API_KEY=${emulator.apiKey}`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void emulator.close());
    }
  });

interface Flags {
  port: number;
  apiKey?: string;
  now?: string;
  frozen?: true;
  approval: "none" | "one-step" | "two-step";
  issuanceDelay?: number;
  rateLimits: boolean;
}

function optionsOf({ issuanceDelay, ...flags }: Flags): EmulatorOptions {
  const delayed = { issuance: "delayed", issuanceDelaySeconds: issuanceDelay ?? 0 } as const;
  return { ...flags, ...(issuanceDelay === undefined ? {} : delayed) };
}

void program.parseAsync();
