/** What is said of a certificate's life beside whose it is: costs, waits, ends. Codes CC400 to CC499. */
import { define } from "./define";

export const replacementAnnounced = define(
  {
    code: "CC400",
    severity: "warning",
    cause: "An input changed that no reissue can change: product, organization or container.",
    remedy: "Nothing, if it is meant; else change the input back.",
  },
  (fields: string, orderId: string, end: string) =>
    `${fields} changed: a further order is paid for, unless this resource has one for it already; what this resource had issued ` +
    `on order ${orderId} is ${end} once the new certificate is issued`,
);

export const replacementUnknown = define(
  {
    code: "CC401",
    severity: "note",
    cause: "An input that decides about a replacement is known only during the update.",
    remedy: "Nothing, as long as its value stays the same.",
  },
  (fields: string) =>
    `${fields} known only during the update: if the value changes, the certificate is replaced by a further paid order; else nothing happens`,
);

export const reissueAwaited = define(
  {
    code: "CC402",
    severity: "note",
    cause: "A reissue was asked for in an earlier run and is not issued yet.",
    remedy: "Have it approved or validated.",
  },
  (orderId: number) => `a reissue of order ${orderId} is asked for already, free`,
);

export const orderAwaited = define(
  {
    code: "CC403",
    severity: "note",
    cause: "An order was placed in an earlier run and is not issued yet.",
    remedy: "Have it approved or validated.",
  },
  (orderId: number, isNew: boolean) =>
    `order ${orderId} is already placed${isNew ? "" : ", no further cost"}`,
);

export const dueUnplanned = define(
  {
    code: "CC404",
    severity: "note",
    cause: "The real dates of the certificate are earlier than those that the plan announced.",
    remedy: "`pulumi refresh` brings the real dates into the plan.",
  },
  (due: string) =>
    `the certificate is due since ${due}, which the plan does not know: this run reissues it, free, or says what is needed; ` +
    "nothing is bought",
);

export const removalStands = define(
  {
    code: "CC405",
    severity: "warning",
    cause:
      "A reissue that takes a name away waits: once it is issued, CertCentral revokes the earlier certificates.",
    remedy:
      "Run `pulumi up` within 72 hours of the approval, so that the new certificate is in use by then.",
  },
  (warning: string, hours: number) =>
    `${warning}; run \`pulumi up\` within ${hours} hours of its approval, so that the new certificate is in use by then`,
);

export const waitsWithOld = define(
  {
    code: "CC406",
    severity: "note",
    cause: "The new certificate is not issued yet, and the one in use is good for longer.",
    remedy: "Have it approved or validated; a later run goes on.",
  },
  (missing: string) => `${missing}. Until then the certificate in use stays the output`,
);

export const addedNamesDenied = define(
  {
    code: "CC407",
    severity: "error",
    cause:
      "CertCentral may charge for names that an order has not had, and paid steps are denied for the stack or for this certificate.",
    remedy: "Take the names out; or allow it: certcentral:paidActions, addedNames.",
  },
  (names: string, by: string) =>
    `adds ${names}, which CertCentral may charge for, and ${by} denies that. Take the names out, or allow it`,
);

export const paidOrderDenied = define(
  {
    code: "CC408",
    severity: "error",
    cause: "The first order of a certificate is paid, and paid steps are denied for the stack.",
    remedy: "certcentral:paidActions: allow; or adoptOrderId for an order that is paid already.",
  },
  () => "is a paid order, which certcentral:paidActions denies for this stack",
);
