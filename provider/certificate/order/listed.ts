/** What the account's list says of an order, and when that is enough. */
import { type Day, daysBetween } from "../../calendar";
import type { ListedOrder } from "../../certcentral/replies";
import type { Issuance } from "../plan/issuance";
import type { State } from "./state";

/**
 * Days within which each order is read by itself, and with fewer than which left it always is. A list does not show that a
 * certificate alone was revoked, nor requests, so each has its day.
 */
const singleReadDays = 30;

const epoch = "1970-01-01";

/** Whether a list may be enough today: nothing is awaited or was found, and it is not the order's day. */
export function mayBeListed(state: State, plan: Issuance, today: Day): boolean {
  const { orderId, status, notAfter = today, __awaited: awaited, __doubt: doubt } = state;
  const isItsDay = (orderId + daysBetween(epoch, today)) % singleReadDays === 0;
  return (
    status === "issued" &&
    awaited === undefined &&
    doubt === undefined &&
    plan.found === undefined &&
    !isItsDay &&
    daysBetween(today, notAfter.slice(0, 10)) > singleReadDays
  );
}

/** Whether the list shows the order with the very certificate, and the dates, of the last look. */
export function isAsListed(state: State, listed: ListedOrder): boolean {
  return (
    listed.status === "issued" &&
    !listed.isRenewed &&
    listed.orderValidTill === state.coveredUntil &&
    listed.certificateId === state.certificateId &&
    listed.serialNumber?.toUpperCase() === state.serialNumber &&
    listed.validTill === state.notAfter?.slice(0, 10)
  );
}
