/** CertCentral's replies, after their keys were turned to camelCase. How tolerantly they are read, `reply-parts.ts` says. */
import { z } from "zod";

import {
  amount,
  date,
  flag,
  flagUnlessSaid,
  id,
  ifReadable,
  list,
  maybe,
  maybeId,
  number,
  object,
  readableList,
  text,
} from "./reply-parts";

const chainLink = object({ subjectCommonName: text, pem: z.string() });
const request = object({ id, status: text, type: text, comments: text, date: text });

const tokenMembers = {
  token: text,
  status: text,
  expirationDate: text,
  verificationValue: text,
  httpTokenUrl: text,
};
const dcvToken = object(tokenMembers);

/** A value that is text to whoever gave it. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** The platform "other", written as text. */
const minusOne = z.literal("-1").transform(Number);
/** A switch that old orders have set to a number of days. */
const isOn = z
  .unknown()
  .optional()
  .transform((value) => value === true || Number(value) > 0);

/** The reply to an order or a reissue. Only the id is required: nothing else may lose it. */
export const placedSchema = object({
  id,
  requests: readableList(request),
  domains: readableList(
    object({ id: maybeId.catch(undefined), name: text, dcvToken: ifReadable(dcvToken) }),
  ),
  organization: ifReadable(object({ id: maybeId })),
  dcvRandomValue: ifReadable(z.string()),
  certificateId: ifReadable(id),
  certificateChain: readableList(chainLink),
}).transform(({ id: orderId, requests, domains, organization, certificateChain, ...rest }) => ({
  ...rest,
  orderId,
  requests: requests.map(({ id: requestId, status }) => ({ id: requestId, status })),
  domains: domains.map(({ id: domainId, name, dcvToken: token }) => ({
    id: domainId,
    name,
    dcvToken: token,
  })),
  organizationId: organization?.id,
  chain: certificateChain,
}));

export const orderSchema = object({
  id,
  status: z.string(),
  certificate: object({
    id: maybeId,
    status: text,
    commonName: text,
    dnsNames: list(z.string()),
    csr: text,
    thumbprint: text,
    serialNumber: text,
    validFrom: date,
    validTill: date,
    signatureHash: ifReadable(z.string().toLowerCase()),
    serverPlatform: ifReadable(object({ id: z.union([z.int(), minusOne, number]) })),
    organizationUnits: readableList(z.string()),
    profileOption: ifReadable(z.string()),
  }),
  productNameId: text,
  product: maybe(object({ nameId: text })),
  organization: maybe(object({ id: maybeId, name: text })),
  container: maybe(object({ id: maybeId })),
  orderValidTill: date,
  isRenewed: flag,
  renewedOrderId: maybeId,
  renewalOfOrderId: maybeId,
  alternativeOrderId: text,
  requests: list(request),
  dcvMethod: text,
  orderApprovalComplete: flagUnlessSaid,
  duplicatesCount: ifReadable(number),
  technicalContact: ifReadable(
    object({ firstName: text, lastName: text, jobTitle: text, telephone: text, email: text }),
  ),
  orderValidity: ifReadable(
    object({
      years: ifReadable(number),
      days: ifReadable(number),
      customExpirationDate: ifReadable(z.string()),
    }),
  ),
  validityYears: ifReadable(number),
  customFields: readableList(object({ metadataId: id, value: scalar })),
  additionalEmails: readableList(z.string()),
  paymentMethod: ifReadable(z.string()),
  disableCt: flag,
  customRenewalMessage: ifReadable(z.string()),
  disableRenewalNotifications: flag,
  isGuestAccessEnabled: flag,
  autoRenew: isOn,
  autoReissue: isOn,
}).transform(({ product, productNameId, organization, container, certificate, ...rest }) => ({
  ...rest,
  certificate: { ...certificate, dnsNames: certificate.dnsNames.filter((name) => name.trim()) },
  productNameId: productNameId ?? product?.nameId,
  organizationId: organization?.id,
  organizationName: organization?.name,
  containerId: container?.id,
}));

