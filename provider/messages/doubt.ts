/** An order that may have been placed: CC330 to CC339. The remedy lists the ways out for the page of all refusals. */
import { define } from "./define";

export const inDoubt = define(
  {
    code: "CC330",
    severity: "error",
    cause:
      "The reply to a paid call was lost and no order is found under its reference: it may have been placed. Nothing is paid while that is not known.",
    remedy:
      "Run `pulumi refresh` after the time named; or adoptOrderId = this is the order; or CERTCENTRAL_FORGET=<reference> = it is not there.",
  },
  (reference: string, from: string) =>
    `the order with the reference ${reference} may have been placed: its reply was lost, and no order is found. Nothing further is ` +
    `paid. \`pulumi refresh\` from ${from} on looks twice, and the next preview then shows what follows; if the console shows the ` +
    `order, set adoptOrderId; if it shows none, \`CERTCENTRAL_FORGET=${reference} pulumi up\``,
);

export const doubtFound = define(
  {
    code: "CC331",
    severity: "note",
    cause: "The order of a doubt was found.",
    remedy: "Nothing.",
  },
  (orderId: number, reference: string) =>
    `order ${orderId} with the reference ${reference} was placed although its reply was lost; it is taken, no further cost`,
);

export const doubtEnded = define(
  {
    code: "CC332",
    severity: "warning",
    cause: "Two looks over the stated time found no order: it counts as not placed.",
    remedy: "Look at the next preview: it announces the order again.",
  },
  (reference: string) =>
    `no order with the reference ${reference} was placed, by two looks and the time that passed: the next preview announces it anew`,
);

export const doubtKeyBlind = define(
  {
    code: "CC333",
    severity: "warning",
    cause:
      "A key that has not been seen to find an order of its own cannot say that none was placed.",
    remedy:
      "Use a key that sees all orders; or look in the console and run with CERTCENTRAL_FORGET=<reference> or adoptOrderId.",
  },
  (reference: string) =>
    `no order with the reference ${reference} is found, but this API key has not been seen to find an order of its own, so that says ` +
    `nothing. Look in the console: if there is none, \`CERTCENTRAL_FORGET=${reference} pulumi up\``,
);

export const deleteInDoubt = define(
  {
    code: "CC334",
    severity: "error",
    cause: "A destroy in doubt: the order may have been placed, and nothing would end it.",
    remedy: "Destroy again after the time named; or CERTCENTRAL_FORGET=<reference>.",
  },
  (reference: string, from: string) =>
    `delete certificate: the order with the reference ${reference} may have been placed, and is not found yet. State is kept; destroy ` +
    `again from ${from} on, or, if the console shows none, \`CERTCENTRAL_FORGET=${reference} pulumi destroy\``,
);

export const deletedInDoubt = define(
  {
    code: "CC335",
    severity: "warning",
    cause: "A destroy after the time of a doubt: two looks found no order.",
    remedy: "If an order with this reference ever shows in the console, end it there.",
  },
  (reference: string) =>
    `no order with the reference ${reference} is found; if one ever shows in the console, end it there`,
);

export const deleteDoubtBlind = define(
  {
    code: "CC336",
    severity: "error",
    cause: "A destroy in doubt, with a key that has not been seen to find an order of its own.",
    remedy:
      "Look in the console; then CERTCENTRAL_FORGET=<reference>, or a key that sees all orders.",
  },
  (reference: string) =>
    `delete certificate: the order with the reference ${reference} may have been placed, and this API key has not been seen to find ` +
    "an order of its own. State is kept; use a key that sees all orders, or, if the console shows none, " +
    `\`CERTCENTRAL_FORGET=${reference} pulumi destroy\``,
);

export const doubtForgotten = define(
  {
    code: "CC337",
    severity: "warning",
    cause:
      "CERTCENTRAL_FORGET names the reference of a doubt: for this run its order was never placed.",
    remedy: "Unset CERTCENTRAL_FORGET to leave the doubt as it is.",
  },
  (reference: string) =>
    `the order with the reference ${reference} counts as never placed, by CERTCENTRAL_FORGET: this run places it again, one paid ` +
    "order, unless it is found",
);

export const doubtDenied = define(
  {
    code: "CC338",
    severity: "error",
    cause: "The order of a doubt is to be placed again, and certcentral:paidActions denies it.",
    remedy: "certcentral:paidActions: allow; or remove the resource.",
  },
  (reference: string) =>
    `order certificate: the order with the reference ${reference} would be paid, which certcentral:paidActions denies. Nothing was ` +
    "bought; allow it, or remove the resource from the program",
);
