/** The configuration of one provider of the plugin: the stack's default one, or an explicit one. */
import type { CheckResult, Properties } from "../provider/resource";
import {
  type Config,
  settingFailures,
  settingNames,
  stackWideSettings,
} from "../provider/settings";
import { configurationUnknown } from "../provider/messages/plugin";
import { hasUnknown, isRecord, unknownValue } from "../provider/wire";
import { secret } from "./values";

/** Of the plugin alone: no engine tells a plugin its organization, which is part of new references. */
const organization = "organization";

/** What the engine adds. */
const ofEngine: readonly string[] = ["version", "pluginDownloadURL"];

/** The organization that a backend without organizations reports. */
const noOrganization = "organization";

/**
 * Every problem of the configuration, before anything is configured. The API key becomes a secret if it is none. What is
 * misspelt for the stack is told by its explicit providers too: there may be no default one, whose configuration it is.
 *
 * @param stack see {@link readConfiguration}
 */
export function checkConfiguration(news: Properties, stack: string | undefined): CheckResult {
  const names: readonly string[] = [...settingNames, organization, ...ofEngine];
  const isUnknown = (key: string): boolean => !names.includes(key) && !key.startsWith("__");
  const reason = configurationUnknown(names.join(", "));
  const misspelt = Object.keys(news)
    .filter(isUnknown)
    .map((property) => ({ property, reason }));
  const ofStack = Object.keys(parseRecord(stack))
    .filter((key) => isUnknown(key) && !(key in news))
    .map((key) => ({ property: "", reason: `certcentral:${key} ${reason}` }));
  const { apiKey } = news;
  const failures = [...misspelt, ...ofStack, ...settingFailures(asTexts(news))];
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
    [...stackWideSettings, organization].map((key) => [key, own[key] ?? ofStack[key]]),
  );
  // A misspelt refusal to pay must not be taken for leave to: whoever reads it refuses it.
  const paidActions = ofStack["paidActions"] ?? "allow";
  const values: Record<string, string | undefined> = {
    ...own,
    ...inherited,
    ...(paidActions === "allow" ? {} : { paidActions }),
  };
  return { get: (key) => values[key.replace(/^certcentral:/, "")] };
}

/** Settings that are known only during the update: the engine then asks for no plan. */
export function listUnknown(news: Properties): string[] {
  return Object.keys(news).filter((key) => hasUnknown(news[key]));
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
