/** The inputs that plans and comparisons are made from, as far as they are known and valid. */
import { type Day } from "../../calendar";
import { textInput } from "../../fields";
import { certificateNames } from "../../names";
import type { Validity } from "../../certcentral/types";
import { endOfValidity, maxOrderYears, maxRenewBeforeDays, maxValidUntil } from "../../rules";
import { hasUnknown } from "../../wire";
import { type CertificateInputs, type FieldName, fieldOf } from "./fields";

/** All names of the certificate that the inputs ask for. */
export function namesOf(inputs: CertificateInputs): string[] {
  const dnsNames = inputs.dnsNames;
  const list = Array.isArray(dnsNames)
    ? dnsNames.filter((name) => typeof name === "string" && !hasUnknown(name))
    : [];
  return certificateNames(textInput(inputs, "commonName"), list).filter(Boolean);
}

/** Whether a name is known only during the update. */
export function areNamesUnknown({ commonName, dnsNames }: CertificateInputs): boolean {
  return hasUnknown(commonName) || hasUnknown(dnsNames);
}

export interface PlanSpec {
  certValidity?: Validity | undefined;
  orderValidity?: Validity | undefined;
  renewBeforeDays?: number | undefined;
  /** Those of them that are known only during the update. */
  unknown: readonly FieldName[];
}

const lengths = ["certValidity", "orderValidity", "renewBeforeDays"] as const;

export function readSpec(inputs: CertificateInputs): PlanSpec {
  return {
    certValidity: knownValue("certValidity", inputs) as Validity | undefined,
    orderValidity: knownValue("orderValidity", inputs) as Validity | undefined,
    // What may turn out to be due is announced by the preview that does not know it yet.
    renewBeforeDays: hasUnknown(inputs.renewBeforeDays)
      ? maxRenewBeforeDays
      : (knownValue("renewBeforeDays", inputs) as number | undefined),
    unknown: lengths.filter((name) => hasUnknown(inputs[name])),
  };
}

function knownValue(name: FieldName, inputs: CertificateInputs): unknown {
  const value = inputs[name];
  if (value === undefined) return undefined;
  const parsed = fieldOf(name).schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Last day of an order placed today; a plan lasts one year unless the inputs say otherwise, or may say so later. */
export function orderEnd(today: Day, { orderValidity, unknown }: PlanSpec): Day {
  const wish = unknown.includes("orderValidity") ? { years: maxOrderYears } : orderValidity;
  const wished = wish === undefined ? undefined : endOfValidity(today, wish);
  return wished ?? endOfValidity(today, { years: 1 }) ?? maxValidUntil(today);
}
