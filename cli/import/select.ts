/** Which orders are imported: pure. */
import type { ListedOrder } from "../../provider/certcentral/client";
import { covers } from "../../provider/dcv";
import { normalizeName, withoutWildcard } from "../../provider/names";

export interface Filter {
  product?: string;
  /** The domain that the common name is, or is below. */
  domain?: string;
  organization?: number;
  container?: number;
}

/** Only what is issued, and not renewed, is adopted without a call that changes anything. */
export function isAdoptable({ status, isRenewed }: ListedOrder): boolean {
  return status === "issued" && !isRenewed;
}

export function fits(
  order: ListedOrder,
  { product, domain, organization, container }: Filter,
): boolean {
  const isBelow =
    domain === undefined ||
    covers(normalizeName(domain), withoutWildcard(order.commonName ?? ""), "dns-txt-token");
  return (
    isBelow &&
    (product === undefined || order.product === product) &&
    (organization === undefined || order.organizationId === organization) &&
    (container === undefined || order.containerId === container)
  );
}
