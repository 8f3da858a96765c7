import { Command, InvalidArgumentError, Option } from "commander";

import { faultNamed, faultNames } from "./faults/catalog";
import { mildRates, allRates, type FaultRates } from "./faults/faults";
import type { EmulatorOptions } from "./options";
import { startEmulator } from "./server";

const program = new Command("certcentral-emulator")
  .description("A local DigiCert CertCentral for tests and demos. Nothing it holds outlives it.")
  .option("--port <number>", "port on 127.0.0.1; 0 for any free one", Number, 0)
  .option("--dns-port <number>", "port of the name server, UDP; 0 for any free one", Number, 0)
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
  .option("--fault <name...>", "switch faults on; name=rate for another rate, 0 to 1")
  .option("--chaos <seed>", "switch all faults on, each at its own rate", Number)
  .option("--no-mild-faults", "switch the mild faults off that are on by default")
  .addHelpText("after", `\nFaults (* mild, with the rate when switched on):\n${faultTable()}`)
  .action(async (flags: Flags) => {
    const emulator = await startEmulator(optionsOf(flags));
    const lines = [
      "certcentral-emulator: privately rooted test certificates only; nothing is kept.",
      `api      ${emulator.url}`,
      `control  ${emulator.controlUrl}`,
      `dns      ${emulator.dns} (UDP)`,
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
  dnsPort: number;
  apiKey?: string;
  now?: string;
  frozen?: true;
  approval: "none" | "one-step" | "two-step";
  issuanceDelay?: number;
  rateLimits: boolean;
  fault?: string[];
  chaos?: number;
  mildFaults: boolean;
}

function optionsOf({ issuanceDelay, fault, mildFaults, ...flags }: Flags): EmulatorOptions {
  const delayed = { issuance: "delayed", issuanceDelaySeconds: issuanceDelay ?? 0 } as const;
  const all = flags.chaos === undefined ? mildRates : allRates;
  const faultRates = {
    ...(mildFaults || flags.chaos !== undefined ? all : {}),
    ...readFaultRates(fault),
  };
  return { ...flags, faultRates, ...(issuanceDelay === undefined ? {} : delayed) };
}

function readFaultRates(given: string[] = []): FaultRates {
  return Object.fromEntries(
    given.map((one) => {
      const [name = "", rate] = one.split("=");
      const known = faultNames.find((own) => own === name);
      const share = Number(rate ?? (known && faultNamed(known).rate));
      if (known !== undefined && share >= 0 && share <= 1) return [known, share];
      throw new InvalidArgumentError(`${one} is none of ${faultNames.join(", ")}, or no rate`);
    }),
  );
}

function faultTable(): string {
  const lines = faultNames.map((name) => {
    const { does, rate, mild } = faultNamed(name);
    return `  ${mild ? "*" : " "} ${name.padEnd(18)} ${String(rate).padEnd(6)} ${does}`;
  });
  return lines.join("\n");
}

void program.parseAsync();
