import { Hono } from "hono";
import { z } from "zod";

import { timestamp } from "../calendar";
import { checkDomain } from "../dcv/check";
import { isFileBased, notFoundBy, readMethod } from "../dcv/methods";
import { type Domain, isPending } from "../domains";
import { invalidValue, Problem } from "../problems";
import { readBody } from "../read-body";
import { type DomainIncludes, domainView, emailsView, tokenView } from "../views/domain";
import { compact } from "../views/json";
import { bodyOf, checkToolsOf, type Env, type Exchange, idOf, json, nothing } from "./context";
import { isAsked, listed } from "./listing";

const validations = z
  .array(z.looseObject({ type: z.enum(["ov", "ev", "cs", "ev_cs", "ds", "smime"]) }))
  .min(1);

export const newDomain = z.looseObject({
  name: z.string().regex(/^([a-z0-9_-]+\.)+[a-z0-9-]+$/i),
  organization: z.looseObject({ id: z.coerce.number().int() }),
  validations,
  dcv_method: z.string().nullish(),
  keep_www: z.boolean().nullish(),
  container: z.looseObject({ id: z.coerce.number().int() }).nullish(),
  locale: z.string().nullish(),
});

export const submission = z.looseObject({ validations, dcv_method: z.string().nullish() });

/** The account's domains and their validation, which orders then use. */
export const domainRoutes = new Hono<Env>()
  .get("/domain", (exchange) => {
    const { account } = exchange.var.tenant;
    const now = nowOf(exchange);
    const property = (domain: Domain, name: string): string | number | undefined => {
      const cover = account.domains.coverOf(domain.name, now);
      const properties: Record<string, string | number | undefined> = {
        id: domain.id,
        name: domain.name,
        status: domain.isActive ? "active" : "inactive",
        is_active: Number(domain.isActive),
        date_created: timestamp(domain.createdAt),
        organization_id: domain.organizationId,
        container_id: domain.containerId,
        dcv_method: domain.dcvMethod,
        dcv_expiration_datetime: cover?.validatedUntil,
        is_pending_validation: Number(isPending(domain, cover)),
      };
      if (!(name in properties)) throw new Problem(400, invalidValue("filters"));
      return properties[name];
    };
    // A domain has several types of validation: the filter asks for one of them.
    const matches = (domain: Domain, name: string, wanted: string): boolean | undefined =>
      name === "validation" ? domain.types.some((type) => type === wanted) : undefined;
    const { all } = account.domains;
    const { found, page } = listed(all, exchange.req.query(), property, ["name"], matches);
    const includes = includesOf(exchange);
    return json(exchange, {
      domains: found.map((domain) => domainView(domain, account, now, includes)),
      page,
    });
  })
  .post("/domain", (exchange) => {
    const { account } = exchange.var.tenant;
    const given = readBody(newDomain, bodyOf(exchange));
    const dcvMethod = readMethod(given.dcv_method ?? "email");
    const organizationId = given.organization.id;
    if (!account.organizations.has(organizationId)) {
      throw new Problem(400, invalidValue("organization"));
    }
    const keepsWww = given.keep_www === true && isFileBased(dcvMethod);
    const name = keepsWww ? given.name : given.name.replace(/^www\.(?=.*\.)/i, "");
    const types = given.validations.map(({ type }) => type);
    const domain = account.domains.add(name, { organizationId, dcvMethod, types }, nowOf(exchange));
    return submitted(exchange, domain);
  })
  .get("/domain/:id", (exchange) => {
    const { account } = exchange.var.tenant;
    const domain = account.domains.get(idOf(exchange));
    return json(exchange, domainView(domain, account, nowOf(exchange), includesOf(exchange)));
  })
  .post("/domain/:id/validation", (exchange) => {
    const { domains } = exchange.var.tenant.account;
    const domain = domains.get(idOf(exchange));
    const given = readBody(submission, bodyOf(exchange));
    const method = readMethod(given.dcv_method ?? domain.dcvMethod);
    domain.types = [...new Set([...domain.types, ...given.validations.map(({ type }) => type)])];
    domains.submit(domain, method, nowOf(exchange));
    return submitted(exchange, domain);
  })
  .put("/domain/:id/dcv/method", (exchange) => {
    const { domains } = exchange.var.tenant.account;
    const domain = domains.get(idOf(exchange));
    const method = readMethod(bodyOf(exchange)["dcv_method"]);
    // PHP prints an empty answer so.
    if (method === domain.dcvMethod) return json(exchange, {});
    domains.submit(domain, method, nowOf(exchange));
    return json(exchange, openedView(exchange, domain));
  })
  .put("/domain/:id/dcv/validate-token", async (exchange) => {
    const domain = exchange.var.tenant.account.domains.get(idOf(exchange));
    const { value } = await checkDomain(domain, checkToolsOf(exchange));
    return json(exchange, { token: value, status: "active" });
  })
  .post("/domain/:id/dcv/token", (exchange) => {
    const { domains } = exchange.var.tenant.account;
    const domain = domains.get(idOf(exchange));
    if (domain.dcvMethod === "email") throw notFoundBy("email");
    domains.submit(domain, domain.dcvMethod, nowOf(exchange));
    domains.tokenOf(domain, nowOf(exchange));
    return json(exchange, tokenView(domain, nowOf(exchange)), 201);
  })
  .put("/domain/:id/activate", (exchange) => setActive(exchange, true))
  .put("/domain/:id/deactivate", (exchange) => setActive(exchange, false));

function setActive(exchange: Exchange, isActive: boolean): Response {
  exchange.var.tenant.account.domains.get(idOf(exchange)).isActive = isActive;
  return nothing(exchange);
}

function submitted(exchange: Exchange, domain: Domain): Response {
  return json(exchange, { id: domain.id, ...openedView(exchange, domain) }, 201);
}

/** What the caller has to do, or who gets mail, so that a validation that was opened succeeds. */
function openedView(exchange: Exchange, domain: Domain): Record<string, unknown> {
  const now = nowOf(exchange);
  exchange.var.tenant.account.domains.tokenOf(domain, now);
  return compact({
    validation_emails: domain.dcvMethod === "email" ? emailsView(domain) : undefined,
    dcv_token: tokenView(domain, now),
  });
}

function includesOf(exchange: Exchange): DomainIncludes {
  return {
    dcv: isAsked(exchange.req.query("include_dcv")),
    validation: isAsked(exchange.req.query("include_validation")),
  };
}

function nowOf(exchange: Exchange): Date {
  return exchange.var.world.clock.now();
}
