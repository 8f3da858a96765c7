import { createHash } from "node:crypto";

import { lazily } from "../../schema";
import type { CertificateInputs } from "./fields";

/**
 * The plan of a certificate, the computed input `issuance`: how the certificate in use came to be,
 * and, when something is about to happen, what will happen. `check` carries it forward byte for byte
 * until something is due, so every change of it is shown by `pulumi preview`.
 */
export interface Issuance {
  /** `order` and `renew` are paid; `reissue` and `adopt` are free. */
  action: "order" | "renew" | "reissue" | "adopt";
  /** Why: the inputs that changed, the day that came, what a refresh found. */
  reason?: string | undefined;
  /** What it costs, in words. */
  cost: string;
  /** What it does to certificates that are in use. */
  warning?: string | undefined;
  /** What is foreseen of domain control validation. */
  forecast?: string | undefined;
  /** First day of the certificate, `YYYY-MM-DD`; absent until a refresh has seen an adopted one. */
  validFrom?: string | undefined;
  /** Last day of the certificate. */
  validUntil?: string | undefined;
  /** Last day of the order, that is of what is paid for. */
  coveredUntil?: string | undefined;
  /** Root of the references of this resource's orders. */
  reference: string;
  /** Number of the latest order that was planned and is paid for; 0 for an adopted one. */
  orderNumber: number;
  /** Which reissue of its order this is, as they were planned: two of one day for one target are two. */
  reissueNumber?: number | undefined;
  /** Last day of the certificate that this plan replaces. */
  previousValidUntil?: string | undefined;
  /** Last day of the order that this plan renews or replaces. */
  previousCoveredUntil?: string | undefined;
  /** How often an order under this number was announced: more than once only after a doubt. */
  attempt?: number | undefined;
  /**
   * What a refresh found: the order has ended, its certificate alone was revoked, a reissue was refused, somebody
   * else's reissue lacks names, or an order that was in doubt was not placed.
   */
  found?:
    | "order ended"
    | "certificate revoked"
    | "reissue ended"
    | "names lost"
    | "order not placed"
    | undefined;
  /** The same with its numbers, as the next plan's reason says it. */
  foundDetail?: string | undefined;
}

/** The reason of the plan of a certificate that was imported: of its inputs, an import wrote what the program does not name. */
export const importedReason = "imported state";

/** What is stored, read tolerantly: later versions may have more. */
export const issuanceSchema = lazily((z) => {
  const text = z.string().optional();
  return z.looseObject({
    action: z.enum(["order", "renew", "reissue", "adopt"]),
    reason: text,
    cost: z.string(),
    warning: text,
    forecast: text,
    validFrom: text,
    validUntil: text,
    coveredUntil: text,
    reference: z.string(),
    orderNumber: z.number().int().min(0),
    reissueNumber: z.number().int().min(1).optional(),
    previousValidUntil: text,
    previousCoveredUntil: text,
    attempt: z.number().int().min(1).optional(),
    found: z
      .enum([
        "order ended",
        "certificate revoked",
        "reissue ended",
        "names lost",
        "order not placed",
      ])
      .optional(),
    foundDetail: text,
  });
});

/** Whether a plan costs an order. */
export function isPaid({ action }: Pick<Issuance, "action">): boolean {
  return action === "order" || action === "renew";
}

/** The plan among stored inputs or outputs; undefined when there is none (imported state). */
export function issuanceOf(state: CertificateInputs): Issuance | undefined {
  const issuance = state.issuance;
  // The very object, so that what is carried forward stays the same to the byte.
  return issuanceSchema().safeParse(issuance).success ? (issuance as Issuance) : undefined;
}

/**
 * The root of a resource's order references: the same for the same resource of the same stack, so
 * that a retry after a crash finds the order even when the program has changed in between.
 */
export function referenceRoot(inputs: CertificateInputs, namespace = ""): string {
  const own = inputs.alternativeOrderId;
  if (typeof own === "string" && /^[A-Za-z0-9]+$/.test(own)) return own;
  const parts = [inputs.__organization ?? "", inputs.__urn ?? ""];
  // Without a namespace the reference is what it has always been.
  const identity = JSON.stringify(namespace === "" ? parts : [...parts, namespace]);
  return `pulumi${createHash("sha256").update(identity).digest("hex").slice(0, 40)}`;
}

/** The `alternative_order_id` of a resource's n-th paid order: alphanumeric, at most 64 characters. */
export function orderReference(root: string, orderNumber: number): string {
  return orderNumber <= 1 ? root : `${root}n${orderNumber}`;
}

/** The number that an order's reference bears; 0 where the reference is not one of the root's. */
export function orderNumberOf(root: string, reference: string | undefined): number {
  if (reference === root) return 1;
  const number = reference?.startsWith(`${root}n`) ? Number(reference.slice(root.length + 1)) : 0;
  return Number.isInteger(number) && number > 1 ? number : 0;
}
