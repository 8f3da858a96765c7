/** A file of JSON lines that only grows, which several processes write and each reads. */
import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
} from "node:fs";
import { join } from "node:path";

export interface Lines<Entry> {
  append(entry: Entry): void;
  read(): readonly Entry[];
}

/** Each process reads just what is new to it, because every step of a run asks. */
export function openLines<Entry>(
  file: string,
  isEntry: (value: unknown) => value is Entry,
): Lines<Entry> {
  let entries: Entry[] = [];
  let offset = 0;
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
      }
      const added = readFrom(file, offset);
      // A line that is being written is read once it is whole.
      const whole = added.subarray(0, added.lastIndexOf("\n") + 1);
      offset += whole.length;
      entries.push(...whole.toString().split("\n").map(parse).filter(isEntry));
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

function readFrom(file: string, offset: number): Buffer {
  try {
    const descriptor = openSync(file, "r");
    try {
      const buffer = Buffer.alloc(Math.max(fstatSync(descriptor).size - offset, 0));
      return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, offset));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return Buffer.alloc(0);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
