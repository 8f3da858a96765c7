import * as pulumi from "@pulumi/pulumi";

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
}

/** A misspelt refusal to pay must not be taken for leave to. */
function judgePaidActions(value: string): string {
  if (value === "allow" || value === "deny") return value;
  throw new Error(`create provider: paidActions is "allow" or "deny", not "${value}"`);
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
  /** @internal Whether the key is known while a preview runs: without it the engine asks for no plan. */
  readonly isKeyKnown: Promise<boolean>;

  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const given = {
      ...args,
      apiKey: pulumi.secret(args.apiKey),
      ...(args.paidActions === undefined
        ? {}
        : { paidActions: pulumi.output(args.paidActions).apply(judgePaidActions) }),
    };
    // What is denied for the whole stack, no account of it may do.
    const stackWide = new pulumi.Config("certcentral").get("paidActions");
    const isDenied = stackWide !== undefined && judgePaidActions(stackWide) === "deny";
    const props = Object.entries(isDenied ? { ...given, paidActions: "deny" } : given);
    super(
      "pulumi-nodejs",
      name,
      Object.fromEntries(props.map(([key, value]) => [`certcentral:${key}`, value])),
      opts,
    );
    // The SDK tells it of every output, though its types do not say so.
    const key = pulumi.output(args.apiKey) as unknown as { isKnown?: Promise<boolean> };
    this.isKeyKnown = key.isKnown ?? Promise.resolve(true);
    this.settings = pulumi.secret(pulumi.output<Record<string, pulumi.Input<string>>>({ ...args }));
  }
}
