/** Schemas that are made when they are first asked for: a program that declares resources has no need of the library. */
import { parseDay } from "./calendar";

export type Zod = typeof import("zod").z;

/* eslint-disable @typescript-eslint/no-require-imports -- an import at the top is loaded by every program, an asynchronous one makes plans asynchronous. */

/** The library of schemas, which takes longer to load than all else that a class needs. */
function loadLibrary(): Zod {
  return (require("zod") as { z: Zod }).z;
}

/* eslint-enable @typescript-eslint/no-require-imports */

/** @example `const token = lazily((z) => z.string().min(1)); token().parse(given);` */
export function lazily<Schema>(make: (z: Zod) => Schema): () => Schema {
  let schema: Schema | undefined;
  return () => (schema ??= make(loadLibrary()));
}

/** A day that was kept or said by others. What is no day is not known. */
export const knownDay = lazily((z) => z.string().refine((day) => parseDay(day) !== undefined));
