/** What an order's own words mean: alive or ended, ours or not, and what it waits for. */
import type { Order } from "../certcentral/client";
import { instruction, type ValidationRecord } from "../dcv";
import { csrKeyDigest } from "../x509/csr";
import { type RawInputs, textInput } from "../fields";
import { certificateNames } from "../names";
import { namesOf } from "./plan";
import { isRecord } from "../wire";

const ended: readonly string[] = ["rejected", "canceled", "revoked", "expired"];

/** Whether nothing more can come of an order. A status that is not known is not an end. */
export function hasEnded({ status }: Pick<Order, "status">): boolean {
  return ended.includes(status);
}

/** Whether the order's certificate is out and no reissue waits. */
export function isIssued({ status, certificate }: Order): boolean {
  return status === "issued" && certificate.id !== undefined;
}

/** Whether its certificate exists, whatever the order's status says at the moment. */
export function wasIssued({ certificate }: Order): boolean {
  return certificate.thumbprint !== undefined || certificate.serialNumber !== undefined;
}

export function hasPendingReissue({ status }: Order): boolean {
  return status === "reissue_pending" || status === "reissue_processing";
}

/** Whether an order was placed for what the inputs ask for; every way in which it was not. */
export function foreignTraits(order: Order, inputs: RawInputs): string[] {
  const traits = [
    ["product", order.productNameId, inputs["product"]],
    ["organization", order.organizationId, idOf(inputs["organization"])],
    ["container", order.containerId, idOf(inputs["container"])],
  ] as const;
  return traits
    .filter(
      ([, actual, wanted]) => wanted !== undefined && actual !== undefined && actual !== wanted,
    )
    .map(([what, actual, wanted]) => `its ${what} is ${String(actual)}, not ${String(wanted)}`);
}

/** Every way in which an order's certificate is not the one that the inputs ask for. */
export function targetDifferences({ certificate }: Order, inputs: RawInputs): string[] {
  const names = certificateNames(certificate.commonName ?? "", certificate.dnsNames).filter(
    Boolean,
  );
  const wanted = namesOf(inputs);
  const missing = wanted.filter((name) => !names.includes(name));
  const surplus = names.filter((name) => !wanted.includes(name));
  const sameKey =
    certificate.csr !== undefined &&
    csrKeyDigest(certificate.csr) === csrKeyDigest(textInput(inputs, "csr"));
  return [
    ...(missing.length > 0 ? [`it lacks the names ${missing.join(", ")}`] : []),
    ...(surplus.length > 0 ? [`it has the further names ${surplus.join(", ")}`] : []),
    ...(sameKey ? [] : ["its key is not the one of the CSR"]),
  ];
}

/** What an order waits for, in words that say who must act. */
export function describeWaiting(order: Order, records: readonly ValidationRecord[] = []): string {
  const name = `order ${order.id}`;
  const open = order.requests.filter(
    ({ status }) => status === "pending" || status === "submitted",
  );
  if (open.length > 0) {
    const requests = open.map(({ id }) => `request ${id}`).join(" and ");
    return `${name} needs approval of ${requests}`;
  }
  if (order.status === "needs_approval") return `${name} needs approval`;
  const todo = records.map(instruction).join(" and ");
  const help = todo === "" ? "" : `: ${todo}`;
  if (order.status === "pending") {
    return `${name} waits for validation of its domains or its organization${help}`;
  }
  if (hasPendingReissue(order)) return `the reissue of ${name} is not issued yet${help}`;
  return `${name} is ${order.status}`;
}

function idOf(value: unknown): unknown {
  return isRecord(value) ? value["id"] : undefined;
}