const page = maybe(object({ total: maybe(number), limit: maybe(number), offset: maybe(number) }));

export const orderReferencesSchema = object({
  orders: list(
    object({ orderId: id, certificateId: maybeId, status: text }).transform(
      ({ orderId, certificateId, status }) => ({ orderId, certificateId, status }),
    ),
  ),
  page,
}).transform(({ orders, page: { total, limit } = {} }) => ({ items: orders, total, limit }));

/** `GET order/certificate`: an empty list comes without `orders`. */
export const orderListSchema = object({
  orders: list(
    object({
      id,
      status: text,
      certificate: ifReadable(
        object({
          id: maybeId,
          commonName: text,
          dnsNames: list(z.string()).catch([]),
          serialNumber: text,
          validFrom: date,
          validTill: date,
        }),
      ),
      orderValidTill: date,
      isRenewed: flag,
      dateCreated: ifReadable(text),
      organization: ifReadable(object({ id: maybeId, name: text })),
      container: ifReadable(object({ id: maybeId })),
      productNameId: ifReadable(text),
      product: ifReadable(object({ nameId: text })),
      price: ifReadable(amount),
      currency: ifReadable(text),
      isMultiYearPlan: flag,
    }).transform(({ id: orderId, status = "", certificate, product, ...rest }) => ({
      orderId,
      status,
      certificateId: certificate?.id,
      commonName: certificate?.commonName,
      dnsNames: certificate?.dnsNames ?? [],
      serialNumber: certificate?.serialNumber,
      validFrom: certificate?.validFrom,
      validTill: certificate?.validTill,
      orderValidTill: rest.orderValidTill,
      isRenewed: rest.isRenewed,
      createdAt: rest.dateCreated,
      product: rest.productNameId ?? product?.nameId,
      organizationId: rest.organization?.id,
      containerId: rest.container?.id,
      price: rest.price,
      currency: rest.currency,
      isMultiYearPlan: rest.isMultiYearPlan,
    })),
  ),
  page,
}).transform(({ orders, page: { total, limit } = {} }) => ({ items: orders, total, limit }));

export const certificatesSchema = object({
  certificates: list(
    object({
      id,
      status: text,
      commonName: text,
      dnsNames: list(z.string()),
      serialNumber: text,
      thumbprint: text,
      csr: text,
      validTill: date,
    }),
  ),
});

export const chainSchema = object({ intermediates: list(chainLink) });

export const requestSchema = object({ id, status: text });

export const userSchema = object({
  id,
  accountId: maybeId,
  accessRoles: list(object({ id, name: text })),
});

/** The reply has no body where the method has no random value. */
export const randomValueSchema = object({ dcvRandomValue: text, expirationDate: text })
  .nullish()
  .transform((value) => ({ value: value?.dcvRandomValue, expires: value?.expirationDate }));

export const dcvCheckSchema = object({ orderStatus: text, dcvStatus: text });

/** The token itself, or an object that holds it; `{}` where nothing changed. */
export const newTokenSchema = object({ ...tokenMembers, dcvToken: maybe(dcvToken) }).transform(
  ({ dcvToken: inner, ...own }) => ({
    dcvToken: inner ?? (own.token === undefined ? undefined : own),
  }),
);

const validation = object({ type: text, status: text, dcvStatus: text, validatedUntil: date });

export const domainSchema = object({
  id,
  name: z.string().transform((name) => name.toLowerCase()),
  isActive: flagUnlessSaid,
  isPendingValidation: flag,
  dcvMethod: text,
  dcvApprovalDatetime: date,
  dcvExpirationDatetime: date,
  dcvExpiration: maybe(object({ ov: date, ev: date })),
  organization: maybe(object({ id: maybeId, name: text })),
  validations: list(validation),
  dcvToken: maybe(dcvToken),
}).transform((domain) => ({
  id: domain.id,
  name: domain.name,
  isActive: domain.isActive,
  isPending: domain.isPendingValidation,
  dcvMethod: domain.dcvMethod,
  validatedFrom: domain.dcvApprovalDatetime,
  validatedUntil:
    domain.dcvExpirationDatetime ??
    domain.dcvExpiration?.ov ??
    domain.validations.find(({ validatedUntil }) => validatedUntil !== undefined)?.validatedUntil,
  organizationId: domain.organization?.id,
  token: domain.dcvToken,
}));

