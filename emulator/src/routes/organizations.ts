import { Hono } from "hono";
import { z } from "zod";

import type { Organization } from "../account";
import { badRequest, missingValue, Problem } from "../problems";
import { readBody } from "../read-body";
import { organizationView } from "../views/organization";
import { bodyOf, type Env, idOf, json, nothing } from "./context";
import { isAsked, listed } from "./listing";

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
    const includesValidation = isAsked(exchange.req.query("include_validation"));
    const now = exchange.var.world.clock.now();
    const all = [...account.organizations.values()];
    const { found, page } = listed(all, exchange.req.query(), property, ["name"]);
    return json(exchange, {
      organizations: found.map((one) => organizationView(one, now, includesValidation)),
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
    const contact = organization.contact ?? {
      first_name: "Clive",
      last_name: "Collegedean",
      email: "clive@example.com",
    };
    return json(exchange, {
      ...organizationView(organization, exchange.var.world.clock.now(), true),
      organization_contact: { id: 1, ...contact },
      contacts: [{ id: 1, ...contact, contact_type: "organization_contact" }],
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

function property(organization: Organization, name: string): string | number | undefined {
  const properties: Record<string, string | number | undefined> = {
    id: organization.id,
    name: organization.name,
    status: "active",
    city: organization.city,
    state: organization.state,
    country: organization.country,
    container_id: 5,
  };
  if (!(name in properties)) {
    throw badRequest("invalid_value:filters", `${name} is no property of organizations.`);
  }
  return properties[name];
}
