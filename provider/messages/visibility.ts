/** Another account, and orders that are not shown: CC340 to CC349. The remedy lists the ways out for the page of all refusals. */
import { define } from "./define";

export const otherAccount = define(
  {
    code: "CC340",
    severity: "error",
    cause:
      "The API key belongs to another account than the resource: its ids mean something else there.",
    remedy:
      "Use a key of the account; a refresh, a destroy, and an `up` whose program declares nothing of CertCentral any more take that of the last " +
      "`pulumi up` that did, so run that first. To move, declare a new name with the new provider. CERTCENTRAL_FORGET=<order id> gives an order up.",
  },
  (thing: string, owner: number, keyAccount: number) =>
    `find ${thing}: it belongs to account ${owner}, but the API key to account ${keyAccount}. Nothing was changed; use a key of ` +
    `account ${owner}: a destroy takes that of the last \`pulumi up\`, and so does an \`up\` whose program declares nothing of CertCentral ` +
    `any more. To move to another account, declare a new name with the new provider`,
);

export const notShown = define(
  {
    code: "CC341",
    severity: "warning",
    cause:
      "CertCentral answers 404 for an order or a domain that it gave out. It never deletes one: the key may not see it, or the account is another.",
    remedy:
      "Use a key that sees it. State is kept and nothing is bought; where it is gone for good, CERTCENTRAL_FORGET=<its id> pulumi refresh.",
  },
  (thing: string, accountId: number | undefined) =>
    `${thing} of account ${accountId ?? "not known"} is not shown to this API key. CertCentral never deletes one, so state is kept and nothing is ` +
    "bought: use a key that sees it",
);

export const noAnswer = define(
  {
    code: "CC343",
    severity: "warning",
    cause:
      "A refresh got no answer of CertCentral's own: no connection, a gateway's or firewall's page, too many requests.",
    remedy: "Nothing was lost or changed; refresh again later.",
  },
  (thing: string, reason: string) =>
    `refresh ${thing}: ${reason}. State is kept as it was; refresh again later`,
);

export const stateUnread = define(
  {
    code: "CC344",
    severity: "warning",
    cause:
      "A refresh met a state that cannot be read: it was edited or damaged, or another program wrote it.",
    remedy: "An older state: `pulumi stack export --version`, then `pulumi stack import`.",
  },
  (thing: string) =>
    `refresh ${thing}: its state cannot be read, so nothing was looked at, and it is kept as it is. Import an older state`,
);

export const orderNotShownRefused = define(
  {
    code: "CC342",
    severity: "error",
    cause:
      "A step needs an order that CertCentral does not show: a key with a limited view, a closed account, an emulator started anew.",
    remedy:
      "Use a key that sees it; or CERTCENTRAL_FORGET=<order id> to count it as ended for this run.",
  },
  (verb: string, orderId: number, accountId: number | undefined) =>
    `${verb} order ${orderId}: CertCentral does not show it to this API key (account ${accountId ?? "not known"}). Nothing was changed; use a key ` +
    "that sees it, or, where it is gone for good, " +
    (verb === "delete"
      ? `\`CERTCENTRAL_FORGET=${orderId}\` with this command`
      : `\`CERTCENTRAL_FORGET=${orderId} pulumi refresh\`, and the next preview shows a new order`),
);
