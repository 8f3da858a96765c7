/** What is said of the configuration: CC100 to CC119. */
import { define } from "./define";

export const configurationWrong = define(
  {
    code: "CC100",
    severity: "error",
    cause: "A value of the configuration is not one that it may have.",
    remedy: "`pulumi config set certcentral:<key> <value>`.",
  },
  (problems: string) => `read the configuration: ${problems}. Set it with \`pulumi config set\``,
);

export const pretendedNowWrong = define(
  {
    code: "CC101",
    severity: "error",
    cause: "CERTCENTRAL_NOW, with which tests pretend a day, is not an instant.",
    remedy: "Unset it, or write it like 2027-06-01T12:00:00Z.",
  },
  (text: string) =>
    `read CERTCENTRAL_NOW: "${text}" is not a valid instant: write it like 2027-06-01T12:00:00Z, or unset it`,
);

export const keyMissing = define(
  {
    code: "CC102",
    severity: "error",
    cause: "CertCentral was to be called, and there is no API key.",
    remedy:
      "`pulumi config set --secret certcentral:apiKey <key>`, or CERTCENTRAL_API_KEY in the environment. An explicit provider has its own, `apiKey`.",
  },
  () =>
    "call CertCentral: there is no API key. Set it with `pulumi config set --secret " +
    "certcentral:apiKey <key>`, or in the environment as CERTCENTRAL_API_KEY; an explicit provider takes its own, apiKey",
);
