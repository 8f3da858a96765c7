/**
 * Every input of `Certificate`, once: its meaning, its schema, and what a change of it does. The
 * request, the diff, the class's types, the reference page and the tests are made from this table.
 *
 * Source: CertCentral Services API, "Order OV/EV SSL" and "Order DV SSL" unless a line says otherwise.
 */
import { z } from "zod";

import { field, fieldTable, hostname, id, text, waitMinutes } from "../../fields";
import { certificateNames, normalizeName } from "../../names";
import { maxOrderYears, maxRenewBeforeDays } from "../../rules";
import { readCsr } from "../../x509/csr";
import { pemBody } from "../../x509/pem";
import {
  day,
  decisive,
  organization,
  organizationIdentity,
  technicalContact,
  validity,
} from "./parts";

const flag = z.union([z.literal(0), z.literal(1)], "must be 0 or 1");
export const required = {
  /**
   * Product identifier, for example `ssl_plus`, `ssl_multi_domain`, `ssl_wildcard`, `ssl_ev_plus`,
   * `ssl_basic`. The account must have it enabled.
   */
  product: field(
    "replace",
    "path",
    z.string().regex(/^[a-z0-9_]+$/, "is not a valid product identifier: write it like ssl_plus"),
  ),

  /** Domain to be secured. It is not read from the CSR. */
  commonName: field("reissue", "certificate", hostname, { canonical: normalizeName }),

  /**
   * Certificate signing request (PKCS#10, PEM). Only its public key is used: one made anew from the same key is no
   * change. What a tool wrote around it is left out. The private key stays where it was made and is never an input.
   */
  csr: field("reissue", "certificate", text, {
    canonical: (csr) => readCsr(csr)?.keyDigest ?? pemBody(csr),
  }),
};

