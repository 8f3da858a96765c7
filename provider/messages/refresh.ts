/** What a refresh finds: CC420 to CC429. */
import { define } from "./define";

export const reissueEnded = define(
  {
    code: "CC420",
    severity: "warning",
    cause:
      "A reissue that waited was rejected or canceled, or somebody else's was issued in its place.",
    remedy: "Look at the next preview: it asks for it again.",
  },
  (detail: string) => `${detail}: the next preview shows it again`,
);

export const renewedElsewhere = define(
  {
    code: "CC421",
    severity: "warning",
    cause:
      "The order was renewed in the console or by CertCentral itself, by an order that does not fit the program or is not shown.",
    remedy:
      "`adoptOrderId` with the id of the new order, and `pulumi up --replace` for the resource.",
  },
  (orderId: number, by: string, obstacle: string) =>
    `order ${orderId} was renewed elsewhere${by}, which cannot be taken over: ${obstacle}. It is not renewed again. Give the new order's ` +
    "id as adoptOrderId and run `pulumi up --replace` for this resource",
);

export const renewalTakenOver = define(
  {
    code: "CC422",
    severity: "note",
    cause:
      "The order was renewed in the console or by CertCentral itself, by an order that fits the program.",
    remedy: "Nothing.",
  },
  (orderId: number, renewalId: number) =>
    `order ${orderId} was renewed elsewhere: order ${renewalId} is taken over`,
);

export const certificateUnreadable = define(
  {
    code: "CC423",
    severity: "warning",
    cause: "A new certificate was found, and what CertCentral serves of it is not usable.",
    remedy: "`pulumi refresh` again later; until then the certificate in use stays the output.",
  },
  (certificateId: number, why: string) =>
    `certificate ${certificateId} cannot be read: ${why}; refresh again later`,
);

export const reissuedElsewhere = define(
  {
    code: "CC424",
    severity: "warning",
    cause:
      "Somebody had the order reissued in the console. The certificate in use lives and fits the program, so it stays.",
    remedy: "Nothing; or revoke the other one in the console.",
  },
  (orderId: number, certificateId: number, present: string) =>
    `order ${orderId} was reissued elsewhere, as certificate ${certificateId}, which is not used: ${present} stays the output`,
);

export const reissuedUnfit = define(
  {
    code: "CC425",
    severity: "warning",
    cause:
      "Somebody had the order reissued in the console, for another key or other names than those of the program.",
    remedy: "Revoke it in the console, or bring the program to what it has.",
  },
  (orderId: number, certificateId: number, why: string) =>
    `order ${orderId} was reissued elsewhere, as certificate ${certificateId}, which is not the one in the program and not used: ${why}`,
);

export const reissuedUsed = define(
  {
    code: "CC426",
    severity: "note",
    cause:
      "Somebody had the order reissued in the console, and the certificate in use is revoked, has ended or does not fit: theirs, which fits, is used, and a destroy leaves it.",
    remedy: "Nothing.",
  },
  (orderId: number, certificateId: number) =>
    `order ${orderId} was reissued elsewhere, as certificate ${certificateId}: it is used, and not owned`,
);

export const orderEnded = define(
  {
    code: "CC427",
    severity: "warning",
    cause: "The order was canceled, rejected, revoked, or its time is over.",
    remedy: "Look at the next preview: it shows what a new order costs.",
  },
  (detail: string) => `${detail}: the next preview shows a new order`,
);

export const certificateRevoked = define(
  {
    code: "CC428",
    severity: "warning",
    cause: "The certificate alone was revoked; its order goes on.",
    remedy: "Look at the next preview: it shows a free reissue.",
  },
  (detail: string) => `${detail}: the next preview shows a free reissue`,
);

export const stillWaiting = define(
  {
    code: "CC429",
    severity: "note",
    cause: "An order or reissue waits for validation, approval or DigiCert.",
    remedy: "See what it waits for; a later run goes on.",
  },
  (what: string) => what,
);
