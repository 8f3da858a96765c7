/** The provider without its process: for thousands of runs, on a clock that never waits. */
import type { Emulator } from "certcentral-emulator";

import { certificate as lifecycle } from "../../provider/certificate/lifecycle";
import { systemClock } from "../../provider/clock";
import { adapt, InitializationFailure } from "../../provider/resource";
import { startRun } from "../../provider/run";
import { serveDynamically } from "../../provider/serve";
import type { DynamicProvider, Outcome, Properties } from "./dynamic-provider";

export interface InProcessProvider extends DynamicProvider {
  /** The day on which the provider lives from now on, from noon. */
  today(day: string): void;
}

/** The configuration for an emulator that lets any number of requests through. */
export function unlimitedConfig({ apiKey, url }: Emulator): Record<string, string> {
  return {
    "certcentral:apiKey": apiKey,
    "certcentral:url": url,
    "certcentral:requestsPer5Seconds": "1000000",
    "certcentral:requestsPer3Minutes": "1000000",
  };
}

/** The lifecycle behind the contract of the process: values cross as JSON, waits take no time. */
export function inProcessProvider(config: Record<string, string>): InProcessProvider {
  systemClock.sleep = () => new Promise((resolve) => setImmediate(resolve));
  let certificate = begin();
  function begin() {
    const fresh = adapt(lifecycle, serveDynamically(startRun));
    fresh.configure({ config: { get: (key) => config[key] } });
    return fresh;
  }
  return {
    newRun: () => {
      certificate = begin();
    },
    today: (day) => {
      process.env["CERTCENTRAL_NOW"] = `${day}T12:00:00Z`;
    },
    check: async (olds, news) => {
      const { inputs, failures } = await certificate.check(crossed(olds), crossed(news));
      return { inputs: crossed(inputs), failures };
    },
    diff: async (id, olds, news) => {
      const { changes, replaces = [] } = await certificate.diff(id, crossed(olds), crossed(news));
      return { changes, replaces };
    },
    create: (inputs) => outcome(() => certificate.create(crossed(inputs))),
    read: async (id, props) => {
      const found = await certificate.read(id, crossed(props));
      return {
        id: found.id,
        props: crossed(found.props ?? {}),
        ...(found.inputs && { inputs: crossed(found.inputs) }),
      };
    },
    update: (id, olds, news) =>
      outcome(async () => {
        const { outs } = await certificate.update(id, crossed(olds), crossed(news));
        return { id, outs };
      }),
    delete: (id, props) => certificate.delete(id, crossed(props)),
    rows: [],
    printed: () => "",
    kill: () => Promise.resolve(),
  };
}

async function outcome(attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    const { id, outs } = await attempt();
    return { id, outs: crossed(outs) };
  } catch (error) {
    if (!(error instanceof InitializationFailure)) throw error;
    return { id: error.id, outs: crossed(error.properties), reasons: error.reasons };
  }
}

function crossed(value: Properties): Properties {
  return JSON.parse(JSON.stringify(value)) as Properties;
}
