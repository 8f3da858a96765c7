/**
 * What one run knows of its resources. The engine tells each call of its own resource only, and every
 * explicit provider is a process of its own; so each process writes what it learns into a journal that all
 * processes of the run read. A note says what is, and may only ever add a refusal: where nothing is known,
 * because a run is targeted or has no engine, the rules say what they do without it.
 */
import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
} from "node:fs";
import { connect } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";

import { systemClock } from "./clock";
import type { Declaration, Note, Notes } from "./note";
import { isRecord } from "./wire";

/** Notes that nobody else reads: without an engine there is no run to share. */
export function keepNotes(): Notes {
  const notes: Note[] = [];
  return {
    add: (note) => void notes.push(note),
    all: () => notes,
    declared: () => new Map(),
  };
}

/** How a process knows its run. */
export interface RunAddress {
  /** `host:port` of the engine, the last argument of every provider process. */
  readonly engine: string;
  /** `PULUMI_RUNTIME_ADDRESS`: an engine's address is used again by later runs. */
  readonly runtime: string;
  /** Folder of Pulumi's own files: `PULUMI_HOME`, else `~/.pulumi`. */
  readonly home: string;
}

/** The run of this process; undefined where no engine started it. */
export function findRunAddress(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): RunAddress | undefined {
  const engine = args.at(-1);
  if (engine === undefined || !isAddress(engine)) return undefined;
  return {
    engine,
    runtime: environment["PULUMI_RUNTIME_ADDRESS"] ?? "",
    home: homeOf(environment),
  };
}

export function isAddress(text: string): boolean {
  return /^[\w.[\]-]+:\d+$/.test(text);
}

function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment["PULUMI_HOME"] || join(homedir(), ".pulumi");
}

const journalFolder = (home: string): string => join(home, "certcentral", "runs");

/** Journals are named by the engine's address, so that a start can sweep those whose engine is gone. */
function journalName(engine: string, rest: string): string {
  const digest = createHash("sha256").update(rest).digest("hex").slice(0, 16);
  return `${Buffer.from(engine).toString("hex")}-${digest}.jsonl`;
}

/** What the program's own process writes, which knows the engine and not the runtime's address. */
const declaredRest = "declared";

/**
 * The notes that all provider processes of a run share. Each line is written before the call that learned
 * it is answered. Where the folder cannot be written, the process keeps what it learns for itself.
 */
export function shareNotes(address: RunAddress): Notes {
  const { engine, runtime, home } = address;
  const folder = journalFolder(home);
  const shared = createJournal(join(folder, journalName(engine, runtime)), isNote);
  // An inline program runs in a process of the user's, which may have another home than its engine.
  const declaredJournals = [...new Set([home, join(homedir(), ".pulumi")])].map((one) =>
    createJournal(join(journalFolder(one), journalName(engine, declaredRest)), isDeclaration),
  );
  sweep(folder, engine);
  return {
    add: (note) => {
      shared.append(note);
    },
    all: () => shared.read(),
    declared: () => {
      const declared = new Map<string, Declaration>();
      for (const one of declaredJournals.flatMap((journal) => journal.read())) {
        declared.set(one.urn, { ...declared.get(one.urn), ...one });
      }
      return declared;
    },
  };
}

/** Says, from the program's process, that it declares a resource: what is never registered is not ended. */
export function noteDeclared(
  engine: string,
  declaration: Declaration,
  environment: NodeJS.ProcessEnv,
): void {
  if (!isAddress(engine)) return;
  const file = join(journalFolder(homeOf(environment)), journalName(engine, declaredRest));
  createJournal(file, isDeclaration).append(declaration);
}

function isNote(value: unknown): value is Note {
  return isRecord(value) && typeof value["kind"] === "string" && typeof value["urn"] === "string";
}

function isDeclaration(value: unknown): value is Declaration {
  return isRecord(value) && typeof value["urn"] === "string";
}

interface Journal<Entry> {
  append(entry: Entry): void;
  read(): readonly Entry[];
}

/** A file of JSON lines that grows only; each process reads just what is new to it, because every step of a run asks. */
function createJournal<Entry>(
  file: string,
  isEntry: (value: unknown) => value is Entry,
): Journal<Entry> {
  let entries: Entry[] = [];
  let offset = 0;
  let rest = "";
  return {
    append(entry) {
      try {
        appendLine(file, JSON.stringify(entry));
      } catch {
        entries.push(entry);
      }
    },
    read() {
      const size = sizeOf(file);
      if (size === offset) return entries;
      // What was swept and begun anew is another run's.
      if (size < offset) {
        entries = [];
        offset = 0;
        rest = "";
      }
      const added = rest + readFrom(file, offset);
      offset += Buffer.byteLength(added) - Buffer.byteLength(rest);
      const lines = added.split("\n");
      rest = lines.pop() ?? "";
      entries.push(...lines.map(parse).filter(isEntry));
      return entries;
    },
  };
}

/** The folder is made when it is missed: each step of a run writes several lines. */
function appendLine(file: string, line: string): void {
  const append = (): void => {
    appendFileSync(file, `${line}\n`, { mode: 0o600 });
  };
  try {
    append();
  } catch {
    mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    append();
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function readFrom(file: string, offset: number): string {
  try {
    const descriptor = openSync(file, "r");
    try {
      const length = fstatSync(descriptor).size - offset;
      if (length <= 0) return "";
      const buffer = Buffer.alloc(length);
      readSync(descriptor, buffer, 0, length, offset);
      return buffer.toString("utf8");
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return "";
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Removes the journals of engines that nobody can reach any more. A home may be that of several machines, or of several
 * containers: the engines of the others are not reached from here, so what was written today is left.
 */
function sweep(folder: string, own: string): void {
  for (const name of listFiles(folder)) {
    const engine = Buffer.from(name.split("-")[0] ?? "", "hex").toString();
    if (engine === own || !isAddress(engine) || isOfToday(join(folder, name))) continue;
    const port = Number(engine.slice(engine.lastIndexOf(":") + 1));
    const host = engine.slice(0, engine.lastIndexOf(":")).replace(/^\[|\]$/g, "");
    const socket = connect({ host, port });
    socket.unref();
    socket.on("connect", () => socket.destroy());
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") rmSync(join(folder, name), { force: true });
    });
  }
}

function isOfToday(file: string): boolean {
  const writtenMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return systemClock.now().getTime() - writtenMs < 24 * 60 * 60_000;
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
