/** What an order's own words mean: alive or ended, ours or not, and what it waits for. */
import type { Order } from "../../certcentral/replies";
import { describeRecord, type ValidationRecord } from "../../dcv";
import type { Day } from "../../calendar";
import { isDomainValidated } from "../plan/products";
import { csrKeyDigest } from "../../x509/csr";
import type { CertificateInputs } from "../plan/fields";
import { textInput } from "../../fields";
import { certificateNames, extraNames, lostNames, missingNames } from "../../names";
import { namesOf } from "../plan/spec";
import { idOf, isRecord } from "../../wire";

const ended: readonly string[] = ["rejected", "canceled", "revoked", "expired"];

/** Whether nothing more can come of an order, or of one certificate of it. A status that is not known is not an end. */
export function hasEnded({ status }: Pick<Order, "status">): boolean {
  return ended.includes(status);
}

/** Whether the order's certificate is out and no reissue waits. */
export function isIssued({ status, certificate }: Order): boolean {
  return status === "issued" && certificate.id !== undefined;
}

/** Whether its certificate exists, whatever the order's status says at the moment. */
export function wasIssued({
  certificate,
}: {
  certificate: Pick<Order["certificate"], "thumbprint" | "serialNumber">;
}): boolean {
  return certificate.thumbprint !== undefined || certificate.serialNumber !== undefined;
}

export function hasPendingReissue({ status }: Order): boolean {
  return status === "reissue_pending" || status === "reissue_processing";
}

/** Whether an order was placed for what the inputs ask for; every way in which it was not. */
export function listMismatches(order: Order, inputs: CertificateInputs): string[] {
  const compared = [
    ["product", order.productNameId, inputs.product],
    ["organization", order.organizationId, idOf(inputs.organization)],
    ["organization", ...organizationNames(order, inputs)],
    ["container", order.containerId, idOf(inputs.container)],
  ] as const;
  return compared
    .filter(
      ([, actual, wanted]) => wanted !== undefined && actual !== undefined && actual !== wanted,
    )
    .map(([what, actual, wanted]) => `its ${what} is ${String(actual)}, not ${String(wanted)}`);
}

/** Every way in which an order's certificate is not the one that the inputs ask for. */
export function listTargetDifferences(
  { certificate }: { certificate: Pick<Order["certificate"], "commonName" | "dnsNames" | "csr"> },
  inputs: CertificateInputs,
): string[] {
  const names = namesOn(certificate);
  const wanted = namesOf(inputs);
  const missing = missingNames(names, wanted);
  const surplus = extraNames(names, wanted);
  return [
    ...(missing.length > 0 ? [`it is missing the names ${missing.join(", ")}`] : []),
    ...(surplus.length > 0 ? [`it has the extra names ${surplus.join(", ")}`] : []),
    ...(isSameKey(certificate, inputs) ? [] : ["its key is not the one of the CSR"]),
  ];
}

/** The names that a reissue for the inputs would take away from a certificate that exists. */
export function listLostNames(
  certificate: Pick<Order["certificate"], "commonName" | "dnsNames">,
  inputs: CertificateInputs,
): string[] {
  return lostNames(namesOn(certificate), namesOf(inputs));
}

/** Whether a certificate is for the program's key; not where CertCentral does not show it. */
export function isSameKey(
  { csr }: Pick<Order["certificate"], "csr">,
  inputs: CertificateInputs,
): boolean {
  return csr !== undefined && csrKeyDigest(csr) === csrKeyDigest(textInput(inputs, "csr"));
}

/** Whether a certificate has the program's names, apart from what the CA adds by itself. */
export function isSameNames(
  certificate: Pick<Order["certificate"], "commonName" | "dnsNames">,
  inputs: CertificateInputs,
): boolean {
  const names = namesOn(certificate);
  const wanted = namesOf(inputs);
  return missingNames(names, wanted).length + extraNames(names, wanted).length === 0;
}

/** The names that a certificate has or is to have, in CertCentral's words. */
export function namesOn({
  commonName = "",
  dnsNames,
}: Pick<Order["certificate"], "commonName" | "dnsNames">): string[] {
  return certificateNames(commonName, dnsNames).filter(Boolean);
}

/** The requests on an order that somebody must act on. */
export function openRequests({ requests }: Order): Order["requests"] {
  return requests.filter(({ status }) => status === "pending" || status === "submitted");
}

/** Whether the order lives and its certificate alone was revoked. */
export function isRevokedAlone({ status, certificate }: Order): boolean {
  return status === "issued" && certificate.status === "revoked";
}

/** Whether the order lives and its newest certificate was revoked or has expired. */
export function hasEndedAlone(order: Order, today: Day): boolean {
  const { validTill } = order.certificate;
  const isPast = wasIssued(order) && validTill !== undefined && validTill < today;
  return isRevokedAlone(order) || (order.status === "issued" && isPast);
}

/** What an order waits for, in words that say who must act. */
export function describeWaiting(order: Order, records: readonly ValidationRecord[] = []): string {
  const name = `order ${order.id}`;
  const open = openRequests(order);
  if (open.length > 0) {
    const requests = open.map(({ id }) => `request ${id}`).join(" and ");
    return `${name} needs approval of ${requests}`;
  }
  if (order.status === "needs_approval") return `${name} needs approval`;
  if (order.status === "pending" && !order.orderApprovalComplete) {
    return `${name} waits for the ev_approver of its organization, whom DigiCert asks by mail or telephone`;
  }
  const todo = records.map(describeRecord).join(" and ");
  const help = todo === "" ? "" : `: ${todo}`;
  if (order.status === "pending") {
    const validation = `${name} waits for validation of its domains`;
    if (isDomainValidated(order.productNameId ?? "")) return `${validation}${help}`;
    const unknown = help === "" ? ": `npx certcentral doctor` says which is not validated" : help;
    return `${validation} or its organization${describeOrganization(order)}${unknown}`;
  }
  if (hasPendingReissue(order)) return `the reissue of ${name} is not issued yet${help}`;
  return `${name} is ${order.status}`;
}

function describeOrganization({ organizationName: name = "", organizationId: id }: Order): string {
  return id === undefined ? "" : ` ${name === "" ? id : `${name} (${id})`}`;
}

/**
 * The names of an organization that is given by its details, as far as they tell companies apart: not
 * by case or punctuation, because an order that is not recognised as one's own is paid for twice.
 */
function organizationNames(order: Order, inputs: CertificateInputs): [unknown, unknown] {
  const organization = inputs.organization;
  if (!isRecord(organization) || organization["id"] !== undefined) return [undefined, undefined];
  const { name } = organization;
  const isSame =
    normalizeOrganizationName(name) === normalizeOrganizationName(order.organizationName);
  return isSame ? [undefined, undefined] : [order.organizationName, name];
}

function normalizeOrganizationName(name: unknown): string {
  return typeof name === "string" ? name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") : "";
}
