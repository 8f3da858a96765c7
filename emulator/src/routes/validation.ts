import { randomBytes } from "node:crypto";

import { Hono } from "hono";

import { timestamp } from "../calendar";
import { namesOf, type Order, primaryOf, statusOf } from "../order";
import { badRequest } from "../problems";
import { bodyOf, type Env, type Exchange, idOf, json, nothing, textOf } from "./context";

/** Domain control validation at the level of an order. */
export const validationRoutes = new Hono<Env>()
  .put("/order/certificate/:id/check-dcv", async (exchange) => {
    const order = exchange.var.tenant.book.get(idOf(exchange));
    if (order.dcvMethod === "email") {
      throw badRequest("invalid_dns_method", "An error occurred while processing your request.");
    }
    const { book, account } = exchange.var.tenant;
    const now = exchange.var.world.clock.now();
    const primary = primaryOf(order);
    const names = primary === undefined ? [] : namesOf(primary.commonName, primary.dnsNames);
    const valid = names.map((name) => account.isDomainValidated(name, now));
    if (valid.every(Boolean)) order.dcvDone = true;
    else if (order.dcvMethod === "http-token") {
      const message =
        "Could not find the random value at the expected file location for one or more domains.";
      throw badRequest("file_random_value_not_found", message);
    }
    await book.settle(order);
    return json(exchange, {
      order_status: statusOf(order, now),
      certificate_id: primary?.id,
      dcv_status: order.dcvDone ? "valid" : "pending",
      dns_name_validations: names.map((name, index) => ({
        dns_name: name,
        status: valid[index] ? "approved" : "pending",
      })),
    });
  })
  .put("/order/certificate/:id/dcv-method", (exchange) => {
    const order = exchange.var.tenant.book.get(idOf(exchange));
    const method = textOf(bodyOf(exchange), "dcv_method");
    if (!["email", "dns-txt-token", "dns-cname-token", "http-token"].includes(method ?? "")) {
      throw badRequest("invalid_value:dcv_method", "dcv_method contains an invalid value.");
    }
    order.dcvMethod = method ?? "";
    if (method === "email") return nothing(exchange);
    return randomValue(exchange, order);
  })
  .put("/order/certificate/:id/dcv-random-value", (exchange) =>
    randomValue(exchange, exchange.var.tenant.book.get(idOf(exchange))),
  );

/** The present value while it lives, a new one after that. */
function randomValue(exchange: Exchange, order: Order): Response {
  const now = exchange.var.world.clock.now();
  const expired = order.dcvTokenExpires < now;
  if (order.dcvRandomValue === undefined || expired) {
    order.dcvRandomValue = randomBytes(16).toString("hex");
    order.dcvTokenExpires = new Date(now.getTime() + 30 * 86_400_000);
  }
  return json(exchange, {
    dcv_random_value: order.dcvRandomValue,
    expiration_date: timestamp(order.dcvTokenExpires),
  });
}
