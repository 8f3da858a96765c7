/**
 * Every route of the API in one table: what it is for, what it takes, what it is answered with. Tests compare it with the
 * routes that are served, and every reply in every test is checked against it.
 */
import type { z } from "zod";

import { orderBody, reissueBody } from "../order-body";
import { newDomain, submission as domainSubmission } from "../routes/domains";
import { newOrganization, submission as organizationSubmission } from "../routes/organizations";
import * as account from "../schemas/account";
import * as certificates from "../schemas/certificates";
import * as domains from "../schemas/domains";
import * as orders from "../schemas/orders";
import { dcvToken } from "../schemas/parts";
import * as requests from "../schemas/requests";
import {
  customField,
  dcvMethodChange,
  domainMethodChange,
  emailsToSend,
  namesToCheck,
  orderStatus,
  requestStatus,
  revocation,
} from "./bodies";

/** `nothing`: an empty body without a content type. `file`: a certificate, in the format that was asked for. */
export type Reply = z.ZodType | "nothing" | "file";

export type Replies = Readonly<Partial<Record<200 | 201 | 204, Reply>>>;

export interface Operation {
  method: "GET" | "POST" | "PUT";
  /** Below `/services/v2`, its parameters as `:id`. */
  path: string;
  does: string;
  /** Query parameters; `filters` stands for `filters[<name>]`. */
  query: readonly string[];
  body: z.ZodType | undefined;
  /** By status. Whatever is refused is answered with the envelope of errors. */
  replies: Replies;
}

const list = ["filters", "sort", "limit", "offset"] as const;
const done = { 204: "nothing" } as const;
/** At once, or as a request that waits. */
const revoked = { 201: requests.revocation, 204: "nothing" } as const;

/** The first that matches serves: what is fixed stands above what varies. */
export const operations: readonly Operation[] = [
  get("/user/me", "Who the key is.", account.me),
  get("/account", "The account.", account.account),
  get("/account/metadata", "Its custom fields.", account.metadata),
  get("/finance/balance", "Its funds.", account.balance, ["container_id"]),
  get("/product", "What may be ordered.", account.products, ["container_id"]),
  get("/product/:id", "One product.", account.product, ["container_id"]),
  get("/organization", "Organizations.", account.organizations, [
    ...list,
    "container_id",
    ...includes("validation"),
  ]),
  post("/organization", "A new organization.", { 201: account.created }, newOrganization),
  get("/organization/:id", "One organization.", account.organization, includes("validation")),
  post("/organization/:id/validation", "Submits it for validation.", done, organizationSubmission),
  get("/domain", "Domains.", domains.domains, [
    ...list,
    "container_id",
    ...includes("dcv"),
    ...includes("validation"),
  ]),
  post("/domain", "A new domain, submitted for validation.", { 201: domains.submitted }, newDomain),
  get("/domain/:id", "One domain.", domains.domain, [
    ...includes("dcv"),
    ...includes("validation"),
  ]),
  post(
    "/domain/:id/validation",
    "Submits it for validation anew.",
    { 201: domains.resubmitted },
    domainSubmission,
  ),
  put(
    "/domain/:id/dcv/method",
    "Changes its method.",
    { 200: domains.methodChanged },
    domainMethodChange,
  ),
  put("/domain/:id/dcv/validate-token", "Looks for its token.", { 200: domains.validated }),
  post("/domain/:id/dcv/token", "A token, the present one while it lives.", { 201: dcvToken }),
  put("/domain/:id/activate", "Activates it.", done),
  put("/domain/:id/deactivate", "Deactivates it: it covers nothing.", done),
  get("/order/alternate/:alternative", "Orders by their alternative id.", orders.alternates, [
    "limit",
    "offset",
  ]),
  get("/order/certificate", "Orders.", orders.orders, [...list, "container_id"]),
  get(
    "/order/certificate/status-changes",
    "Orders whose status changed lately.",
    orders.statusChanges,
    ["filters", "minutes", "seconds"],
  ),
  get(
    "/order/certificate/:id",
    "One order, by id, serial number or thumbprint.",
    orders.order,
    includes("caa_status"),
  ),
  post(
    "/order/certificate/:product",
    "Places an order, which is paid for.",
    { 201: orders.placed },
    orderBody,
  ),
  put("/order/certificate/:id/status", "Cancels it, or what waits on it.", done, orderStatus),
  post(
    "/order/certificate/:id/reissue",
    "Another key, other names, a new end.",
    { 201: orders.furtherPlaced },
    reissueBody,
  ),
  post(
    "/order/certificate/:id/duplicate",
    "The same names with another key.",
    { 201: orders.furtherPlaced },
    reissueBody,
  ),
  get("/order/certificate/:id/reissue", "Its reissues.", orders.reissues, ["show_archived"]),
  get("/order/certificate/:id/duplicate", "Its duplicates.", orders.duplicates, ["show_archived"]),
  post("/order/certificate/:id/custom-field", "Fills in a custom field.", done, customField),
  put("/order/certificate/:id/revoke", "Revokes all its certificates.", revoked, revocation),
  put(
    "/order/certificate/:id/check-dcv",
    "Looks for what its names need.",
    { 200: orders.dcvCheck },
    namesToCheck,
  ),
  put(
    "/order/certificate/:id/dcv-method",
    "Changes its method.",
    { 200: orders.randomValue, 204: "nothing" },
    dcvMethodChange,
  ),
  put("/order/certificate/:id/dcv-random-value", "Its random value.", { 200: orders.randomValue }),
  put("/order/certificate/:id/resend-emails", "Sends its e-mails again.", done, emailsToSend),
  get(
    "/certificate/download/order/:id/format/:format",
    "Its newest certificate as a file.",
    "file",
  ),
  get("/certificate/download/order/:id", "One of its certificates as a file.", "file", [
    "sub_id",
    "subId",
    "format_type",
    "formatType",
  ]),
  get("/certificate/intermediates", "The intermediates that issue.", certificates.intermediates),
  get("/certificate/:id/download/format/:format", "A certificate as a file.", "file"),
  get(
    "/certificate/:id/download/platform/:platform?",
    "A certificate as the file of a platform: by default, of its own.",
    "file",
  ),
  get("/certificate/:id/chain", "Its chain, the leaf first.", certificates.chain),
  put("/certificate/:id/revoke", "Revokes it, by id or serial number.", revoked, revocation),
  get("/request", "Requests for approval.", requests.requests, [...list, "container_id", "status"]),
  get("/request/:id", "One request.", requests.request),
  put("/request/:id/status", "Approves or rejects it.", done, requestStatus),
];

/** A parameter, in either spelling. */
function includes(what: "dcv" | "validation" | "caa_status"): string[] {
  const name = `include_${what}`;
  return [name, name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())];
}

function get(path: string, does: string, reply: Reply, query: readonly string[] = []): Operation {
  return { method: "GET", path, does, query, body: undefined, replies: { 200: reply } };
}

function post(path: string, does: string, replies: Replies, body?: z.ZodType): Operation {
  return { method: "POST", path, does, query: [], body, replies };
}

function put(path: string, does: string, replies: Replies, body?: z.ZodType): Operation {
  return { method: "PUT", path, does, query: [], body, replies };
}
