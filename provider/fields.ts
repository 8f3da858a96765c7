/**
 * What a table of inputs is: each input once, with its schema, its rule and its canonical form. The
 * request, the diff, the checks, the class's types and the reference page are made from the tables.
 */
import { z } from "zod";

import { normalizeName, nameProblem } from "./names";
import { hasUnknown, isRecord, unknownValue } from "./wire";

/**
 * What a change of an input does.
 *
 * - `replace`: a new order is placed first, then the old one is ended.
 * - `reissue`: a free reissue within the order period.
 * - `recorded`: stored, and used by the next order, renewal, reissue or validation.
 * - `local`: stored; never a call.
 * - `hint`: stored, and said in the plan; never a change by itself.
 * - `fixed`: refused; CertCentral never changes it.
 * - `create-only`: used by create, later changes have no effect.
 */
export type Rule = "replace" | "reissue" | "recorded" | "local" | "hint" | "fixed" | "create-only";

/** Where an input travels: in the URL, in the request, in its `certificate` object, or nowhere. */
export type Place = "path" | "order" | "certificate" | "nowhere";

/** One line of a table; `Value` is what a program gives. */
export interface Field<Value = unknown> {
  readonly rule: Rule;
  readonly place: Place;
  readonly schema: z.ZodType<unknown, Value>;
  /** The form in which two spellings of one meaning are equal, beside the other inputs. */
  readonly canonical: (value: unknown, inputs: RawInputs) => unknown;
  /** What leaving it out means; undefined where that is nothing that could be given. */
  readonly whenAbsent?: Value | undefined;
}

/** The values of a group of a table, each under its documentation. */
export type FieldValues<Group> = {
  [Name in keyof Group]: Group[Name] extends Field<infer Value> ? Value : never;
};

/** Inputs as the engine hands them over: not yet judged, perhaps with unknown values. */
export type RawInputs = Readonly<Record<string, unknown>>;

export interface Failure {
  property: string;
  reason: string;
}

/** @param more the canonical form, where it is not the value itself, and the default */
export function field<Value, Parsed>(
  rule: Rule,
  place: Place,
  schema: z.ZodType<Parsed, Value>,
  more: {
    canonical?: (value: Parsed, inputs: RawInputs) => unknown;
    whenAbsent?: NoInfer<Value>;
  } = {},
): Field<Value> {
  const { canonical = (value: Parsed): unknown => value, whenAbsent } = more;
  const canonicalOf = (value: unknown, inputs: RawInputs): unknown => {
    const parsed = schema.safeParse(value);
    return parsed.success ? canonical(parsed.data, inputs) : value;
  };
  return { rule, place, schema, canonical: canonicalOf, whenAbsent };
}

