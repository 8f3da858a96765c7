/** What is said of a certificate's life beside whose it is: costs, waits, ends. Codes CC400 to CC499. */
import { removedNameRevocationHours } from "../rules";
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
    remedy: `Run \`pulumi up\` within ${removedNameRevocationHours} hours of the approval, so that the new certificate is in use by then.`,
  },
  (warning: string) =>
    `${warning}; run \`pulumi up\` within ${removedNameRevocationHours} hours of its approval, so that the new certificate is in use by then`,
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
    remedy:
      "certcentral:paidActions: allow. For an order that is paid already, adoptOrderId, after a lost state too; in place of `--replace`, reissueTrigger.",
  },
  () => "is a paid order, which certcentral:paidActions denies for this stack",
);

export const realDatesDiffer = define(
  {
    code: "CC409",
    severity: "warning",
    cause:
      "CertCentral gave other dates than the plan announced, and they change what comes next: an account without multi-year plans ends an order with its certificate, a state was lost late in an order's life, or the longest lives changed early.",
    remedy:
      "`pulumi refresh`, or `options: refresh: always` in Pulumi.yaml, so that previews plan with the real dates.",
  },
  (difference: {
    planned: { validUntil: string; coveredUntil: string };
    real: { validUntil: string; coveredUntil: string };
    next: { step: "reissue" | "renewal"; due: string };
  }) => {
    const { planned, real, next } = difference;
    const step = next.step === "renewal" ? "a paid renewal" : "a free reissue";
    return (
      `the certificate ends on ${real.validUntil} and its order on ${real.coveredUntil}, while the plan announced ` +
      `${planned.validUntil} and ${planned.coveredUntil}: ${step} is due from ${next.due} on. Run \`pulumi refresh\`, and previews ` +
      "plan with the real dates"
    );
  },
);

export const endsUnattended = define(
  {
    code: "CC410",
    severity: "error",
    cause:
      "The certificate in use ends within 7 days or has ended, and nothing is on its way that takes its place. Where paid steps are denied, only as long as a free reissue would do.",
    remedy:
      'See what the preview says, and run `pulumi refresh`; to deploy the rest, `--exclude` the resource; to let it end where a renewal is needed, paidRenewal: "deny".',
  },
  (orderId: number, end: string, left: string, isDenied: boolean) =>
    `order ${orderId}: its certificate ends on ${end}, ${left}, and nothing is on its way${isDenied ? ", though a reissue is free" : ""}. ` +
    "Run `pulumi refresh`, and look at the next preview; to deploy without it, `pulumi up --exclude <its URN>`" +
    (isDenied ? "" : '; to let it end, set paidRenewal: "deny"'),
);

export const reissueGainsNothing = define(
  {
    code: "CC411",
    severity: "warning",
    cause:
      "The plan announced a free reissue for more time, but the order ends no later than the certificate in use.",
    remedy: "`pulumi refresh`, and the next preview shows what is needed instead.",
  },
  (orderId: number, end: string) =>
    `order ${orderId} ends on ${end}, as its certificate does: a reissue would gain nothing, and none is made. Run \`pulumi refresh\`, and ` +
    "the next preview shows what is needed instead",
);

export const chainUnfit = define(
  {
    code: "CC412",
    severity: "error",
    cause:
      "What CertCentral serves for the certificate is not it, or is no chain: another certificate's PEM, a list that is empty or damaged.",
    remedy: "`pulumi up` again; if it stays so, DigiCert's support, with the certificate's id.",
  },
  (orderId: number, certificateId: string, problems: string) =>
    `read certificate ${certificateId} of order ${orderId}: what CertCentral serves does not belong to the CSR or is no chain: ${problems}. ` +
    `It is not used; run \`pulumi up\` again, or ask DigiCert's support about certificate ${certificateId}`,
);

