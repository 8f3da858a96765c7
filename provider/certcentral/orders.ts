/** Orders: placed, read, reissued, canceled, and validated by their own random values. */
import type { Api, Part } from "./api";
import { isNotYetSeen } from "./errors";
import {
  certificatesSchema,
  dcvCheckSchema,
  type IssuedCertificate,
  type ListedOrder,
  type Order,
  orderListSchema,
  type OrderReference,
  orderReferencesSchema,
  orderSchema,
  type Placed,
  placedSchema,
  type RandomValue,
  randomValueSchema,
} from "./replies";
import type { Call } from "./transport";
import type { OrderRequest, ReissueRequest } from "./types";
import { toWire, withSpelledDates } from "./wire";

export interface OrderCalls {
  /** `POST order/certificate/{product}`: spends money. Never repeated by itself. */
  placeOrder(product: string, request: OrderRequest): Promise<Placed>;
  /** `GET order/certificate/{id}`: by its id, or the thumbprint of its newest certificate. */
  getOrder(orderId: number | string): Promise<Order | undefined>;
  /** `GET order/alternate/{id}`: all orders under an alternative order id. */
  findOrders(alternativeOrderId: string): Promise<OrderReference[]>;
  /** `GET order/certificate`: the account's orders for a product, and a common name, whatever their status. */
  listOrders(filters: { commonName?: string | undefined; product: string }): Promise<ListedOrder[]>;
  /** `GET order/certificate`: a page, from an offset on, of the account's orders whose certificate ends after this day, `YYYY-MM-DD`. */
  listOrdersEndingAfter(day: string, offset: number): Promise<Part<ListedOrder>>;
  /** `GET order/certificate`: a page, from an offset on, of the account's orders for a product. */
  listOrdersOfProduct(product: string, offset: number): Promise<Part<ListedOrder>>;
  /** `GET order/certificate`: so many of the account's orders, the newest first. */
  listNewestOrders(count: number): Promise<ListedOrder[]>;
  /** `GET order/certificate/status-changes`: the orders whose status changed in the last minutes, at most 10,080. */
  listChangedOrders(minutes: number): Promise<OrderReference[]>;
  /** `GET order/certificate`: the account's orders, page by page; of one product where it is given. */
  pageOrders(filters?: { product?: string | undefined }): AsyncGenerator<ListedOrder[]>;
  /** `POST order/certificate/{id}/reissue`: free. Never repeated by itself. */
  reissue(orderId: number, request: ReissueRequest): Promise<Placed>;
  /** `GET order/certificate/{id}/reissue`. */
  listReissues(orderId: number): Promise<IssuedCertificate[]>;
  /** `GET order/certificate/{id}/duplicate`. */
  listDuplicates(orderId: number): Promise<IssuedCertificate[]>;
  /** `PUT order/certificate/{id}/status`: cancels a pending order, or a pending reissue. */
  cancel(orderId: number, note: string): Promise<void>;
  /** `POST order/certificate/{id}/custom-field`. */
  setCustomField(orderId: number, field: { metadataId: number; value: string }): Promise<void>;
  /** `PUT order/certificate/{id}/dcv-method`. Token methods answer with their random value. */
  setDcvMethod(orderId: number, dcvMethod: string): Promise<RandomValue>;
  /** `PUT order/certificate/{id}/dcv-random-value`: the present one while it lives, else a new one. */
  getRandomValue(orderId: number): Promise<RandomValue>;
  /** `PUT order/certificate/{id}/check-dcv`: whether all its names are validated now. */
  checkDcv(orderId: number): Promise<boolean>;
}

const at = (orderId: number | string): string => `order/certificate/${orderId}`;

/** `GET order/certificate`, with the filters that are given. */
function listing(what: string, filters: Readonly<Record<string, string | undefined>>): Call {
  const given = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [`filters[${name}]=${encodeURIComponent(value)}`],
  );
  const query = given.length === 0 ? "" : `?${given.join("&")}`;
  return { what, method: "GET", path: `order/certificate${query}` };
}

