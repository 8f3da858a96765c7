import * as pulumi from "@pulumi/pulumi";

import { plainKey, stackSettingUnknown } from "../provider/messages/program";
import { settingNames } from "../provider/settings";

// Each engine client is one run's: an inline program of the same process has a configuration of its own.
const judged = new WeakSet<object>();
const withoutEngine = {};

/** Says, once a run, what is wrong with the stack's configuration and nobody else would say. */
export function warnOfConfiguration(): void {
  const run = pulumi.runtime.getEngine() ?? withoutEngine;
  if (judged.has(run)) return;
  judged.add(run);
  for (const words of [...listMisspelt(), ...(isKeyPlain() ? [plainKey()] : [])]) {
    void pulumi.log.warn(words);
  }
}

/** The API key stands there for everyone to read. */
function isKeyPlain(): boolean {
  const { isConfigSecret } = pulumi.runtime as {
    isConfigSecret?: (key: string) => boolean;
  };
  if (isConfigSecret === undefined) return false;
  if (new pulumi.Config("certcentral").get("apiKey") === undefined) return false;
  return !isConfigSecret("certcentral:apiKey");
}

/** Keys that nobody reads: a misspelt brake holds nothing. A project of this name has its own configuration there. */
function listMisspelt(): string[] {
  if (pulumi.getProject() === "certcentral") return [];
  const known: readonly string[] = [...settingNames, "organization"];
  const unknown = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith("certcentral:"))
    .filter((key) => !known.includes(key.slice("certcentral:".length)));
  return unknown.map((key) => stackSettingUnknown(key, known.join(", ")));
}
