import type { ClientSettings } from "./certcentral/client";
import { configurationWrong, keyMissing, pretendedNowWrong } from "./messages/settings";
import { lazily } from "./schema";

/** What the engine gives to `configure`: the stack's configuration, or an explicit provider's. */
export interface Config {
  get(key: string): string | undefined;
}

/** How this provider behaves, from the configuration and then the environment. */
export interface Settings {
  /** Everything the API client needs; throws, with what to do, when there is no API key. */
  client(): ClientSettings;
  /** `deny`: nothing paid is planned in the whole stack. */
  paidActions: "allow" | "deny";
  /** Most orders and renewals that one run may pay for; undefined: no limit. */
  maxPaidActionsPerRun?: number | undefined;
  /** Tells apart backends that share project, stack and account; part of the order references. */
  namespace: string;
  /** Ids and references that `CERTCENTRAL_FORGET` names for this run: ended, or never placed. */
  forgotten: readonly string[];
  /** The instant of `CERTCENTRAL_NOW`, where the address is this machine's own. */
  pretendedNow?: Date | undefined;
  /** Seconds before an order that waits is asked for again the first time; later ones are rarer. */
  pollIntervalSeconds: number;
}

const regions = {
  us: "https://www.digicert.com/services/v2",
  eu: "https://certcentral.digicert.eu/services/v2",
} as const;

/** What holds for the whole stack, whatever account: an explicit provider has it unless it says otherwise. */
export const stackWideSettings = [
  "maxPaidActionsPerRun",
  "namespace",
  "requestTimeoutSeconds",
  "maxRateLimitWaitSeconds",
  "requestsPer5Seconds",
  "requestsPer3Minutes",
  "pollIntervalSeconds",
] as const;

/** Keys of the configuration namespace `certcentral`: what a stack may set. */
export const settingNames = [
  "apiKey",
  "region",
  "url",
  "paidActions",
  ...stackWideSettings,
] as const;

type Key = Exclude<(typeof settingNames)[number], "apiKey">;

const seconds = lazily((z) => z.coerce.number().positive());
const count = lazily((z) => z.coerce.number().int().positive());

/**
 * Keys of the configuration namespace `certcentral`, with defaults. The rate limits stay below
 * CertCentral's own (100 in 5 seconds, 1000 in 3 minutes) to leave room for other users of the key.
 */
const schema = lazily((z) =>
  z.object({
    /** CertCentral instance: `us` (default) or `eu`. */
    region: z.enum(["us", "eu"], 'is "us" or "eu"').default("us"),
    /** Base URL instead of a region, for the emulator; `CERTCENTRAL_URL` counts only where no region is set. */
    url: z
      .string()
      .superRefine((url, context) => {
        const problem = urlProblem(url);
        if (problem !== undefined)
          context.addIssue(`(or CERTCENTRAL_URL in the environment) ${problem}`);
      })
      .optional(),
    /** `deny`: nothing paid in this stack, with explicit providers too. Default: `allow`. */
    paidActions: z.enum(["allow", "deny"], 'is "allow" or "deny"').default("allow"),
    /** Most orders and renewals that one run may pay for. Default: no limit. */
    maxPaidActionsPerRun: z.coerce.number().int().min(0).optional(),
    /** Part of new references: tells apart two backends with equal organization, project and stack names. Default: none. */
    namespace: z.string().default(""),
    /** Seconds for one exchange, to its last byte; what changes nothing is tried four times. Default: 60. */
    requestTimeoutSeconds: seconds().default(60),
    /** Seconds that one call may wait because of rate limits, in all. Default: 300. */
    maxRateLimitWaitSeconds: seconds().default(300),
    /** Most requests in 5 seconds: below CertCentral's 100, to leave room for others. Default: 80. */
    requestsPer5Seconds: count().default(80),
    /** Most requests in 3 minutes: below CertCentral's 1000, likewise. Default: 900. */
    requestsPer3Minutes: count().default(900),
    /** Seconds of the first interval of a wait; later ones grow to a minute. Default: 3. */
    pollIntervalSeconds: seconds().default(3),
  } satisfies Record<Key, unknown>),
);

const keys = settingNames.filter((name) => name !== "apiKey");

/** What is wrong with values of the configuration, each by its key; what is absent has a default. */
export function settingFailures(
  given: Readonly<Record<string, unknown>>,
): { property: string; reason: string }[] {
  const parsed = schema().safeParse(given);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => ({
    property: path.join("."),
    reason: message,
  }));
}

/** Reads the settings anew: the environment may be all there is. */
export function readSettings(
  config: Config,
  environment: NodeJS.ProcessEnv = process.env,
): Settings {
  const given = Object.fromEntries(
    keys.map((key) => [
      key,
      config.get(`certcentral:${key}`) ?? fallback(key, config, environment),
    ]),
  );
  const parsed = schema().safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `certcentral:${path.join(".")} ${message}`,
    );
    throw new Error(configurationWrong(problems.join("; ")));
  }
  const values = parsed.data;
  const url = (values.url ?? regions[values.region]).replace(/\/+$/, "");
  return {
    paidActions: values.paidActions,
    maxPaidActionsPerRun: values.maxPaidActionsPerRun,
    namespace: values.namespace,
    forgotten: readForgotten(environment),
    pretendedNow: readPretendedNow(environment, url),
    pollIntervalSeconds: values.pollIntervalSeconds,
    client: () => ({
      apiKey: readApiKey(config, environment),
      url,
      requestTimeoutSeconds: values.requestTimeoutSeconds,
      maxRateLimitWaitSeconds: values.maxRateLimitWaitSeconds,
      rateLimits: {
        per5Seconds: values.requestsPer5Seconds,
        per3Minutes: values.requestsPer3Minutes,
      },
      userAgent: "pulumi-certcentral",
    }),
  };
}

function readForgotten(environment: NodeJS.ProcessEnv): string[] {
  return (environment["CERTCENTRAL_FORGET"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A pretended day must never decide what the real CertCentral is paid for. */
function readPretendedNow(environment: NodeJS.ProcessEnv, url: string): Date | undefined {
  const text = environment["CERTCENTRAL_NOW"];
  if (text === undefined || !isLoopback(url)) return undefined;
  const now = new Date(text);
  if (!Number.isNaN(now.getTime())) return now;
  throw new Error(pretendedNowWrong(text));
}

/** Why the key may not be sent to an address; undefined where it may. */
export function urlProblem(url: string): string | undefined {
  if (!URL.canParse(url)) return "is not a valid URL";
  const { protocol } = new URL(url);
  if (protocol === "https:" || (protocol === "http:" && isLoopback(url))) return undefined;
  return "must begin with https://, because the API key is sent to it; http:// is for addresses of this machine";
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function fallback(key: Key, config: Config, environment: NodeJS.ProcessEnv): string | undefined {
  // A key is sent to the host that its account names, not to the one that another account is at.
  const hasRegion = config.get("certcentral:region") !== undefined;
  return key === "url" && !hasRegion ? environment["CERTCENTRAL_URL"] || undefined : undefined;
}

function readApiKey(config: Config, environment: NodeJS.ProcessEnv): string {
  // A key that was read from a file has its line's end.
  const given = config.get("certcentral:apiKey") ?? environment["CERTCENTRAL_API_KEY"];
  const key = given?.trim();
  if (key !== undefined && key !== "") return key;
  throw new KeyMissing();
}

/** CertCentral was to be called, and there is no API key. */
export class KeyMissing extends Error {
  override readonly name = "KeyMissing";

  constructor() {
    super(keyMissing());
  }
}
