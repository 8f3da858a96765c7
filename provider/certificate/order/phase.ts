/** What a certificate's state awaits, and whether what an order shows is that: the one home of both questions. */
import { addDays } from "../../calendar";
import type { Order } from "../../certcentral/replies";
import { isIssued, isRevokedAlone } from "./order";
import { knows, owns, type State } from "./state";

/** Of the day that CertCentral tells from the one in the certificate. */
const maxDaysApart = 2;

/**
 * - `nothing`: the certificate in use is all there is.
 * - `first order`: nothing was issued yet; the order in the state waits.
 * - `reissue`: a reissue of the order in use waits.
 * - `other order`: a renewal, or an order in place of an ended one, waits; the one in use stays in the state.
 */
type Phase = "nothing" | "first order" | "reissue" | "other order";

export function phaseOf(state: State): Phase {
  const { __awaited: awaited } = state;
  if (awaited === undefined) return "nothing";
  if (awaited.orderId !== state.orderId) return "other order";
  const isFirst = awaited.replacedCertificateId === undefined && state.certificateId === undefined;
  return isFirst ? "first order" : "reissue";
}

/** The other order that is awaited; undefined where none is. */
export function findOtherAwaited(state: State): number | undefined {
  return phaseOf(state) === "other order" ? state.__awaited?.orderId : undefined;
}

/** The order that a state has, and another one that it awaits. */
export function ordersOf(state: State): number[] {
  const other = findOtherAwaited(state);
  return other === undefined ? [state.orderId] : [state.orderId, other];
}

/** Whether something of this order is awaited. */
export function isAwaitedOn(state: State, { id }: Pick<Order, "id">): boolean {
  return state.__awaited?.orderId === id;
}

/**
 * Whether an order shows a certificate that this state has not seen. One that was seen before, or that the
 * awaited reissue replaces, is shown by an old answer only.
 */
export function showsNews(state: State, order: Order): boolean {
  const { id } = order.certificate;
  if (!isIssued(order) || isRevokedAlone(order) || id === undefined) return false;
  return !knows(state, id) && !isReplacedByAwaited(state, order) && !showsOlder(state, order);
}

/**
 * Whether the order in use shows a certificate that began well before the one in use: an old answer, since an order shows its
 * newest. The days that CertCentral tells are not always those in the certificate.
 */
export function showsOlder({ orderId, certificateId, notBefore }: State, order: Order): boolean {
  const { id, validFrom } = order.certificate;
  if (order.id !== orderId || id === certificateId) return false;
  if (notBefore === undefined || validFrom === undefined) return false;
  return addDays(validFrom, maxDaysApart) < notBefore.slice(0, 10);
}

/** Whether this state itself asked for the reissue that it awaits on an order; one that a person asked for is not its own. */
export function isOwnReissueAwaited(state: State, order: Pick<Order, "id">): boolean {
  const { __awaited: awaited } = state;
  const isReissue = awaited?.replacedCertificateId !== undefined;
  return isAwaitedOn(state, order) && isReissue && awaited.isOthers !== true;
}

/** Whether an order still shows the certificate of before the awaited reissue, or an even earlier one. */
export function showsOldCertificate(state: State, order: Order): boolean {
  const isOld = isReplacedByAwaited(state, order) || showsOlder(state, order);
  return isOld || owns(state, order.certificate.id);
}

function isReplacedByAwaited(state: State, { id: orderId, certificate }: Order): boolean {
  const { __awaited: awaited } = state;
  if (awaited?.orderId !== orderId || certificate.id === undefined) return false;
  return certificate.id === awaited.replacedCertificateId;
}
