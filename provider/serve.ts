/** The dynamic provider's server: a process with one configuration and one run. */
import { type CertCentral, createClient } from "./certcentral/client";
import { clockAt } from "./clock";
import { rowOf } from "./engine-log";
import { findRunAddress, shareNotes } from "./journal";
import type { Context, Properties, Server } from "./resource";
import { type Run, startRun } from "./run";
import { type Config, readSettings } from "./settings";

/**
 * Serves with the configuration that the engine gives and the environment, which are read anew for each
 * call: the engine configures before it asks, and the environment may be all there is.
 *
 * @param join finds the run of this process, at the first call
 */
export function serveDynamically(join: () => Run = joinRun): Server {
  let configured: Config = { get: () => undefined };
  let run: Run | undefined;
  return {
    configure(config) {
      configured = config;
    },
    contextFor(properties: Properties): Context {
      const settings = readSettings(configured);
      const clock = clockAt(settings.pretendedNow);
      const row = rowOf(properties["__urn"]);
      let client: CertCentral | undefined;
      run ??= join();
      return {
        settings,
        clock,
        row,
        run,
        client: () =>
          (client ??= createClient(settings.client(), clock, {
            onWait: (message) => void row.status(message),
          })),
      };
    },
  };
}

function joinRun(): Run {
  const address = findRunAddress(process.argv, process.env);
  return address === undefined ? startRun() : startRun(shareNotes(address));
}
