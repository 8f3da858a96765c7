import * as pulumi from "@pulumi/pulumi";
import { plainKey } from "../provider/messages/program";

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
  void pulumi.log.warn(plainKey());
}
