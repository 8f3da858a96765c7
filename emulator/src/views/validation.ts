import type { ValidationType } from "../domains";

/** What a DV product says of itself, which validates no organization. */
export const domainOnly: [name: string, description: string] = ["DV", "Domain Validation"];

/** Validation types in the words of the API. */
export const validationNames: Record<ValidationType, [name: string, description: string]> = {
  ov: ["OV", "Normal Organization Validation"],
  ev: ["EV", "Extended Organization Validation (EV)"],
  cs: ["CS", "Code Signing Organization Validation"],
  ev_cs: ["EV CS", "Code Signing Organization Extended Validation (EV CS)"],
  ds: ["DS", "Document Signing Validation"],
  smime: ["SMIME", "Secure Email Validation"],
};

/** A last day as the instant at which it ends. */
export function endOfDay(lastDay: string | undefined): string | undefined {
  return lastDay && `${lastDay}T23:59:59+00:00`;
}
