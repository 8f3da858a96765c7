/** Which CertCentral a command asks: flags, then a stack's configuration, then the environment. */
import { execFileSync } from "node:child_process";

import { type Command, Option } from "commander";

import { type Day, dayOf } from "../provider/calendar";
import { createReader, type Reader } from "../provider/certcentral/reader";
import { type Clock, clockAt } from "../provider/clock";
import { stackConfigurationUnreadable } from "../provider/messages/cli";
import { readSettings, type Settings } from "../provider/settings";
import { isRecord } from "../provider/wire";
import { showProgress, type World } from "./world";

export interface ConnectionFlags {
  region?: string;
  url?: string;
  stack?: string;
}

/** A client that only reads, and what it was made from. */
export interface Connection {
  settings: Settings;
  clock: Clock;
  today: Day;
  /** Made at the first call: what asks nobody needs no API key. */
  reader(): Reader;
  /** How often a call waited for the rate limit. */
  waits(): number;
}

/** The flags that all commands have which ask CertCentral. The key is none of them: others would see it in the list of processes. */
export function addConnectionFlags(command: Command): Command {
  return command
    .addOption(new Option("--region <region>", "CertCentral instance").choices(["us", "eu"]))
    .option("--url <url>", "base URL instead of a region, for the emulator")
    .option(
      "--stack <name>",
      "take the configuration, its API key too, from this stack of the project here",
    );
}

export function connect(flags: ConnectionFlags, world: World): Connection {
  const stack = flags.stack === undefined ? {} : readStackConfiguration(flags.stack, world);
  const given: Record<string, string | undefined> = {
    "certcentral:region": flags.region,
    "certcentral:url": flags.url,
  };
  const get = (key: string): string | undefined => given[key] ?? stack[key];
  const settings = readSettings({ get }, world.environment);
  const clock = clockAt(settings.pretendedNow);
  let reader: Reader | undefined;
  let waits = 0;
  const onWait = (message: string): void => {
    waits++;
    showProgress(world, message);
  };
  return {
    settings,
    clock,
    today: dayOf(clock.now()),
    reader: () => (reader ??= createReader(settings.client(), clock, { onWait })),
    waits: () => waits,
  };
}

/** Pulumi alone can open a stack's secrets. */
function readStackConfiguration(stack: string, { environment }: World): Record<string, string> {
  const args = ["config", "--json", "--show-secrets", "--non-interactive", "--stack", stack];
  let json: unknown;
  try {
    const text = execFileSync("pulumi", args, {
      encoding: "utf8",
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    json = JSON.parse(text);
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: string };
    const [line = ""] = (stderr ?? "").trim().split("\n");
    throw new Error(stackConfigurationUnreadable(stack, line || code || "no JSON"), {
      cause: error,
    });
  }
  return Object.fromEntries(
    Object.entries(isRecord(json) ? json : {}).flatMap(([key, entry]) =>
      isRecord(entry) && typeof entry["value"] === "string" ? [[key, entry["value"]]] : [],
    ),
  );
}
