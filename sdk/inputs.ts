import type * as pulumi from "@pulumi/pulumi";

import type { FieldValues } from "../provider/fields";

/** What a program gives for the inputs of a table: each under its documentation, now or later, at any depth. */
export type InputsOf<Required, Optional = object> = DeepInput<FieldValues<Required>> &
  Partial<DeepInput<FieldValues<Optional>>>;

/**
 * Values that may be known now or later, at any depth. What may be left out may be undefined as well, as in the result of a
 * look-up, whatever `exactOptionalPropertyTypes` says.
 */
export type DeepInput<T> = {
  [Key in keyof T]:
    | InputOf<Exclude<T[Key], undefined>>
    | (Pick<T, Key> extends Required<Pick<T, Key>> ? never : undefined);
};

type InputOf<Value> = pulumi.Input<Value extends object ? DeepInput<Value> : Value>;