export const optional = {
  /** Further domains to be secured, in any order. Can raise the price of the order. */
  dnsNames: field("reissue", "certificate", z.array(hostname), {
    canonical: (names, { commonName }) => {
      const first = typeof commonName === "string" ? normalizeName(commonName) : "";
      return certificateNames(first, names).filter((name) => name !== first);
    },
    whenAbsent: [],
  }),

  /**
   * Organization on the certificate: `{ id }` of one in the account (recommended), or the details of
   * a new one, which the order then creates. Contacts of the order stand in `contacts`; an EV order
   * wants an `ev_approver`. Required by OV and EV products.
   */
  organization: field("replace", "order", organization, { canonical: organizationIdentity }),

  /**
   * Length of the order, that is of the period that is paid for: 1 to 3 years, more than one where the account has it
   * by arrangement. Default: one year.
   */
  orderValidity: field(
    "recorded",
    "order",
    validity(maxOrderYears, 366 * maxOrderYears, ": DigiCert sells no longer order since 2023"),
    { canonical: decisive },
  ),

  /**
   * Length of each certificate within the order period. Default: the longest that the rules of the day of
   * issuance allow (199 days in 2026), never beyond the end of the order.
   */
  certValidity: field(
    "reissue",
    "certificate",
    validity(1, 397, ", and less by the rules of the day: leave it out for the longest"),
    { canonical: decisive },
  ),

  /** Hash with which the certificate is signed: `sha256` (default); CertCentral may offer others. */
  signatureHash: field("reissue", "certificate", z.enum(["sha256", "sha384", "sha512"]), {
    whenAbsent: "sha256",
  }),

  /** Server platform, `{ id }`. Default: -1, other. */
  serverPlatform: field("reissue", "certificate", z.strictObject({ id: z.number().int() }), {
    whenAbsent: { id: -1 },
  }),

  /** Name of a custom certificate profile, for example `server_client_auth_eku`. */
  profileOption: field("reissue", "certificate", text),

  /** Id of the issuing CA, from the product's allowed ones. Source: "Product info". */
  caCertId: field("reissue", "certificate", text),

  /** Departments. Deprecated: CertCentral ignores it for public certificates. */
  organizationUnits: field("recorded", "certificate", z.array(text)),

  /**
   * Container (division) to place the order in, `{ id }`. Default: the key's own; an order that is imported or
   * adopted stays where it is.
   */
  container: field("replace", "order", z.strictObject({ id })),

  /** Comments for the approver of the order. */
  comments: field("recorded", "order", z.string()),

  /** Custom fields of the account, `[{ metadataId, value }]`. */
  customFields: field(
    "recorded",
    "order",
    z.array(z.strictObject({ metadataId: id, value: z.string() })),
    { canonical: (list) => [...list].sort((a, b) => a.metadataId - b.metadataId) },
  ),

  /** Further addresses that receive notifications about the certificate. */
  additionalEmails: field("recorded", "order", z.array(z.email("is not a valid e-mail address"))),

  /** Language of messages, for example `en`. */
  locale: field("recorded", "order", text),

  /** How the order is paid: `balance` (CertCentral's default), `card` or `profile`. */
  paymentMethod: field("recorded", "order", z.enum(["balance", "card", "profile"])),

  /** Skip the approval step, where the account allows it. Default: false. */
  skipApproval: field("recorded", "order", z.boolean(), { whenAbsent: false }),

  /**
   * How control of domains that are not validated yet is shown: `dns-txt-token`, `dns-cname-token`,
   * `http-token`, `http-token-dynamic` or `email` (CertCentral's default). What to create stands in the
   * output `validationRecords`.
   */
  dcvMethod: field(
    "recorded",
    "order",
    z.enum(["email", "dns-txt-token", "dns-cname-token", "http-token", "http-token-dynamic"]),
  ),

  /** DV products with e-mail validation: which address approves which name. */
  dcvEmails: field(
    "recorded",
    "order",
    z.array(z.strictObject({ dnsName: text, emailDomain: text, email: text })),
  ),

  /** DV products: the person responsible for the certificate. */
  technicalContact: field("recorded", "order", technicalContact),

  /** Keep the certificate out of public CT logs, where the account allows it. Default: false. */
  disableCt: field("recorded", "order", z.boolean(), { whenAbsent: false }),

  /**
   * 1 lets CertCentral renew by itself, behind this program's back; that is warned about. Default: 0.
   */
  autoRenew: field("recorded", "order", flag, { whenAbsent: 0 }),

  /** 1 lets CertCentral reissue by itself; warned about like `autoRenew`. Default: 0. */
  autoReissue: field("recorded", "order", flag, { whenAbsent: 0 }),

  /** Text added to CertCentral's renewal notifications. */
  customRenewalMessage: field("recorded", "order", z.string()),

  /** Switches CertCentral's renewal notifications off. Default: false. */
  disableRenewalNotifications: field("recorded", "order", z.boolean(), { whenAbsent: false }),

  /** Use competitive replacement discounts that the domains qualify for. Default: false. */
  applyCrDiscount: field("recorded", "order", z.boolean(), { whenAbsent: false }),

  /**
   * Serial number of the non-DigiCert certificate that the discount is for (`serial_number` in the
   * API; the output `serialNumber` is the issued certificate's own).
   */
  replacedSerialNumber: field("recorded", "order", text),

  /** Guest access to the order, 1 or 0, where the account allows it. */
  enableGuestAccess: field("recorded", "order", flag),

  /**
   * Your own alphanumeric id for the order. It becomes the root of the references by which the
   * orders of this resource are found again: the second paid order has `n2` behind it, and so on.
   * Default: made from the stack and the resource's name.
   */
  alternativeOrderId: field(
    "create-only",
    "order",
    z
      .string()
      .regex(/^[A-Za-z0-9]+$/, "must be alphanumeric: letters and digits alone")
      .max(56, "is 56 characters at most"),
  ),
};

