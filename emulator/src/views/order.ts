/** Facts -> JSON as CertCentral prints it. What does not apply is absent, never null. */
import type { Account } from "../account";
import type { CertificateAuthority } from "../ca";
import { day, daysUntil, timestamp } from "../calendar";
import {
  type ApprovalRequest,
  type Certificate,
  isOpen,
  namesOf,
  type Order,
  primaryOf,
  statusOf,
} from "../order";
import { isSet } from "../order-body";
import type { Product } from "../products";
import { tokenView } from "./domain";
import { certificateView, chainView, validityView, wishOf } from "./certificate";
import { compact, type Json } from "./json";
import { organizationInOrder } from "./organization";
import { contactView, givenContactView, userView } from "./people";
import { domainOnly, validationNames } from "./validation";
import { isContactAsked } from "../order-ready";
import type { Settings } from "../settings";

export interface ViewContext {
  account: Account;
  ca: CertificateAuthority;
  settings: Settings;
  now: Date;
  /** Whether an order was renewed by one that is alive. */
  isRenewed(order: Order): boolean;
}

/** `GET order/certificate/{id}`. */
export function orderView(order: Order, context: ViewContext, includesCaa = false): Json {
  const { body, product } = order;
  const { user } = context.account;
  const primary = primaryOf(order);
  const status = statusOf(order, context.now);
  const organization = context.account.organizations.get(order.organizationId ?? 0);
  return compact({
    id: order.id,
    certificate: primary && certificateView(order, primary, status, context),
    status,
    is_renewal: order.renewalOfOrderId !== undefined,
    is_renewed: context.isRenewed(order),
    renewed_order_id: order.renewedOrderId,
    renewal_of_order_id: order.renewalOfOrderId,
    date_created: timestamp(order.createdAt),
    organization: organization && organizationInOrder(organization),
    validity_years: order.plan.years,
    order_validity: validityView(order.plan),
    order_valid_till: order.validTill,
    disable_renewal_notifications: isSet(body.disable_renewal_notifications),
    custom_renewal_message: body.custom_renewal_message,
    auto_renew: body.auto_renew ?? 0,
    auto_reissue: body.auto_reissue ?? 0,
    additional_emails: body.additional_emails,
    custom_fields: customFieldsView(order, context.account),
    container: containerView(order, context.account),
    product: validatedProductView(product),
    organization_contact: organization && contactView(user),
    technical_contact: body.technical_contact
      ? givenContactView(body.technical_contact)
      : contactView(user),
    user: userView(user),
    requests: order.requests.map((request) =>
      compact({
        id: request.id,
        date: timestamp(request.date),
        type: request.type,
        status: request.status,
        comments: request.comments,
      }),
    ),
    has_pending_request: order.requests.some(isOpen) || undefined,
    order_approval_complete:
      product.validation === "ev" && primary !== undefined
        ? !isContactAsked(order, primary, context.settings)
        : undefined,
    cs_provisioning_method: "none",
    dcv_method: order.dcvMethod,
    disable_ct: isSet(body.disable_ct),
    allow_duplicates: true,
    user_assignments: [],
    payment_method: body.payment_method ?? "balance",
    alternative_order_id: body.alternative_order_id || undefined,
    is_guest_access_enabled: body.enable_guest_access === 1 || undefined,
    is_multi_year_plan: planFlag(context),
    product_name_id: product.nameId,
    price: order.charge,
    caa_status_message: includesCaa ? caaView(order, status) : undefined,
    duplicates_count: countIssued(order, "duplicate") || undefined,
    api_key: { name: "emulator", key_type: "api_key" },
  });
}

/** Only while an order is pending. */
function caaView(order: Order, status: string): Json | undefined {
  const primary = primaryOf(order);
  if (status !== "pending" || primary === undefined) return undefined;
  const names = namesOf(primary.commonName, primary.dnsNames);
  return Object.fromEntries(names.map((name) => [name, "CAA check is not called yet"]));
}

/** An order where only what it is is said: by an alternative id, and among those that changed. */
export function referenceView(order: Order, now: Date): Json {
  return { order_id: order.id, certificate_id: primaryOf(order)?.id, status: statusOf(order, now) };
}

