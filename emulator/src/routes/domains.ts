import { Hono } from "hono";
import { z } from "zod";

import type { Account } from "../account";
import { timestamp } from "../calendar";
import { checkDomain } from "../dcv/check";
import { isFileBased, notFoundBy, readMethod } from "../dcv/methods";
import { type Domain, isPending } from "../domains";
import { isDomainName } from "../names";
import { invalidValue, Problem } from "../problems";
import { readBody } from "../read-body";
import { type DomainIncludes, domainView, emailsView, tokenView } from "../views/domain";
import { compact } from "../views/json";
import {
  bodyOf,
  checkToolsOf,
  type Env,
  type Exchange,
  idOf,
  isAsked,
  json,
  nothing,
} from "./context";
import { isFlag, type Listing, listed } from "./listing";

const validations = z
  .array(z.looseObject({ type: z.enum(["ov", "ev", "cs", "ev_cs", "ds", "smime"]) }))
  .min(1);

export const newDomain = z.looseObject({
  name: z.string().refine(isDomainName),
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
    const { found, page } = listed(
      account.domains.all,
      exchange.req.query(),
      domainListing(account, now),
    );
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
    const containerId = account.containers[0].id;
    const details = { organizationId, containerId, dcvMethod, types };
    const domain = account.domains.add(name, details, nowOf(exchange));
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

function domainListing(account: Account, now: Date): Listing<Domain> {
  const coverOf = ({ name }: Domain): Domain | undefined => account.domains.coverOf(name, now);
  const isWaiting = (domain: Domain): boolean => isPending(domain, coverOf(domain));
  return {
    properties: {
      id: ({ id }) => id,
      name: ({ name }) => name,
      status: ({ isActive }) => (isActive ? "active" : "inactive"),
      is_active: ({ isActive }) => Number(isActive),
      date_created: ({ createdAt }) => timestamp(createdAt),
      organization_id: ({ organizationId }) => organizationId,
      container_id: ({ containerId }) => containerId,
      dcv_method: ({ dcvMethod }) => dcvMethod,
      dcv_expiration_datetime: (domain) => coverOf(domain)?.validatedUntil,
      is_pending_validation: (domain) => Number(isWaiting(domain)),
    },
    searched: ["name"],
    filters: {
      is_active: ({ isActive }, wanted) => isFlag(isActive, wanted),
      is_pending_validation: (domain, wanted) => isFlag(isWaiting(domain), wanted),
      // A domain has several types of validation: the filter asks for one of them.
      validation: ({ types }, wanted) => types.some((type) => type === wanted),
    },
  };
}

function includesOf(exchange: Exchange): DomainIncludes {
  const unknown = "include_validation_reuse_status";
  if (isAsked(exchange, unknown)) throw new Problem(400, invalidValue(unknown));
  return {
    dcv: isAsked(exchange, "include_dcv"),
    validation: isAsked(exchange, "include_validation"),
  };
}

function nowOf(exchange: Exchange): Date {
  return exchange.var.world.clock.now();
}
