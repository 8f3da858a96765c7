/** A stack that is run by a process of its own, so that whatever it starts can be killed. */
import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import type { Emulator } from "certcentral-emulator";

const repository = join(__dirname, "..", "..");
const driver = join(repository, "tests", "chaos", "engine", "driver.cjs");

interface RunEnd {
  isGood: boolean;
  output: string;
}

export interface CliRun {
  /** Process id of the driver, which starts the command. */
  pid: number;
  /** What it printed and how it ended. */
  ended: Promise<RunEnd>;
}

interface Declared extends Record<string, unknown> {
  commonName: string;
  dnsNames?: string[];
  /** The name of another one; of something else that fails, where none has it. */
  dependsOn?: string;
  /** Its name of before a rename. */
  alias?: string;
  /** The same, where only a transform says it. */
  former?: string;
}

export interface CliStack {
  certificates: Record<string, Declared>;
  /** Day on which the provider lives; undefined for the real one. */
  today: string | undefined;
  /** `CERTCENTRAL_FORGET` of the runs that follow. */
  forget: string | undefined;
  /** A list is any other command, by its arguments. */
  start(...verbs: ("up" | "up-all" | "refresh" | "cancel" | string[])[]): CliRun;
  /** Outputs by resource name, as they lie in the backend. */
  outputs(): Record<string, Record<string, unknown>>;
  stateText(): string;
  close(): void;
}

export function openCliStack(emulator: Emulator, day?: string): CliStack {
  const home = mkdtempSync(join(tmpdir(), "certcentral-cli-"));
  const { root } = JSON.parse(readFileSync(join(repository, ".cache", "engine.json"), "utf8")) as {
    root?: string;
  };
  const path = [
    ...(root === undefined ? [] : [join(root, "bin")]),
    join(repository, "node_modules", ".bin"),
    process.env["PATH"] ?? "",
  ].join(delimiter);
  const child = fork(driver, {
    cwd: repository,
    env: {
      ...process.env,
      PATH: path,
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${home}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      CERTCENTRAL_API_KEY: emulator.apiKey,
      CERTCENTRAL_URL: emulator.url,
      ...(root === undefined ? {} : { ENGINE_ROOT: root }),
    },
  });
  const stateText = (): string =>
    readFileSync(join(home, ".pulumi", "stacks", "shop", "test.json"), "utf8");
  const stack: CliStack = {
    certificates: {},
    today: day,
    forget: undefined,
    start(...verbs) {
      const ended = once(child, "message").then(([end]) => end as RunEnd);
      const { certificates, today, forget } = stack;
      child.send({ verbs, certificates, now: today && `${today}T12:00:00Z`, forget });
      return { pid: child.pid ?? 0, ended };
    },
    outputs() {
      const { checkpoint } = JSON.parse(stateText()) as {
        checkpoint: {
          latest: { resources?: { urn: string; outputs?: Record<string, unknown> }[] };
        };
      };
      return Object.fromEntries(
        (checkpoint.latest.resources ?? []).map(({ urn, outputs }) => [
          urn.split("::").at(-1) ?? "",
          outputs ?? {},
        ]),
      );
    },
    stateText,
    close: () => {
      child.kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return stack;
}

/** Kills a process, unless it is gone. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

/** The ids of all processes that a process started, and theirs, with their command lines. */
export function descendants(pid: number): { pid: number; command: string }[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, own, parent, command = ""]) => ({
      pid: Number(own),
      parent: Number(parent),
      command,
    }));
  const below = (parent: number): { pid: number; command: string }[] =>
    table
      .filter((one) => one.parent === parent)
      .flatMap(({ pid: own, command }) => [{ pid: own, command }, ...below(own)]);
  return below(pid);
}
