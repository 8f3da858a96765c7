import { Hono } from "hono";

import { badRequest } from "../problems";
import { requestView } from "../views/order";
import { bodyOf, type Env, idOf, json, nothing, textOf, viewOf, ordersOf } from "./context";

/** Requests that wait for an approver. */
export const requestRoutes = new Hono<Env>()
  .get("/request", (exchange) => {
    const status = exchange.req.query("status") ?? exchange.req.query("filters[status]");
    const context = viewOf(exchange);
    const all = ordersOf(exchange).flatMap((order) =>
      order.requests.map((request) => ({ order, request })),
    );
    const listed = all.filter(({ request }) => status === undefined || request.status === status);
    return json(exchange, {
      requests: listed.map(({ request, order }) => requestView(request, order, context)),
      page: { total: listed.length, limit: 1000, offset: 0 },
    });
  })
  .get("/request/:id", (exchange) => {
    const { request, order } = exchange.var.tenant.book.request(idOf(exchange));
    return json(exchange, requestView(request, order, viewOf(exchange)));
  })
  .put("/request/:id/status", async (exchange) => {
    const { book } = exchange.var.tenant;
    const { request, order } = book.request(idOf(exchange));
    const body = bodyOf(exchange);
    const status = textOf(body, "status");
    if (status === "approved") await book.approve(request, order);
    else if (status === "rejected") book.reject(request, order, textOf(body, "processor_comment"));
    else throw badRequest("invalid_value:status", "status contains an invalid value.");
    return nothing(exchange);
  });
