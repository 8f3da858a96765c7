/** The dynamic provider's server: a process with one configuration and one run; and what both servers share. */
import type { CertCentral } from "./certcentral/client";
import { loadClient } from "./certcentral/load";
import { type Clock, clockAt } from "./clock";
import { type Row, rowOf, sayingOnce } from "./engine-log";
import { textInput } from "./fields";
import { findRunAddress, shareNotes } from "./journal";
import type { Door } from "./note";
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
  const rows = sayingOnce(rowOf);
  return {
    configure(config) {
      configured = config;
    },
    contextFor(properties: Properties): Context {
      run ??= join();
      return makeContext({ config: configured, run, row: rows(textInput(properties, "__urn")) });
    },
  };
}

/** What a context is made from. */
export interface Served {
  readonly config: Config;
  readonly run: Run;
  readonly row: Row;
  /** Where a call can be ended from outside: what becomes of its waits, and of calls that are not made yet. */
  readonly cancellation?: Cancellation;
}

/** Ends what a call waits for. */
export interface Cancellation {
  /** @throws once the run is canceled */
  refuse(): void;
  /** The clock whose waits end with the run. */
  interrupt(clock: Clock): Clock;
}

/** The context of one call. */
export function makeContext({ config, run, row, cancellation }: Served): Context {
  const settings = readSettings(config);
  const whole = clockAt(settings.pretendedNow);
  const clock = cancellation?.interrupt(whole) ?? whole;
  let client: CertCentral | undefined;
  return {
    settings,
    clock,
    row,
    run,
    client: () => {
      cancellation?.refuse();
      return (client ??= loadClient().createClient(settings.client(), clock, {
        onWait: (message) => void row.status(message),
      }));
    },
  };
}

/** The run that the engine started this process for; where none did, one of its own. */
export function joinRun(door?: Door): Run {
  const address = findRunAddress(process.argv, process.env);
  return startRun(address === undefined ? undefined : shareNotes(address), door);
}
