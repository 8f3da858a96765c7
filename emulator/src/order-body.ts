/** What an order, a reissue or a duplicate may ask for: read, checked as the API page says, kept. */
import type * as x509 from "@peculiar/x509";
import { z } from "zod";

import { readCsr } from "./ca";
import { plusDays, plusYears, readDay } from "./calendar";
import { checkKey } from "./keys";
import { checkNames } from "./names";
import type { Validity } from "./order";
import { badRequest, invalidValue, missingValue, Problem } from "./problems";
import type { Product } from "./products";
import { readBody } from "./read-body";
import { maxLife } from "./rules";
import type { Settings } from "./settings";

/** Clients send numbers as text, and 0, 1 and "1" for booleans. */
const int = z.coerce.number().int();
const switched = int.refine((value) => value === 0 || value === 1);
const flag = z.union([z.boolean(), z.literal([0, 1, "0", "1"])]);
const text = z.string();
/** Members that mean nothing when empty or zero: clients in Go send them so. */
const validity = z.looseObject({
  years: int.optional(),
  days: int.optional(),
  custom_expiration_date: text.optional(),
});
const contact = z
  .looseObject({
    contact_type: z.enum(["organization_contact", "technical_contact", "ev_approver"]),
    user_id: int.optional(),
    first_name: text.optional(),
    last_name: text.optional(),
    job_title: text.nullish(),
    telephone: text.nullish(),
    telephone_extension: text.nullish(),
    email: text.optional(),
  })
  .refine(
    ({ user_id, first_name, last_name, job_title, telephone, email }) =>
      user_id !== undefined || (first_name && last_name && job_title && telephone && email),
    { path: ["user_id"] },
  );

const certificate = z.looseObject({
  common_name: text.min(1),
  dns_names: z.array(text).nullish(),
  csr: text.min(1),
  signature_hash: z.enum(["sha256", "sha384", "sha512"]).optional(),
  organization_units: z.array(text).nullish(),
  server_platform: z.looseObject({ id: int }).nullish(),
  cert_validity: validity.nullish(),
  profile_option: text.nullish(),
  ca_cert_id: text.nullish(),
});

export const orderBody = z.looseObject({
  certificate,
  product: z.looseObject({ type_hint: text.nullish() }).nullish(),
  order_validity: validity.nullish(),
  validity_years: int.nullish(),
  validity_days: int.nullish(),
  custom_expiration_date: text.nullish(),
  organization: z
    .looseObject({
      id: int.optional(),
      name: text.optional(),
      assumed_name: text.nullish(),
      address: text.nullish(),
      address2: text.nullish(),
      city: text.nullish(),
      state: text.nullish(),
      zip: text.nullish(),
      country: text.nullish(),
      telephone: text.nullish(),
      skip_duplicate_org_check: flag.optional(),
      contacts: z.array(contact).nullish(),
    })
    .nullish(),
  container: z.looseObject({ id: int }).nullish(),
  renewal_of_order_id: int.nullish(),
  renewed_thumbprint: text.nullish(),
  comments: text.nullish(),
  apply_cr_discount: flag.nullish(),
  serial_number: text.nullish(),
  auto_renew: switched.nullish(),
  auto_reissue: switched.nullish(),
  custom_renewal_message: text.nullish(),
  disable_renewal_notifications: flag.nullish(),
  additional_emails: z.array(text).nullish(),
  locale: text.nullish(),
  payment_method: z.enum(["balance", "card", "profile", "wire_transfer"]).nullish(),
  dcv_method: z
    .enum(["email", "dns-txt-token", "dns-cname-token", "http-token", "http-token-dynamic"])
    .nullish(),
  dcv_emails: z
    .array(z.looseObject({ dns_name: text, email_domain: text.nullish(), email: text }))
    .nullish(),
  dcv_random_value: text.nullish(),
  technical_contact: z
    .looseObject({
      first_name: text,
      last_name: text,
      job_title: text.nullish(),
      telephone: text.nullish(),
      telephone_extension: text.nullish(),
      email: text,
    })
    .nullish(),
  skip_approval: flag.nullish(),
  disable_ct: flag.nullish(),
  custom_fields: z.array(z.looseObject({ metadata_id: int, value: text })).nullish(),
  alternative_order_id: text.max(64).nullish(),
  enable_guest_access: z.literal([0, 1]).nullish(),
});

export const reissueBody = z.looseObject({
  certificate,
  skip_approval: flag.nullish(),
  dcv_method: text.nullish(),
  comments: text.nullish(),
  order_id: int.nullish(),
});

export type OrderBody = z.infer<typeof orderBody>;
export type ReissueBody = z.infer<typeof reissueBody>;

