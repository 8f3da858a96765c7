/** What programs ask CertCentral, for both servers: each takes its arguments and the context of the call. */
import { dayOf } from "./calendar";
import { statusOf } from "./domain/state";
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
import { lookUpNeedsOne, nothingFound } from "./messages/program";
import { normalizeName } from "./names";
import type { Context } from "./resource";

/** What a function may use. */
export type Asking = Pick<Context, "client" | "clock">;

export async function whoami({ client }: Asking): Promise<WhoamiResult> {
  const { id, accountId, accessRoles } = await client().whoAmI();
  return { userId: id, accountId, roles: accessRoles.map(({ name }) => name ?? "") };
}

export async function getOrganization(
  { client }: Asking,
  args: ByIdOrName,
): Promise<GetOrganizationResult> {
  const { id, name } = args;
  const found =
    id === undefined
      ? (await client().listOrganizations()).filter((one) => one.name === name)
      : [await client().getOrganization(id)].filter((one) => one !== undefined);
  const [organization] = found;
  if (organization === undefined || found.length > 1) {
    const ids = found.map((one) => one.id).join(", ");
    throw notFound("organization", args, found.length > 1 ? `these bear it: ${ids}` : undefined);
  }
  return { ...organization, name: organization.name ?? "" };
}

export async function getDomain(
  { client, clock }: Asking,
  args: ByIdOrName,
): Promise<GetDomainResult> {
  const id = args.id ?? (await client().findDomain(normalizeName(args.name ?? "")))?.id;
  const domain = id === undefined ? undefined : await client().getDomain(id);
  if (domain === undefined) throw notFound("domain", args);
  const { name, organizationId, dcvMethod, validatedUntil } = domain;
  const status = statusOf(domain, dayOf(clock.now()));
  return { id: domain.id, name, organizationId, dcvMethod, status, validatedUntil };
}

export async function getProduct(
  { client }: Asking,
  args: GetProductArgs,
): Promise<GetProductResult> {
  // Of an empty name CertCentral answers with all of its products.
  const found = args.product === "" ? undefined : await client().getProduct(args.product);
  if (found === undefined) throw notFound("product", { name: args.product });
  const { nameId, name, validationType, ...rest } = found;
  const { allowedOrderValidityYears, duplicatesAllowed, allowedCaCerts } = rest;
  const limits = { allowedOrderValidityYears, duplicatesAllowed, allowedCaCerts };
  return { product: nameId, name, validationType, ...limits };
}

export async function getOrder({ client }: Asking, args: GetOrderArgs): Promise<GetOrderResult> {
  const order = await client().getOrder(args.id);
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

function notFound(what: string, { id, name }: ByIdOrName, detail?: string): Error {
  if (id === undefined && name === undefined) {
    return new Error(lookUpNeedsOne(what));
  }
  const which = id === undefined ? `"${name ?? ""}"` : String(id);
  const cause = detail ?? "the account has none, or hides it from this API key";
  return new Error(nothingFound(what, which, cause));
}
