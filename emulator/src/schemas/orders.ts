/** Replies about orders: placed, read, listed, changed. */
import { z } from "zod";

import { chosen, documented, recorded } from "./evidence";
import {
  chainLink,
  contact,
  container,
  count,
  customFields,
  day,
  dcvMethod,
  dcvToken,
  emptyObject,
  flag,
  hexadecimal,
  id,
  instant,
  orderReferences,
  orderStatus,
  page,
  person,
  requestStatus,
  requestType,
  serverPlatform,
  text,
  validity,
} from "./parts";

const readByClients = "no page that could be read shows it; clients of others read it";

/** `POST order/certificate/{product}`: one of five shapes, by what happened to the order. */
export const placed = z.strictObject(
  documented({
    id,
    organization: z.strictObject(documented({ id })).optional(),
    requests: z.array(z.strictObject(documented({ id, status: requestStatus }))).optional(),
    domains: z
      .array(z.strictObject(documented({ id, name: text, dcv_token: dcvToken.optional() })))
      .optional(),
    certificate_id: id.optional(),
    certificate_chain: z.array(chainLink).optional(),
    dcv_random_value: text.optional(),
  }),
);

/** `POST order/certificate/{id}/reissue` and `/duplicate`. */
export const furtherPlaced = z.strictObject(
  documented({
    id,
    requests: z.array(z.strictObject(documented({ id }))).optional(),
    certificate_id: id.optional(),
    certificate_chain: z.array(chainLink).optional(),
    dcv_random_value: text.optional(),
  }),
);

const certificate = z.strictObject({
  ...documented({
    id: id.optional(),
    thumbprint: hexadecimal.optional(),
    serial_number: hexadecimal.optional(),
    common_name: text,
    dns_names: z.array(text),
    date_created: instant,
    date_issued: instant.optional(),
    valid_from: day.optional(),
    valid_till: day.optional(),
    days_remaining: z.int().optional(),
    cert_validity: validity,
    csr: text,
    organization: z.strictObject(documented({ id })).optional(),
    organization_units: z.array(text).optional(),
    server_platform: serverPlatform,
    signature_hash: text,
    key_size: z.int(),
    ca_cert: z.strictObject(documented({ id: text, name: text })).optional(),
  }),
  ...chosen("absent on an untouched certificate: clients of others say so", {
    status: z.enum(["issued", "revoked"]).optional(),
  }),
  ...chosen("a profile that was asked for is echoed, so that it can be seen", {
    profile_option: text.optional(),
  }),
});

/** What is named beside its id. */
export const identified = z.strictObject(recorded({ id, name: text }));
const productMembers = recorded({ name_id: text, name: text, type: z.literal("ssl_certificate") });
export const listedProduct = z.strictObject(productMembers);
const product = z.strictObject({
  ...productMembers,
  ...documented({
    validation_type: z.enum(["dv", "ov", "ev"]),
    validation_name: text,
    validation_description: text,
  }),
});

/** `GET order/certificate/{id}`. */
export const order = z.strictObject({
  ...documented({
    id,
    certificate,
    status: orderStatus,
    is_renewal: flag,
    is_renewed: flag,
    date_created: instant,
    organization: z
      .strictObject(
        documented({
          id,
          name: text,
          assumed_name: text.optional(),
          display_name: text,
          is_active: flag,
          city: text,
          state: text,
          country: text,
        }),
      )
      .optional(),
    validity_years: z.int().optional(),
    order_validity: validity,
    order_valid_till: day.optional(),
    disable_renewal_notifications: flag,
    auto_renew: z.int(),
    auto_reissue: z.int(),
    additional_emails: z.array(text).optional(),
    custom_fields: customFields.optional(),
    container,
    product,
    organization_contact: contact.optional(),
    technical_contact: contact,
    user: person,
    requests: z.array(
      z.strictObject(
        documented({
          id,
          date: instant,
          type: requestType,
          status: requestStatus,
          comments: text.optional(),
        }),
      ),
    ),
    has_pending_request: flag.optional(),
    cs_provisioning_method: text,
    dcv_method: dcvMethod,
    disable_ct: flag,
    allow_duplicates: flag,
    user_assignments: z.array(z.never()),
    payment_method: text.optional(),
    alternative_order_id: text.optional(),
    is_guest_access_enabled: flag.optional(),
    product_name_id: text,
    price: z.number().optional(),
    api_key: z.strictObject(documented({ name: text, key_type: text })),
    caa_status_message: z.record(text, text).optional(),
  }),
  ...recorded({ is_multi_year_plan: z.literal("1").optional() }),
  ...chosen("named among the optional members; here where there are any", {
    duplicates_count: count.optional(),
  }),
  ...chosen(readByClients, {
    renewed_order_id: id.optional(),
    renewal_of_order_id: id.optional(),
    order_approval_complete: flag.optional(),
  }),
  ...chosen("echoed as it was asked for", { custom_renewal_message: text.optional() }),
});

