import { Hono } from "hono";

import { timestamp } from "../calendar";
import type { ApprovalRequest, Order } from "../order";
import { badRequest } from "../problems";
import { requestListView, requestView } from "../views/request";
import { bodyOf, type Env, idOf, json, nothing, textOf, viewOf, ordersOf } from "./context";
import { type Listing, listed } from "./listing";

const listing: Listing<{ order: Order; request: ApprovalRequest }> = {
  properties: {
    id: ({ request }) => request.id,
    date: ({ request }) => timestamp(request.date),
    type: ({ request }) => request.type,
    status: ({ request }) => request.status,
    order_id: ({ order }) => order.id,
    organization_id: ({ order }) => order.organizationId,
    product_name_id: ({ order }) => order.product.nameId,
    container_id: ({ order }) => order.containerId,
  },
  searched: [],
};

/** Requests that wait for an approver. */
export const requestRoutes = new Hono<Env>()
  .get("/request", (exchange) => {
    const { status, ...query } = exchange.req.query();
    const context = viewOf(exchange);
    const all = ordersOf(exchange).flatMap((order) =>
      order.requests.map((request) => ({ order, request })),
    );
    const asked = status === undefined ? query : { ...query, "filters[status]": status };
    const { found, page } = listed(all, asked, listing);
    return json(exchange, {
      requests: found.map(({ request, order }) => requestListView(request, order, context)),
      page,
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
