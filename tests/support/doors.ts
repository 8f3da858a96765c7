/** Through which door a contract test goes: the dynamic provider's process, or the plugin (jest's project `plugin`). */
import type { DynamicProvider } from "./dynamic-provider";
import { processOfRuns } from "./one-process";
import { pluginInProcess } from "./plugin";

export const isPlugin = process.env["CERTCENTRAL_DOOR"] === "plugin";

const runs = processOfRuns();

export function openDoor(
  config: Record<string, string>,
  environment: Record<string, string> = {},
): Promise<DynamicProvider> {
  return isPlugin
    ? Promise.resolve(pluginInProcess(config, environment))
    : runs.next(config, environment);
}