/** An entry of `GET order/certificate`. */
export function orderListView(order: Order, context: ViewContext): Json {
  const primary = primaryOf(order);
  const issued = primary?.issued;
  const organization = context.account.organizations.get(order.organizationId ?? 0);
  return compact({
    id: order.id,
    certificate: compact({
      id: primary?.id,
      serial_number: issued?.serialNumber,
      common_name: primary?.commonName,
      dns_names: primary && namesOf(primary.commonName, primary.dnsNames),
      valid_from: issued?.validFrom,
      valid_till: issued?.validTill,
      days_remaining: issued && daysUntil(day(context.now), issued.validTill),
      cert_validity: primary && validityView(wishOf(order, primary)),
      signature_hash: primary?.signatureHash,
    }),
    status: statusOf(order, context.now),
    is_renewed: context.isRenewed(order),
    date_created: timestamp(order.createdAt),
    // PHP prints an object without members as a list.
    organization:
      organization === undefined ? [] : { id: organization.id, name: organization.name },
    validity_years: order.plan.years,
    order_validity: validityView(order.plan),
    order_valid_till: order.validTill,
    disable_renewal_notifications: isSet(order.body.disable_renewal_notifications),
    container: containerView(order, context.account),
    product: productView(order.product),
    duplicates_count: countIssued(order, "duplicate"),
    has_duplicates: countIssued(order, "duplicate") > 0,
    reissues_count: countIssued(order, "reissue"),
    has_reissues: countIssued(order, "reissue") > 0,
    price: order.charge,
    product_name_id: order.product.nameId,
    number_of_sans: primary && namesOf(primary.commonName, primary.dnsNames).length,
    is_multi_year_plan: planFlag(context),
  });
}

function countIssued({ certificates }: Order, kind: Certificate["kind"]): number {
  return certificates.filter((own) => own.kind === kind && own.issued !== undefined).length;
}

/** The reply to an order, in the shape that what happened to it calls for. */
export function placedView(
  order: Order,
  newDomains: readonly string[],
  context: ViewContext,
): Json {
  const certificate = order.certificates[0];
  const request = order.requests[0];
  const isIssued = certificate?.issued !== undefined;
  return compact({
    id: order.id,
    organization: order.createsOrganization ? { id: order.organizationId } : undefined,
    requests: request && [{ id: request.id, status: request.status }],
    domains:
      isIssued || order.organizationId === undefined
        ? undefined
        : domainsOf(order, newDomains, context),
    certificate_id: certificate?.approvedAt === undefined ? undefined : certificate.id,
    certificate_chain: certificate && repliedChain(certificate, context),
    dcv_random_value: isIssued ? undefined : order.dcvToken?.value,
  });
}

/** The reply to a reissue or a duplicate. */
export function furtherPlacedView(
  order: Order,
  certificate: Certificate,
  request: ApprovalRequest | undefined,
  context: ViewContext,
): Json {
  const approved = certificate.approvedAt !== undefined;
  return compact({
    id: order.id,
    requests: request && [{ id: request.id }],
    certificate_id: approved ? certificate.id : undefined,
    certificate_chain: repliedChain(certificate, context),
    dcv_random_value:
      order.product.validation === "dv" && !certificate.issued ? order.dcvToken?.value : undefined,
  });
}

function repliedChain(certificate: Certificate, { ca, settings }: ViewContext): Json[] | undefined {
  if (certificate.issued === undefined || !settings.chainsInReplies) return undefined;
  return chainView(certificate, ca, settings.chainShape);
}

/** What every reply says of a product. */
export function productView({ nameId, name }: Product): Json {
  return { name_id: nameId, name, type: "ssl_certificate" };
}

function validatedProductView(product: Product): Json {
  const { validation } = product;
  const [name, description] = validation === "dv" ? domainOnly : validationNames[validation];
  return {
    ...productView(product),
    validation_type: validation,
    validation_name: name,
    validation_description: description,
  };
}

/** Text, and absent where it is not set. */
function planFlag({ settings }: ViewContext): "1" | undefined {
  return settings.multiYearPlans ? "1" : undefined;
}

function domainsOf(order: Order, newDomains: readonly string[], context: ViewContext): Json[] {
  const { account, now } = context;
  const [certificate] = order.certificates;
  if (certificate === undefined) return [];
  const names = namesOf(certificate.commonName, certificate.dnsNames);
  // A wildcard beside its own base is the same domain: one token will do.
  const shown = new Set<string>();
  return names.map((name) => {
    const bare = name.replace(/^\*\./, "");
    const domain = account.domains.named(bare);
    const isNew = newDomains.includes(bare) && !shown.has(bare);
    shown.add(bare);
    return compact({
      id: domain?.id,
      name,
      dcv_token: isNew && domain ? tokenView(domain, now) : undefined,
    });
  });
}

function customFieldsView(order: Order, account: Account): Json[] | undefined {
  if (order.customFields.length === 0) return undefined;
  return order.customFields.map(({ metadataId, value }) => ({
    metadata_id: metadataId,
    label: account.customFields.find(({ id }) => id === metadataId)?.label ?? "",
    value,
  }));
}

function containerView(order: Order, account: Account): Json {
  const container = account.containers.find(({ id }) => id === order.containerId);
  return { id: order.containerId, name: container?.name ?? "", is_active: true };
}
