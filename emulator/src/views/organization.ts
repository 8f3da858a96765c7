import type { Organization } from "../account";
import { day } from "../calendar";
import { compact, type Json } from "./json";
import { endOfDay, validationNames } from "./validation";

/** An organization; with its validations, which lists give only when asked to. */
export function organizationView(
  organization: Organization,
  container: { id: number; name: string },
  now: Date,
  includesValidation: boolean,
): Json {
  const { id, name, assumedName, address, city, state, zip, country, telephone } = organization;
  return compact({
    id,
    status: organization.isInactive ? "inactive" : "active",
    name,
    assumed_name: assumedName,
    display_name: displayName(organization),
    is_active: organization.isInactive !== true,
    address,
    address2: organization.address2,
    zip,
    city,
    state,
    country,
    telephone,
    container: { ...container, is_active: true },
    validations: includesValidation ? validationsOf(organization, now) : undefined,
  });
}

/** What an order says of its organization. */
export function organizationInOrder(organization: Organization): Json {
  const { id, name, assumedName, city, state, country, isInactive } = organization;
  return compact({
    id,
    name,
    assumed_name: assumedName,
    display_name: displayName(organization),
    is_active: isInactive !== true,
    city,
    state,
    country,
  });
}

function displayName({ name, assumedName }: Organization): string {
  return assumedName ? `${name} (${assumedName})` : name;
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