export const text = z.string().min(1, "must not be empty");
export const id = z.number().int("must be a whole number").positive("must be a positive id");
export const hostname = z.string().superRefine((name, context) => {
  const message = nameProblem(name);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** Minutes that a run waits for something before it ends and a later one goes on. */
export const waitMinutes = field("local", "nowhere", z.number().positive().max(1440), {
  whenAbsent: 10,
});

/** The wait that inputs allow, in milliseconds. */
export function readWaitMs(minutes: unknown): number {
  return Number(minutes ?? waitMinutes.whenAbsent) * 60_000;
}

/** A resource's inputs, asked by name. */
export interface FieldTable<Name extends string> {
  readonly fieldNames: readonly Name[];
  readonly fieldOf: (name: Name) => Field;
  /** An input, or else what leaving it out means. */
  readonly valueOrDefault: (inputs: InputsWith<Name>, name: Name) => unknown;
  /** A text among the inputs, or else what leaving it out means. */
  readonly textOrDefault: (inputs: InputsWith<Name>, name: Name) => string;
  /** The inputs under one of `rules` whose meaning differs, whatever their spelling. */
  readonly changedFields: (before: RawInputs, after: RawInputs, ...rules: Rule[]) => Name[];
  /** A text that is equal for two values of an input exactly when they mean the same. */
  readonly canonicalText: (name: Name, inputs: RawInputs) => string;
  /** Problems of each input by itself, and of names that are no inputs; unknown values pass. */
  readonly fieldFailures: (inputs: RawInputs) => Failure[];
  /** The inputs among stored outputs, as they were when the outputs were made. */
  readonly inputsOf: (outputs: RawInputs) => Record<string, unknown>;
}

/**
 * @param resource its name, for messages
 * @param computed inputs that the class or `check` add
 * @param elsewhere CertCentral's names that no input has, and what to write for them
 */
export function fieldTable<Name extends string>(
  resource: string,
  fields: Readonly<Record<Name, Field>>,
  required: readonly string[],
  computed: readonly string[],
  elsewhere: Readonly<Record<string, string>> = {},
): FieldTable<Name> {
  const names = Object.keys(fields) as Name[];
  const canonicalText = (name: Name, inputs: RawInputs): string => {
    const value = inputs[name] ?? fields[name].whenAbsent;
    if (value === undefined) return "";
    return JSON.stringify(fields[name].canonical(value, inputs), sortKeys);
  };
  const failuresOf = (name: Name, value: unknown): Failure[] => {
    if (value === undefined || value === null) {
      return required.includes(name) ? [{ property: name, reason: "is required" }] : [];
    }
    const parsed = fields[name].schema.safeParse(value);
    if (parsed.success) return [];
    return parsed.error.issues
      .filter(({ path }) => !hasUnknown(valueAt(value, path)))
      .map((issue) => {
        const property = propertyPath(name, issue.path);
        const reason = reasonOf(issue);
        // The engine prints the value of the property at fault, and what we do not know may be a secret.
        return issue.code === "unrecognized_keys"
          ? { property: "", reason: `${property} ${reason}` }
          : { property, reason };
      });
  };
  const known: readonly string[] = [...names, ...computed, ...ownKeys];
  const corrections = { ...Object.fromEntries(names.map((name) => [name, name])), ...elsewhere };
  const correctionOf = (key: string): string => {
    const [, meant] = Object.entries(corrections).find(([name]) => isSameName(name, key)) ?? [];
    return meant === undefined ? "look for a misspelling" : `write ${meant}`;
  };
  return {
    fieldNames: names,
    fieldOf: (name) => fields[name],
    valueOrDefault: (inputs, name) => inputs[name] ?? fields[name].whenAbsent,
    textOrDefault: (inputs, name) => {
      const { whenAbsent } = fields[name];
      return textInput(inputs, name) || (typeof whenAbsent === "string" ? whenAbsent : "");
    },
    canonicalText,
    changedFields: (before, after, ...rules) =>
      names.filter(
        (name) =>
          rules.includes(fields[name].rule) &&
          !isSameText(before[name], after[name]) &&
          canonicalText(name, before) !== canonicalText(name, after),
      ),
    fieldFailures: (inputs) => [
      ...Object.keys(inputs)
        .filter((key) => !known.includes(key))
        .map((key) => ({
          property: "",
          reason: `${key} is not an input of ${resource}: ${correctionOf(key)}`,
        })),
      ...names.flatMap((name) => failuresOf(name, inputs[name])),
    ],
    inputsOf: (outputs) =>
      Object.fromEntries(Object.entries(outputs).filter(([key]) => known.includes(key))),
  };
}

/** One text means one thing, whatever stands beside it; reading what it means can take long. */
function isSameText(one: unknown, other: unknown): boolean {
  return typeof one === "string" && one === other;
}

/** Whether two names differ only as `common_name` and `commonName` do. */
function isSameName(one: string, other: string): boolean {
  const lettersOf = (name: string): string => name.replaceAll("_", "").toLowerCase();
  return lettersOf(one) === lettersOf(other);
}

/** Inputs that every class of ours adds, and the SDK. */
const ownKeys: readonly string[] = ["__provider", "__urn", "__organization"];

/** Inputs of a resource that knows their names. */
type InputsWith<Name extends string> = Readonly<Partial<Record<Name, unknown>>>;

/** A text among the inputs; empty when it is missing, unknown or no text. */
export function textInput<Name extends string>(
  inputs: InputsWith<Name>,
  name: NoInfer<Name>,
): string {
  const value = inputs[name];
  return typeof value === "string" && value !== unknownValue ? value : "";
}

/** A name among the inputs, in the form in which names are compared. */
export function nameInput<Name extends string>(
  inputs: InputsWith<Name>,
  name: NoInfer<Name>,
): string {
  return normalizeName(textInput(inputs, name));
}

/** In words of ours where a schema has none of its own. */
function reasonOf(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Unrecognized|Too (small|big))/.test(issue.message)) return issue.message;
  if (issue.code === "too_small") return `is ${String(issue.minimum)} at least`;
  if (issue.code === "too_big") return `is ${String(issue.maximum)} at most`;
  if (issue.code === "invalid_type") return `must be of the type ${issue.expected}`;
  if (issue.code === "unrecognized_keys") {
    return `has no member ${issue.keys.join(", ")}: look for a misspelling`;
  }
  if (issue.code === "invalid_value")
    return `must be one of ${issue.values.map(String).join(", ")}`;
  return issue.message;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((part, key) => {
    if (part === unknownValue) return part;
    if (Array.isArray(part)) return part[Number(key)] as unknown;
    return isRecord(part) ? part[String(key)] : undefined;
  }, value);
}

function propertyPath(name: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}.${String(key)}`),
    name,
  );
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
