/**
 * The plugin behind the contract of `pulumi-certcentral/provider`, which is all that the model of people speaks. Bundled, it is
 * a build that the model loads in place of the dynamic provider's.
 */
import { createCancellation } from "../../plugin/cancellation";
import { type Plugin, type Stored, StoredFailure } from "../../plugin/asked";
import { createPlugin } from "../../plugin/plugin";
import { rowOf } from "../../provider/engine-log";
import { InitializationFailure } from "../../provider/resource";
import { joinRun } from "../../provider/serve";
import { settingNames } from "../../provider/settings";
import type { Contract, Properties } from "../model/process";
import { crossed, pluginUrn, written } from "./plugin";

let served: Plugin | undefined;

function plugin(): Plugin {
  return (served ??= createPlugin({
    version: "0.0.0",
    run: joinRun("plugin"),
    cancellation: createCancellation(),
    rowOf: (urn) => rowOf(urn),
    stackConfiguration: undefined,
  }));
}

/** The engine knows the URN of what it keeps; the model finds it here. */
const withUrn = (properties: Properties, urn: unknown): Properties => ({
  ...crossed(properties),
  __urn: urn,
});

/** @throws InitializationFailure as the dynamic provider's server knows it, with what the engine keeps beside it */
async function settle(step: () => Promise<Stored>) {
  try {
    const { id, properties, asksFirst } = await step();
    return { id, outs: crossed(properties), asksFirst };
  } catch (error) {
    if (!(error instanceof StoredFailure)) throw error;
    const { id, properties, asksFirst } = error.stored;
    const failure = new InitializationFailure(id, crossed(properties), error.reasons);
    throw Object.assign(failure, { asksFirst });
  }
}

export const certificate: Contract = {
  configure({ config }) {
    const given = settingNames.map((name) => [name, config.get(`certcentral:${name}`)] as const);
    plugin().configure(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  },
  async check(olds, news) {
    const urn = pluginUrn(news["__urn"]);
    const asked = { urn, olds: crossed(written(olds)), news: crossed(written(news)) };
    const { inputs, failures } = await plugin().check(asked);
    return { inputs: withUrn(inputs, news["__urn"]), failures };
  },
  async diff(id, olds, news) {
    const urn = pluginUrn(news["__urn"]);
    const asked = { urn, id, olds: crossed(olds), oldInputs: {}, news: crossed(written(news)) };
    const { changes, replaces, deleteBeforeReplace } = await plugin().diff(asked);
    return {
      changes,
      ...(replaces && { replaces }),
      ...(deleteBeforeReplace !== undefined && { deleteBeforeReplace }),
    };
  },
  create(inputs) {
    const urn = pluginUrn(inputs["__urn"]);
    const asked = { urn, inputs: crossed(written(inputs)), isPreview: false, timeout: 0 };
    return settle(() => plugin().create(asked));
  },
  update(id, olds, news) {
    const urn = pluginUrn(news["__urn"]);
    const given = { id, olds: crossed(olds), inputs: crossed(written(news)) };
    return settle(() => plugin().update({ urn, ...given, isPreview: false, timeout: 0 }));
  },
  async read(id, props, inputs = {}) {
    const asked = { id, properties: crossed(props), inputs: crossed(written(inputs)) };
    const found = await plugin().read({ urn: pluginUrn(props["__urn"]), ...asked });
    return {
      id: found.id,
      props: crossed(found.properties),
      inputs: withUrn(found.inputs, inputs["__urn"]),
      asksFirst: found.asksFirst,
    };
  },
  delete: (id, props) =>
    plugin().delete({ urn: pluginUrn(props["__urn"]), id, properties: crossed(props) }),
};