/** A certificate request whose CSR is read and whose wishes are understood. */
export interface CertificateWish {
  commonName: string;
  dnsNames: string[];
  csr: x509.Pkcs10CertificateRequest;
  csrText: string;
  signatureHash: string;
  organizationUnits?: string[] | undefined;
  serverPlatformId: number;
  profileOption?: string | undefined;
  wish: Validity;
}

export function readOrderBody(json: unknown): OrderBody {
  return readBody(orderBody, json);
}

export function readReissueBody(json: unknown): ReissueBody {
  return readBody(reissueBody, json);
}

/** The length of the plan, from the object or from the deprecated members at the root. */
export function readPlan(order: OrderBody, today: string, settings: Settings): Validity {
  const legacy = {
    years: order.validity_years ?? undefined,
    days: order.validity_days ?? undefined,
    custom_expiration_date: order.custom_expiration_date ?? undefined,
  };
  const plan = readValidity(order.order_validity ?? legacy);
  if (plan === undefined) throw new Problem(400, missingValue("order_validity"));
  const end = endOf(plan, today) ?? today;
  const isCustom = plan.years === undefined && settings.customLengths === "refuse";
  if (!isCustom && end >= today && end <= plusYears(today, settings.maxPlanYears)) return plan;
  const field =
    plan.until !== undefined
      ? "custom_expiration_date"
      : plan.days !== undefined
        ? "validity_days"
        : "validity_years";
  throw new Problem(400, invalidValue(field));
}

/** Checks names against the product and the wish against the rules of the day. */
export async function readCertificate(
  wanted: OrderBody["certificate"],
  product: Product,
  today: string,
  settings: Settings,
  planEnd: string,
): Promise<CertificateWish> {
  const commonName = wanted.common_name.toLowerCase();
  const dnsNames = (wanted.dns_names ?? []).map((name) => name.toLowerCase()).filter(Boolean);
  checkNames(commonName, dnsNames, product);
  if (settings.addsNames) dnsNames.push(...namesAddedTo(commonName, dnsNames));
  const csr = await readCsr(wanted.csr);
  if (csr === undefined) throw badRequest("csr_invalid_cannot_parse", "The CSR cannot be parsed.");
  checkKey(csr, product);
  if (wanted.signature_hash === undefined && product.validation !== "dv") {
    throw new Problem(400, missingValue("signature_hash"));
  }
  const wish = settings.multiYearPlans ? (readValidity(wanted.cert_validity ?? {}) ?? {}) : {};
  checkWish(wish, today, settings, planEnd);
  return {
    commonName,
    dnsNames,
    csr,
    csrText: `${csr.toString("pem").replace(/\r?\n/g, "\r\n")}\r\n`,
    signatureHash: wanted.signature_hash ?? "sha256",
    organizationUnits: wanted.organization_units ?? undefined,
    serverPlatformId: wanted.server_platform?.id ?? -1,
    profileOption: wanted.profile_option ?? undefined,
    wish,
  };
}

/** The last day of a wished length that starts on a day, both counted. */
export function endOf(wish: Validity, from: string): string | undefined {
  if (wish.until !== undefined) return wish.until;
  if (wish.days !== undefined) return plusDays(from, wish.days - 1);
  return wish.years === undefined ? undefined : plusYears(from, wish.years);
}

export function isSet(value: unknown): boolean {
  return value === true || value === 1 || value === "1";
}

/** The base of each wildcard, and the other of `x` and `www.x`. */
function namesAddedTo(commonName: string, dnsNames: readonly string[]): string[] {
  const bases = [commonName, ...dnsNames]
    .filter((name) => name.startsWith("*."))
    .map((name) => name.slice(2));
  if (commonName.startsWith("*.")) return bases;
  return [...bases, commonName.startsWith("www.") ? commonName.slice(4) : `www.${commonName}`];
}

function checkWish(wish: Validity, today: string, settings: Settings, planEnd: string): void {
  const end = endOf(wish, today);
  if (end === undefined) return;
  if (end < today) throw new Problem(400, invalidValue("cert_validity"));
  if (end > planEnd) {
    throw badRequest(
      "cert_validity_exceeds_order_validity",
      "The validity period of the certificate cannot exceed the validity period of the order.",
    );
  }
  const longest = plusDays(today, maxLife(today, settings.certificateLives) - 1);
  if (end > longest && settings.tooLongValidity === "refuse") {
    throw new Problem(400, invalidValue("cert_validity"));
  }
}

/** A date overrides days, and days override years. */
function readValidity(given: z.infer<typeof validity>): Validity | undefined {
  if (given.custom_expiration_date) {
    const until = readDay(given.custom_expiration_date);
    if (until === undefined) throw new Problem(400, invalidValue("custom_expiration_date"));
    return { until };
  }
  if (given.days) return { days: positive(given.days, "days") };
  return given.years ? { years: positive(given.years, "years") } : undefined;
}

function positive(value: number, field: string): number {
  if (value < 1) throw new Problem(400, invalidValue(field));
  return value;
}
