import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";

import type { CheckTools } from "../dcv/check";
import type { Override } from "../faults/catalog";
import type { Order } from "../order";
import { badRequest, invalidValue, notFound, Problem } from "../problems";
import { type Product, products } from "../products";
import type { ViewContext } from "../views/order";
import type { Tenant, World } from "../world";

export interface Env {
  Bindings: HttpBindings;
  Variables: {
    world: World;
    tenant: Tenant;
    /** The body as it came, and as JSON where it is that. */
    text: string;
    body: unknown;
    /** The text of the reply, where it is JSON or nothing: to read it from the reply itself costs a copy. */
    said: string | undefined;
    /** What is wrong with the body, whatever the route. */
    flaw: Problem | undefined;
    override: Override;
    charge?: number;
  };
}

export type Exchange = Context<Env>;

/** `content-type: application/json` without a charset, as the real API sends it. */
export function json(exchange: Exchange, value: unknown, status = 200): Response {
  const text = JSON.stringify(value);
  exchange.set("said", text);
  return exchange.body(text, status as 200, { "content-type": "application/json" });
}

/** An empty 204, without a content type. */
export function nothing(exchange: Exchange): Response {
  exchange.set("said", "");
  return exchange.body(null, 204);
}

export function problem(exchange: Exchange, { status, errors }: Problem): Response {
  return json(exchange, { errors }, status);
}

export function viewOf(exchange: Exchange): ViewContext {
  return exchange.var.world.view(exchange.var.tenant);
}

export function checkToolsOf(exchange: Exchange): CheckTools {
  const { world, tenant, override } = exchange.var;
  return {
    account: tenant.account,
    lookups: world.lookups,
    settings: world.settings,
    now: world.clock.now(),
    isLagging: override.isDcvLagging ?? false,
  };
}

/** Refuses a `container_id` in the query that the account does not have. */
export function checkContainer(exchange: Exchange): void {
  const asked = exchange.req.query("container_id");
  const { containers } = exchange.var.tenant.account;
  if (!asked || containers.some(({ id }) => String(id) === asked)) return;
  throw new Problem(400, invalidValue("container_id"));
}

/** What the account may order. */
export function productsOf(exchange: Exchange): Product[] {
  const { disabledProducts } = exchange.var.world.settings;
  return [...products.values()].filter(({ nameId }) => !disabledProducts.includes(nameId));
}

/** A product that the account may order, by its identifier. */
export function productOf(exchange: Exchange, wanted: string): Product {
  const product = productsOf(exchange).find(({ nameId }) => nameId === wanted);
  if (product === undefined) throw notFound("product");
  return product;
}

/** The orders that the key may read by id. */
export function readableOrdersOf(exchange: Exchange): Order[] {
  return exchange.var.world.settings.ordersShown === "listed" ? [] : ordersOf(exchange);
}

/** The orders that the key may see in lists and look-ups. */
export function ordersOf(exchange: Exchange): Order[] {
  const { world, tenant } = exchange.var;
  return world.settings.ordersShown === "none" ? [] : [...tenant.book.orders.values()];
}

export function idOf(exchange: Exchange, name = "id"): number {
  return Number(exchange.req.param(name));
}

/** A parameter of the query, under any of several names. */
export function queryOf(exchange: Exchange, ...names: string[]): string | undefined {
  return names.map((name) => exchange.req.query(name)).find((value) => value !== undefined);
}

/** `include_x` and `includeX`, true or 1, as clients write them. */
export function isAsked(exchange: Exchange, name: string): boolean {
  const camelCase = name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return ["true", "1"].includes(queryOf(exchange, name, camelCase) ?? "");
}

/** The request's body as an object; what is no JSON is refused. */
export function bodyOf(exchange: Exchange): Record<string, unknown> {
  const { body } = exchange.var;
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    return body as Record<string, unknown>;
  }
  throw badRequest("bad_request_format", "The request body could not be parsed.");
}

/** A text member of the body, under any of several names. */
export function textOf(body: Record<string, unknown>, ...names: string[]): string | undefined {
  return names.map((name) => body[name]).find((value) => typeof value === "string");
}
