import { timestamp } from "../calendar";
import { namesOf, type Order, primaryOf, statusOf } from "../order";
import { isSet } from "../order-body";
import type { ViewContext } from "../views/order";
import { isFlag, type Listing } from "./listing";

/** What `GET order/certificate` can be asked for. */
export function orderListing(context: ViewContext): Listing<Order> {
  const { account, now } = context;
  const isRenewed = (order: Order): boolean => context.isRenewed(order);
  return {
    properties: {
      id: ({ id }) => id,
      status: (order) => statusOf(order, now),
      organization_id: ({ organizationId }) => organizationId,
      product_name_id: ({ product }) => product.nameId,
      valid_till: (order) => primaryOf(order)?.issued?.validTill,
      user_id: () => account.user.id,
      common_name: (order) => primaryOf(order)?.commonName,
      date_created: ({ createdAt }) => timestamp(createdAt),
      container_id: ({ containerId }) => containerId,
      is_renewed: (order) => Number(isRenewed(order)),
      disable_renewal_notifications: ({ body }) =>
        Number(isSet(body.disable_renewal_notifications)),
      certificate_id: (order) => primaryOf(order)?.id,
      serial_number: (order) => primaryOf(order)?.issued?.serialNumber,
      order_valid_till: ({ validTill }) => validTill,
      email: () => account.user.email,
    },
    searched: ["common_name", "email"],
    filters: {
      domain_name: (order, wanted) => namesIn(order).includes(wanted.toLowerCase()),
      common_name: (order, wanted) => primaryOf(order)?.commonName === wanted.toLowerCase(),
      serial_number: (order, wanted) =>
        primaryOf(order)?.issued?.serialNumber === wanted.toUpperCase(),
      // The filter "issued" returns expired orders too.
      status: (order, wanted) =>
        statusOf(order, now) === wanted ||
        (wanted === "issued" && statusOf(order, now) === "expired"),
      metadata_id: ({ customFields }, wanted) =>
        customFields.some(({ metadataId }) => metadataId === Number(wanted)),
      is_renewed: (order, wanted) => isFlag(isRenewed(order), wanted),
      disable_renewal_notifications: ({ body }, wanted) =>
        isFlag(isSet(body.disable_renewal_notifications), wanted),
      email: ({ body }, wanted) =>
        [account.user.email, ...(body.additional_emails ?? [])].includes(wanted),
      // Nothing was ever migrated to an emulator.
      origin: (_order, wanted) => wanted === "certcentral",
    },
  };
}

function namesIn(order: Order): string[] {
  const primary = primaryOf(order);
  return primary === undefined ? [] : namesOf(primary.commonName, primary.dnsNames);
}
