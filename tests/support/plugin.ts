/** The plugin behind the contract of the dynamic provider's process: what people do, through the second door. */
import { createCancellation } from "../../plugin/cancellation";
import { resources } from "../../plugin/package";
import { type Plugin, StoredFailure, type Surroundings } from "../../plugin/asked";
import { createPlugin } from "../../plugin/plugin";
import { typeOf } from "../../plugin/urn";
import { openStruct, sealStruct } from "../../plugin/values";
import { startRun } from "../../provider/run";
import { hasUnknown } from "../../provider/wire";
import type { DynamicProvider, Outcome, Properties } from "./dynamic-provider";

export type Row = DynamicProvider["rows"][number];

/** The plugin as a process of it would stand, without the process. */
export function openPlugin(
  config: Record<string, string>,
  rows: Row[] = [],
  more: Partial<Pick<Surroundings, "run" | "stackConfiguration">> = {},
): Plugin {
  const plugin = createPlugin({
    version: "0.0.0",
    run: startRun(undefined, "plugin"),
    cancellation: createCancellation(),
    rowOf: (urn) => {
      const say = (severity: Row["severity"], ephemeral: boolean) => (message: string) => {
        rows.push({ urn, message, severity, ephemeral });
        return Promise.resolve();
      };
      return { status: say("info", true), info: say("info", false), warn: say("warning", false) };
    },
    stackConfiguration: undefined,
    ...more,
  });
  const args = Object.entries(config).map(([key, value]) => [
    key.replace("certcentral:", ""),
    value,
  ]);
  plugin.configure(Object.fromEntries(args) as Properties);
  return plugin;
}

/** The URN of the same resource of the plugin. */
export function pluginUrn(dynamic: unknown): string {
  return String(dynamic).replaceAll("pulumi-nodejs:dynamic/certcentral:", "certcentral:index:");
}

/**
 * Serves tests that were written for the dynamic provider. Before each create and update it is asked what a preview
 * says: what that knows must come true.
 */
export function pluginInProcess(
  config: Record<string, string>,
  environment: Record<string, string> = {},
): DynamicProvider {
  const rows: Row[] = [];
  let plugin = openPlugin(config, rows);
  const live = async <T>(call: () => Promise<T>): Promise<T> => {
    Object.assign(process.env, environment);
    return call();
  };
  return {
    check: (olds, news) =>
      live(async () => {
        const urn = pluginUrn(news["__urn"]);
        const { inputs, failures } = await plugin.check({
          urn,
          olds: crossed(written(olds)),
          news: crossed(written(news)),
        });
        // The engine knows the URN of what it keeps; whoever keeps these inputs finds it here.
        return { inputs: { ...crossed(inputs), __urn: news["__urn"] }, failures };
      }),
    diff: (id, olds, news) =>
      live(async () => {
        const { changes, replaces = [] } = await plugin.diff({
          urn: pluginUrn(news["__urn"]),
          id,
          olds: crossed(olds),
          oldInputs: {},
          news: crossed(written(news)),
        });
        return { changes, replaces };
      }),
    create: (inputs) =>
      live(() => {
        const asked = {
          urn: pluginUrn(inputs["__urn"]),
          inputs: crossed(written(inputs)),
          timeout: 0,
        };
        return comeTrue(
          asked.urn,
          () => plugin.create({ ...asked, isPreview: true }),
          () => plugin.create({ ...asked, isPreview: false }),
        );
      }),
    update: (id, olds, news) =>
      live(() => {
        const asked = {
          urn: pluginUrn(news["__urn"]),
          id,
          olds: crossed(olds),
          inputs: crossed(written(news)),
          timeout: 0,
        };
        return comeTrue(
          asked.urn,
          () => plugin.update({ ...asked, isPreview: true }),
          () => plugin.update({ ...asked, isPreview: false }),
        );
      }),
    read: (id, props) =>
      live(async () => {
        const read = await plugin.read({
          urn: pluginUrn(props["__urn"]),
          id,
          properties: crossed(props),
          inputs: {},
        });
        const inputs = { ...crossed(read.inputs), __urn: props["__urn"] };
        return { id: read.id, props: crossed(read.properties), inputs };
      }),
    delete: (id, props) =>
      live(() => plugin.delete({ urn: pluginUrn(props["__urn"]), id, properties: crossed(props) })),
    rows,
    newRun: () => {
      plugin = openPlugin(config, rows);
    },
    printed: () => "",
    kill: () => Promise.resolve(),
  };
}

async function comeTrue(
  urn: string,
  preview: () => Promise<{ properties: Properties }>,
  step: () => Promise<{ id: string; properties: Properties }>,
): Promise<Outcome> {
  const names = resources[typeOf(urn)]?.outputs ?? [];
  const { properties: foreseen } = await preview();
  const { id, outs, reasons } = await settle(step);
  const wrong = Object.entries(crossed(foreseen)).filter(
    ([name, value]) =>
      reasons === undefined &&
      !hasUnknown(value) &&
      JSON.stringify(value) !== JSON.stringify(outs[name]),
  );
  if (wrong.length > 0) throw new Error(`foreseen and not so: ${JSON.stringify(wrong)}`);
  const missed = names.filter((name) => name in outs && !(name in foreseen));
  if (missed.length > 0) throw new Error(`a preview says nothing of ${missed.join(", ")}`);
  return { id, outs, ...(reasons && { reasons }) };
}

async function settle(
  step: () => Promise<{ id: string; properties: Properties }>,
): Promise<Outcome> {
  try {
    const { id, properties } = await step();
    return { id, outs: crossed(properties) };
  } catch (error) {
    if (!(error instanceof StoredFailure)) throw error;
    const { id, properties } = error.stored;
    return { id, outs: crossed(properties), reasons: error.reasons };
  }
}

/** What a program writes: without what the class of the dynamic provider adds. */
export function written(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(
      ([name, value]) => !name.startsWith("__") && value !== undefined,
    ),
  );
}

/** Through the engine's own form of values. */
export function crossed(properties: Properties): Properties {
  return openStruct(sealStruct(JSON.parse(JSON.stringify(properties)) as Properties));
}
