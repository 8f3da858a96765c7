/**
 * Every input of `Domain`, once. Source: CertCentral Services API, "Add domain", "Change DCV method",
 * unless a line says otherwise.
 */
import { z } from "zod";

import { dcvMethods } from "../dcv";
import { type Field, field, fieldTable, hostname, id } from "../fields";
import { isWildcard, normalizeName } from "../names";
import { maxRevalidateBeforeDays } from "../rules";

export const required = {
  /** Domain to validate, for example `example.com`; all names below it are validated with it. */
  name: field(
    "replace",
    "nowhere",
    hostname.refine((name) => !isWildcard(name), {
      message: "is a wildcard: give the domain below the *, which covers it",
    }),
    { canonical: normalizeName },
  ),

  /** Organization of the account, `{ id }`, that the domain is validated for. It cannot change. */
  organization: field("fixed", "nowhere", z.strictObject({ id })),
};

export const optional = {
  /**
   * How control of the domain is shown: `dns-txt-token` (default), `dns-cname-token`, `http-token` or
   * `email`. A change is used by the next validation, and by one that waits at once.
   */
  dcvMethod: field("recorded", "nowhere", z.enum(dcvMethods), { whenAbsent: "dns-txt-token" }),

  /** Kinds of certificates to validate for, `ov` (default) and `ev`. */
  validationTypes: field("create-only", "nowhere", z.array(z.enum(["ov", "ev"])).min(1), {
    whenAbsent: ["ov"],
  }),
};

export const behaviour = {
  /**
   * Days before the end of the validation on which it is made again. Default: a third of its use, 32
   * at most. Never more than a third is given up; 90 at most.
   */
  revalidateBeforeDays: field(
    "local",
    "nowhere",
    z.number().int().min(1).max(maxRevalidateBeforeDays),
  ),

  /**
   * What destroying the resource does to the domain. Default: `deactivate` what this resource
   * submitted, and `keep` what the account had before.
   */
  onDelete: field("local", "nowhere", z.enum(["deactivate", "keep"])),
};

export const fields = { ...required, ...optional, ...behaviour };

export type FieldName = keyof typeof fields;

/** Inputs of a domain as the engine hands them over, asked by name: a misspelt one does not compile. */
export type DomainInputs = Readonly<Partial<Record<FieldName | "validation" | "__urn", unknown>>>;

export const { fieldOf, changedFields, fieldFailures, inputsOf, textOrDefault, valueOrDefault } =
  fieldTable<FieldName>(
    "Domain",
    fields satisfies Record<FieldName, Field>,
    Object.keys(required),
    ["validation"],
  );
