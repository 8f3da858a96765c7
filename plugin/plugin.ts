/**
 * What the engine asks of the plugin, in plain values: which lifecycle answers, with which context. It knows neither
 * gRPC nor any resource.
 */
import { dayOf } from "../provider/calendar";
import { clockAt } from "../provider/clock";
import { type Row, sayingOnce, silentRow } from "../provider/engine-log";
import { joinWithAnd } from "../provider/format";
import {
  awaitedUnasked,
  configurationUnready,
  nothingToImport,
  outputsAppear,
  tokenUnknown,
} from "../provider/messages/plugin";
import { adapt, type Context, InitializationFailure, type Properties } from "../provider/resource";
import { makeContext } from "../provider/serve";
import { type Config, readSettings } from "../provider/settings";
import { describeKeyTrouble } from "../provider/visibility";
import { clean, withoutNulls } from "../provider/wire";
import {
  type CreateAsked,
  type Plugin,
  type Stored,
  StoredFailure,
  type Surroundings,
} from "./asked";
import {
  checkConfiguration,
  listUnknown,
  organizationOf,
  readConfiguration,
} from "./configuration";
import { listDetails } from "./details";
import { foresee } from "./foresight";
import { packageFunctions, type Resource, resources } from "./package";
import { customWait, ofClass, without, withoutHidden } from "./properties";
import { dynamicUrn, typeOf } from "./urn";

type Core = ReturnType<typeof adapt>;

/**
 * A create or an update. In a preview there is no core: what may pay cannot be reached.
 */
type Step =
  | {
      readonly isPreview: true;
      readonly resource: Pick<Resource, "outputs" | "foresee" | "complete">;
    }
  | { readonly isPreview: false; readonly resource: Resource; readonly core: Core };

