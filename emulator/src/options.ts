import { z } from "zod";

import { instantSchema } from "./clock";
import { keySchema, seedSchema } from "./control-calls";
import { type FaultRates, faultRatesSchema } from "./faults/faults";
import { type ScenarioName, scenarioNames } from "./scenarios";
import { type Settings, settingsSchema } from "./settings";

/** How an emulator starts. Everything has a default. */
export interface EmulatorOptions extends Partial<Settings> {
  /** Default: 0, any free port. */
  port?: number;
  /** Address to listen on. Default: 127.0.0.1. Any other opens the API and the control interface to whoever reaches it. */
  host?: string;
  /** Further names by which clients reach it, for its TLS certificate and as `Host` of the control interface. */
  names?: readonly string[];
  /** Whether to serve HTTPS, by a root of its own. Default: false. */
  tls?: boolean;
  /** File for that root, PEM. Default: one in a fresh temporary folder, which goes when the emulator is closed. */
  tlsRoot?: string;
  /** Port of the emulator's own name server, UDP. Default: 0, any free one. On 127.0.0.1 only. */
  dnsPort?: number;
  /** Default: a fresh random one. */
  apiKey?: string;
  /** Further keys, each with the id of its account; those of one account share its orders. Default: none. */
  keys?: Readonly<Record<string, number>>;
  /** The situation to start in. What is given beside it counts before it. Default: none. */
  scenario?: ScenarioName;
  /** Emulated instant of the start, ISO 8601. Default: now. */
  now?: string;
  /** Whether the clock moves only when told to. Default: it runs on from `now`. */
  frozen?: boolean;
  /** Faults in the air, at rates from 0 to 1. Default: the mild ones. `{}`: none. */
  faultRates?: FaultRates;
  /** Seed of the faults in the air. Default: 1. */
  seed?: number;
  /** All faults at their own rates, by this seed. */
  chaos?: number;
}

const host = z.union([z.ipv4(), z.ipv6(), z.hostname()], "is no host");
const port = z.number().int().min(0).max(65_535);

/** The same as people give it: everything that is wrong is refused at once. */
export const optionsSchema = settingsSchema
  .extend({
    port,
    host,
    names: z.array(host),
    tls: z.boolean(),
    tlsRoot: z.string().min(1),
    dnsPort: port,
    apiKey: keySchema,
    keys: z.record(keySchema, z.int().positive()),
    scenario: z.enum(scenarioNames),
    now: instantSchema,
    frozen: z.boolean(),
    faultRates: faultRatesSchema,
    seed: seedSchema,
    chaos: seedSchema,
  })
  .partial();
