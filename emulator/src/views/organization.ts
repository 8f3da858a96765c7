import type { Organization } from "../account";
import { day } from "../calendar";
import { compact, type Json } from "./json";

/** An organization; with its validations, which lists give only when asked to. */
export function organizationView(
  organization: Organization,
  now: Date,
  includesValidation = true,
): Json {
  const { id, name, address, city, state, zip, country, telephone } = organization;
  return compact({
    id,
    status: "active",
    name,
    display_name: name,
    is_active: true,
    address,
    zip,
    city,
    state,
    country,
    telephone,
    container: { id: 5, name: "Main", is_active: true },
    validations: includesValidation ? validationsOf(organization, now) : undefined,
  });
}

function validationsOf({ validatedUntil }: Organization, now: Date): Json[] | undefined {
  if (validatedUntil === undefined) return undefined;
  return [
    {
      type: "ov",
      name: "OV",
      status: validatedUntil >= day(now) ? "active" : "expired",
      validated_until: `${validatedUntil}T23:59:59+00:00`,
    },
  ];
}
