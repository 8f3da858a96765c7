import { Hono } from "hono";

import { primaryOf } from "../order";
import { readOrderBody, readReissueBody } from "../order-body";
import { badRequest, notFound, Problem } from "../problems";
import { furtherView } from "../views/certificate";
import {
  furtherPlacedView,
  orderListView,
  orderView,
  placedView,
  referenceView,
} from "../views/order";
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
  isAsked,
  productOf,
  productsOf,
  readableOrdersOf,
} from "./context";
import { listed, pageOf } from "./listing";
import { orderListing } from "./order-list";
import { chosenProduct } from "./product-choice";
import { readTimeFrame } from "./time-frame";

/** Orders, and what is asked of one. */
export const orderRoutes = new Hono<Env>()
  .get("/order/alternate/:alternative", async (exchange) => {
    const { book } = exchange.var.tenant;
    await book.settleAll();
    const wanted = exchange.req.param("alternative");
    const { settings, clock } = exchange.var.world;
    const since = clock.now().getTime() - settings.lookUpLagSeconds * 1000;
    const all = ordersOf(exchange).filter(
      ({ body, createdAt }) => body.alternative_order_id === wanted && createdAt.getTime() <= since,
    );
    if (all.length === 0 && settings.alternateNoMatch === "not-found") throw notFound("order");
    const { found, page } = pageOf(all, exchange.req.query());
    const orders = found.map((order) => referenceView(order, clock.now()));
    return json(exchange, { orders, page });
  })
  .get("/order/certificate", async (exchange) => {
    refuseCsv(exchange);
    await exchange.var.tenant.book.settleAll();
    const context = viewOf(exchange);
    const all = ordersOf(exchange);
    const { found, page } = listed(all, exchange.req.query(), orderListing(context));
    if (found.length === 0) return json(exchange, { page });
    return json(exchange, { orders: found.map((order) => orderListView(order, context)), page });
  })
  .get("/order/certificate/status-changes", async (exchange) => {
    await exchange.var.tenant.book.settleAll();
    const now = exchange.var.world.clock.now();
    const { from, to } = readTimeFrame(exchange.req.query(), now);
    const changed = ordersOf(exchange).filter(
      ({ statusChangedAt }) => statusChangedAt >= from && statusChangedAt <= to,
    );
    if (changed.length === 0) return json(exchange, {});
    return json(exchange, { orders: changed.map((order) => referenceView(order, now)) });
  })
  .get("/order/certificate/:id", async (exchange) => {
    const order = orderNamed(exchange);
    await exchange.var.tenant.book.settle(order, true);
    const includesCaa = isAsked(exchange, "include_caa_status");
    return json(exchange, orderView(order, viewOf(exchange), includesCaa));
  })
  .post("/order/certificate/:product", async (exchange) => {
    const { book } = exchange.var.tenant;
    const named = exchange.req.param("product");
    const known = named === "ssl" ? undefined : productOf(exchange, named);
    const body = readOrderBody(bodyOf(exchange));
    const product = known ?? chosenProduct(body, productsOf(exchange));
    const { order, newDomains } = await book.place(product, body, exchange.var.override);
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
  const certificates = order.certificates.filter(
    (own) => own.kind === kind || (kind === "reissue" && reissued && own.kind === "original"),
  );
  const context = viewOf(exchange);
  return json(exchange, {
    certificates: certificates.map((own) => furtherView(order, own, context)),
  });
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

/** The page shows this list as CSV too. Chosen: refused, in the words of the legacy pages, since nothing shows its columns. */
function refuseCsv(exchange: Exchange): void {
  if (!(exchange.req.header("accept") ?? "").startsWith("text/csv")) return;
  const message = "The emulator answers in application/json only.";
  throw new Problem(406, { code: "not_acceptable", message });
}
