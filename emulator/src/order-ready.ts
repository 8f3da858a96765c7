/** Whether what waits on an order can be issued: approved, validated, and its time come. */
import type { Account } from "./account";
import { type Certificate, namesOf, type Order } from "./order";
import type { Settings } from "./settings";

interface Circumstances {
  account: Account;
  settings: Settings;
  now: Date;
  /** Whether the order was asked for: some certificates are issued after so many times. */
  isPolled: boolean;
}

export function isReady(
  order: Order,
  certificate: Certificate,
  { account, settings, now, isPolled }: Circumstances,
): boolean {
  const { approvedAt } = certificate;
  if (approvedAt === undefined || !isValidated(order, certificate, account, now)) return false;
  if (isContactAsked(order, certificate, settings)) return false;
  if (certificate.issueNow) return true;
  if (certificate.notIssuedBefore !== undefined && now < certificate.notIssuedBefore) return false;
  if (certificate.pollsLeft > 0) {
    if (isPolled) certificate.pollsLeft -= 1;
    return false;
  }
  if (settings.issuance === "immediate") return true;
  return now.getTime() >= approvedAt.getTime() + settings.issuanceDelaySeconds * 1000;
}

/** Whether an EV order waits for its approver; a reissue does not ask again. */
export function isContactAsked(
  order: Order,
  certificate: Certificate,
  { evApproval }: Settings,
): boolean {
  if (order.product.validation !== "ev" || evApproval === "none") return false;
  return certificate.kind === "original" && order.contactApprovedAt === undefined;
}

/** Whether domains, and for OV and EV the organization, are validated on a day. */
function isValidated(order: Order, certificate: Certificate, account: Account, now: Date): boolean {
  const names = namesOf(certificate.commonName, certificate.dnsNames);
  if (order.product.validation === "dv") {
    // A duplicate has the names of what was validated and issued.
    return certificate.kind === "duplicate" || names.every((name) => order.dcvApproved.has(name));
  }
  return (
    names.every((name) => account.domains.coverOf(name, now) !== undefined) &&
    order.organizationId !== undefined &&
    account.isOrganizationValidated(order.organizationId, now)
  );
}