export const behaviour = {
  /**
   * Days before its end on which a certificate is replaced. Default: a third of its life, 32 at
   * most. Never more than a third of the life is used; 90 at most.
   */
  renewBeforeDays: field(
    "local",
    "nowhere",
    z
      .number()
      .int()
      .min(1)
      .max(
        maxRenewBeforeDays,
        `is ${maxRenewBeforeDays} at most: CertCentral renews an order no earlier`,
      ),
  ),

  /** `deny`: a paid renewal is never planned; each preview warns instead. Default: `allow`. */
  paidRenewal: field("local", "nowhere", z.enum(["allow", "deny"]), { whenAbsent: "allow" }),

  /**
   * Last day on which its domains are validated, for example `DomainValidation`'s `validatedUntil`:
   * the plan then says where that is too early for the next certificate.
   */
  domainsValidatedUntil: field("hint", "nowhere", day),

  /**
   * What destroying the resource does. `revoke` (default): ends what this resource had issued; what was adopted
   * is ended only where `revoke` is written out. `keep`: nothing. `revokeAll`: ends everything on its order,
   * whoever asked for it, except what another resource of the run uses.
   */
  onDelete: field("local", "nowhere", z.enum(["revoke", "keep", "revokeAll"])),

  /** Any change of this text is a free reissue: for example the day on which a key may have leaked. */
  reissueTrigger: field("reissue", "nowhere", z.string()),

  /**
   * `deny` refuses a reissue that adds names which CertCentral may charge for. Default: `allow`, with a warning
   * in the preview. Source: "Order OV/EV SSL", `dns_names`.
   */
  addedNames: field("local", "nowhere", z.enum(["allow", "deny"]), { whenAbsent: "allow" }),

  /** Reason given with a revocation. Default: `cessation_of_operation`. */
  revocationReason: field(
    "local",
    "nowhere",
    z.enum([
      "unspecified",
      "affiliation_changed",
      "superseded",
      "cessation_of_operation",
      "key_compromise",
    ]),
    { whenAbsent: "cessation_of_operation" },
  ),

  /** Wait until the certificate is issued (default), or return as soon as the order is placed. */
  waitFor: field("local", "nowhere", z.enum(["issued", "placed"]), { whenAbsent: "issued" }),

  /** Minutes to wait for issuance before the run ends and a later one resumes. Default: 10. */
  issuanceTimeoutMinutes: waitMinutes,

  /** Takes over this existing order, without paying, instead of placing one. */
  adoptOrderId: field("create-only", "nowhere", id),

  /** Order, placed elsewhere, that the first order renews. */
  renewalOfOrderId: field("create-only", "order", id),

  /** SHA-1 thumbprint of the certificate that the first order renews, instead of an order id. */
  renewedThumbprint: field(
    "create-only",
    "order",
    z
      .string()
      .regex(
        /^[0-9A-Fa-f]{40}$/,
        "must be a SHA-1 thumbprint: 40 hexadecimal digits, without colons",
      ),
  ),
};

export const fields = { ...required, ...optional, ...behaviour };

export type FieldName = keyof typeof fields;

/**
 * Inputs of a certificate as the engine hands them over, asked by name: not yet judged, perhaps with unknown values. A
 * misspelt name does not compile.
 */
export type CertificateInputs = Readonly<
  Partial<Record<FieldName | "issuance" | "__urn" | "__organization", unknown>>
>;

export const {
  fieldNames,
  fieldOf,
  changedFields,
  canonicalText,
  fieldFailures,
  inputsOf,
  textOrDefault,
  valueOrDefault,
} = fieldTable<FieldName>("Certificate", fields, Object.keys(required), ["issuance"], {
  certificate: "its members beside it, commonName, csr, ...",
  serialNumber: "replacedSerialNumber",
  validityYears: "orderValidity: { years }",
  validityDays: "orderValidity: { days }",
  customExpirationDate: "orderValidity: { customExpirationDate }",
});
