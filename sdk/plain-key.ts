import * as pulumi from "@pulumi/pulumi";

let isTold = false;

/** Says, once, that the API key stands in the stack's configuration for everyone to read. */
export function warnOfPlainKey(): void {
  const { isConfigSecret } = pulumi.runtime as {
    isConfigSecret?: (key: string) => boolean;
  };
  if (isTold || isConfigSecret === undefined) return;
  if (new pulumi.Config("certcentral").get("apiKey") === undefined) return;
  if (isConfigSecret("certcentral:apiKey")) return;
  isTold = true;
  void pulumi.log.warn(
    "certcentral:apiKey stands in the stack's configuration as plain text. Make it a secret with " +
      "`pulumi config set --secret certcentral:apiKey <key>`, and give CertCentral a new key if " +
      "others could read that file",
  );
}
