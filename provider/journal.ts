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
  return { engine, home: homeOf(environment) };
}

export function isAddress(text: string): boolean {
  return /^[\w.[\]-]+:\d+$/.test(text);
}

function homeOf(environment: NodeJS.ProcessEnv): string {
  return environment["PULUMI_HOME"] || join(homedir(), ".pulumi");
}

const journalFolder = (home: string): string => join(home, "certcentral", "runs");

/**
 * Journals are named by the engine's address, so that a start can sweep those whose engine is gone, and by the machine:
 * a home may be that of several.
 */
function journalFile(home: string, engine: string, kind: "notes" | "words"): string {
  const digest = createHash("sha256").update(`${kind} ${hostname()}`).digest("hex").slice(0, 16);
  return join(journalFolder(home), `${Buffer.from(engine).toString("hex")}-${digest}.jsonl`);
}

/**
 * The notes that all provider processes of a run share. Each line is written before the call that learned
 * it is answered. Where the folder cannot be written, the process keeps what it learns for itself.
 */
export function shareNotes({ engine, home }: RunAddress): Notes {
  const { run, add, all } = openNotes(journalFile(home, engine, "notes"));
  // An inline program runs in a process of the user's, which may have another home than its engine.
  const homes = [...new Set([home, join(homedir(), ".pulumi")])];
  const programs = homes.map((one) => openLines(journalFile(one, engine, "words"), isWord));
  const unclaimed = new Set(programs);
  for (const one of homes) sweep(journalFolder(one), engine);
  return {
    add: (note) => {
      add(note);
      for (const words of unclaimed) if (claim(words, run)) unclaimed.delete(words);
    },
    all,
    declared: () => {
      const declared = new Map<string, Declaration>();
      for (const one of programs.flatMap((words) => declaredIn(words.read(), run))) {
        declared.set(one.urn, { ...declared.get(one.urn), ...one });
      }
      return declared;
    },
  };
}

/** A process that takes part in a run, by its number; the first one's name is the run's. */
interface Participant {
  readonly pid: number;
  readonly name: string;
}

/**
 * An engine's address is used again by later runs, and nothing else that all processes of a run are given is theirs alone.
 * So each signs before it notes anything: a run begins with the first of its processes, which live as long as it does.
 */
function openNotes(file: string): Pick<Notes, "add" | "all"> & { run: string } {
  const lines = openLines<Note | Participant>(file, isNoteOrParticipant);
  const { pid } = process;
  const own: Participant = { pid, name: `${pid} of ${systemClock.now().toISOString()}` };
  lines.append(own);
  const before = lines.read();
  const isLiving = (line: Note | Participant): line is Participant =>
    "pid" in line && isAlive(line.pid);
  const first = before.find(isLiving) ?? own;
  const notes: Note[] = [];
  let read = before.indexOf(first) + 1;
  return {
    run: first.name,
    add: (note) => {
      lines.append(note);
    },
    all: () => {
      const now = lines.read();
      // What was swept was begun anew.
      if (now.length < read) {
        notes.length = 0;
        read = 0;
      }
      for (const line of now.slice(read)) if ("kind" in line) notes.push(line);
      read = now.length;
      return notes;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's lives.
    return isRecord(error) && error["code"] === "EPERM";
  }
}

/**
 * A line of what programs say. The next run under this address may declare nothing at all: so a program begins anew, and
 * the providers of its run claim what it says from there on.
 */
type Word = Declaration | { readonly begins: true } | { readonly claimedBy: string };

/** Says, from the program's process, what a run's program declares: what is never registered is not ended. */
export function tellDeclared(
  engine: string,
  environment: NodeJS.ProcessEnv,
): (declaration: Declaration) => void {
  if (!isAddress(engine)) return () => undefined;
  const words = openLines<Word>(journalFile(homeOf(environment), engine, "words"), isWord);
  let hasBegun = false;
  return (declaration) => {
    if (!hasBegun) words.append({ begins: true });
    hasBegun = true;
    words.append(declaration);
  };
}

/** What the newest program has said so far, and which run has claimed it. */
function newestOf(words: readonly Word[]): { said: readonly Word[]; run: string | undefined } {
  const begin = words.findLastIndex((word) => "begins" in word);
  const said = begin === -1 ? [] : words.slice(begin);
  return { said, run: said.find((word) => "claimedBy" in word)?.claimedBy };
}

/** Whether this run has claimed what its program says; what another run has claimed is followed by a new beginning. */
function claim(words: Lines<Word>, run: string): boolean {
  const newest = newestOf(words.read());
  if (newest.said.length === 0) return false;
  if (newest.run === undefined) words.append({ claimedBy: run });
  return newest.run === run;
}

function declaredIn(words: readonly Word[], run: string): readonly Declaration[] {
  const newest = newestOf(words);
  if (newest.run !== undefined && newest.run !== run) return [];
  return newest.said.filter((word): word is Declaration => "urn" in word);
}

function isNoteOrParticipant(value: unknown): value is Note | Participant {
  if (!isRecord(value)) return false;
  if (typeof value["pid"] === "number") return typeof value["name"] === "string";
  return typeof value["kind"] === "string" && typeof value["urn"] === "string";
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
