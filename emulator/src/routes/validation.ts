import { Hono } from "hono";

import { timestamp } from "../calendar";
import { checkOrder } from "../dcv/check";
import { isAlive, newToken, notFoundBy, readMethod } from "../dcv/methods";
import { namesOf, type Order, statusOf, wantedOf } from "../order";
import { invalidValue, Problem } from "../problems";
import { bodyOf, checkToolsOf, type Env, type Exchange, idOf, json, nothing } from "./context";

/** Domain control validation at the level of an order. */
export const validationRoutes = new Hono<Env>()
  .put("/order/certificate/:id/check-dcv", async (exchange) => {
    const { book } = exchange.var.tenant;
    const order = book.get(idOf(exchange));
    await book.settle(order);
    const only = namesAskedFor(exchange.var.body);
    const certificate = wantedOf(order);
    const checks = await checkOrder(order, only, checkToolsOf(exchange));
    await book.settle(order);
    return json(exchange, {
      order_status: statusOf(order, exchange.var.world.clock.now()),
      certificate_id: certificate?.approvedAt && certificate.id,
      dcv_status: checks.every(({ isApproved }) => isApproved) ? "valid" : "pending",
      dns_name_validations: checks
        .filter(({ name }) => only?.includes(name) ?? true)
        .map(({ name, isApproved }) => ({
          dns_name: name,
          status: isApproved ? "approved" : "pending",
        })),
    });
  })
  .put("/order/certificate/:id/dcv-method", (exchange) => {
    const { book, account } = exchange.var.tenant;
    const order = book.get(idOf(exchange));
    const isDv = order.product.validation === "dv";
    order.dcvMethod = readMethod(bodyOf(exchange)["dcv_method"], isDv);
    const wanted = wantedOf(order);
    if (!isDv && wanted !== undefined) {
      const names = namesOf(wanted.commonName, wanted.dnsNames);
      account.domains.submitFor(names, order.dcvMethod, exchange.var.world.clock.now());
    }
    return order.dcvMethod === "email" ? nothing(exchange) : randomValue(exchange, order);
  })
  .put("/order/certificate/:id/dcv-random-value", (exchange) => {
    const order = exchange.var.tenant.book.get(idOf(exchange));
    if (order.dcvMethod === "email") throw notFoundBy("email");
    return randomValue(exchange, order);
  })
  .put("/order/certificate/:id/resend-emails", (exchange) => {
    const order = exchange.var.tenant.book.get(idOf(exchange));
    const { domain_approval_emails: emails } = bodyOf(exchange);
    if (!Array.isArray(emails)) throw new Problem(400, invalidValue("domain_approval_emails"));
    if (order.dcvMethod !== "email") throw notFoundBy("email");
    return nothing(exchange);
  });

/** The present value while it lives, a new one after that. */
function randomValue(exchange: Exchange, order: Order): Response {
  const now = exchange.var.world.clock.now();
  const token = isAlive(order.dcvToken, now) ? order.dcvToken : newToken(now);
  order.dcvToken = token;
  return json(exchange, {
    dcv_random_value: token.value,
    expiration_date: timestamp(token.expiresAt),
  });
}

/** The body is optional, and so is the list of names in it. */
function namesAskedFor(body: unknown): string[] | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const { dns_names_validations: names } = body as Record<string, unknown>;
  return Array.isArray(names) ? names.map((name) => String(name).toLowerCase()) : undefined;
}
