import * as pulumi from "@pulumi/pulumi";

import { paidActionsWrong, providerSettingUnknown } from "../provider/messages/program";
import { stackWideSettings } from "../provider/settings";

/** How a {@link Provider} reaches its account; the same keys as the configuration `certcentral:*`. */
export interface ProviderArgs {
  /** API key of the account. Kept as a secret in the state of the provider, nowhere else. */
  apiKey: pulumi.Input<string>;
  /** CertCentral instance: `us` (default) or `eu`. */
  region?: pulumi.Input<"us" | "eu">;
  /** Base URL of the API, instead of a region: for the emulator. */
  url?: pulumi.Input<string>;
  /**
   * `deny`: nothing paid is planned with this provider. Default: `allow`; the stack's own
   * `certcentral:paidActions: deny` holds for every provider.
   */
  paidActions?: pulumi.Input<"allow" | "deny">;
  /** Seconds for one exchange, to its last byte. Default: the stack's own, 60. */
  requestTimeoutSeconds?: pulumi.Input<number>;
  /** Seconds that one call may wait because of rate limits, in all. Default: the stack's own, 300. */
  maxRateLimitWaitSeconds?: pulumi.Input<number>;
  /** Most requests in 5 seconds. Default: the stack's own, 80. */
  requestsPer5Seconds?: pulumi.Input<number>;
  /** Most requests in 3 minutes. Default: the stack's own, 900. */
  requestsPer3Minutes?: pulumi.Input<number>;
  /** Seconds of the first interval of a wait. Default: the stack's own, 3. */
  pollIntervalSeconds?: pulumi.Input<number>;
}

const known: readonly string[] = [
  "apiKey",
  "region",
  "url",
  "paidActions",
  ...stackWideSettings.filter((key) => key !== "maxPaidActionsPerRun" && key !== "namespace"),
];

/** The engine carries a provider's configuration as texts. */
function asTexts(args: ProviderArgs): Record<string, pulumi.Input<string>> {
  const given = { ...args } as Record<string, pulumi.Input<string | number> | undefined>;
  const texts: Record<string, pulumi.Input<string>> = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    texts[key] = typeof value === "string" ? value : pulumi.output(value).apply(String);
  }
  return texts;
}

/** A misspelt refusal to pay must not be taken for leave to. */
function judgePaidActions(value: string): string {
  if (value === "allow" || value === "deny") return value;
  throw new Error(paidActionsWrong(value));
}

/**
 * A second CertCentral account in one program: give it to a resource as `{ provider }`.
 *
 * @example
 * ```ts
 * const emea = new certcentral.Provider("emea", { apiKey: config.requireSecret("emeaKey"), region: "eu" });
 * new certcentral.Certificate("shop", args, { provider: emea });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /** @internal For functions, which run in the program's own process. */
  readonly settings: pulumi.Output<Record<string, string | undefined>>;
  /** @internal Whether all settings are known while a preview runs: without one of them the engine asks for no plan. */
  readonly areSettingsKnown: Promise<boolean>;

  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const unknown = Object.keys(args).filter((key) => !known.includes(key));
    if (unknown.length > 0) {
      throw new Error(providerSettingUnknown(name, unknown.join(", "), known.join(", ")));
    }
    const config = new pulumi.Config("certcentral");
    const ofStack = stackWideSettings.map((key) => [key, config.get(key)] as const);
    const given = {
      ...Object.fromEntries(ofStack.filter(([, value]) => value !== undefined)),
      ...asTexts(args),
      apiKey: pulumi.secret(args.apiKey),
      ...(args.paidActions === undefined
        ? {}
        : { paidActions: pulumi.output(args.paidActions).apply(judgePaidActions) }),
    };
    // What is denied for the whole stack, no account of it may do.
    const paidActions = config.get("paidActions");
    const isDenied = paidActions !== undefined && judgePaidActions(paidActions) === "deny";
    const props = Object.entries(isDenied ? { ...given, paidActions: "deny" } : given);
    super(
      "pulumi-nodejs",
      name,
      Object.fromEntries(props.map(([key, value]) => [`certcentral:${key}`, value])),
      opts,
    );
    // The SDK tells it of every output, though its types do not say so.
    const all = pulumi.output({ ...args }) as unknown as { isKnown?: Promise<boolean> };
    this.areSettingsKnown = all.isKnown ?? Promise.resolve(true);
    this.settings = pulumi.secret(pulumi.output(asTexts(args)));
  }
}
