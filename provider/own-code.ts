/**
 * Pulumi's server of dynamic providers runs the code that lies in a resource's outputs, and a state from the plugin has none:
 * the first update puts it there. Without it no refresh and no destroy would come as far as this package.
 */
import { silentRow } from "./engine-log";
import { codeAppears } from "./messages/program";
import { adapt, type DiffResult, type Lifecycle, type Properties, type Server } from "./resource";
import { clean } from "./wire";

/** What the shim of a resource finds under its name, with its own code in each state. */
export function adaptWithCode(lifecycle: Lifecycle, server: Server): ReturnType<typeof adapt> {
  const core = adapt(lifecycle, server);
  const silent = adapt(lifecycle, {
    ...server,
    contextFor: (properties) => ({ ...server.contextFor(properties), row: silentRow }),
  });
  return {
    ...core,
    async diff(id: string, olds: Properties, news: Properties): Promise<DiffResult> {
      const answer = await core.diff(id, olds, news);
      if (answer.changes || hasCode(olds)) return answer;
      await server.contextFor(news).row.info(codeAppears());
      return { ...answer, changes: true };
    },
    async update(id: string, olds: Properties, news: Properties) {
      if (hasCode(olds)) return core.update(id, olds, news);
      const { changes } = await silent.diff(id, olds, news);
      if (!changes) return { outs: clean({ ...olds, ...news }) };
      // What is left as it was, in doubt, is left with it.
      return core.update(id, { ...olds, __provider: news["__provider"] }, news);
    },
  };
}

function hasCode(olds: Properties): boolean {
  return olds["__provider"] !== undefined;
}