export function createPlugin(surroundings: Surroundings): Plugin {
  const { version, run, cancellation, stackConfiguration } = surroundings;
  const rowOf = sayingOnce(surroundings.rowOf);
  let config: Config = readConfiguration({}, stackConfiguration);

  const contextWith = (row: Row): Context => makeContext({ config, run, row, cancellation });
  const coreOf = ({ lifecycle }: Resource, row: Row): Core =>
    adapt(lifecycle, { configure: () => undefined, contextFor: () => contextWith(row) });
  const resourceOf = (urn: string): Resource => {
    const resource = resources[typeOf(urn)];
    if (resource === undefined) throw new Error(tokenUnknown(typeOf(urn), version));
    return resource;
  };
  const stepOf = ({ urn, isPreview }: CreateAsked): Step => {
    const resource = resourceOf(urn);
    return isPreview
      ? { isPreview, resource }
      : { isPreview, resource, core: coreOf(resource, rowOf(urn)) };
  };

  /** What the class of the dynamic provider adds to the inputs, and a refresh and the engine do not know. */
  const identityOf = (urn: string): Properties => ({
    __urn: dynamicUrn(urn),
    __organization: organizationOf(config),
  });
  const asInputs = (urn: string, inputs: Properties): Properties => ({
    ...withoutHidden(inputs),
    ...identityOf(urn),
  });
  /**
   * Inputs as the dynamic provider keeps them too: where a stack goes there and its first update ends in a failure, a refresh
   * compares with these.
   */
  const asKept = (urn: string, inputs: Properties): Properties => ({
    ...asInputs(urn, inputs),
    __provider: resourceOf(urn).code,
  });
  /** A resource that was renamed keeps the URN of its outputs, by which its former self is known. */
  const asOutputs = (urn: string, outputs: Properties): Properties => {
    return { __urn: dynamicUrn(urn), ...without(outputs, ...ofClass) };
  };
  const store = (
    resource: Resource,
    id: string,
    outs: Properties,
    inputs: Properties = {},
  ): Stored => {
    const properties = clean(resource.complete(without(outs, ...ofClass)));
    return { id, properties, asksFirst: resource.asksFirst({ ...properties, ...inputs }) };
  };
  /** Runs what may leave a resource that is not ready. */
  const attempt = async (
    resource: Resource,
    asked: CreateAsked,
    work: (inputs: Properties) => Promise<{ id: string; outs: Properties }>,
  ): Promise<Stored> => {
    const wait = customWait(resource, asked);
    const inputs = asInputs(asked.urn, asked.inputs);
    const kept = (outs: Properties): Properties => wait.restore(outs, inputs);
    try {
      const { id, outs } = await work(wait.apply(inputs));
      return store(resource, id, kept(outs));
    } catch (error) {
      if (!(error instanceof InitializationFailure)) throw error;
      const stored = store(resource, error.id, kept(error.properties));
      throw new StoredFailure(stored, error.reasons);
    }
  };
  /** Outputs that this version has and the state lacks, though they can be made from what is stored. */
  const listLacking = (resource: Pick<Resource, "complete">, olds: Properties): string[] => {
    const whole = clean(resource.complete(olds));
    return Object.keys(whole).filter((name) => !(name in olds));
  };

  return {
    version,
    async checkConfig({ urn, news }) {
      const unknown = listUnknown(news);
      if (unknown.length > 0) await rowOf(urn).warn(configurationUnready(joinWithAnd(unknown)));
      return checkConfiguration(news, stackConfiguration);
    },
    configure(args) {
      config = readConfiguration(args, stackConfiguration);
    },

    async check({ urn, olds, news }) {
      const core = coreOf(resourceOf(urn), rowOf(urn));
      const before = Object.keys(withoutHidden(olds)).length === 0 ? {} : asInputs(urn, olds);
      const { inputs, failures } = await core.check(before, asInputs(urn, news));
      return { inputs: asKept(urn, inputs), failures };
    },

    async diff({ urn, id, olds, oldInputs, news }) {
      const resource = resourceOf(urn);
      const row = rowOf(urn);
      const answer = await coreOf(resource, row).diff(
        id,
        asOutputs(urn, olds),
        asInputs(urn, news),
      );
      const lacking = answer.changes ? [] : listLacking(resource, olds);
      if (lacking.length > 0) await row.info(outputsAppear(joinWithAnd(lacking)));
      const changes = answer.changes || lacking.length > 0;
      const details = answer.changes ? listDetails(oldInputs, news, answer.replaces) : [];
      return { ...answer, changes, details };
    },

    async create(asked) {
      const step = stepOf(asked);
      if (step.isPreview) {
        const properties = foresee(step.resource.outputs, withoutHidden(asked.inputs));
        return { id: "", properties, asksFirst: false };
      }
      return attempt(step.resource, asked, (inputs) => step.core.create(inputs));
    },

    async update(asked) {
      const { urn, id } = asked;
      const olds = asOutputs(urn, asked.olds);
      const step = stepOf(asked);
      if (step.isPreview) {
        const { outputs, complete, foresee: foreseeOutputs } = step.resource;
        const today = dayOf(clockAt(readSettings(config).pretendedNow).now());
        const known = complete(foreseeOutputs(olds, asInputs(urn, asked.inputs), today));
        const properties = foresee(outputs, withoutHidden(asked.inputs), withoutHidden(known));
        return { id, properties: clean(properties), asksFirst: false };
      }
      const { resource, core } = step;
      const onlyLacks = async (inputs: Properties): Promise<boolean> =>
        listLacking(resource, asked.olds).length > 0 &&
        !(await coreOf(resource, silentRow).diff(id, olds, inputs)).changes;
      return attempt(resource, asked, async (inputs) => {
        if (await onlyLacks(inputs)) return { id, outs: { ...olds, ...inputs } };
        return { id, outs: (await core.update(id, olds, inputs)).outs };
      });
    },

    async read({ urn, id, properties, inputs, isGet = false }) {
      const resource = resourceOf(urn);
      const row = rowOf(urn);
      if (isGet || Object.keys(properties).length === 0) {
        if (resource.import === undefined) throw new Error(nothingToImport(typeOf(urn)));
        const purpose = isGet ? "read" : "import";
        const found = await resource.import(contextWith(row), id, identityOf(urn), purpose);
        // A program is made of these: the check that follows adds the rest.
        const imported = withoutHidden(clean(found.inputs));
        return { ...store(resource, found.id, found.outs, imported), inputs: imported };
      }
      const outputs = asOutputs(urn, properties);
      const found = await coreOf(resource, row)
        .read(id, outputs)
        .catch(async (error: unknown) => {
          // Before each preview and update the engine asks with the key of the last: a preview wants none, and another may be there.
          const trouble = describeKeyTrouble(error);
          const isAskedFirst = resource.asksFirst({ ...outputs, ...inputs });
          if (trouble === undefined || !isAskedFirst) throw error;
          await row.warn(awaitedUnasked(`${typeOf(urn)} ${id}`, trouble));
          return { id, props: outputs, inputs };
        });
      const now = asKept(urn, found.inputs ?? inputs);
      return { ...store(resource, found.id, found.props ?? {}, now), inputs: now };
    },

    async delete({ urn, id, properties }) {
      await coreOf(resourceOf(urn), rowOf(urn)).delete(id, asOutputs(urn, properties));
    },

    async invoke(token, args) {
      const wanted = packageFunctions[token];
      if (wanted === undefined) throw new Error(tokenUnknown(token, version));
      return clean({ ...(await wanted.call(contextWith(silentRow), withoutNulls(args))) });
    },

    cancel() {
      cancellation.cancel();
    },
  };
}
