/** Domains: submitted, validated by tokens, switched on and off. Source: "Domains" of the API pages. */
import type { Api } from "./api";
import { isNotYetSeen } from "./errors";
import {
  type DcvToken,
  type Domain,
  domainSchema,
  domainsSchema,
  newTokenSchema,
  submittedDomainSchema,
} from "./replies";
import type { DomainRequest } from "./types";
import { toWire } from "./wire";

export interface DomainCalls {
  /** `GET domain`, by its exact name: an account has a domain once. */
  findDomain(name: string): Promise<Domain | undefined>;
  /** `GET domain`: all of the account, with their validations. */
  listDomains(): Promise<Domain[]>;
  /** `GET domain/{id}`, with its token and its validation. */
  getDomain(domainId: number): Promise<Domain | undefined>;
  /** `POST domain`. Never repeated by itself. */
  submitDomain(request: DomainRequest): Promise<{ id: number }>;
  /** `PUT domain/{id}/dcv/method`; the token of the new method, if it has one. */
  setDomainMethod(domainId: number, dcvMethod: string): Promise<DcvToken | undefined>;
  /** `POST domain/{id}/dcv/token`: the present token while it lives, else a new one. */
  getDomainToken(domainId: number): Promise<DcvToken | undefined>;
  /** `PUT domain/{id}/dcv/validate-token`: whether CertCentral finds the token now. */
  checkDomain(domainId: number): Promise<boolean>;
  /** `PUT domain/{id}/activate`. */
  activateDomain(domainId: number): Promise<void>;
  /** `PUT domain/{id}/deactivate`. */
  deactivateDomain(domainId: number): Promise<void>;
}

export function domainCalls({ ask, find, list, send }: Api): DomainCalls {
  const put = (what: string, domainId: number, verb: string) =>
    ({
      what: `${what} domain ${domainId}`,
      method: "PUT",
      path: `domain/${domainId}/${verb}`,
      isRepeatable: true,
    }) as const;

  return {
    async findDomain(name) {
      const path = `domain?${new URLSearchParams({ "filters[name]": name }).toString()}`;
      const call = { what: `find domain ${name}`, method: "GET", path } as const;
      const domains = await list(call, domainsSchema);
      return domains.find((domain) => domain.name === name);
    },

    listDomains: () =>
      list(
        { what: "list domains", method: "GET", path: "domain?include_validation=true" },
        domainsSchema,
      ),

    getDomain: (domainId) =>
      find(
        {
          what: `get domain ${domainId}`,
          method: "GET",
          path: `domain/${domainId}?include_dcv=true&include_validation=true`,
        },
        domainSchema,
      ),

    submitDomain: (request) =>
      ask(
        {
          what: `submit domain ${request.name}`,
          method: "POST",
          path: "domain",
          body: toWire(request),
        },
        submittedDomainSchema,
      ),

    async setDomainMethod(domainId, dcvMethod) {
      const call = { ...put("change the DCV method of", domainId, "dcv/method") };
      return (await ask({ ...call, body: toWire({ dcvMethod }) }, newTokenSchema)).dcvToken;
    },

    async getDomainToken(domainId) {
      const call = put("get a token for", domainId, "dcv/token");
      return (await ask({ ...call, method: "POST" }, newTokenSchema)).dcvToken;
    },

    async checkDomain(domainId) {
      try {
        await send(put("check the token of", domainId, "dcv/validate-token"));
        return true;
      } catch (error) {
        if (isNotYetSeen(error)) return false;
        throw error;
      }
    },

    async activateDomain(domainId) {
      await send(put("activate", domainId, "activate"));
    },

    async deactivateDomain(domainId) {
      await send(put("deactivate", domainId, "deactivate"));
    },
  };
}
