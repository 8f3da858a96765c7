import { Command, Option } from "commander";

import { type FaultName, faultNamed, faultNames } from "./faults/catalog";
import type { FaultRates } from "./faults/faults";
import type { EmulatorOptions } from "./options";
import { Problem } from "./problems";
import { scenarioNamed, type ScenarioName, scenarioNames } from "./scenarios";
import { type Emulator, ratesOf, startEmulator } from "./server";

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
  .option("--key <key=account...>", "a further key, with the id of its account")
  .addOption(
    new Option("--scenario <name>", "the situation to start in, see below").choices(scenarioNames),
  )
  .option("--set <setting=value...>", "any setting, such as --set maxPlanYears=3 balance=0")
  .option("--latency <ms>", "real milliseconds that every reply takes at least", Number)
  .option("--now <instant>", "emulated instant of the start, ISO 8601")
  .option("--frozen", "the clock moves only when told to")
  .addOption(
    new Option("--approval <mode>", "approval of requests; none by default").choices([
      "none",
      "one-step",
      "two-step",
    ]),
  )
  .option("--issuance-delay <seconds>", "emulated seconds until issuance", Number)
  .option("--no-rate-limits", "let any number of requests through")
  .option("--fault <name...>", "switch faults on; name=rate for another rate, 0 to 1")
  .option("--chaos <seed>", "switch all faults on, each at its own rate", Number)
  .option("--no-mild-faults", "switch the mild faults off that are on by default")
  .addHelpText("after", `\nFaults (* mild, with the rate when switched on):\n${faultTable()}`)
  .addHelpText("after", `\nScenarios:\n${scenarioTable()}`)
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
  key?: string[];
  scenario?: ScenarioName;
  set?: string[];
  latency?: number;
  now?: string;
  frozen?: true;
  approval?: "none" | "one-step" | "two-step";
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

/** Ends badly where it answered wrongly, and a strict run where a client asked for what is not known. */
async function end(emulator: Emulator, isStrict: boolean): Promise<void> {
  const unknown = emulator.control.unknown();
  await emulator.close().catch(fail);
  if (!isStrict || unknown.length === 0) return;
  complain(unknown.map((line) => `strict: ${line}`));
  process.exitCode = 1;
}

function complain(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`certcentral-emulator: ${line}\n`);
}

function fail(error: unknown): void {
  const reasons =
    error instanceof Problem
      ? error.errors.map(({ message }) => message.replace(/^startEmulator\./, ""))
      : [error instanceof Error ? error.message : String(error)];
  complain(reasons);
  process.exitCode = 1;
}

function optionsOf(given: Omit<Flags, "strict">): EmulatorOptions {
  const { issuanceDelay, latency, fault, mildFaults, key, set, name = [], ...flags } = given;
  const delayed = { issuance: "delayed", issuanceDelaySeconds: issuanceDelay ?? 0 } as const;
  const faultRates = {
    ...(mildFaults || flags.chaos !== undefined ? ratesOf(flags) : {}),
    ...readFaultRates(fault),
  };
  return {
    ...flags,
    names: name,
    faultRates,
    keys: Object.fromEntries(pairsIn(key).map(([apiKey, account]) => [apiKey, Number(account)])),
    ...(issuanceDelay === undefined ? {} : delayed),
    ...(latency === undefined ? {} : { latencyMs: latency }),
    ...Object.fromEntries(pairsIn(set).map(([setting, value]) => [setting, settingOf(value)])),
  };
}

/** `name=value`, at the first sign: values have some of their own. */
function pairsIn(given: string[] = []): [name: string, value: string][] {
  return given.map((one) => {
    const [name = "", ...rest] = one.split("=");
    return [name, rest.join("=")];
  });
}

/** `3`, `false`, `[11]`; what is no JSON is a text. */
function settingOf(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
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

function scenarioTable(): string {
  return scenarioNames
    .map((name) => `    ${name.padEnd(18)} ${scenarioNamed(name).does}`)
    .join("\n");
}

program.parseAsync().catch(fail);
