import type { Domains } from "../domains";
import { namesOf, type Order } from "../order";
import type { CertificateWish } from "../order-body";
import { newToken } from "./methods";

/**
 * Opens what a certificate needs. DV validates anew, by a new random value; otherwise names become
 * domains that wait, unless the account has them. Returns the names of those that are new and have
 * a token.
 */
export function openValidation(
  order: Order,
  wish: CertificateWish,
  body: { dcv_method?: string | null | undefined },
  domains: Domains,
  now: Date,
): string[] {
  const { dcvMethod, organizationId, containerId, product } = order;
  if (product.validation === "dv") {
    order.dcvApproved = new Set();
    order.dcvToken = dcvMethod === "email" ? undefined : newToken(now);
    return [];
  }
  const names = namesOf(wish.commonName, wish.dnsNames);
  const types = [product.validation];
  const submitted = domains.register(names, { dcvMethod, organizationId, containerId, types }, now);
  if (body.dcv_method) domains.submitFor(names, dcvMethod, now);
  return submitted.map(({ name }) => name);
}
