/** Inputs and plan -> what is sent to CertCentral. The only builder of requests for orders. */
import type { CertificateRequest, OrderRequest, ReissueRequest } from "../../certcentral/types";
import type { Place } from "../../fields";
import { normalizeName } from "../../names";
import { idOf, isRecord } from "../../wire";
import { readCsr } from "../../x509/csr";
import {
  type CertificateInputs,
  fieldNames,
  fieldOf,
  textOrDefault,
  valueOrDefault,
} from "../plan/fields";
import type { Issuance } from "../plan/issuance";
import type { OrganizationInput } from "../plan/parts";

/** What an order's request says of orders before it. */
export type Predecessor = Pick<
  OrderRequest,
  "renewalOfOrderId" | "renewedThumbprint" | "organization"
>;

/** The request of a paid order or renewal; `renewalOfOrderId` is the order that it renews. */
export function orderRequest(
  inputs: CertificateInputs,
  plan: Issuance,
  alternativeOrderId: string,
  predecessor: Predecessor,
): OrderRequest {
  return {
    orderValidity: { years: 1 },
    ...valuesAt("order", inputs),
    ...predecessor,
    autoRenew: Number(valueOrDefault(inputs, "autoRenew")),
    autoReissue: Number(valueOrDefault(inputs, "autoReissue")),
    alternativeOrderId,
    certificate: certificateRequest(inputs, plan),
  };
}

/**
 * The organization of a further order, by the id that the order before it says: details once more would create another,
 * which DigiCert has yet to validate. Source: "Order OV/EV SSL", `organization`: always the id.
 */
export function keepOrganization(
  { organization }: CertificateInputs,
  organizationId: number | undefined,
): Pick<Predecessor, "organization"> {
  if (organizationId === undefined || !isRecord(organization)) return {};
  if (idOf(organization) !== undefined) return {};
  const { contacts } = organization as OrganizationInput;
  return { organization: { id: organizationId, ...(contacts === undefined ? {} : { contacts }) } };
}

/** The request of a free reissue. All names are sent: a name that is left out is removed. */
export function reissueRequest(inputs: CertificateInputs, plan: Issuance): ReissueRequest {
  const { skipApproval, comments, dcvMethod } = valuesAt(
    "order",
    inputs,
  ) as Partial<ReissueRequest>;
  return {
    certificate: certificateRequest(inputs, plan),
    ...(skipApproval === undefined ? {} : { skipApproval }),
    ...(comments === undefined ? {} : { comments }),
    ...(dcvMethod === undefined ? {} : { dcvMethod }),
  };
}

function certificateRequest(inputs: CertificateInputs, plan: Issuance): CertificateRequest {
  const end = plan.validUntil;
  const given = valuesAt("certificate", inputs) as unknown as CertificateRequest;
  return {
    ...given,
    commonName: normalizeName(given.commonName),
    ...(given.dnsNames === undefined
      ? {}
      : { dnsNames: [...new Set(given.dnsNames.map(normalizeName))] }),
    csr: readCsr(given.csr)?.pem ?? given.csr,
    signatureHash: textOrDefault(inputs, "signatureHash"),
    // The end that the preview announced, not whatever the length of the day would give.
    ...(end === undefined ? {} : { certValidity: { customExpirationDate: end } }),
  };
}

function valuesAt(place: Place, inputs: CertificateInputs): Record<string, unknown> {
  const sent = fieldNames.filter(
    (name) =>
      fieldOf(name).place === place &&
      fieldOf(name).rule !== "create-only" &&
      inputs[name] !== undefined,
  );
  return Object.fromEntries(
    sent.map((name) => {
      const wireName = name === "replacedSerialNumber" ? "serialNumber" : name;
      return [wireName, fieldOf(name).schema.parse(inputs[name])];
    }),
  );
}
