/**
 * What a program may ask CertCentral while it runs, in previews too. Each has a form `...Output` that
 * takes outputs and gives one. They call CertCentral from the program's own process, with the stack's
 * configuration or that of a given {@link Provider}; an API key is needed. Under a program's own mocks they ask those.
 */
import * as pulumi from "@pulumi/pulumi";

import { loadClient } from "../provider/certcentral/load";
import { clockAt } from "../provider/clock";
import type {
  ByIdOrName,
  GetDomainResult,
  GetOrderArgs,
  GetOrderResult,
  GetOrganizationResult,
  GetProductArgs,
  GetProductResult,
  WhoamiResult,
} from "../provider/function-types";
import type * as Functions from "../provider/functions";
import { providerNotKnown } from "../provider/messages/program";
import { readSettings, type Settings } from "../provider/settings";
import type { Provider } from "./provider";

/** How a function reaches its account. */
export interface InvokeOptions {
  /** The account to ask. Default: that of the stack's configuration. */
  provider?: Provider;
}

/**
 * The user and the account of the API key. Source: `GET user/me`.
 *
 * @example `const { accountId } = await certcentral.whoami();`
 */
export async function whoami(options: InvokeOptions = {}): Promise<WhoamiResult> {
  return call("whoami", {}, options, (functions, asking) => functions.whoami(asking));
}

/** {@link whoami}, as an output. */
export function whoamiOutput(options: InvokeOptions = {}): pulumi.Output<WhoamiResult> {
  return invoke({}, options, () => whoami(options));
}

/**
 * An organization of the account, by its id or its exact name. Fails when there is none, or when
 * several bear the name. Source: `GET organization`.
 *
 * @example `const { id } = await certcentral.getOrganization({ name: "Example, Inc." });`
 */
export async function getOrganization(
  args: ByIdOrName,
  options: InvokeOptions = {},
): Promise<GetOrganizationResult> {
  return call("getOrganization", args, options, (functions, asking) =>
    functions.getOrganization(asking, args),
  );
}

/** {@link getOrganization}, of outputs. */
export function getOrganizationOutput(
  args: InputOf<ByIdOrName>,
  options: InvokeOptions = {},
): pulumi.Output<GetOrganizationResult> {
  return invoke(args, options, (known) => getOrganization(known, options));
}

/**
 * A domain of the account, by its id or its name. Fails when there is none. Source: `GET domain`.
 *
 * @example `const { validatedUntil } = await certcentral.getDomain({ name: "example.com" });`
 */
export async function getDomain(
  args: ByIdOrName,
  options: InvokeOptions = {},
): Promise<GetDomainResult> {
  return call("getDomain", args, options, (functions, asking) => functions.getDomain(asking, args));
}

/** {@link getDomain}, of outputs. */
export function getDomainOutput(
  args: InputOf<ByIdOrName>,
  options: InvokeOptions = {},
): pulumi.Output<GetDomainResult> {
  return invoke(args, options, (known) => getDomain(known, options));
}

/**
 * A product that the account may order. Fails when there is none. Source: `GET product/{name_id}`.
 *
 * @example `const { allowedCaCerts } = await certcentral.getProduct({ product: "ssl_plus" });`
 */
export async function getProduct(
  args: GetProductArgs,
  options: InvokeOptions = {},
): Promise<GetProductResult> {
  return call("getProduct", args, options, (functions, asking) =>
    functions.getProduct(asking, args),
  );
}

/** {@link getProduct}, of outputs. */
export function getProductOutput(
  args: InputOf<GetProductArgs>,
  options: InvokeOptions = {},
): pulumi.Output<GetProductResult> {
  return invoke(args, options, (known) => getProduct(known, options));
}

/**
 * An order and its newest certificate. Fails when there is none. Source: `GET order/certificate/{id}`.
 *
 * @example `const { status } = await certcentral.getOrder({ id: 112233 });`
 */
export async function getOrder(
  args: GetOrderArgs,
  options: InvokeOptions = {},
): Promise<GetOrderResult> {
  return call("getOrder", args, options, (functions, asking) => functions.getOrder(asking, args));
}

/** {@link getOrder}, of outputs. */
export function getOrderOutput(
  args: InputOf<GetOrderArgs>,
  options: InvokeOptions = {},
): pulumi.Output<GetOrderResult> {
  return invoke(args, options, (known) => getOrder(known, options));
}

type InputOf<Args> = { [Key in keyof Args]: pulumi.Input<Exclude<Args[Key], undefined>> };

/** Asks once the arguments and the account's key are known; in a preview that may be never. */
function invoke<Args extends object, Result>(
  args: InputOf<Args>,
  { provider }: InvokeOptions,
  ask: (args: Args) => Promise<Result>,
): pulumi.Output<Result> {
  // What is found is as secret as what was asked with; the key of the provider is not among it.
  const reached = provider && pulumi.unsecret(provider.settings);
  const known = pulumi.all([pulumi.output(args as pulumi.Inputs), reached]);
  return known.apply<Result>(([plain]) => ask(plain as Args));
}

/** Asks CertCentral, or the mocks of a test. A failure ends the program with its message, without our own stack. */
async function call<Result>(
  name: string,
  args: object,
  options: InvokeOptions,
  look: (functions: typeof Functions, asking: Functions.Asking) => Promise<Result>,
): Promise<Result> {
  if (isMocked()) {
    return (await pulumi.runtime.invoke(`certcentral:index:${name}`, args, options)) as Result;
  }
  try {
    const settings = await settingsOf(options);
    const clock = clockAt(settings.pretendedNow);
    const client = loadClient().createClient(settings.client(), clock);
    return await look(loadFunctions(), { client: () => client, clock });
  } catch (error) {
    throw error instanceof Error ? new pulumi.RunError(error.message) : error;
  }
}

/** Whether the program runs under `pulumi.runtime.setMocks`, of which the SDK has no word. */
function isMocked(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && Object.hasOwn(monitor, "mocks");
}

/* eslint-disable @typescript-eslint/no-require-imports -- an import at the top is loaded by every program, an asynchronous one is refused by Jest, with which programs are tested. */

/** What a program that only declares resources has no need of. */
function loadFunctions(): typeof Functions {
  return require("../provider/functions") as typeof Functions;
}

/* eslint-enable @typescript-eslint/no-require-imports */

async function settingsOf({ provider }: InvokeOptions): Promise<Settings> {
  const stack = new pulumi.Config("certcentral");
  const own = provider && (await valuesOf(provider.settings));
  const get = (key: string): string | undefined => {
    const name = key.replace(/^certcentral:/, "");
    return own === undefined ? stack.get(name) : own[name];
  };
  return readSettings({ get });
}

/** The SDK shows neither whether an output is known nor its promise in its types. */
interface Inner<T> {
  isKnown: Promise<boolean>;
  promise(): Promise<T>;
}

async function valuesOf<T>(output: pulumi.Output<T>): Promise<T> {
  const inner = output as unknown as Inner<T>;
  if (await inner.isKnown) return inner.promise();
  throw new Error(providerNotKnown());
}
