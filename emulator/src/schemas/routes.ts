/**
 * Every route, and what each status of it is answered with. The emulator checks its replies against it, and the
 * conformance page and the OpenAPI description are made from it.
 */
import type { z } from "zod";

import * as account from "./account";
import * as certificates from "./certificates";
import * as domains from "./domains";
import * as orders from "./orders";
import { dcvToken } from "./parts";
import * as requests from "./requests";

/** `nothing`: an empty body without a content type. `file`: a certificate, in the format that was asked for. */
export type Reply = z.ZodType | "nothing" | "file";

export interface Route {
  method: "GET" | "POST" | "PUT";
  /** Below `/services/v2`; `{name}` stands for what varies. */
  path: string;
  does: string;
  replies: Readonly<Partial<Record<200 | 201 | 204, Reply>>>;
}

/** The first that matches answers: what is fixed stands above what varies. */
export const routes: readonly Route[] = [
  get("/user/me", "who the key is", account.me),
  get("/account", "the account", account.account),
  get("/account/metadata", "its custom fields", account.metadata),
  get("/finance/balance", "its funds", account.balance),
  get("/product", "what it may order", account.products),
  get("/product/{name_id}", "one product", account.product),

  get("/organization", "list organizations", account.organizations),
  post("/organization", "add an organization", account.created),
  get("/organization/{id}", "an organization", account.organization),
  post("/organization/{id}/validation", "ask for its validation", "nothing", 204),

  get("/domain", "list domains", domains.domains),
  post("/domain", "add a domain, and open its validation", domains.submitted),
  get("/domain/{id}", "a domain", domains.domain),
  post("/domain/{id}/validation", "open its validation anew", domains.resubmitted),
  put("/domain/{id}/dcv/method", "change its method of validation", domains.methodChanged),
  put("/domain/{id}/dcv/validate-token", "check its token", domains.validated),
  post("/domain/{id}/dcv/token", "get its token", dcvToken),
  put("/domain/{id}/activate", "switch it on", "nothing"),
  put("/domain/{id}/deactivate", "switch it off", "nothing"),

  get("/order/alternate/{alternative_order_id}", "orders by your own reference", orders.alternates),
  get("/order/certificate", "list orders", orders.orders),
  get("/order/certificate/status-changes", "orders whose status changed", orders.statusChanges),
  get("/order/certificate/{id}", "an order", orders.order),
  post("/order/certificate/{product}", "order, or renew", orders.placed),
  put("/order/certificate/{id}/status", "cancel an order, or its waiting reissue", "nothing"),
  post("/order/certificate/{id}/reissue", "reissue", orders.furtherPlaced),
  get("/order/certificate/{id}/reissue", "list reissues", orders.reissues),
  post("/order/certificate/{id}/duplicate", "duplicate", orders.furtherPlaced),
  get("/order/certificate/{id}/duplicate", "list duplicates", orders.duplicates),
  post("/order/certificate/{id}/custom-field", "fill in a custom field", "nothing", 204),
  put("/order/certificate/{id}/revoke", "revoke all of an order", "nothing", {
    201: requests.revocation,
  }),
  put("/order/certificate/{id}/check-dcv", "check the control of its domains", orders.dcvCheck),
  put("/order/certificate/{id}/dcv-method", "change its method", "nothing", {
    200: orders.randomValue,
  }),
  put("/order/certificate/{id}/dcv-random-value", "get its random value", orders.randomValue),
  put("/order/certificate/{id}/resend-emails", "send its e-mail again", "nothing"),

  get("/certificate/intermediates", "the account's intermediates", certificates.intermediates),
  get("/certificate/download/order/{id}/format/{format}", "download by order", "file"),
  get("/certificate/download/order/{id}", "download by order, duplicates too", "file"),
  get("/certificate/{id}/download/format/{format}", "download in a format", "file"),
  get("/certificate/{id}/download/platform", "download for its own platform", "file"),
  get("/certificate/{id}/download/platform/{platform}", "download for a platform", "file"),
  get("/certificate/{id}/chain", "a certificate with its chain", certificates.chain),
  put("/certificate/{id}/revoke", "revoke one certificate", "nothing", {
    201: requests.revocation,
  }),

  get("/request", "list requests for approval", requests.requests),
  get("/request/{id}", "a request", requests.request),
  put("/request/{id}/status", "approve or reject it", "nothing"),
];

function get(path: string, does: string, reply: Reply): Route {
  return { method: "GET", path, does, replies: { 200: reply } };
}

function post(path: string, does: string, reply: Reply, status: 201 | 204 = 201): Route {
  return { method: "POST", path, does, replies: { [status]: reply } };
}

function put(path: string, does: string, reply: Reply, others: Route["replies"] = {}): Route {
  const status = reply === "nothing" ? 204 : 200;
  return { method: "PUT", path, does, replies: { [status]: reply, ...others } };
}
