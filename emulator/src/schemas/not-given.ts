/** What pages or recordings show of these replies, and the emulator does not give. */
export const notGiven: readonly { place: string; why: string }[] = [
  {
    place:
      "`GET order/certificate/{id}`: emails, currency, prices, benefits, vmc, verification, notes",
    why: "of other products, or of what the emulator does not have",
  },
  {
    place: "`GET order/certificate/{id}`: reissues_count, server_licenses, approver",
    why: "named in a list of optional members; no example shows where",
  },
  {
    place: "`GET order/certificate`: custom_fields",
    why: "a client of others reads it; ten of ten recorded entries lack it",
  },
  { place: "`GET order/certificate` as CSV", why: "no page shows its columns" },
  {
    place:
      "`GET request/{id}`: reviewer; order.unsubmitted_domains, order.renewal_of_order_valid_till",
    why: "optional; nothing shows when they are there",
  },
  { place: "`GET user/me`: job_title, last_login_date", why: "optional in the recording" },
  {
    place: "`GET product/{name_id}`: allowed_ca_certs[].chain_info",
    why: "nothing shows its form",
  },
  {
    place: "`GET organization`: ev_approvers",
    why: "optional; approvers are played by `approveAsContact`",
  },
  {
    place: "`GET domain/{id}`: dcv, validations[].verified_users, organization.assumed_name",
    why: "of an older page, or of types that name people",
  },
  {
    place: "`POST order/certificate/{id}/duplicate`: sub_id",
    why: "unconfirmed; the list of duplicates has it",
  },
  {
    place: "`GET finance/balance`: unlimited_negative_balance",
    why: "of accounts that pay by invoice",
  },
  {
    place: "`GET account/metadata`: members beside these five",
    why: "the page could not be read",
  },
];