const listed = z.strictObject(
  recorded({
    id,
    certificate: z.strictObject(
      recorded({
        id,
        serial_number: hexadecimal.optional(),
        common_name: text,
        dns_names: z.array(text),
        valid_from: day.optional(),
        valid_till: day.optional(),
        days_remaining: z.int().optional(),
        cert_validity: validity,
        signature_hash: text,
      }),
    ),
    status: orderStatus,
    is_renewed: flag,
    date_created: instant,
    // Recorded as an object; as a list by a client that had to read it so.
    organization: z.union([identified, emptyObject]),
    validity_years: z.int().optional(),
    order_validity: validity,
    order_valid_till: day.optional(),
    disable_renewal_notifications: flag,
    container,
    product: listedProduct,
    duplicates_count: count,
    has_duplicates: flag,
    reissues_count: count,
    has_reissues: flag,
    price: z.number(),
    product_name_id: text,
    number_of_sans: count,
    is_multi_year_plan: z.literal("1").optional(),
  }),
);

/** `GET order/certificate`; without `orders` where there are none. */
export const orders = z.strictObject(recorded({ orders: z.array(listed).min(1).optional(), page }));

/** `GET order/alternate/{alternative_order_id}`. */
export const alternates = z.strictObject(documented({ orders: orderReferences, page }));

/** `GET order/certificate/status-changes`; `{}` where nothing changed. */
export const statusChanges = z.strictObject(
  documented({ orders: orderReferences.min(1).optional() }),
);

const further = documented({
  id,
  thumbprint: hexadecimal.optional(),
  serial_number: hexadecimal.optional(),
  common_name: text,
  dns_names: z.array(text),
  date_created: instant,
  valid_till: day.optional(),
  days_remaining: z.int().optional(),
  csr: text,
  key_size: z.int(),
  user_id: id,
  firstname: text,
  lastname: text,
});
const furtherStatus = chosen("no page names the word for a revoked one", {
  status: z.enum(["pending", "issued", "rejected", "revoked"]),
});

/** `GET order/certificate/{id}/reissue`. */
export const reissues = z.strictObject(
  documented({
    certificates: z.array(
      z.strictObject({
        ...further,
        ...furtherStatus,
        ...documented({
          date_issued: instant.optional(),
          archived: z.int(),
          email: text,
          receipt_id: text,
          purchased_dns_names: text,
          purchased_wildcard_names: text,
        }),
      }),
    ),
  }),
);

/** `GET order/certificate/{id}/duplicate`. */
export const duplicates = z.strictObject(
  documented({
    certificates: z.array(
      z.strictObject({
        ...further,
        ...furtherStatus,
        ...documented({
          valid_from: day.optional(),
          server_platform: serverPlatform,
          signature_hash: text,
          ca_cert_id: text,
          sub_id: z.string().regex(/^\d{3,}$/),
          public_id: text,
          archived: text,
        }),
      }),
    ),
  }),
);

/** `PUT order/certificate/{id}/check-dcv`. */
export const dcvCheck = z.strictObject(
  documented({
    order_status: orderStatus,
    certificate_id: id.optional(),
    dcv_status: z.enum(["valid", "pending"]),
    dns_name_validations: z.array(
      z.strictObject(documented({ dns_name: text, status: z.enum(["approved", "pending"]) })),
    ),
  }),
);

/** `PUT order/certificate/{id}/dcv-method` and `/dcv-random-value`. */
export const randomValue = z.strictObject(
  documented({ dcv_random_value: text, expiration_date: instant }),
);
