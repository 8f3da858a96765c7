/** Which CertCentral a command asks: flags, then a stack's configuration, then the environment. */
import { execFileSync } from "node:child_process";

import { type Command, InvalidArgumentError, Option } from "commander";

import { type Day, dayOf } from "../provider/calendar";
import { createReader, type Reader } from "../provider/certcentral/reader";
import { type Clock, clockAt } from "../provider/clock";
import {
  addressWrong,
  apiKeyNotGiven,
  stackConfigurationUnreadable,
} from "../provider/messages/cli";
import { readSettings, type Settings, urlProblem } from "../provider/settings";
import { isRecord } from "../provider/wire";
import { showProgress, type World } from "./world";

export interface ConnectionFlags {
  region?: string;
  url?: string;
  stack?: string;
}

/** Shorter pauses are no news. */
const longPauseMs = 5_000;

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
    .addOption(
      new Option("--region <region>", "CertCentral instance; us where nothing else is said")
        .choices(["us", "eu"])
        .conflicts("url"),
    )
    .option("--url <url>", "base URL instead of a region, for the emulator", (url) => {
      const problem = urlProblem(url);
      if (problem === undefined) return url;
      throw new InvalidArgumentError(addressWrong("it", problem));
    })
    .option(
      "--stack <name>",
      "take the configuration, its API key too, from this stack of the project here",
    );
}

export function connect(flags: ConnectionFlags, world: World): Connection {
  const stack = flags.stack === undefined ? {} : readStackConfiguration(flags.stack, world);
  const { region, url } = flags;
  // One of the two flags says where: nothing else does then.
  const given: Record<string, string | undefined> =
    region === undefined && url === undefined
      ? stack
      : { ...stack, "certcentral:region": region, "certcentral:url": url };
  const get = (key: string): string | undefined => given[key];
  const origins = nameOrigins(flags, get, world);
  refuseAddress(origins.address, world);
  const settings = readSettings({ get }, world.environment);
  const clock = clockAt(settings.pretendedNow);
  let reader: Reader | undefined;
  let waits = 0;
  const onWait = (message: string): void => {
    waits++;
    showProgress(world, message);
  };
  const onPause = (ms: number): void => {
    if (ms >= longPauseMs)
      showProgress(world, `${Math.ceil(ms / 1000)} s until CertCentral may be asked more`);
  };
  return {
    settings,
    clock,
    today: dayOf(clock.now()),
    reader() {
      const key = get("certcentral:apiKey") ?? world.environment["CERTCENTRAL_API_KEY"] ?? "";
      if (key.trim() === "") throw new Error(apiKeyNotGiven());
      return (reader ??= createReader({ ...settings.client(), given: origins }, clock, {
        onWait,
        onPause,
      }));
    },
    waits: () => waits,
  };
}

/** Where key and address are from, as people typed it: messages that doubt them name that. */
function nameOrigins(
  { region, url, stack }: ConnectionFlags,
  get: (key: string) => string | undefined,
  { environment }: World,
): { key: string; address: string } {
  const inStack = (key: string): string => `certcentral:${key} of the stack ${stack ?? ""}`;
  const key = get("certcentral:apiKey") === undefined ? "CERTCENTRAL_API_KEY" : inStack("apiKey");
  if (url !== undefined) return { key, address: "--url" };
  const set = ["url", "region"].find((name) => get(`certcentral:${name}`) !== undefined);
  if (region === undefined && set !== undefined) return { key, address: inStack(set) };
  const isInEnvironment = region === undefined && Boolean(environment["CERTCENTRAL_URL"]);
  return { key, address: isInEnvironment ? "CERTCENTRAL_URL" : "--region" };
}

function refuseAddress(origin: string, { environment }: World): void {
  const { CERTCENTRAL_URL: url = "" } = environment;
  const problem = origin === "CERTCENTRAL_URL" ? urlProblem(url) : undefined;
  if (problem !== undefined) throw new Error(addressWrong(`read ${origin}: "${url}"`, problem));
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
    throw new Error(
      stackConfigurationUnreadable(
        stack,
        line || (code === "ENOENT" ? "there is no pulumi" : code) || "no JSON",
      ),
      {
        cause: error,
      },
    );
  }
  return Object.fromEntries(
    Object.entries(isRecord(json) ? json : {}).flatMap(([key, entry]) =>
      isRecord(entry) && typeof entry["value"] === "string" ? [[key, entry["value"]]] : [],
    ),
  );
}
