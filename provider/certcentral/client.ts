/** CertCentral's Services API v2, as far as this provider uses it. Source: dev.digicert.com. */
import type { z } from "zod";

import type { Clock } from "../clock";
import { CertCentralError } from "./errors";
import {
  certificatesSchema,
  type ChainLink,
  chainSchema,
  type IssuedCertificate,
  type Order,
  type OrderReference,
  orderReferencesSchema,
  orderSchema,
  type Placed,
  placedSchema,
  randomValueSchema,
  requestSchema,
  type User,
  userSchema,
} from "./replies";
import {
  type Call,
  type ClientEvents,
  type ClientSettings,
  createTransport,
  unclear,
} from "./transport";
import type { OrderRequest, ReissueRequest, Revocation, RevokeRequest } from "./types";
import { fromWire, toWire, withSpelledDates } from "./wire";

export type { ChainLink, IssuedCertificate, Order, OrderReference, Placed, User } from "./replies";
export type { ClientEvents, ClientSettings } from "./transport";
export type * from "./types";

/** The calls. "Not found" is an answer: undefined, or an empty list. */
export interface CertCentral {
  /** `GET user/me`. */
  whoAmI(): Promise<User>;
  /** `POST order/certificate/{product}`: spends money. Never repeated by itself. */
  placeOrder(product: string, request: OrderRequest): Promise<Placed>;
  /** `GET order/certificate/{id}`. */
  getOrder(orderId: number): Promise<Order | undefined>;
  /** `GET order/alternate/{id}`: all orders under an alternative order id. */
  findOrders(alternativeOrderId: string): Promise<OrderReference[]>;
  /** `POST order/certificate/{id}/reissue`: free. Never repeated by itself. */
  reissue(orderId: number, request: ReissueRequest): Promise<Placed>;
  /** `GET order/certificate/{id}/reissue`. */
  listReissues(orderId: number): Promise<IssuedCertificate[]>;
  /** `PUT order/certificate/{id}/status`: cancels a pending order, or a pending reissue. */
  cancel(orderId: number, note: string): Promise<void>;
  /** `PUT certificate/{id}/revoke`. */
  revokeCertificate(certificateId: number, request: RevokeRequest): Promise<Revocation>;
  /** `PUT request/{id}/status`. */
  rejectRequest(requestId: number, comment: string): Promise<void>;
  /** `GET certificate/{id}/chain`, leaf first. */
  getChain(certificateId: number): Promise<ChainLink[]>;
  /** `POST order/certificate/{id}/custom-field`. */
  setCustomField(orderId: number, field: { metadataId: number; value: string }): Promise<void>;
  /** `PUT order/certificate/{id}/dcv-method`. */
  setDcvMethod(orderId: number, dcvMethod: string): Promise<void>;
  /** CertCentral's clock at its last reply. */
  serverDate(): Date | undefined;
}

const pageSize = 1000;

export function createClient(
  settings: ClientSettings,
  clock: Clock,
  events: ClientEvents = {},
): CertCentral {
  const transport = createTransport(settings, clock, events);

  async function ask<T>(call: Call, schema: z.ZodType<T>): Promise<T> {
    const { json } = await transport.send(call);
    return parse(call, json, schema);
  }

  async function find<T>(call: Call, schema: z.ZodType<T>): Promise<T | undefined> {
    return ask(call, schema).catch((error: unknown) => {
      if (error instanceof CertCentralError && error.status === 404) return undefined;
      throw error;
    });
  }

  const order = (orderId: number): string => `order/certificate/${orderId}`;

  return {
    serverDate: () => transport.serverDate(),

    whoAmI: () =>
      ask({ what: "ask who the API key is", method: "GET", path: "user/me" }, userSchema),

    placeOrder: (product, request) =>
      ask(
        {
          what: `place order for ${request.certificate.commonName}`,
          method: "POST",
          path: `order/certificate/${encodeURIComponent(product)}`,
          body: toWire(withSpelledDates(request)),
        },
        placedSchema,
      ),

    getOrder: (orderId) =>
      find({ what: `get order ${orderId}`, method: "GET", path: order(orderId) }, orderSchema),

    async findOrders(alternativeOrderId) {
      const found: OrderReference[] = [];
      for (;;) {
        const path = `order/alternate/${encodeURIComponent(alternativeOrderId)}?offset=${found.length}&limit=${pageSize}`;
        const call = { what: `find orders with the reference ${alternativeOrderId}`, path };
        const reply = await find({ ...call, method: "GET" }, orderReferencesSchema);
        const orders = reply?.orders ?? [];
        found.push(...orders);
        if (orders.length === 0 || found.length >= (reply?.page?.total ?? 0)) return found;
      }
    },

    reissue: (orderId, request) =>
      ask(
        {
          what: `reissue order ${orderId}`,
          method: "POST",
          path: `${order(orderId)}/reissue`,
          body: toWire(withSpelledDates(request)),
        },
        placedSchema,
      ),

    async listReissues(orderId) {
      const call = { what: `list reissues of order ${orderId}`, path: `${order(orderId)}/reissue` };
      return (await find({ ...call, method: "GET" }, certificatesSchema))?.certificates ?? [];
    },

    async cancel(orderId, note) {
      const call = { what: `cancel order ${orderId}`, path: `${order(orderId)}/status` };
      await transport.send({ ...call, method: "PUT", body: { status: "canceled", note } });
    },

    async revokeCertificate(certificateId, request) {
      const call: Call = {
        what: `revoke certificate ${certificateId}`,
        method: "PUT",
        path: `certificate/${certificateId}/revoke`,
        body: toWire(request),
      };
      const { json } = await transport.send(call);
      if (json === undefined) return { done: true };
      return { done: false, requestId: parse(call, json, requestSchema).id };
    },

    async rejectRequest(requestId, comment) {
      await transport.send({
        what: `reject request ${requestId}`,
        method: "PUT",
        path: `request/${requestId}/status`,
        body: toWire({ status: "rejected", processorComment: comment }),
      });
    },

    async getChain(certificateId) {
      const call = {
        what: `get the chain of certificate ${certificateId}`,
        path: `certificate/${certificateId}/chain`,
      };
      return (await ask({ ...call, method: "GET" }, chainSchema)).intermediates;
    },

    async setCustomField(orderId, field) {
      await transport.send({
        what: `set custom field ${field.metadataId} of order ${orderId}`,
        method: "POST",
        path: `${order(orderId)}/custom-field`,
        body: toWire(field),
      });
    },

    async setDcvMethod(orderId, dcvMethod) {
      const call: Call = {
        what: `change the DCV method of order ${orderId}`,
        method: "PUT",
        path: `${order(orderId)}/dcv-method`,
        body: toWire({ dcvMethod }),
      };
      const { json } = await transport.send(call);
      if (json !== undefined) parse(call, json, randomValueSchema);
    },
  };
}

/** A reply that does not fit names where, never what: it may hold what must not be printed. */
function parse<T>(call: Call, json: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(fromWire(json));
  if (parsed.success) return parsed.data;
  const [path] = call.path.split("?");
  const places = parsed.error.issues.map((issue) => issue.path.join(".") || "the whole reply");
  throw unclear(
    call,
    `the reply of ${call.method} ${path ?? ""} does not fit at ${[...new Set(places)].join(", ")}`,
  );
}
