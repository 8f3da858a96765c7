/**
 * Inputs of `Certificate` that have members of their own: organizations, contacts, lengths. Source: CertCentral Services
 * API, "Order OV/EV SSL" and "Order DV SSL" unless a line says otherwise.
 */
import { z } from "zod";

import { parseDay } from "../../calendar";
import type { Validity } from "../../certcentral/types";
import { id, text } from "../../fields";
import { isRecord } from "../../wire";

export const day = z.string().refine((value) => parseDay(value) !== undefined, {
  message: 'is not a valid date: write it as "2027-06-09" or "09 JUN 2027"',
});

/** @param because why no more, for who has an older page before them */
export function validity(
  maxYears: number,
  maxDays: number,
  because: string,
): z.ZodType<Validity, Validity> {
  return z
    .strictObject({
      years: z.number().int().min(1).max(maxYears, `is ${maxYears} at most${because}`).optional(),
      days: z.number().int().min(1).max(maxDays, `is ${maxDays} at most${because}`).optional(),
      customExpirationDate: day.optional(),
    })
    .refine((value) => Object.values(value).some((part) => part !== undefined), {
      message: "needs one of years, days, customExpirationDate",
      ...besideMembers,
    })
    .transform(({ customExpirationDate: date, ...rest }) => {
      const parsed = date === undefined ? undefined : parseDay(date);
      return parsed === undefined ? rest : { ...rest, customExpirationDate: parsed };
    });
}

/** Judges the whole beside its members: what one of them has wrong hides nothing else. */
const besideMembers = { when: ({ value }: { value: unknown }): boolean => isRecord(value) };

/** CertCentral lets the date override the days and the days the years: only that one counts. */
export function decisive(value: Validity): unknown {
  return value.customExpirationDate ?? value.days ?? `${String(value.years)} years`;
}

/** Who answers for an organization: a user of the account, or a person with all the rest. */
export interface ContactInput {
  /** What the person does for the organization. */
  contactType: "organization_contact" | "technical_contact" | "ev_approver";
  /** Id of a user of the account, instead of what follows: what follows beside it changes that user in CertCentral. */
  userId?: number | undefined;
  /** First name. */
  firstName?: string | undefined;
  /** Last name. */
  lastName?: string | undefined;
  /** Job title. */
  jobTitle?: string | undefined;
  /** Telephone number. */
  telephone?: string | undefined;
  /** E-mail address. */
  email?: string | undefined;
}

const contact: z.ZodType<ContactInput, ContactInput> = z
  .strictObject({
    contactType: z.enum(["organization_contact", "technical_contact", "ev_approver"]),
    userId: id.optional(),
    firstName: text.optional(),
    lastName: text.optional(),
    jobTitle: text.optional(),
    telephone: text.optional(),
    email: z.email("is not a valid e-mail address").optional(),
  })
  .refine(
    ({ userId, firstName, lastName, jobTitle, telephone, email }) =>
      userId !== undefined ||
      [firstName, lastName, jobTitle, telephone, email].every((part) => part !== undefined),
    {
      message: "needs userId, or firstName, lastName, jobTitle, telephone and email",
      ...besideMembers,
    },
  );

const newOrganization = [
  "name",
  "address",
  "city",
  "state",
  "zip",
  "country",
  "telephone",
] as const;

/** Longest texts of a subject: Baseline Requirements 7.1.4.2 and RFC 5280, appendix A. */
function atMost(length: number) {
  return text.max(length, `is ${length} characters at most`);
}

/** The organization on a certificate: `{ id }` of one in the account, or all that a new one needs. */
export interface OrganizationInput {
  /** Id of an organization of the account: nothing else is needed then. */
  id?: number | undefined;
  /** Legal name, 64 characters at most. */
  name?: string | undefined;
  /** Name under which it does business, 64 characters at most. */
  assumedName?: string | undefined;
  /** Street and number. */
  address?: string | undefined;
  /** Second line of the address. */
  address2?: string | undefined;
  /** City. */
  city?: string | undefined;
  /** State or province. */
  state?: string | undefined;
  /** Postal code. */
  zip?: string | undefined;
  /** Country code of two letters, ISO 3166-1. */
  country?: string | undefined;
  /** Telephone number. */
  telephone?: string | undefined;
  /**
   * Create it although the account has one of this name. Default: false. Renewals name what was created by its id; a
   * replacement (another product) would create one more, so give the output `organizationId` as `id` before.
   */
  skipDuplicateOrgCheck?: boolean | undefined;
  /** Contacts of the order; an EV order wants an `ev_approver`. A change of them alone replaces nothing. */
  contacts?: ContactInput[] | undefined;
}

export const organization: z.ZodType<OrganizationInput, OrganizationInput> = z
  .strictObject({
    id: id.optional(),
    name: atMost(64).optional(),
    assumedName: atMost(64).optional(),
    address: atMost(128).optional(),
    address2: atMost(128).optional(),
    city: atMost(128).optional(),
    state: atMost(128).optional(),
    zip: atMost(40).optional(),
    country: z
      .string()
      .regex(
        /^[A-Za-z]{2}$/,
        "is not a country code of two letters (ISO 3166-1): write US, not its name",
      )
      .optional(),
    telephone: text.optional(),
    skipDuplicateOrgCheck: z.boolean().optional(),
    contacts: z.array(contact).optional(),
  })
  .superRefine((value, context) => {
    if (value.id !== undefined) return;
    const missing = newOrganization.filter((key) => value[key] === undefined);
    if (missing.length === 0) return;
    const message =
      value.name === undefined
        ? "needs the id of an organization of the account, or the details of a new one (name, address, ...)"
        : `needs ${missing.join(", ")} to create the organization "${value.name}", or an id`;
    context.addIssue({ code: "custom", message });
  }, besideMembers);

/** An organization is the same whoever its contacts are. */
export function organizationIdentity(value: OrganizationInput): unknown {
  if (value.id !== undefined) return { id: value.id };
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "contacts" && key !== "skipDuplicateOrgCheck"),
  );
}

/** The person responsible for a certificate. */
export interface TechnicalContactInput {
  /** First name. */
  firstName: string;
  /** Last name. */
  lastName: string;
  /** Job title. */
  jobTitle?: string | undefined;
  /** Telephone number. */
  telephone: string;
  /** E-mail address. */
  email: string;
}

export const technicalContact: z.ZodType<TechnicalContactInput, TechnicalContactInput> =
  z.strictObject({
    firstName: text,
    lastName: text,
    jobTitle: text.optional(),
    telephone: text,
    email: z.email("is not a valid e-mail address"),
  });
