import { Hono } from "hono";
import { z } from "zod";

import type { Organization } from "../account";
import { badRequest, missingValue, Problem } from "../problems";
import { readBody } from "../read-body";
import { organizationView } from "../views/organization";
import { contactView, givenContactView } from "../views/people";
import { bodyOf, type Env, idOf, isAsked, json, nothing } from "./context";
import { type Listing, listed } from "./listing";

const validation = z.looseObject({
  type: z.enum(["ov", "ev", "cs", "ev_cs", "ds", "smime"]),
  verified_users: z.array(z.looseObject({})).nullish(),
});

const text = z.string().min(1);

export const newOrganization = z.looseObject({
  name: text,
  assumed_name: z.string().nullish(),
  address: text,
  address2: z.string().nullish(),
  city: text,
  state: text,
  zip: text,
  country: text,
  telephone: text,
  organization_contact: z.looseObject({
    first_name: text,
    last_name: text,
    email: text,
    job_title: z.string().nullish(),
    telephone: z.string().nullish(),
    telephone_extension: z.string().nullish(),
  }),
  validations: z.array(validation).nullish(),
  container: z.looseObject({ id: z.coerce.number().int() }).nullish(),
  skip_duplicate_org_check: z.boolean().nullish(),
});

export const submission = z.looseObject({ validations: z.array(validation).min(1) });

/** The account's organizations and their validation, which only a person at DigiCert completes. */
export const organizationRoutes = new Hono<Env>()
  .get("/organization", (exchange) => {
    const { account } = exchange.var.tenant;
    const includesValidation = isAsked(exchange, "include_validation");
    const now = exchange.var.world.clock.now();
    const all = [...account.organizations.values()];
    const [container] = account.containers;
    const { found, page } = listed(all, exchange.req.query(), listingIn(container.id));
    return json(exchange, {
      organizations: found.map((one) => organizationView(one, container, now, includesValidation)),
      page,
    });
  })
  .post("/organization", (exchange) => {
    const { account } = exchange.var.tenant;
    const given = readBody(newOrganization, bodyOf(exchange));
    const { name, address, city, state, zip, country, telephone, validations } = given;
    const types = typesOf(validations ?? []);
    const details = { name, address, city, state, zip, country, telephone };
    if (given.skip_duplicate_org_check !== true && account.hasOrganization(details)) {
      throw badRequest("duplicate_organization", "The account has this organization already.");
    }
    const { id } = account.addOrganization({
      ...details,
      assumedName: given.assumed_name || undefined,
      address2: given.address2 || undefined,
      contact: given.organization_contact,
      types,
    });
    return json(exchange, { id }, 201);
  })
  .get("/organization/:id", (exchange) => {
    const organization = exchange.var.tenant.account.organization(idOf(exchange));
    const { user, containers } = exchange.var.tenant.account;
    const contact = {
      id: user.id,
      ...(organization.contact ? givenContactView(organization.contact) : contactView(user)),
    };
    return json(exchange, {
      ...organizationView(organization, containers[0], exchange.var.world.clock.now(), true),
      organization_contact: contact,
      contacts: [{ ...contact, contact_type: "organization_contact" }],
    });
  })
  .post("/organization/:id/validation", (exchange) => {
    const organization = exchange.var.tenant.account.organization(idOf(exchange));
    const types = typesOf(readBody(submission, bodyOf(exchange)).validations);
    organization.types = [...new Set([...organization.types, ...types])];
    return nothing(exchange);
  });

/** The types that are asked for; those by which people may approve need to know which people. */
function typesOf(validations: readonly z.infer<typeof validation>[]): Organization["types"] {
  const lacksUsers = validations.some(
    ({ type, verified_users: users }) =>
      ["ev", "cs", "ev_cs"].includes(type) && (users ?? []).length === 0,
  );
  if (lacksUsers) throw new Problem(400, missingValue("validations.verified_users"));
  return validations.map(({ type }) => type);
}

function listingIn(containerId: number): Listing<Organization> {
  return {
    properties: {
      id: ({ id }) => id,
      name: ({ name }) => name,
      status: ({ isInactive }) => (isInactive ? "inactive" : "active"),
      city: ({ city }) => city,
      state: ({ state }) => state,
      country: ({ country }) => country,
      container_id: () => containerId,
    },
    searched: ["name"],
  };
}
