/** Parts of properties: what the dynamic provider alone keeps, what the engine does not show, how long is waited. */
import type { Properties } from "../provider/resource";
import type { Resource } from "./package";

/** What the dynamic provider keeps in outputs as well; a moved state has it still. */
export const ofClass: readonly string[] = ["__provider", "__organization"];

export function without(properties: Properties, ...names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !names.includes(key)));
}

/** Properties without those that nobody writes and the engine does not show. */
export function withoutHidden(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

/** `customTimeouts` in place of the input for the wait, for as long as the lifecycle works. */
export function customWait({ waitInput }: Resource, { timeout }: { timeout: number }) {
  const none = (properties: Properties): Properties => properties;
  if (waitInput === undefined || timeout === 0) return { apply: none, restore: none };
  return {
    apply: (inputs: Properties): Properties => ({ ...inputs, [waitInput]: timeout / 60 }),
    restore: (outs: Properties, inputs: Properties): Properties => {
      const rest = without(outs, waitInput);
      return waitInput in inputs ? { ...rest, [waitInput]: inputs[waitInput] } : rest;
    },
  };
}
