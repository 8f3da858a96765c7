/** What a certificate's outputs hold between two runs, read tolerantly, and how they are made. */
import { z } from "zod";

import type { Order, OrderFacts, Placed } from "../../certcentral/replies";
import { dayOf, type Day } from "../../calendar";
import type { ValidationRecord } from "../../dcv";
import type { Chain } from "../../x509/chain";
import type { CertificateInputs } from "../plan/fields";
import { type RawInputs, textInput } from "../../fields";
import { makeOutputs, output, storedSchema, type StoredValues } from "../../outputs";
import { csrKeyDigest } from "../../x509/csr";
import { digestUnseen } from "../plan/identity";
import { namesOf, readSpec } from "../plan/spec";
import { wasIssued } from "./order";
import { issued, madeFromState, ordered } from "./outputs";

/** A certificate that this resource had issued, and so may revoke. */
const ownedSchema = z.object({
  id: z.number(),
  orderId: z.number(),
  validUntil: z.string(),
  /** It was there before this resource: ended only where the program writes out that it may be. */
  isAdopted: z.literal(true).optional(),
});

/** Where CertCentral does not say when a certificate ends, it is taken to live on. */
export const lastDay = "9999-12-31";

export type Owned = z.infer<typeof ownedSchema>;

/** An order or reissue that CertCentral has taken and not issued yet. */
const awaitedSchema = z.object({
  orderId: z.number(),
  /** The certificate that the order showed before; undefined for a new order. */
  replacedCertificateId: z.number().optional(),
  /** Somebody else asked for it: it is used once issued, and not owned. */
  isOthers: z.literal(true).optional(),
  /** Digest of the public key that was asked for: what is issued for another one, somebody else asked for. */
  key: z.string().optional(),
  /** The names that were asked for: likewise. */
  names: z.array(z.string()).optional(),
  /** Digest of what else was asked for, of which a certificate shows nothing. */
  unseen: z.string().optional(),
});

export type Awaited = z.infer<typeof awaitedSchema>;

/** A paid call whose reply was lost, and whose order was not found: what may have been placed, and since when. */
const doubtSchema = z
  .object({
    /** The reference that the order would bear, and its number. */
    reference: z.string(),
    orderNumber: z.number(),
    /** The server's instant of the call, ISO 8601. */
    since: z.string(),
  })
  .optional();

export type Doubt = NonNullable<z.infer<typeof doubtSchema>>;

/** What only this provider reads, from one run to the next. */
const memory = {
  /** Number, in the references, of the latest order that was paid for; 0 for an adopted one. */
  __orderNumber: output((z) => z.number().default(0)),
  /** What the next run goes on waiting for. */
  __awaited: output(() => awaitedSchema.optional()),
  /** The certificates that this resource had issued. */
  __held: output(() => z.array(ownedSchema).default([])),
  /** The order that was adopted, where one was. */
  __adoptedOrderId: output((z) => z.number().optional()),
  /** Whether the order had certificates before this resource came to it. */
  __isTakenOver: output((z) => z.literal(true).optional()),
  /** Orders that this resource's predecessors had, when it replaced them. */
  __replacedOrders: output((z) => z.array(z.number()).default([])),
  /** A paid call without a reply. */
  __doubt: output(() => doubtSchema),
};

const stored = { ...issued, ...ordered, ...memory };

const stateSchema = storedSchema(stored);

/** The outputs proper, without the copy of the inputs and what is made from them. */
export type State = StoredValues<typeof stored>;

/** The state among stored outputs; undefined when no order was ever recorded. */
export function stateOf(outputs: RawInputs): State | undefined {
  const parsed = stateSchema().safeParse(outputs);
  return parsed.success ? parsed.data : undefined;
}

/** The doubt among stored outputs, also of a resource whose first order is in doubt and that has no state yet. */
export function doubtOf(outputs: RawInputs): Doubt | undefined {
  return doubtSchema.safeParse(outputs["__doubt"]).data;
}

/** Whether a call of this resource had a certificate issued, so that it may be ended with the resource. */
export function owns(state: State, certificateId: number | undefined): boolean {
  return state.__held.some(({ id }) => id === certificateId);
}

/** Whether a certificate is owned or in use: seeing it again is no news. */
export function knows(state: State, certificateId: number | undefined): boolean {
  return certificateId === state.certificateId || owns(state, certificateId);
}

