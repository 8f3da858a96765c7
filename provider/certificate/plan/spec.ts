/** The inputs that plans and comparisons are made from, as far as they are known and valid. */
import { type Day } from "../../calendar";
import { textInput } from "../../fields";
import { certificateNames } from "../../names";
import type { Validity } from "../../certcentral/types";
import { endOfValidity, maxRenewBeforeDays, maxValidUntil } from "../../rules";
import { hasUnknown } from "../../wire";
import { type CertificateInputs, type FieldName, fieldOf } from "./fields";

/** All names of the certificate that the inputs ask for. */
export function namesOf(inputs: CertificateInputs): string[] {
  const dnsNames = inputs.dnsNames;
  const list = Array.isArray(dnsNames) ? dnsNames.filter((name) => typeof name === "string") : [];
  return certificateNames(textInput(inputs, "commonName"), list).filter(Boolean);
}

export interface PlanSpec {
  certValidity?: Validity | undefined;
  orderValidity?: Validity | undefined;
  renewBeforeDays?: number | undefined;
}

export function readSpec(inputs: CertificateInputs): PlanSpec {
  return {
    certValidity: knownValue("certValidity", inputs) as Validity | undefined,
    orderValidity: knownValue("orderValidity", inputs) as Validity | undefined,
    // What may turn out to be due is announced by the preview that does not know it yet.
    renewBeforeDays: isWindowUnknown(inputs)
      ? maxRenewBeforeDays
      : (knownValue("renewBeforeDays", inputs) as number | undefined),
  };
}

export function isWindowUnknown({ renewBeforeDays }: CertificateInputs): boolean {
  return hasUnknown(renewBeforeDays);
}

function knownValue(name: FieldName, inputs: CertificateInputs): unknown {
  const value = inputs[name];
  if (value === undefined) return undefined;
  const parsed = fieldOf(name).schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Last day of an order placed today; a plan lasts one year unless the inputs say otherwise. */
export function orderEnd(today: Day, spec: PlanSpec): Day {
  const wished =
    spec.orderValidity === undefined ? undefined : endOfValidity(today, spec.orderValidity);
  return wished ?? endOfValidity(today, { years: 1 }) ?? maxValidUntil(today);
}