export const domainsSchema = object({ domains: list(domainSchema), page }).transform(
  ({ domains, page: { total, limit } = {} }) => ({ items: domains, total, limit }),
);

export const submittedDomainSchema = object({ id }).transform((domain) => ({ id: domain.id }));

export const organizationSchema = object({
  id,
  status: text,
  name: text,
  assumedName: text,
  displayName: text,
  isActive: flagUnlessSaid,
  address: text,
  address2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
  telephone: text,
  validations: list(validation),
}).transform(({ validations, ...rest }) => ({
  id: rest.id,
  status: rest.status,
  name: rest.name,
  assumedName: rest.assumedName,
  displayName: rest.displayName,
  isActive: rest.isActive,
  address: rest.address,
  address2: rest.address2,
  city: rest.city,
  state: rest.state,
  zip: rest.zip,
  country: rest.country,
  telephone: rest.telephone,
  validations: validations.map(({ type, status, validatedUntil }) => ({
    type,
    status,
    validatedUntil,
  })),
}));

export const organizationsSchema = object({
  organizations: list(organizationSchema),
  page,
}).transform(({ organizations, page: { total, limit } = {} }) => ({
  items: organizations,
  total,
  limit,
}));

export const productSchema = object({
  nameId: z.string(),
  name: text,
  type: text,
  validationType: text,
  allowedOrderValidityYears: list(number),
  duplicatesAllowed: flag,
  allowedCaCerts: list(object({ id: text, name: text })),
}).transform((product) => ({
  nameId: product.nameId,
  name: product.name,
  type: product.type,
  // In order info in lower case, on a product in upper case.
  validationType: product.validationType?.toLowerCase(),
  allowedOrderValidityYears: product.allowedOrderValidityYears,
  duplicatesAllowed: product.duplicatesAllowed,
  allowedCaCerts: product.allowedCaCerts.map(({ id: caCertId, name }) => ({ id: caCertId, name })),
}));

/** `GET account/metadata`. */
export const customFieldsSchema = object({
  metadata: list(object({ id, label: text, isRequired: flag, isActive: flagUnlessSaid })),
});

export const balanceSchema = object({ currency: text });

export const productsSchema = object({ products: list(productSchema) });

/** What CertCentral answers to an order, a renewal or a reissue. */
export type Placed = z.output<typeof placedSchema>;
/** An order, with its primary (newest) certificate. */
export type Order = z.output<typeof orderSchema>;

/** What an order says of itself, apart from its certificate. */
export interface OrderFacts {
  id: number;
  status: string;
  orderValidTill?: string | undefined;
  organizationId?: number | undefined;
  /** A list leaves them out. */
  requests?: readonly { id: number; status?: string | undefined }[];
}
export type ListedOrder = z.output<typeof orderListSchema>["items"][number];
export type OrderReference = z.output<typeof orderReferencesSchema>["items"][number];
export type IssuedCertificate = z.output<typeof certificatesSchema>["certificates"][number];
export type ChainLink = z.output<typeof chainLink>;
export type User = z.output<typeof userSchema>;
export type DcvToken = z.output<typeof dcvToken>;
export type RandomValue = z.output<typeof randomValueSchema>;
export type Domain = z.output<typeof domainSchema>;
export type Organization = z.output<typeof organizationSchema>;
export type Product = z.output<typeof productSchema>;
export type CustomField = z.output<typeof customFieldsSchema>["metadata"][number];
