/**
 * CertCentral's replies, after their keys were turned to camelCase. Tolerant, because the API is:
 * absent fields, `[]` for an empty object, booleans and numbers as text, unknown members.
 */
import { z } from "zod";

/** PHP sends `[]` for an object without members. */
function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.looseObject(shape),
  );
}

function list<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A field that may be absent or null: both are undefined here. */
function maybe<Value extends z.ZodType>(value: Value) {
  return value.nullish().transform((given) => given ?? undefined);
}

const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);
const id = number.pipe(z.int().positive());
/** An id, where 0 and the empty text stand for none. */
const maybeId = z.preprocess(
  (value) => (value === 0 || value === "0" || value === "" ? undefined : value),
  maybe(id),
);
const text = maybe(z.coerce.string());
/** A date, where CertCentral has been seen to write the text "null". */
const date = text.transform((day) =>
  day === "null" || day === "" ? undefined : day?.slice(0, 10),
);
const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 1 || value === "1");

const chainLink = object({ subjectCommonName: text, pem: z.string() });
const request = object({ id, status: text, type: text, comments: text });

export const placedSchema = object({
  id,
  certificateId: maybeId,
  requests: list(request),
  domains: list(
    object({
      id: maybeId,
      name: text,
      dcvToken: maybe(
        object({
          token: text,
          status: text,
          expirationDate: text,
          verificationValue: text,
          httpTokenUrl: text,
        }),
      ),
    }),
  ),
  organization: maybe(object({ id: maybeId })),
  certificateChain: list(chainLink),
  dcvRandomValue: text,
}).transform(({ id, organization, certificateChain, ...rest }) => ({
  orderId: id,
  certificateId: rest.certificateId,
  requests: rest.requests.map(({ id: requestId, status }) => ({ id: requestId, status })),
  domains: rest.domains.map(({ id: domainId, name, dcvToken }) => ({
    id: domainId,
    name,
    dcvToken,
  })),
  organizationId: organization?.id,
  chain: certificateChain,
  dcvRandomValue: rest.dcvRandomValue,
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
  }),
  productNameId: text,
  product: maybe(object({ nameId: text })),
  organization: maybe(object({ id: maybeId })),
  container: maybe(object({ id: maybeId })),
  orderValidTill: date,
  isRenewed: flag,
  isRenewal: flag,
  renewedOrderId: maybeId,
  renewalOfOrderId: maybeId,
  alternativeOrderId: text,
  requests: list(request),
  dcvMethod: text,
}).transform(({ product, productNameId, organization, container, certificate, ...rest }) => ({
  ...rest,
  certificate: { ...certificate, dnsNames: certificate.dnsNames.filter((name) => name.trim()) },
  productNameId: productNameId ?? product?.nameId,
  organizationId: organization?.id,
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
});

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

export const randomValueSchema = object({ dcvRandomValue: text, expirationDate: text });

/** What CertCentral answers to an order, a renewal or a reissue. */
export type Placed = z.output<typeof placedSchema>;
/** An order, with its primary (newest) certificate. */
export type Order = z.output<typeof orderSchema>;
export type OrderReference = z.output<typeof orderReferencesSchema>["orders"][number];
export type IssuedCertificate = z.output<typeof certificatesSchema>["certificates"][number];
export type ChainLink = z.output<typeof chainLink>;
export type User = z.output<typeof userSchema>;
