/** The client of those who must change nothing: the calls that read, over a transport that sends nothing but GET. */
import type { Clock } from "../clock";
import { accountCalls } from "./account";
import { createApi } from "./api";
import { certificateCalls } from "./certificates";
import type { CertCentral } from "./client";
import { domainCalls } from "./domains";
import { CertCentralError, isNoAnswer } from "./errors";
import { orderCalls } from "./orders";
import { type Call, type ClientEvents, type ClientSettings, createTransport } from "./transport";

/** The calls of which each is one `GET`, or pages of one. */
export type Reader = Pick<
  CertCentral,
  | "serverDate"
  | "whoAmI"
  | "getOrganization"
  | "listOrganizations"
  | "listProducts"
  | "getProduct"
  | "getOrder"
  | "findOrders"
  | "pageOrders"
  | "findDomain"
  | "listDomains"
  | "getChain"
>;

/** @throws TypeError from a call that would change something: the types leave none of them */
export function createReader(
  settings: ClientSettings,
  clock: Clock,
  events: ClientEvents = {},
): Reader {
  const transport = createTransport(settings, clock, events);
  const api = createApi({
    serverDate: () => transport.serverDate(),
    async send(call) {
      refuseChange(call);
      return transport.send(call);
    },
  });
  return {
    serverDate: () => transport.serverDate(),
    ...accountCalls(api),
    ...orderCalls(api),
    ...certificateCalls(api),
    ...domainCalls(api),
  };
}

/** Whether CertCentral itself has answered, and refused. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof CertCentralError && !isNoAnswer(error);
}

function refuseChange({ method, what }: Call): void {
  if (method !== "GET") throw new TypeError(`${what}: a reader sends no ${method}`);
}