export function orderCalls({ ask, find, list, page, pages, send }: Api): OrderCalls {
  return {
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
      find({ what: `get order ${orderId}`, method: "GET", path: at(orderId) }, orderSchema),

    findOrders: (alternativeOrderId) =>
      list(
        {
          what: `find orders with the reference ${alternativeOrderId}`,
          method: "GET",
          path: `order/alternate/${encodeURIComponent(alternativeOrderId)}`,
        },
        orderReferencesSchema,
      ),

    listOrders: ({ commonName, product }) =>
      list(
        listing(`list orders for ${commonName ?? product}`, {
          product_name_id: product,
          common_name: commonName,
        }),
        orderListSchema,
      ),

    listOrdersEndingAfter: (day, offset) =>
      page(
        listing("list the orders of the account", { valid_till: `>${day}` }),
        offset,
        orderListSchema,
      ),

    listOrdersOfProduct: (product, offset) =>
      page(
        listing(`list orders for ${product}`, { product_name_id: product }),
        offset,
        orderListSchema,
      ),

    async listNewestOrders(count) {
      const path = `order/certificate?sort=-id&limit=${count}`;
      const call = { what: "list the newest orders", method: "GET", path } as const;
      return (await ask(call, orderListSchema)).items;
    },

    async listChangedOrders(minutes) {
      const path = at(`status-changes?minutes=${minutes}`);
      const call = { what: "list the orders that changed", method: "GET", path } as const;
      return (await ask(call, orderReferencesSchema)).items;
    },

    pageOrders: ({ product } = {}) =>
      pages(
        listing(`list orders${product === undefined ? "" : ` for ${product}`}`, {
          product_name_id: product,
        }),
        orderListSchema,
      ),

    reissue: (orderId, request) =>
      ask(
        {
          what: `reissue order ${orderId}`,
          method: "POST",
          path: `${at(orderId)}/reissue`,
          body: toWire(withSpelledDates(request)),
        },
        placedSchema,
      ),

    async listReissues(orderId) {
      const call = { what: `list reissues of order ${orderId}`, path: `${at(orderId)}/reissue` };
      return (await find({ ...call, method: "GET" }, certificatesSchema))?.certificates ?? [];
    },

    async listDuplicates(orderId) {
      const call = {
        what: `list duplicates of order ${orderId}`,
        path: `${at(orderId)}/duplicate`,
      };
      return (await find({ ...call, method: "GET" }, certificatesSchema))?.certificates ?? [];
    },

    async cancel(orderId, note) {
      const call = { what: `cancel order ${orderId}`, path: `${at(orderId)}/status` };
      await send({ ...call, method: "PUT", body: { status: "canceled", note } });
    },

    async setCustomField(orderId, field) {
      await send({
        what: `set custom field ${field.metadataId} of order ${orderId}`,
        method: "POST",
        path: `${at(orderId)}/custom-field`,
        body: toWire(field),
      });
    },

    setDcvMethod: (orderId, dcvMethod) =>
      ask(
        {
          what: `change the DCV method of order ${orderId}`,
          method: "PUT",
          path: `${at(orderId)}/dcv-method`,
          body: toWire({ dcvMethod }),
          isRepeatable: true,
        },
        randomValueSchema,
      ),

    getRandomValue: (orderId) =>
      ask(
        {
          what: `get the random value of order ${orderId}`,
          method: "PUT",
          path: `${at(orderId)}/dcv-random-value`,
          isRepeatable: true,
        },
        randomValueSchema,
      ),

    async checkDcv(orderId) {
      const call = {
        what: `check the domain control validation of order ${orderId}`,
        method: "PUT",
        path: `${at(orderId)}/check-dcv`,
        isRepeatable: true,
      } as const;
      try {
        const { dcvStatus, orderStatus } = await ask(call, dcvCheckSchema);
        return dcvStatus === "valid" || orderStatus === "issued";
      } catch (error) {
        if (isNotYetSeen(error)) return false;
        throw error;
      }
    },
  };
}
