/**
 * Every output of `Certificate`, once: its meaning, what is stored of it, and how it is made where it is made from
 * others. `IssuedCertificate` has those that the issued certificate brings.
 */
import { recordSchema, type ValidationRecord } from "../../dcv";
import { made, type MadeOutput, output, type SchemaOf } from "../../outputs";
import { lazily } from "../../schema";
import { certificatesIn, intermediatesIn, leafIn } from "../../x509/pem";
import { type Issuance, issuanceSchema } from "../plan/issuance";
import type { PlanSpec } from "../plan/spec";
import { findRenewalDue } from "./due";
import type { State } from "./state";

/** What cannot be read as an instant is not known. */
const instant = lazily((z) =>
  z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)))
    .optional()
    .catch(undefined),
);

/** A certificate of the issued chain. */
export interface ChainCertificate {
  /** Common name of its subject; empty where it has none. */
  subjectCommonName: string;
  /** The certificate, PEM. */
  pem: string;
}

/** A domain on an order. */
export interface OrderedDomain {
  /** Id of the domain in CertCentral. */
  id?: number | undefined;
  /** Its name. */
  name?: string | undefined;
}

/** A request on an order: what an approver must act on. */
export interface ApprovalRequest {
  /** Id of the request in CertCentral. */
  id: number;
  /** `pending`, `approved`, `rejected`, ... */
  status?: string | undefined;
}

/** What a resource's outputs are made from. */
export interface Source {
  spec: PlanSpec;
  state: State;
}

/** What is read off the certificate in use. */
export const issued = {
  /** Id of the current order; it changes with a renewal. The resource's own id stays the first one. */
  orderId: output((z) => z.number()),
  /** Id of the certificate in use; undefined until one is issued, like all that is read off it. */
  certificateId: output((z) => z.number().optional()),
  /** Status of the order in CertCentral's words: `issued`, `pending`, `needs_approval`, ... */
  status: output((z) => z.string().default("unknown")),
  /** Serial number of the certificate, hexadecimal, upper case. */
  serialNumber: output((z) => z.string().optional()),
  /** SHA-1 thumbprint of the certificate, hexadecimal, upper case. */
  thumbprint: output((z) => z.string().optional()),
  /** First instant of the certificate, ISO 8601, UTC. */
  notBefore: output(instant),
  /** Last instant of the certificate, ISO 8601, UTC. */
  notAfter: output(instant),
  /** Certificate and intermediates, PEM: what nginx and Kubernetes take. */
  fullChainPem: output((z) => z.string().optional()),
  /** The root, PEM; empty where CertCentral did not send it. */
  rootPem: output((z) => z.string().optional()),
};

/** The chain as it is stored. */
export interface StoredChain {
  fullChainPem?: string | undefined;
  rootPem?: string | undefined;
}

/** A form of the chain; missing while there is none. */
function madeOfChain<Shown>(
  schema: SchemaOf<Shown>,
  make: (fullChainPem: string, rootPem: string) => NoInfer<Shown>,
): MadeOutput<Shown, StoredChain> {
  return made<Shown, StoredChain>(schema, ({ fullChainPem, rootPem = "" }) =>
    fullChainPem === undefined ? undefined : make(fullChainPem, rootPem),
  );
}

/** What the chain is in other forms: cut by who shows them, so that the state keeps a chain once. */
export const madeFromChain = {
  /** The issued chain, leaf first, with the root where CertCentral sent it. */
  certificateChain: madeOfChain<ChainCertificate[]>(
    (z) => z.array(z.object({ subjectCommonName: z.string(), pem: z.string() })),
    (fullChainPem, rootPem) => certificatesIn(fullChainPem + rootPem),
  ),
  /** The certificate itself, PEM. */
  certificatePem: madeOfChain((z) => z.string(), leafIn),
  /** The intermediates, PEM. */
  chainPem: madeOfChain((z) => z.string(), intermediatesIn),
};

/** What is read off the order, and stored. */
export const ordered = {
  /** Last day of the order, `YYYY-MM-DD`: until then reissues are free. */
  coveredUntil: output((z) => z.string().optional()),
  /** Account that the order belongs to. */
  accountId: output((z) => z.number().optional()),
  /** Organization on the order, also of one that the order created. */
  organizationId: output((z) => z.number().optional()),
  /** Domains on the order, as the reply to the order named them. */
  domains: output((z) => z.custom<OrderedDomain[]>(Array.isArray).default([])),
  /** Requests on the order: what an approver must act on. */
  requests: output((z) => z.custom<ApprovalRequest[]>(Array.isArray).default([])),
  /** The records that domain control validation needs; they stay known after the validation. */
  validationRecords: output<ValidationRecord[]>((z) => z.array(recordSchema()).catch([])),
};

/** What is made from inputs and state. */
export const madeFromState = {
  /**
   * Id of the order of a renewal that waits; undefined when none does, which a preview cannot know: another resource
   * that is given it shows a change in each. For exports.
   */
  pendingOrderId: made<number | undefined, Source>(
    (z) => z.number().optional(),
    ({ state }) => {
      const awaited = state.__awaited?.orderId;
      return awaited === state.orderId ? undefined : awaited;
    },
  ),
  /** Ids of all certificates that this resource had issued and that have not ended. */
  certificateIds: made<number[], Source>(
    (z) => z.array(z.number()),
    ({ state }) => state.__held.map(({ id }) => id),
  ),
  /** Day from which the next `pulumi up` replaces the certificate, `YYYY-MM-DD`. */
  renewalDue: made<string, Source>(
    (z) => z.string(),
    ({ spec, state }) => findRenewalDue(spec, state),
  ),
};

/** Those of `IssuedCertificate`. */
export const issuedOutputs = { ...issued, ...madeFromChain };

/** All of `Certificate`; the plan stands among the inputs. */
export const outputs = {
  /** The plan that was last executed; see the preview for the one to come. */
  issuance: output<Issuance>(issuanceSchema),
  ...issued,
  ...madeFromChain,
  ...ordered,
  ...madeFromState,
};
