/**
 * What a table of outputs is: each output once, with its meaning, the schema of what is stored, and, where it is made
 * from others, how. The state's schema, the classes and the reference page are made from the tables.
 */
import type { z } from "zod";

import { lazily, type Zod } from "./schema";

/** One line of a table. `Shown` is what a program reads, `Stored` what stands in the state. */
export interface Output<Shown = unknown, Stored = unknown> {
  readonly schema: () => z.ZodType<Stored>;
  /** For the compiler alone. */
  readonly shown?: Shown;
}

/** How a line makes its schema: the classes take the names of a table alone. */
export type SchemaOf<Stored> = (z: Zod) => z.ZodType<Stored>;

/** A line that is made from others. */
export interface MadeOutput<Shown, Source> extends Output<Shown> {
  readonly make: (source: Source) => unknown;
}

/** An output that programs read as if it were always there: it is, once there is what it says something of. */
export function output<Stored>(
  schema: SchemaOf<Stored>,
): Output<Exclude<Stored, undefined>, Stored> {
  return { schema: lazily(schema) };
}

/** An output that programs find missing in the ordinary course of things. */
export function perhaps<Stored>(schema: SchemaOf<Stored>): Output<Stored | undefined, Stored> {
  return { schema: lazily(schema) };
}

/** An output that is made from others, whenever outputs are stored. */
export function made<Shown, Source>(
  schema: SchemaOf<Shown>,
  make: (source: Source) => NoInfer<Shown> | undefined,
): MadeOutput<Shown, Source> {
  return { schema: lazily(schema), make };
}

/** What programs read of a table, each under its documentation. */
export type ShownValues<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Output<infer Shown> ? Shown : never;
};

type StoredOf<Line> = Line extends Output<unknown, infer Stored> ? Stored : never;

/** What is stored of a table. */
export type StoredValues<Table> = {
  [Name in keyof Table as undefined extends StoredOf<Table[Name]> ? never : Name]: StoredOf<
    Table[Name]
  >;
} & {
  [Name in keyof Table as undefined extends StoredOf<Table[Name]> ? Name : never]?: StoredOf<
    Table[Name]
  >;
};

/** The schema of what is stored of a table. */
export function storedSchema<Table extends Readonly<Record<string, Output>>>(
  table: Table,
): () => z.ZodType<StoredValues<Table>> {
  return lazily((z) => {
    const shape = Object.fromEntries(
      Object.entries(table).map(([name, line]) => [name, line.schema()]),
    );
    // What the compiler cannot see: the shape has the names and the schemas of the table.
    return z.object(shape) as unknown as z.ZodType<StoredValues<Table>>;
  });
}

/** The outputs of a table that are made from others. */
export function makeOutputs<Source>(
  table: Readonly<Record<string, MadeOutput<unknown, Source>>>,
  source: Source,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([name, { make }]) => [name, make(source)]));
}
