/** The client of those who must change nothing: the calls that read, over a transport that sends nothing but GET. */
import type { Clock } from "../clock";
import { type CertCentral, callsOver } from "./client";
import { CertCentralError, isNoAnswer } from "./errors";
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
  | "listCustomFields"
  | "getCurrency"
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
  return callsOver({
    serverDate: () => transport.serverDate(),
    async send(call) {
      refuseChange(call);
      return transport.send(call);
    },
  });
}

/** Whether CertCentral itself has answered, and refused. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof CertCentralError && !isNoAnswer(error);
}

function refuseChange({ method, what }: Call): void {
  if (method !== "GET") throw new TypeError(`${what}: a reader sends no ${method}`);
}
