/** Every fault by its name: what it does, to which requests, and how often when it is switched on. */
import { tampering, type Tamper } from "./tampering";

/** What a fault does to one exchange. */
export type Effect =
  /** Nothing is done; this is answered. */
  | { instead: CannedReply }
  /** The connection ends: before or after everything was done, or in the middle of the reply. */
  | { cut: "before" | "after" | "half"; reset?: true }
  /** The reply is held back, for good or for some real time. */
  | { hold: number | "for ever" }
  /** The request is treated otherwise than the settings say. */
  | { override: Override }
  /** The reply is tampered with. */
  | { tamper: Tamper };

export interface CannedReply {
  status: number;
  body?: unknown;
  contentType?: string | undefined;
  headers?: Record<string, string> | undefined;
}

/** What one request for a certificate or a check meets, whatever the settings say. */
export interface Override {
  isDcvLagging?: boolean;
  approval?: "one-step";
  issuanceDelaySeconds?: number;
}

interface NamedFault {
  does: string;
  /** Share of the requests that it hits when it is switched on without a rate. */
  rate: number;
  /** On unless switched off: what every client must bear on any day. */
  mild?: true;
  method?: "GET" | "POST" | "PUT";
  path?: RegExp;
  /** Further requests of any kind that it hits after the first. */
  burst?: number;
  effect: Effect;
}

const page = (status: number, title: string): Effect => ({
  instead: { status, contentType: "text/html", body: `<html><h1>${title}</h1></html>` },
});

const pollable = /^\/(order\/certificate|domain)\/\d+$/;
const orderInfo = /^\/order\/certificate\/\d+$/;
const issuing = /^\/order\/certificate\/(\w+|\d+\/reissue|\d+\/duplicate)$/;
const chain = /^\/certificate\/\d+\/chain$/;
const hours = 3600;

export const catalog = {
  "rate-limit": {
    does: "429, as if another user of the key had used it up",
    rate: 0.02,
    effect: {
      instead: {
        status: 429,
        body: {
          errors: [
            {
              code: "request_limit_exceeded",
              message: "Service unavailable, please limit request volume",
            },
          ],
        },
      },
    },
  },
  "lost-before": {
    does: "the connection ends, nothing was done",
    rate: 0.02,
    effect: { cut: "before" },
  },
  "lost-after": {
    does: "everything was done, then the connection ends",
    rate: 0.02,
    effect: { cut: "after" },
  },
  reset: {
    does: "the connection is reset, everything was done",
    rate: 0.01,
    effect: { cut: "after", reset: true },
  },
  truncate: { does: "done, half of the reply is sent", rate: 0.02, effect: { cut: "half" } },
  hold: {
    does: "done, never answered, until the caller goes away",
    rate: 0,
    effect: { hold: "for ever" },
  },
  slow: {
    does: "done, answered 50 ms late",
    rate: 0.02,
    mild: true,
    effect: { hold: 50 },
  },
  "bad-gateway": { does: "a gateway's page, 502", rate: 0.01, effect: page(502, "Bad Gateway") },
  unavailable: {
    does: "a gateway's page, 503",
    rate: 0.01,
    effect: page(503, "Service Unavailable"),
  },
  firewall: {
    does: "a firewall's page, 403, three times in a row",
    rate: 0.005,
    burst: 2,
    effect: page(403, "Request blocked"),
  },
  "wrong-pem": {
    does: "another certificate's chain",
    rate: 0.05,
    method: "GET",
    path: chain,
    effect: { tamper: tampering.anotherReply },
  },
  "wrong-pem-in-reply": {
    does: "the chain of an earlier reply in the reply to an order, reissue or duplicate",
    rate: 0.05,
    method: "POST",
    path: issuing,
    effect: { tamper: tampering.anotherChain },
  },
  stale: {
    does: "the order or domain as it was when last asked for",
    rate: 0.05,
    method: "GET",
    path: pollable,
    effect: { tamper: tampering.earlierReply },
  },
  processing: {
    does: "an issued order is still being processed",
    rate: 0.05,
    method: "GET",
    path: orderInfo,
    effect: { tamper: tampering.status("processing") },
  },
  "unknown-status": {
    does: "an issued order has a status that no page names",
    rate: 0.02,
    method: "GET",
    path: orderInfo,
    effect: { tamper: tampering.status("in_review") },
  },
  "duplicate-entries": {
    does: "the first entry of a page twice, the last not: as when others order meanwhile",
    rate: 0.1,
    method: "GET",
    path: /^\/(order\/alternate\/.*|order\/certificate|request|domain|organization)$/,
    effect: { tamper: tampering.duplicateEntries },
  },
  "duplicate-reissues": {
    does: "the first entry of a list of reissues twice",
    rate: 0.1,
    mild: true,
    method: "GET",
    path: /^\/order\/certificate\/\d+\/reissue$/,
    effect: { tamper: tampering.duplicateEntries },
  },
  "absent-fields": {
    does: "no member that the API may leave out",
    rate: 0.1,
    mild: true,
    path: /^\/(order|domain|organization)\b/,
    effect: { tamper: tampering.absentFields },
  },
  approval: {
    does: "a request for a certificate waits for approval out of the blue",
    rate: 0.02,
    method: "POST",
    path: issuing,
    effect: { override: { approval: "one-step" } },
  },
  "slow-issuance": {
    does: "issuance takes three hours",
    rate: 0.05,
    method: "POST",
    path: issuing,
    effect: { override: { issuanceDelaySeconds: 3 * hours } },
  },
  "dcv-lag": {
    does: "a check of domain control finds nothing this time, whatever is there",
    rate: 0.1,
    method: "PUT",
    path: /\/(check-dcv|dcv\/validate-token)$/,
    effect: { override: { isDcvLagging: true } },
  },
} satisfies Record<string, NamedFault>;

export type FaultName = keyof typeof catalog;

export const faultNames = Object.keys(catalog) as [FaultName, ...FaultName[]];

/** The entry, with the members that only some have. */
export function faultNamed(name: FaultName): NamedFault {
  return catalog[name];
}
