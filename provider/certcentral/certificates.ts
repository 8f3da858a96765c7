/** Certificates: their chains, their revocation, and requests that wait for an approver. */
import { type Api, parse } from "./api";
import { type ChainLink, chainSchema, requestSchema } from "./replies";
import type { Call } from "./transport";
import type { Revocation, RevokeRequest } from "./types";
import { toWire } from "./wire";

export interface CertificateCalls {
  /** `PUT certificate/{id}/revoke`. */
  revokeCertificate(certificateId: number, request: RevokeRequest): Promise<Revocation>;
  /** `PUT request/{id}/status`. */
  rejectRequest(requestId: number, comment: string): Promise<void>;
  /** `GET certificate/{id}/chain`, leaf first. */
  getChain(certificateId: number): Promise<ChainLink[]>;
}

export function certificateCalls({ ask, send }: Api): CertificateCalls {
  return {
    async revokeCertificate(certificateId, request) {
      const call: Call = {
        what: `revoke certificate ${certificateId}`,
        method: "PUT",
        path: `certificate/${certificateId}/revoke`,
        body: toWire(request),
      };
      const { json } = await send(call);
      if (json === undefined) return { done: true };
      return { done: false, requestId: parse(call, json, requestSchema).id };
    },

    async rejectRequest(requestId, comment) {
      await send({
        what: `reject request ${requestId}`,
        method: "PUT",
        path: `request/${requestId}/status`,
        body: toWire({ status: "rejected", processorComment: comment }),
      });
    },

    async getChain(certificateId) {
      const call = {
        what: `get the chain of certificate ${certificateId}`,
        path: `certificate/${certificateId}/chain`,
      };
      return (await ask({ ...call, method: "GET" }, chainSchema)).intermediates;
    },
  };
}