export const chainIncomplete = define(
  {
    code: "CC413",
    severity: "warning",
    cause: "CertCentral serves the certificate without its intermediates, again and again.",
    remedy:
      "`pulumi refresh` later; until then clients that do not know the intermediate refuse the certificate.",
  },
  (orderId: number, certificateId: number) =>
    `certificate ${certificateId} of order ${orderId}: CertCentral serves it without its intermediate certificates. It is used, and ` +
    "clients that do not have the intermediate refuse it: run `pulumi refresh` later",
);

export const usageMissing = define(
  {
    code: "CC414",
    severity: "warning",
    cause:
      "A profile with client authentication was asked for, and the certificate was issued without it.",
    remedy:
      "Ask DigiCert's support whether the account may use the profile; or take profileOption out.",
  },
  (orderId: number, profile: string) =>
    `order ${orderId}: the certificate was issued without client authentication, although profileOption asks for ${profile}. It is used; ` +
    "ask DigiCert's support whether the account may use the profile, or take profileOption out",
);

export const planMissing = define(
  {
    code: "CC415",
    severity: "error",
    cause: "The inputs carry no plan: they were not written by this provider, or were edited.",
    remedy: "`pulumi refresh`, or an older state (`pulumi stack export`, `import`).",
  },
  (step: string) =>
    `${step}: the inputs carry no plan. Run \`pulumi refresh\`; if it stays so, import a state that this provider wrote`,
);

export const orderMissing = define(
  {
    code: "CC459",
    severity: "error",
    cause:
      "The state carries no order: it was edited, or what was being created when Pulumi was interrupted was put into it by hand.",
    remedy: "An older state; or `pulumi state delete`, and `pulumi up` finds the order again.",
  },
  (step: string) =>
    `${step}: its state holds no order. Import a state that this provider wrote; or let go of this one with \`pulumi state delete\`: ` +
    "the next `pulumi up` looks for the order by its reference, and pays for one where there is none",
);

export const orderStillWaits = define(
  {
    code: "CC416",
    severity: "error",
    cause:
      "The order waits for its first issuance, or for approval: nothing can be reissued on it yet.",
    remedy: "Have it approved or validated, then `pulumi up` again.",
  },
  (orderId: number, status: string) =>
    `reissue order ${orderId}: it is ${status}. Nothing was changed; run \`pulumi up\` again later`,
);

export const orderHasEnded = define(
  {
    code: "CC417",
    severity: "error",
    cause: "The order was canceled, rejected or revoked since the last refresh.",
    remedy: "`pulumi refresh`, and the next preview shows what a new order costs.",
  },
  (orderId: number, status: string) =>
    `reissue order ${orderId}: it is ${status}. Nothing was changed; run \`pulumi refresh\`, ` +
    "and the next preview shows a new order",
);

export const reissueUnannounced = define(
  {
    code: "CC418",
    severity: "warning",
    cause:
      "The order is not as the program says, and the preview announced no reissue: what was imported or adopted is left as it is.",
    remedy: "`pulumi refresh`; or bring the program to what the order has.",
  },
  (orderId: number, differences: string) =>
    `order ${orderId} is not as the program says: ${differences}. The preview announced no reissue, so none is made: ` +
    "run `pulumi refresh`, or change the program to what the order has",
);

export const dueUnseen = define(
  {
    code: "CC419",
    severity: "warning",
    cause:
      "By its real dates the certificate is due, and only a paid renewal would help, which the preview did not show.",
    remedy: "`pulumi refresh`, and the next preview shows it.",
  },
  (orderId: number) =>
    `order ${orderId} is due for renewal, which the preview could not see: run \`pulumi refresh\`, ` +
    "and the next preview shows it. Nothing was bought",
);

export const reissuedForTime = define(
  {
    code: "CC450",
    severity: "note",
    cause: "By its real dates the certificate is due, and a reissue within the order helps.",
    remedy: "Nothing.",
  },
  (orderId: number, end: string) =>
    `order ${orderId} is reissued until ${end}, free: its certificate is due`,
);

