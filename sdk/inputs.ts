import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

import type { Field } from "../provider/fields";

/** The values of a group of the field table, each under its documentation. */
export type FieldValues<Group> = {
  [Key in keyof Group]: Group[Key] extends Field<infer Schema> ? z.input<Schema> : never;
};

/** A value that may be known now or later, at any depth. */
export type DeepInput<T> = {
  [Key in keyof T]: pulumi.Input<
    NonNullable<T[Key]> extends object ? DeepInput<NonNullable<T[Key]>> : NonNullable<T[Key]>
  >;
};
