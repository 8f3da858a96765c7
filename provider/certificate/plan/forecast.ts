/** What a plan can foresee of domain control validation, from the inputs alone. */
import { parseDay } from "../../calendar";
import type { CertificateInputs } from "./fields";
import { textInput } from "../../fields";
import type { Issuance } from "./issuance";
import { findPlannedDueDay } from "./plan";
import { isDomainValidated } from "./products";

/** The plan, with a word on the validation that its certificate or the next one will wait for. */
export function withForecast(issuance: Issuance, inputs: CertificateInputs): Issuance {
  const forecast = forecastOf(issuance, inputs);
  return forecast === undefined ? issuance : { ...issuance, forecast };
}

function forecastOf(issuance: Issuance, inputs: CertificateInputs): string | undefined {
  if (issuance.action === "adopt") return undefined;
  if (isDomainValidated(textInput(inputs, "product"))) {
    return "its domains are validated for this certificate: DV orders never use an earlier validation";
  }
  const validated = parseDay(textInput(inputs, "domainsValidatedUntil"));
  const due = findPlannedDueDay(inputs, issuance);
  if (validated === undefined || due === undefined || validated >= due) return undefined;
  return `the validation of its domains ends on ${validated}, before the certificate is due on ${due}: it then waits until they are validated again`;
}