export const reissuedToMatch = define(
  {
    code: "CC451",
    severity: "note",
    cause:
      "The order is paid for and its certificate is not what the program asks for: a free reissue brings it there.",
    remedy: "Nothing.",
  },
  (orderId: number, differences: string) => `order ${orderId} is reissued, free: ${differences}`,
);

export const adoptedByReissue = define(
  {
    code: "CC452",
    severity: "note",
    cause:
      "The adopted order has other names or another key than the program: a free reissue brings it there, as the preview said.",
    remedy: "Nothing.",
  },
  (orderId: number, differences: string) =>
    `order ${orderId} is taken over and reissued, free: ${differences}`,
);

export const issuedUnfit = define(
  {
    code: "CC453",
    severity: "error",
    cause:
      "CertCentral issued a reissue with another key or other names than it was asked for, or somebody else had it reissued meanwhile.",
    remedy: "`pulumi refresh`, then `pulumi up` again.",
  },
  (orderId: number, certificateId: string, differences: string) =>
    `reissue order ${orderId}: CertCentral issued certificate ${certificateId}, but ${differences}. ` +
    "It is not used; run `pulumi refresh`, then `pulumi up` again",
);

export const issuedForOthers = define(
  {
    code: "CC454",
    severity: "error",
    cause:
      "The order was issued for something else than `IssuedCertificate` waits for; its `Certificate` corrects that.",
    remedy: "`pulumi up` again.",
  },
  (orderId: number, differences: string) =>
    `order ${orderId} is issued, but ${differences}: run \`pulumi up\` again`,
);

export const nothingToAwait = define(
  {
    code: "CC455",
    severity: "error",
    cause: "`IssuedCertificate` was given a certificate for which no order is recorded.",
    remedy: "`pulumi up` again, or `pulumi refresh`.",
  },
  () =>
    "wait for a certificate: no order was recorded for it; run `pulumi up` again, or `pulumi refresh`",
);

export const awaitedOrderEnded = define(
  {
    code: "CC456",
    severity: "warning",
    cause: "The order that `IssuedCertificate` waits for was canceled, rejected or revoked.",
    remedy: "Look at the next preview of its `Certificate`.",
  },
  (orderId: number, status: string) =>
    `order ${orderId} is ${status}: the next preview of its Certificate shows what is needed`,
);

export const issuanceAwaited = define(
  {
    code: "CC457",
    severity: "error",
    cause: "The order or reissue was not issued within issuanceTimeoutMinutes; it goes on waiting.",
    remedy: "Do what the message names, an approval or a record; then `pulumi up` again.",
  },
  (waiting: string) => `${waiting}. The order is kept: run \`pulumi up\` again to go on`,
);

export const endedWhileAwaited = define(
  {
    code: "CC458",
    severity: "error",
    cause: "The order that was waited for was canceled, rejected or revoked.",
    remedy: "`pulumi refresh`, and the next preview shows a new order.",
  },
  (orderId: number, status: string) =>
    `order ${orderId} is ${status}. It is not ordered again by itself: run \`pulumi refresh\`, ` +
    "and the next preview shows a new order",
);

export const inUseAgain = define(
  {
    code: "CC460",
    severity: "note",
    cause:
      "A change was taken back before its reissue was issued: the certificate in use has the key and the names of the program.",
    remedy: "Nothing.",
  },
  (orderId: number, certificateId: string) =>
    `certificate ${certificateId} of order ${orderId} is what the program asks for again: no reissue is asked for`,
);

export const inUseOverWhileWaiting = define(
  {
    code: "CC461",
    severity: "error",
    cause:
      "The certificate in use was revoked, or its order ended, while the order that follows it waits.",
    remedy: "Have the order that waits approved or validated, then `pulumi up` again.",
  },
  (certificateId: number, orderId: number, waiting: number) =>
    `certificate ${certificateId} of order ${orderId}, which is in use, was revoked or has ended with its order, while order ${waiting} waits: ` +
    `clients refuse it until that is issued. Have order ${waiting} approved or validated, then run \`pulumi up\` again`,
);
