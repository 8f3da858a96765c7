/** Every route of the API in one table: what it is for, what it takes. Tests compare it with the routes that are served. */
import type { z } from "zod";

import { orderBody, reissueBody } from "../order-body";
import { newDomain, submission as domainSubmission } from "../routes/domains";
import { newOrganization, submission as organizationSubmission } from "../routes/organizations";
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

export interface Operation {
  method: "GET" | "POST" | "PUT";
  /** Below `/services/v2`, its parameters as `:id`. */
  path: string;
  does: string;
  /** Query parameters; `filters` stands for `filters[<name>]`. */
  query: readonly string[];
  body: z.ZodType | undefined;
}

const list = ["filters", "sort", "limit", "offset"] as const;

export const operations: readonly Operation[] = [
  get("/user/me", "Who the key is."),
  get("/account", "The account."),
  get("/account/metadata", "Its custom fields."),
  get("/finance/balance", "Its funds.", ["container_id"]),
  get("/product", "What may be ordered.", ["container_id"]),
  get("/product/:id", "One product.", ["container_id"]),
  get("/organization", "Organizations.", [...list, "container_id", "include_validation"]),
  post("/organization", "A new organization.", newOrganization),
  get("/organization/:id", "One organization.", ["include_validation"]),
  post("/organization/:id/validation", "Submits it for validation.", organizationSubmission),
  get("/domain", "Domains.", [...list, "container_id", "include_dcv", "include_validation"]),
  post("/domain", "A new domain, submitted for validation.", newDomain),
  get("/domain/:id", "One domain.", ["include_dcv", "include_validation"]),
  post("/domain/:id/validation", "Submits it for validation anew.", domainSubmission),
  put("/domain/:id/dcv/method", "Changes its method.", domainMethodChange),
  put("/domain/:id/dcv/validate-token", "Looks for its token."),
  post("/domain/:id/dcv/token", "A token, the present one while it lives."),
  put("/domain/:id/activate", "Activates it."),
  put("/domain/:id/deactivate", "Deactivates it: it covers nothing."),
  get("/order/alternate/:alternative", "Orders by their alternative id.", ["limit", "offset"]),
  get("/order/certificate", "Orders.", [...list, "container_id"]),
  get("/order/certificate/status-changes", "Orders whose status changed lately.", [
    "filters",
    "minutes",
    "seconds",
  ]),
  get("/order/certificate/:id", "One order, by id, serial number or thumbprint.", [
    "include_caa_status",
  ]),
  post("/order/certificate/:product", "Places an order, which is paid for.", orderBody),
  put("/order/certificate/:id/status", "Cancels it, or what waits on it.", orderStatus),
  post("/order/certificate/:id/reissue", "Another key, other names, a new end.", reissueBody),
  post("/order/certificate/:id/duplicate", "The same names with another key.", reissueBody),
  get("/order/certificate/:id/reissue", "Its reissues.", ["show_archived"]),
  get("/order/certificate/:id/duplicate", "Its duplicates.", ["show_archived"]),
  post("/order/certificate/:id/custom-field", "Fills in a custom field.", customField),
  put("/order/certificate/:id/revoke", "Revokes all its certificates.", revocation),
  put("/order/certificate/:id/check-dcv", "Looks for what its names need.", namesToCheck),
  put("/order/certificate/:id/dcv-method", "Changes its method.", dcvMethodChange),
  put("/order/certificate/:id/dcv-random-value", "Its random value."),
  put("/order/certificate/:id/resend-emails", "Sends its e-mails again.", emailsToSend),
  get("/certificate/download/order/:id/format/:format", "Its newest certificate as a file."),
  get("/certificate/download/order/:id", "One of its certificates as a file.", ["formatType"]),
  get("/certificate/intermediates", "The intermediates that issue."),
  get("/certificate/:id/download/format/:format", "A certificate as a file."),
  get("/certificate/:id/download/platform/:platform?", "A certificate as a platform's file."),
  get("/certificate/:id/chain", "Its chain, the leaf first."),
  put("/certificate/:id/revoke", "Revokes it, by id or serial number.", revocation),
  get("/request", "Requests for approval.", [...list, "status"]),
  get("/request/:id", "One request."),
  put("/request/:id/status", "Approves or rejects it.", requestStatus),
];

function get(path: string, does: string, query: readonly string[] = []): Operation {
  return { method: "GET", path, does, query, body: undefined };
}

function post(path: string, does: string, body?: z.ZodType): Operation {
  return { method: "POST", path, does, query: [], body };
}

function put(path: string, does: string, body?: z.ZodType): Operation {
  return { method: "PUT", path, does, query: [], body };
}
