/** What the command line touches of the machine, as a parameter. */
import { readFileSync, writeFileSync } from "node:fs";
import { styleText } from "node:util";

import { fileExists, fileUnreadable, fileUnwritable } from "../provider/messages/cli";

/** A stream that is written to: a terminal, a file or a pipe. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of a terminal. */
  readonly columns?: number | undefined;
}

export interface World {
  readonly environment: NodeJS.ProcessEnv;
  /** Results. */
  readonly output: Output;
  /** Progress, and what went wrong. */
  readonly errors: Output;
}

/** Colours a text; on a terminal alone, and not where `NO_COLOR` is set (no-color.org). */
export type Paint = (color: "red" | "yellow" | "green" | "dim" | "bold", text: string) => string;

export function paintFor({ environment, output }: World): Paint {
  const isColored = output.isTTY === true && !environment["NO_COLOR"];
  return (color, text) => (isColored ? styleText(color, text, { validateStream: false }) : text);
}

/** Letters of a line at a terminal; undefined where nobody looks on, and each line stays one. */
export function widthOf({ output }: World): number | undefined {
  return output.isTTY === true ? output.columns : undefined;
}

/** Says how far long work is, in one line that the next one replaces; nothing where nobody looks on. */
export function showProgress({ errors }: World, text: string): void {
  if (errors.isTTY === true) errors.write(`\r\u001b[K${text}`);
}

/** The JSON in a file, or in standard input for `-`. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path === "-" ? 0 : path, "utf8")) as unknown;
  } catch (error) {
    throw new Error(fileUnreadable(path, describeCause(error)), { cause: error });
  }
}

/** Why a file cannot be read. */
export function describeCause(error: unknown): string {
  if (error instanceof SyntaxError) return "it is not JSON";
  const code = codeOf(error) ?? "it cannot be read";
  return code === "ENOENT" ? "there is no such file" : code;
}

/** Makes a file; none is ever overwritten. */
export function writeNew(path: string, text: string, mode = 0o666): void {
  writing(path, () => {
    writeFileSync(path, text, { flag: "wx", mode });
  });
}

/** Does what makes a file or its folder; what stands in the way is said with the path. */
export function writing(path: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    const code = codeOf(error) ?? String(error);
    // Between the look and the write another process may have made it.
    const message = code === "EEXIST" ? fileExists(path) : fileUnwritable(path, code);
    throw new Error(message, { cause: error });
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
