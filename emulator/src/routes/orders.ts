import { Hono } from "hono";

import { primaryOf, statusOf } from "../order";
import { readOrderBody, readReissueBody } from "../order-body";
import { badRequest, notFound, Problem } from "../problems";
import { furtherView } from "../views/certificate";
import { furtherPlacedView, orderListView, orderView, placedView } from "../views/order";
import {
  bodyOf,
  type Env,
  type Exchange,
  idOf,
  json,
  nothing,
  textOf,
  viewOf,
  ordersOf,
  productOf,
  readableOrdersOf,
} from "./context";
import { listedOrders } from "./order-list";

/** Orders, and what is asked of one. */
export const orderRoutes = new Hono<Env>()
  .get("/order/alternate/:alternative", async (exchange) => {
    const { book } = exchange.var.tenant;
    await book.settleAll();
    const wanted = exchange.req.param("alternative");
    const { settings, clock } = exchange.var.world;
    const since = clock.now().getTime() - settings.lookUpLagSeconds * 1000;
    const found = ordersOf(exchange).filter(
      ({ body, createdAt }) => body.alternative_order_id === wanted && createdAt.getTime() <= since,
    );
    if (found.length === 0 && settings.alternateNoMatch === "not-found") throw notFound("order");
    const limit = Math.min(Number(exchange.req.query("limit") ?? 1000), 1000);
    const offset = Number(exchange.req.query("offset") ?? 0);
    return json(exchange, {
      orders: found.slice(offset, offset + limit).map((order) => ({
        order_id: order.id,
        certificate_id: primaryOf(order)?.id,
        status: statusOf(order, clock.now()),
      })),
      page: { total: found.length, limit, offset },
    });
  })
  .get("/order/certificate", async (exchange) => {
    await exchange.var.tenant.book.settleAll();
    const context = viewOf(exchange);
    const { orders, page } = listedOrders(ordersOf(exchange), exchange.req.query(), context.now);
    return json(exchange, { orders: orders.map((order) => orderListView(order, context)), page });
  })
  .get("/order/certificate/status-changes", async (exchange) => {
    await exchange.var.tenant.book.settleAll();
    const minutes = Number(exchange.req.query("minutes") ?? 0);
    const seconds = Number(exchange.req.query("seconds") ?? 0) + minutes * 60;
    if (seconds > 604_800) throw badRequest("time_frame_too_long", "The time frame is too long.");
    const now = exchange.var.world.clock.now();
    const since = now.getTime() - seconds * 1000;
    const changed = ordersOf(exchange).filter(
      ({ statusChangedAt }) => statusChangedAt.getTime() >= since,
    );
    if (changed.length === 0) return json(exchange, {});
    return json(exchange, {
      orders: changed.map((order) => ({
        order_id: order.id,
        certificate_id: primaryOf(order)?.id,
        status: statusOf(order, now),
      })),
    });
  })
  .get("/order/certificate/:id", async (exchange) => {
    const order = orderNamed(exchange);
    await exchange.var.tenant.book.settle(order, true);
    return json(exchange, orderView(order, viewOf(exchange)));
  })
  .post("/order/certificate/:product", async (exchange) => {
    const { book } = exchange.var.tenant;
    const product = productOf(exchange, productNamed(exchange));
    const { order, newDomains } = await book.place(
      product,
      readOrderBody(bodyOf(exchange)),
      exchange.var.override,
    );
    exchange.set("charge", order.charge);
    return json(exchange, placedView(order, newDomains, viewOf(exchange)), 201);
  })
  .put("/order/certificate/:id/status", async (exchange) => {
    const { book } = exchange.var.tenant;
    const order = book.get(idOf(exchange));
    await book.settle(order);
    const body = bodyOf(exchange);
    const status = textOf(body, "status");
    if (status === "renewed" || status === "not_renewed") return nothing(exchange);
    if (status !== "canceled" && status !== "CANCELED") {
      throw badRequest("invalid_value:status", "status contains an invalid value.");
    }
    const note = textOf(body, "note");
    if (!note) throw badRequest("missing_value:note", "note is required.");
    book.cancel(order, note);
    return nothing(exchange);
  })
  .post("/order/certificate/:id/reissue", (exchange) => addFurther(exchange, "reissue"))
  .post("/order/certificate/:id/duplicate", (exchange) => addFurther(exchange, "duplicate"))
  .get("/order/certificate/:id/reissue", (exchange) => listFurther(exchange, "reissue"))
  .get("/order/certificate/:id/duplicate", (exchange) => listFurther(exchange, "duplicate"))
  .post("/order/certificate/:id/custom-field", (exchange) => {
    const order = exchange.var.tenant.book.get(idOf(exchange));
    const { metadata_id: id, value } = bodyOf(exchange);
    if (!exchange.var.tenant.account.customFields.some((field) => field.id === Number(id))) {
      throw badRequest("invalid_custom_field_value", "The custom field is not known.");
    }
    order.customFields = [
      ...order.customFields.filter(({ metadataId }) => metadataId !== Number(id)),
      { metadataId: Number(id), value: String(value) },
    ];
    return nothing(exchange);
  });

async function addFurther(exchange: Exchange, kind: "reissue" | "duplicate"): Promise<Response> {
  const { book } = exchange.var.tenant;
  const order = book.get(idOf(exchange));
  const { certificate, request, charge } = await book.further(
    order,
    kind,
    readReissueBody(bodyOf(exchange)),
    exchange.var.override,
  );
  exchange.set("charge", charge);
  return json(exchange, furtherPlacedView(order, certificate, request, viewOf(exchange)), 201);
}

async function listFurther(exchange: Exchange, kind: "reissue" | "duplicate"): Promise<Response> {
  const { book } = exchange.var.tenant;
  const order = book.get(idOf(exchange));
  await book.settle(order);
  // The original is listed among the reissues once there is one, as the real list does.
  const reissued = order.certificates.some((own) => own.kind === "reissue");
  const listed = order.certificates.filter(
    (own) => own.kind === kind || (kind === "reissue" && reissued && own.kind === "original"),
  );
  const context = viewOf(exchange);
  return json(exchange, { certificates: listed.map((own) => furtherView(own, context)) });
}

/** An order by its id, or by thumbprint or serial number of its primary certificate. */
function orderNamed(exchange: Exchange) {
  const shown = readableOrdersOf(exchange);
  const name = exchange.req.param("id") ?? "";
  const byId = /^\d+$/.test(name) ? shown.find(({ id }) => id === Number(name)) : undefined;
  const wanted = name.toUpperCase();
  const order =
    byId ??
    shown.find((own) => {
      const issued = primaryOf(own)?.issued;
      return issued?.serialNumber === wanted || issued?.thumbprint === wanted;
    });
  if (order === undefined) throw notFound("order");
  return order;
}

/** `order/certificate/ssl` chooses the product by a hint. */
function productNamed(exchange: Exchange): string {
  const name = exchange.req.param("product") ?? "";
  if (name !== "ssl") return name;
  const { product } = bodyOf(exchange);
  const hint =
    typeof product === "object" && product !== null
      ? (product as Record<string, unknown>)["type_hint"]
      : undefined;
  const chosen = { ov: "ssl_basic", ev: "ssl_ev_basic", dv: "ssl_dv_geotrust_flex" }[String(hint)];
  if (chosen === undefined) {
    throw new Problem(400, { code: "ambiguous_product", message: "The product is ambiguous." });
  }
  return chosen;
}
