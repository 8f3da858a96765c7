/**
 * What a program may ask CertCentral while it runs, in previews too. Each has a form `...Output` that
 * takes outputs and gives one. They call CertCentral from the program's own process, with the stack's
 * configuration or that of a given {@link Provider}; an API key is needed.
 */
import * as pulumi from "@pulumi/pulumi";

import { dayOf } from "../provider/calendar";
import { type CertCentral, createClient } from "../provider/certcentral/client";
import { statusOf } from "../provider/domain/state";
import { normalizeName } from "../provider/names";
import { clockAt } from "../provider/clock";
import { readSettings, type Settings } from "../provider/settings";
import type { Provider } from "./provider";
import { lookUpNeedsOne, nothingFound, providerNotKnown } from "../provider/messages/program";
import type {
  ByIdOrName,
  GetDomainResult,
  GetOrderArgs,
  GetOrderResult,
  GetOrganizationResult,
  GetProductArgs,
  GetProductResult,
  WhoamiResult,
} from "./function-types";

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
  const { id, accountId, accessRoles } = await (await clientOf(options)).whoAmI();
  return { userId: id, accountId, roles: accessRoles.map(({ name }) => name ?? "") };
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
  const client = await clientOf(options);
  const { id, name } = args;
  const found =
    id === undefined
      ? (await client.listOrganizations()).filter((one) => one.name === name)
      : [await client.getOrganization(id)].filter((one) => one !== undefined);
  const [organization] = found;
  if (organization === undefined || found.length > 1) {
    const ids = found.map((one) => one.id).join(", ");
    throw notFound("organization", args, found.length > 1 ? `these bear it: ${ids}` : undefined);
  }
  return { ...organization, name: organization.name ?? "" };
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
  const settings = await settingsOf(options);
  const clock = clockAt(settings.pretendedNow);
  const client = createClient(settings.client(), clock);
  const id = args.id ?? (await client.findDomain(normalizeName(args.name ?? "")))?.id;
  const domain = id === undefined ? undefined : await client.getDomain(id);
  if (domain === undefined) throw notFound("domain", args);
  const { name, organizationId, dcvMethod, validatedUntil } = domain;
  const status = statusOf(domain, dayOf(clock.now()));
  return { id: domain.id, name, organizationId, dcvMethod, status, validatedUntil };
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
  const found = await (await clientOf(options)).getProduct(args.product);
  if (found === undefined) throw notFound("product", { name: args.product });
  const { nameId, name, validationType, ...rest } = found;
  const { allowedOrderValidityYears, duplicatesAllowed, allowedCaCerts } = rest;
  const limits = { allowedOrderValidityYears, duplicatesAllowed, allowedCaCerts };
  return { product: nameId, name, validationType, ...limits };
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
  const order = await (await clientOf(options)).getOrder(args.id);
  if (order === undefined) throw notFound("order", args);
  const { id, status, organizationId, isRenewed, alternativeOrderId, certificate } = order;
  const { commonName, dnsNames, serialNumber, thumbprint, validFrom } = certificate;
  return {
    id,
    status,
    product: order.productNameId,
    organizationId,
    coveredUntil: order.orderValidTill,
    isRenewed,
    alternativeOrderId,
    certificateId: certificate.id,
    commonName,
    dnsNames,
    serialNumber,
    thumbprint,
    validFrom,
    validUntil: certificate.validTill,
  };
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
  const known = pulumi.all([pulumi.output(args as pulumi.Inputs), provider?.settings]);
  return known.apply<Result>(([plain]) => ask(plain as Args));
}

async function clientOf(options: InvokeOptions): Promise<CertCentral> {
  const settings = await settingsOf(options);
  return createClient(settings.client(), clockAt(settings.pretendedNow));
}

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

function notFound(what: string, { id, name }: ByIdOrName, detail?: string): Error {
  if (id === undefined && name === undefined) {
    return new Error(lookUpNeedsOne(what));
  }
  const which = id === undefined ? `"${name ?? ""}"` : String(id);
  const cause = detail ?? "the account has none, or hides it from this API key";
  return new Error(nothingFound(what, which, cause));
}
