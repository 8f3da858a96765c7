import { Command, Option } from "commander";

import { type FaultName, faultNamed, faultNames } from "./faults/catalog";
import { mildRates, allRates, type FaultRates } from "./faults/faults";
import type { EmulatorOptions } from "./options";
import { Problem } from "./problems";
import { type Emulator, startEmulator } from "./server";

const own = "127.0.0.1";

const program = new Command("certcentral-emulator")
  .description("A local DigiCert CertCentral for tests and demos. Nothing it holds outlives it.")
  .option("--port <number>", "port; 0 for any free one", Number, 0)
  .option("--host <address>", "address to listen on; any but the default opens it to others", own)
  .option("--name <host...>", "further names by which clients reach it, like that of a container")
  .option("--tls", "serve HTTPS, by a root of its own whose file is printed")
  .option("--tls-root <file>", "where to write that root; in a temporary folder by default")
  .option("--strict", "fail in the end if an unknown route, parameter or member was asked for")
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
  .action(async ({ strict = false, ...flags }: Flags) => {
    const emulator = await startEmulator(optionsOf(flags));
    if (flags.host !== own) warnOf(flags.host);
    process.stdout.write(`${welcome(emulator).join("\n")}\n`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => void end(emulator, strict));
    }
  });

interface Flags {
  port: number;
  host: string;
  name?: string[];
  tls?: true;
  tlsRoot?: string;
  strict?: boolean;
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

/** The last line tells a script that waits for it that requests are served. */
function welcome({ url, controlUrl, dns, apiKey, tlsRoot }: Emulator): string[] {
  const trust = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"];
  return [
    "certcentral-emulator: privately rooted test certificates only; nothing is kept.",
    `api      ${url}`,
    `control  ${controlUrl}`,
    `dns      ${dns} (UDP)`,
    `key      ${apiKey}`,
    ...(tlsRoot === undefined ? [] : [`root     ${tlsRoot}`]),
    "",
    `export CERTCENTRAL_URL=${url} CERTCENTRAL_API_KEY=${apiKey}`,
    ...(tlsRoot === undefined
      ? []
      : [`export ${trust.map((name) => `${name}=${tlsRoot}`).join(" ")}`]),
    "ready",
  ];
}

function warnOf(host: string): void {
  complain([
    `--host ${host} opens the API to all who reach it and have the key, and the control interface, which asks for none.`,
  ]);
}

/** A strict run ends badly where a client asked for what is not known. */
async function end(emulator: Emulator, isStrict: boolean): Promise<void> {
  const unknown = emulator.control.unknown();
  await emulator.close();
  if (!isStrict || unknown.length === 0) return;
  complain(unknown.map((line) => `strict: ${line}`));
  process.exitCode = 1;
}

function complain(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`certcentral-emulator: ${line}\n`);
}

function optionsOf({
  issuanceDelay,
  fault,
  mildFaults,
  name = [],
  ...flags
}: Omit<Flags, "strict">): EmulatorOptions {
  const delayed = { issuance: "delayed", issuanceDelaySeconds: issuanceDelay ?? 0 } as const;
  const all = flags.chaos === undefined ? mildRates : allRates;
  const faultRates = {
    ...(mildFaults || flags.chaos !== undefined ? all : {}),
    ...readFaultRates(fault),
  };
  return { ...flags, names: name, faultRates, ...(issuanceDelay === undefined ? {} : delayed) };
}

/** What is no fault and no rate is refused with all else that is wrong. */
function readFaultRates(given: string[] = []): FaultRates {
  const rates = given.map((one) => {
    const [name = "", rate] = one.split("=");
    const usual = faultNames.includes(name as FaultName) ? faultNamed(name as FaultName).rate : 0;
    return [name, rate === undefined ? usual : Number(rate)];
  });
  return Object.fromEntries(rates) as FaultRates;
}

function faultTable(): string {
  const lines = faultNames.map((name) => {
    const { does, rate, mild } = faultNamed(name);
    return `  ${mild ? "*" : " "} ${name.padEnd(18)} ${String(rate).padEnd(6)} ${does}`;
  });
  return lines.join("\n");
}

program.parseAsync().catch((error: unknown) => {
  const reasons =
    error instanceof Problem
      ? error.errors.map(({ message }) => message.replace(/^startEmulator\./, ""))
      : [error instanceof Error ? error.message : String(error)];
  complain(reasons);
  process.exitCode = 1;
});
