/**
 * What one run knows of its resources. The engine tells each call of its own resource only, and every
 * explicit provider is a process of its own; so each process writes what it learns into a journal that all
 * processes of the run read. A note says what is, and may only ever add a refusal: where nothing is known,
 * because a run is targeted or has no engine, the rules say what they do without it.
 */
import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { homedir, hostname } from "node:os";
import { join } from "node:path";

import { systemClock } from "./clock";
import { type Lines, openLines } from "./json-lines";
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
const declaredRest = `declared on ${hostname()}`;

/**
 * The notes that all provider processes of a run share. Each line is written before the call that learned
 * it is answered. Where the folder cannot be written, the process keeps what it learns for itself.
 */
export function shareNotes(address: RunAddress): Notes {
  const { engine, runtime, home } = address;
  const shared = openLines(join(journalFolder(home), journalName(engine, runtime)), isNote);
  // An inline program runs in a process of the user's, which may have another home than its engine.
  const folders = [...new Set([home, join(homedir(), ".pulumi")])].map(journalFolder);
  const programs = folders.map((folder) => openWords(folder, engine));
  const unclaimed = new Set(programs);
  for (const folder of folders) sweep(folder, engine);
  return {
    add: (note) => {
      shared.append(note);
      for (const words of unclaimed) if (claim(words, runtime)) unclaimed.delete(words);
    },
    all: () => shared.read(),
    declared: () => {
      const declared = new Map<string, Declaration>();
      for (const one of programs.flatMap((words) => declaredIn(words.read(), runtime))) {
        declared.set(one.urn, { ...declared.get(one.urn), ...one });
      }
      return declared;
    },
  };
}

/**
 * A line of what programs say. An engine's address is used again by later runs, which may declare nothing at all: so a
 * program begins anew, and the providers of its run claim what it says from there on.
 */
type Word = Declaration | { readonly begins: true } | { readonly claimedBy: string };

function openWords(folder: string, engine: string): Lines<Word> {
  return openLines(join(folder, journalName(engine, declaredRest)), isWord);
}

/** Says, from the program's process, what a run's program declares: what is never registered is not ended. */
export function tellDeclared(
  engine: string,
  environment: NodeJS.ProcessEnv,
): (declaration: Declaration) => void {
  if (!isAddress(engine)) return () => undefined;
  const words = openWords(journalFolder(homeOf(environment)), engine);
  let hasBegun = false;
  return (declaration) => {
    if (!hasBegun) words.append({ begins: true });
    hasBegun = true;
    words.append(declaration);
  };
}

/** What the newest program has said so far, and whose it is. */
function newestOf(words: readonly Word[]): { said: readonly Word[]; runtime: string | undefined } {
  const begin = words.findLastIndex((word) => "begins" in word);
  const said = begin === -1 ? [] : words.slice(begin);
  return { said, runtime: said.find((word) => "claimedBy" in word)?.claimedBy };
}

/** Whether this run has claimed what its program says; what another run has claimed is followed by a new beginning. */
function claim(words: Lines<Word>, runtime: string): boolean {
  const newest = newestOf(words.read());
  if (newest.said.length === 0) return false;
  if (newest.runtime === undefined) words.append({ claimedBy: runtime });
  return newest.runtime === runtime;
}

function declaredIn(words: readonly Word[], runtime: string): readonly Declaration[] {
  const newest = newestOf(words);
  if (newest.runtime !== undefined && newest.runtime !== runtime) return [];
  return newest.said.filter((word): word is Declaration => "urn" in word);
}

function isNote(value: unknown): value is Note {
  return isRecord(value) && typeof value["kind"] === "string" && typeof value["urn"] === "string";
}

function isWord(value: unknown): value is Word {
  return isRecord(value) && ["urn", "begins", "claimedBy"].some((key) => key in value);
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