/** The certificates that a state owns, and the one in use. */
export function certificatesOf({ certificateId, __held: owned }: State): number[] {
  const ids = owned.map(({ id }) => id);
  return certificateId === undefined ? ids : [...ids, certificateId];
}

/** The state without what was in doubt. */
export function withoutDoubt(state: State): State {
  return { ...state, __doubt: undefined };
}

/** The state that owns an order's certificate without using it, once it is issued: it is ended with the resource. */
export function addOwned(state: State, order: Order): State {
  const { id, validTill = lastDay } = order.certificate;
  if (id === undefined || !wasIssued(order) || owns(state, id)) return state;
  return { ...state, __held: [...state.__held, { id, orderId: order.id, validUntil: validTill }] };
}

/** State of an order that was just placed: nothing is issued yet. */
export function placedState(
  placed: Pick<Placed, "orderId"> & Partial<Placed>,
  orderNumber: number,
  accountId: number | undefined,
  validationRecords: ValidationRecord[] = [],
): State {
  return {
    ...stateSchema().parse({ orderId: placed.orderId }),
    __orderNumber: orderNumber,
    __awaited: { orderId: placed.orderId },
    accountId,
    status: "pending",
    organizationId: placed.organizationId,
    domains: placed.domains ?? [],
    requests: placed.requests ?? [],
    validationRecords,
  };
}

/** The state that knows for which key and names what it awaits was asked. */
export function awaitingTarget(state: State, inputs: CertificateInputs): State {
  if (state.__awaited === undefined) return state;
  const key = csrKeyDigest(textInput(inputs, "csr"));
  const asked = { key, names: namesOf(inputs), unseen: digestUnseen(inputs) };
  return { ...state, __awaited: { ...state.__awaited, ...asked } };
}

/** Whether an order that is awaited was placed before the program asked for something else that no certificate shows. */
export function isAskedOtherwise(
  { __awaited: awaited }: State,
  inputs: CertificateInputs,
): boolean {
  if (awaited?.unseen === undefined || awaited.replacedCertificateId !== undefined) return false;
  return awaited.unseen !== digestUnseen(inputs);
}

/** The state with what an order says of itself. */
export function withOrder(state: State, order: OrderFacts): State {
  return {
    ...state,
    status: order.status,
    coveredUntil: order.orderValidTill ?? state.coveredUntil,
    organizationId: order.organizationId ?? state.organizationId,
    requests: order.requests?.map(({ id, status }) => ({ id, status })) ?? state.requests,
  };
}

/** How a certificate becomes this resource's: see the claims of `ownership.ts`. */
export type Claim = "owned" | "adopted" | "used";

/** The state once an order's certificate is issued and verified: it becomes the one in use. */
export function withCertificate(
  state: State,
  order: OrderFacts,
  certificate: { id: number; chain: Chain; claim: Claim },
  today: Day,
): State {
  const { id: certificateId, chain, claim } = certificate;
  const living = state.__held.filter(
    ({ id, validUntil }) => id !== certificateId && validUntil >= today,
  );
  const owned: Owned = {
    id: certificateId,
    orderId: order.id,
    validUntil: dayOf(chain.notAfter),
    ...(claim === "adopted" ? { isAdopted: true } : {}),
  };
  const before = state.__held.filter(({ id }) => id === certificateId);
  return {
    ...withOrder(state, order),
    // What another order is awaited for is not there yet.
    __awaited: state.__awaited?.orderId === order.id ? undefined : state.__awaited,
    __held: [...living, ...(claim === "used" ? before : [owned])],
    orderId: order.id,
    certificateId,
    notBefore: chain.notBefore.toISOString(),
    notAfter: chain.notAfter.toISOString(),
    serialNumber: chain.serialNumber,
    thumbprint: chain.thumbprint,
    fullChainPem: chain.fullChainPem,
    rootPem: chain.rootPem,
  };
}

/** Inputs and state -> what the engine stores. The inputs stand beside for `delete` and `diff`. */
export function outputsOf(inputs: CertificateInputs, state: State): Record<string, unknown> {
  return { ...inputs, ...state, ...makeOutputs(madeFromState, { spec: readSpec(inputs), state }) };
}
