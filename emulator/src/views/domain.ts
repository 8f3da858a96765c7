import type { Account } from "../account";
import { timestamp } from "../calendar";
import { cnameTarget, fileOf, isAlive, isFileBased } from "../dcv/methods";
import { type Domain, isPending, isValidated } from "../domains";
import { compact, type Json } from "./json";
import { endOfDay, validationNames } from "./validation";

/** What a caller asked to be told beside the domain itself. */
export interface DomainIncludes {
  dcv: boolean;
  validation: boolean;
}

/** `GET domain/{id}`, and an entry of `GET domain`. */
export function domainView(
  domain: Domain,
  account: Account,
  now: Date,
  includes: DomainIncludes,
): Json {
  const cover = account.domains.coverOf(domain.name, now);
  const organization = account.organizations.get(domain.organizationId ?? 0);
  const container = account.containers.find(({ id }) => id === domain.containerId);
  return compact({
    id: domain.id,
    is_active: domain.isActive,
    status: domain.isActive ? "active" : "inactive",
    is_pending_validation: isPending(domain, cover),
    name: domain.name,
    date_created: timestamp(domain.createdAt),
    dcv_method: domain.dcvMethod,
    organization: organization && {
      id: organization.id,
      status: "active",
      name: organization.name,
      display_name: organization.name,
      is_active: "1",
    },
    container: container && { ...container, is_active: true },
    ...(includes.validation ? validationMembers(domain, cover, now) : {}),
    dcv_token: includes.dcv ? tokenView(domain, now) : undefined,
  });
}

function validationMembers(domain: Domain, cover: Domain | undefined, now: Date): Json {
  const { validatedAt, validatedUntil } = cover ?? domain;
  const isPast = cover === undefined && validatedUntil !== undefined;
  const isOpen = domain.submittedAt !== undefined;
  const days = cover && Object.fromEntries(domain.types.map((type) => [type, validatedUntil]));
  return {
    dcv_approval_datetime: validatedAt && timestamp(validatedAt),
    dcv_expiration_datetime: endOfDay(validatedUntil),
    dcv_expiration: days,
    validations: domain.types.map((type) =>
      compact({
        type,
        name: validationNames[type][0],
        description: validationNames[type][1],
        date_created: timestamp(domain.submittedAt ?? validatedAt ?? now),
        validated_until: endOfDay(validatedUntil),
        status: cover ? "active" : isPast ? "expired" : "pending",
        dcv_status: cover ? "complete" : isPast && !isOpen ? "expired" : "pending",
      }),
    ),
  };
}

/** The token of the domain's method, for as long as it has one. */
export function tokenView(domain: Domain, now: Date): Json | undefined {
  const { dcvMethod, name } = domain;
  const token = domain.tokens.get(dcvMethod);
  if (token === undefined) return undefined;
  const isDone = domain.submittedAt === undefined && isValidated(domain, now);
  return compact({
    token: token.value,
    status: isDone ? "active" : isAlive(token, now) ? "pending" : "expired",
    expiration_date: timestamp(token.expiresAt),
    verification_value: dcvMethod === "dns-cname-token" ? cnameTarget : undefined,
    http_token_url: isFileBased(dcvMethod)
      ? `http://${name}${fileOf(dcvMethod, token.value)}`
      : undefined,
  });
}

/** Whom e-mail goes to where a domain is validated so. */
export function emailsView({ name }: Domain): Json {
  const boxes = ["admin", "administrator", "webmaster", "hostmaster", "postmaster"];
  return { name_scope: name, base_emails: boxes.map((box) => `${box}@${name}`) };
}
