/** The configuration of one provider of the plugin: the stack's default one, or an explicit one. */
import type { CheckResult, Properties } from "../provider/resource";
import {
  type Config,
  listSettingNames,
  settingFailures,
  stackWideSettings,
} from "../provider/settings";
import { configurationUnknown } from "../provider/messages/plugin";
import { isRecord, unknownValue } from "../provider/wire";
import { secret } from "./values";

/** Of the plugin alone: no engine tells a plugin its organization, which is part of new references. */
const organization = "organization";

/** What the engine adds. */
const ofEngine: readonly string[] = ["version", "pluginDownloadURL"];

/** The organization that a backend without organizations reports. */
const noOrganization = "organization";

/** Every problem of the configuration, before anything is configured. The API key becomes a secret if it is none. */
export function checkConfiguration(news: Properties): CheckResult {
  const names = [...listSettingNames(), organization, ...ofEngine];
  const misspelt = Object.keys(news)
    .filter((key) => !names.includes(key) && !key.startsWith("__"))
    .map((property) => ({ property, reason: configurationUnknown(names.join(", ")) }));
  const { apiKey } = news;
  const failures = [...misspelt, ...settingFailures(asTexts(news))];
  const inputs = typeof apiKey === "string" ? { ...news, apiKey: secret(apiKey) } : news;
  return { inputs, failures };
}

/**
 * The settings as the lifecycles read them. What holds for a whole stack holds for an explicit provider too, unless
 * it says otherwise; what the stack denies, none of its providers may do.
 *
 * @param stack the stack's own configuration, which the engine puts into the environment as JSON
 */
export function readConfiguration(args: Properties, stack: string | undefined): Config {
  const own = asTexts(args);
  const ofStack = asTexts(parseRecord(stack));
  const inherited = Object.fromEntries(
    stackWideSettings.map((key) => [key, own[key] ?? ofStack[key]]),
  );
  const isDenied = ofStack["paidActions"] === "deny";
  const values: Record<string, string | undefined> = {
    ...own,
    ...inherited,
    ...(isDenied ? { paidActions: "deny" } : {}),
  };
  return { get: (key) => values[key.replace(/^certcentral:/, "")] };
}

/** The organization of the stack, as the dynamic provider knows it. */
export function organizationOf(config: Config): string {
  return config.get(organization) ?? noOrganization;
}

/** Values as texts, as the engine carries them; what is not known yet is not there. */
function asTexts(values: Properties): Record<string, string | undefined> {
  const known = Object.entries(values).filter(
    ([, value]) => value !== unknownValue && value !== undefined && value !== null,
  );
  return Object.fromEntries(
    known.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

function parseRecord(text: string | undefined): Properties {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
