import type { Organization } from "../account";
import { day } from "../calendar";
import { compact, type Json } from "./json";
import { endOfDay, validationNames } from "./validation";

/** An organization; with its validations, which lists give only when asked to. */
export function organizationView(
  organization: Organization,
  now: Date,
  includesValidation: boolean,
): Json {
  const { id, name, assumedName, address, city, state, zip, country, telephone } = organization;
  return compact({
    id,
    status: organization.isInactive ? "inactive" : "active",
    name,
    assumed_name: assumedName,
    display_name: assumedName ? `${name} (${assumedName})` : name,
    is_active: organization.isInactive !== true,
    address,
    address2: organization.address2,
    zip,
    city,
    state,
    country,
    telephone,
    container: { id: 5, name: "Main", is_active: true },
    validations: includesValidation ? validationsOf(organization, now) : undefined,
  });
}

function validationsOf({ types, validatedUntil }: Organization, now: Date): Json[] | undefined {
  if (types.length === 0) return undefined;
  const isValid = validatedUntil !== undefined && validatedUntil >= day(now);
  return types.map((type) =>
    compact({
      type,
      name: validationNames[type][0],
      description: validationNames[type][1],
      status: isValid ? "active" : validatedUntil === undefined ? "pending" : "expired",
      validated_until: endOfDay(validatedUntil),
    }),
  );
}
