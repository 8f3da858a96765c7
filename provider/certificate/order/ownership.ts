/**
 * Whose an order and its certificates are: what a resource may take over, may end, and must refuse. One place
 * decides it, as tables from facts to verdicts: the first line whose condition holds is the verdict. No line
 * asks anybody; `run/` gathers the facts and says the refusals.
 */
import type { Order } from "../../certcentral/replies";
import { extraNames } from "../../names";
import { csrKeyDigest } from "../../x509/csr";
import { showsNews } from "./phase";
import { namesOn } from "./order";
import { addOwned, type Claim, type State } from "./state";

/** A line of a table. */
interface Line<Facts, Verdict> {
  /** When it holds. */
  readonly when: (facts: Facts) => boolean;
  readonly then: Verdict;
}

function judge<Facts, Verdict>(
  lines: readonly Line<Facts, Verdict>[],
  facts: Facts,
  otherwise: Verdict,
): Verdict {
  return lines.find(({ when }) => when(facts))?.then ?? otherwise;
}

// What create does with an order that bears this resource's reference

export interface FoundOrder {
  /** CertCentral shows it. */
  isShown: boolean;
  hasEnded: boolean;
  /** This resource is being replaced because this order is for something else. */
  isReplaced: boolean;
  /** An earlier run replaced it, or renewed it with what is being replaced; the program may have come back to it. */
  wasReplaced: boolean;
  /** Another resource of this run uses or awaits it. */
  isUsedByOther: boolean;
  /** It is for the product, organization and container of the program. */
  isSameKind: boolean;
  isSameKey: boolean;
  isSameNames: boolean;
  isIssued: boolean;
  /** All its certificates have ended, and nothing waits. */
  isSpent: boolean;
  /** It has time left for a certificate that is not due at once. */
  hasTimeLeft: boolean;
}

export type CreateVerdict =
  | "pass over"
  | "await"
  | "reissue"
  | "refuse: not shown"
  | "refuse: used elsewhere"
  | "refuse: differs";

const createLines: readonly Line<FoundOrder, CreateVerdict>[] = [
  { when: (order) => !order.isShown, then: "refuse: not shown" },
  { when: (order) => order.hasEnded, then: "pass over" },
  { when: (order) => order.isUsedByOther, then: "refuse: used elsewhere" },
  { when: (order) => order.isReplaced, then: "pass over" },
  { when: (order) => order.wasReplaced && !order.isSameKind, then: "pass over" },
  { when: (order) => !order.isSameKind, then: "refuse: differs" },
  { when: (order) => order.isSpent && order.hasTimeLeft, then: "reissue" },
  { when: (order) => order.isSpent, then: "pass over" },
  { when: (order) => order.isSameKey && order.isSameNames && !order.isIssued, then: "await" },
  { when: (order) => order.isSameKey && order.isSameNames, then: "reissue" },
];

/** What create does with a living order under one of its own references. */
export function judgeOwnReference(order: FoundOrder): CreateVerdict {
  return judge(createLines, order, "refuse: differs");
}

// What an update does with an order under its own next number

export interface NextOrder extends Pick<
  FoundOrder,
  "isShown" | "hasEnded" | "isUsedByOther" | "isSameKind" | "isSameKey" | "isSameNames"
> {
  /** It renews the order that this resource has. */
  renewsOwn: boolean;
}

const nextLines: readonly Line<NextOrder, CreateVerdict>[] = [
  { when: (order) => !order.isShown, then: "refuse: not shown" },
  { when: (order) => order.hasEnded, then: "pass over" },
  { when: (order) => order.isUsedByOther, then: "refuse: used elsewhere" },
  // One's own renewal, whose run broke off before the program changed: what differs is reissued on it.
  { when: (order) => order.renewsOwn && order.isSameKind, then: "await" },
  { when: (order) => order.isSameKind && order.isSameKey && order.isSameNames, then: "await" },
];

/** What an update does with a living order under its next number. */
export function judgeNextNumber(order: NextOrder): CreateVerdict {
  return judge(nextLines, order, "refuse: differs");
}

// What becomes of a certificate that an order shows

/** How what an order brings becomes this resource's. */
export function claimOf(state: State, order: Pick<Order, "id">): Claim {
  const { __awaited: awaited } = state;
  if (awaited?.orderId !== order.id || awaited.isOthers === true) return "used";
  const isOwnReissue = awaited.replacedCertificateId !== undefined;
  return order.id === state.__adoptedOrderId && !isOwnReissue ? "adopted" : "owned";
}

/** How a certificate that an order shows does: somebody else may have had it issued before this resource saw its own. */
export function claimOfIssued(state: State, order: Pick<Order, "id" | "certificate">): Claim {
  const claim = claimOf(state, order);
  return claim === "owned" && !isAskedFor(state, order) ? "used" : claim;
}

/** The state once it has seen what was issued on an order that it awaits: its own is owned, also if it is not used. */
export function claimSeen(state: State, order: Order): State {
  return showsNews(state, order) && isOwnIssue(state, order) ? addOwned(state, order) : state;
}

/** Whether a certificate of an order that is awaited was issued for the key and names that this resource asked for. */
export function isOwnIssue(state: State, order: Pick<Order, "id" | "certificate">): boolean {
  return claimOfIssued(state, order) === "owned";
}

function isAskedFor(state: State, { certificate }: Pick<Order, "certificate">): boolean {
  const { key, names } = state.__awaited ?? {};
  const { csr } = certificate;
  const issued = namesOn(certificate);
  const isOtherKey = key !== undefined && csr !== undefined && csrKeyDigest(csr) !== key;
  // Names that CertCentral does not show say nothing.
  const isOtherName =
    names !== undefined && issued.length > 0 && extraNames(issued, names).length > 0;
  return !isOtherKey && !isOtherName;
}

// What a delete ends

interface DeleteFacts {
  /** `onDelete: "keep"` in the outputs or in this run's program, be it in a destroy. */
  isKept: boolean;
  /** The program declares the resource in this run, and neither the engine nor check has seen it. */
  isDeclaredUnchecked: boolean;
  /** The run is unfinished, and check has not seen the resource: it may be declared, be it under another name. */
  isUncheckedInUnfinishedRun: boolean;
  /** Check has seen it in this run, and nothing of it was begun: it is to be replaced, and not yet. */
  isBeforeReplacement: boolean;
  /** Its replacement has no certificate yet, or a resource of this run none for one of its names. */
  isReplacementOpen: boolean;
  /** A certificate of it is alive, or an order of it waits. */
  hasSomethingToEnd: boolean;
}

export type DeleteVerdict =
  | "keep"
  | "end"
  | "refuse: declared, not checked"
  | "refuse: unfinished run"
  | "refuse: before its replacement"
  | "refuse: replacement not issued";

const deleteLines: readonly Line<DeleteFacts, DeleteVerdict>[] = [
  { when: (facts) => facts.isKept, then: "keep" },
  { when: (facts) => !facts.hasSomethingToEnd, then: "end" },
  { when: (facts) => facts.isDeclaredUnchecked, then: "refuse: declared, not checked" },
  { when: (facts) => facts.isReplacementOpen, then: "refuse: replacement not issued" },
  { when: (facts) => facts.isBeforeReplacement, then: "refuse: before its replacement" },
  { when: (facts) => facts.isUncheckedInUnfinishedRun, then: "refuse: unfinished run" },
];

/** Whether a delete may end what the resource owns. */
export function judgeDelete(facts: DeleteFacts): DeleteVerdict {
  return judge(deleteLines, facts, "end");
}
