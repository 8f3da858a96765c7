/** CertCentral's Services API v2, as far as this provider uses it. Source: dev.digicert.com. */
import type { Clock } from "../clock";
import { type AccountCalls, accountCalls } from "./account";
import { createApi } from "./api";
import { type CertificateCalls, certificateCalls } from "./certificates";
import { type DomainCalls, domainCalls } from "./domains";
import { type OrderCalls, orderCalls } from "./orders";
import {
  type ClientEvents,
  type ClientSettings,
  createTransport,
  type Transport,
} from "./transport";

export type {
  ChainLink,
  CustomField,
  DcvToken,
  Domain,
  IssuedCertificate,
  ListedOrder,
  Order,
  OrderFacts,
  OrderReference,
  Organization,
  Placed,
  Product,
  RandomValue,
  User,
} from "./replies";
export type { ClientEvents, ClientSettings } from "./transport";
export type * from "./types";

/** The calls. "Not found" is an answer: undefined, or an empty list. */
export interface CertCentral extends AccountCalls, OrderCalls, CertificateCalls, DomainCalls {
  /** CertCentral's clock at its last reply. */
  serverDate(): Date | undefined;
}

export function createClient(
  settings: ClientSettings,
  clock: Clock,
  events: ClientEvents = {},
): CertCentral {
  return callsOver(createTransport(settings, clock, events));
}

/** All calls, over a transport. */
export function callsOver(transport: Transport): CertCentral {
  const api = createApi(transport);
  return {
    serverDate: () => transport.serverDate(),
    ...accountCalls(api),
    ...orderCalls(api),
    ...certificateCalls(api),
    ...domainCalls(api),
  };
}
