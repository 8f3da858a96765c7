/** Replies about the account: who the key is, what may be ordered, organizations. */
import { z } from "zod";

import { chosen, documented, recorded } from "./evidence";
import {
  amount,
  container,
  contact,
  count,
  flag,
  id,
  page,
  serverPlatform,
  text,
  validations,
} from "./parts";

const asListed = "recorded in a list of users: that a key's own user is shown like it is inferred";

/** `GET user/me`. */
export const me = z.strictObject(
  chosen(asListed, {
    id,
    username: text,
    account_id: id,
    first_name: text,
    last_name: text,
    email: text,
    telephone: text,
    status: z.literal("active"),
    container: z.strictObject(
      recorded({
        id,
        public_id: text,
        name: text,
        parent_id: count,
        template_id: count,
        ekey: text,
        has_logo: flag,
        is_active: flag,
      }),
    ),
    access_roles: z.array(z.strictObject(recorded({ id, name: text }))),
    type: text,
    has_container_assignments: flag,
  }),
);

/** `GET account`. */
export const account = z.strictObject(
  recorded({
    id,
    primary_organization_id: id,
    primary_organization_name: text,
    primary_organization_country: text,
    make_renewal_calls: flag,
    express_install_enabled: flag,
    display_rep: flag,
    rep_photo_id: count,
    balance_negative_limit: count,
    root_container_id: id,
    cert_transparency: text,
    cert_central_type: text,
    billing_account_id: id,
    billing_account_name: text,
    language_id: id,
    migrated: flag,
    has_auth_key: flag,
    client_mgr_photo_id: count,
    ent_support_plan: text,
    default_country: text,
  }),
);

/** `GET finance/balance`. */
export const balance = z.strictObject(
  documented({
    balance: amount,
    currency: text,
    unpaid_invoice_balance: amount,
    negative_balance_limit: amount,
    used_credit_from_other_containers: amount,
    total_available_funds: amount,
  }),
);

const asRead = "clients of others read it so; the page could not be read";

/** `GET account/metadata`. */
export const metadata = z.strictObject(
  chosen(asRead, {
    metadata: z.array(
      z.strictObject(
        chosen(asRead, { id, label: text, is_required: flag, is_active: flag, data_type: text }),
      ),
    ),
  }),
);

const productMembers = documented({
  group_name: text,
  name_id: text,
  name: text,
  type: z.literal("ssl_certificate"),
  allowed_container_ids: z.array(id),
  // Numbers as text on one page, as numbers on another.
  allowed_validity_years: z.array(text),
  allowed_order_validity_years: z.array(z.int()),
  signature_hash_types: z.strictObject(
    documented({
      allowed_hash_types: z.array(z.strictObject(documented({ id: text, name: text }))),
      default_hash_type_id: text,
    }),
  ),
  csr_required: flag,
});

/** `GET product`. */
export const products = z.strictObject(
  documented({ products: z.array(z.strictObject(productMembers)) }),
);

/** `GET product/{name_id}`. */
export const product = z.strictObject({
  ...productMembers,
  ...documented({
    validation_type: z.enum(["DV", "OV", "EV"]),
    duplicates_allowed: flag,
    max_multi_year_order_validity_years: z.int(),
    allowed_ca_certs: z.array(z.strictObject(documented({ id: text, name: text }))),
    additional_dns_names_allowed: flag,
    increased_compatibility_allowed: flag,
    custom_expiration_date_allowed: flag,
    allow_auto_renew: flag,
    server_platforms: z.array(serverPlatform),
    license_agreement: text,
  }),
});

const organizationMembers = documented({
  id,
  status: z.enum(["active", "inactive"]),
  name: text,
  assumed_name: text.optional(),
  display_name: text,
  is_active: flag,
  address: text,
  address2: text.optional(),
  zip: text,
  city: text,
  state: text,
  country: text,
  telephone: text,
  container,
  validations: validations.optional(),
});

/** `GET organization`. */
export const organizations = z.strictObject(
  documented({ organizations: z.array(z.strictObject(organizationMembers)), page }),
);

const organizationContact = contact.extend(documented({ id }));

/** `GET organization/{id}`. */
export const organization = z.strictObject({
  ...organizationMembers,
  ...documented({
    organization_contact: organizationContact,
    contacts: z.array(
      organizationContact.extend(
        chosen("the word that orders use for it", {
          contact_type: z.enum(["organization_contact", "technical_contact", "ev_approver"]),
        }),
      ),
    ),
  }),
});

/** `POST organization`. */
export const created = z.strictObject(documented({ id }));
