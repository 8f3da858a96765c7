/** Which orders are imported: pure. */
import type { ListedOrder } from "../../provider/certcentral/client";
import { isUnder } from "../domain";

export interface Filter {
  product?: string;
  /** The domain that one of its names is, or is below. */
  domain?: string;
  organization?: number;
  container?: number;
}

/** Only what is issued, and not renewed, is adopted without a call that changes anything. */
export function isAdoptable({ status, isRenewed }: ListedOrder): boolean {
  return status === "issued" && !isRenewed;
}

/** In use, but changing: adopted now, the reissue that waits would be in the way. */
export function isBeingReissued({ status, isRenewed }: ListedOrder): boolean {
  return status.startsWith("reissue_") && !isRenewed;
}

export function fits(
  order: ListedOrder,
  { product, domain, organization, container }: Filter,
): boolean {
  const { commonName = "", dnsNames } = order;
  return (
    (domain === undefined || isUnder([commonName, ...dnsNames], domain)) &&
    (product === undefined || order.product === product) &&
    (organization === undefined || order.organizationId === organization) &&
    (container === undefined || order.containerId === container)
  );
}
