/** What is said just before money is spent, and of what was placed already: CC430 to CC449. */
import { define } from "./define";

export const renewalObstructed = define(
  {
    code: "CC430",
    severity: "error",
    cause:
      "Just before paying, the order was found renewed, ended, too young to be renewed, without its first certificate yet, or beside one that is placed already.",
    remedy:
      "`pulumi refresh`, and the next preview shows what is needed now; an order that waits, have it approved or validated before.",
  },
  (action: string, orderId: number, obstacle: string) =>
    `${action} for order ${orderId}: ${obstacle}. Nothing was bought; run \`pulumi refresh\`, then look at the preview again`,
);

export const clockUnfit = define(
  {
    code: "CC474",
    severity: "warning",
    cause:
      "This machine's clock and CertCentral's differ by more than a day: what is due, and what has ended, is judged by this machine's.",
    remedy: "Set the clock.",
  },
  (local: Date, server: Date) =>
    `this machine's clock says ${local.toISOString()}, CertCentral's ${server.toISOString()}: what is due is judged by the wrong day. ` +
    "Set the clock",
);

export const clockWrong = define(
  {
    code: "CC431",
    severity: "error",
    cause:
      "This machine's clock and CertCentral's differ by more than a day, and a plan's dates come from this machine.",
    remedy: "Set the clock.",
  },
  (action: string, local: Date, server: Date) =>
    `${action}: this machine's clock says ${local.toISOString()}, CertCentral's ${server.toISOString()}. ` +
    "Nothing was bought or changed; set the clock and run again",
);

export const alreadyPlaced = define(
  {
    code: "CC432",
    severity: "note",
    cause: "An order for this very intent was found before it was paid for a second time.",
    remedy: "Nothing.",
  },
  (orderId: number) => `order ${orderId} is already placed, no further cost`,
);

export const placedUnheard = define(
  {
    code: "CC433",
    severity: "note",
    cause: "CertCentral's reply to an order was lost, and the order was found by its reference.",
    remedy: "Nothing.",
  },
  (orderId: number) => `order ${orderId} was placed although its reply was lost`,
);

export const reissuedUnheard = define(
  {
    code: "CC434",
    severity: "note",
    cause: "CertCentral's reply to a reissue was lost, and the reissue was found in the order.",
    remedy: "Nothing.",
  },
  (orderId: number) => `order ${orderId} was reissued although the reply was lost`,
);

export const reissueUnseen = define(
  {
    code: "CC435",
    severity: "error",
    cause:
      "CertCentral's reply to a reissue was lost, and the order does not show the reissue yet.",
    remedy: "`pulumi up` again: it looks for the reissue before it asks for one.",
  },
  (trouble: string, orderId: number) =>
    `${trouble}. No reissue of order ${orderId} is seen yet; the next run looks for it before it asks for one`,
);

export const olderOrderLeft = define(
  {
    code: "CC436",
    severity: "note",
    cause: "Several living orders bear the reference of this resource: the newest is taken.",
    remedy: "Look at the older one in the console, and cancel it if nobody needs it.",
  },
  (orderId: number, status: string, newestId: number) =>
    `order ${orderId} (${status}) bears this resource's reference as well, and is older than order ${newestId}, which is taken`,
);

export const originUnfit = define(
  {
    code: "CC437",
    severity: "error",
    cause:
      "The order or certificate that the first order is to renew was renewed, has ended, or is for something else.",
    remedy: "Take the input out, and the next preview shows an order.",
  },
  (what: string, input: string, obstacles: string) =>
    `renew ${what}: ${obstacles}. Nothing was bought; remove ${input}, and the next preview shows an order`,
);

export const endingOrderTaken = define(
  {
    code: "CC438",
    severity: "error",
    cause:
      "A create takes the living order of its key and names in place of the one that the preview announced, and that order is about to end. A replacement never renews; that of what is in the state is refused before it is reissued.",
    remedy:
      "Take `issuance` and `*` out of `replaceOnChanges`; then `pulumi refresh`, and the next preview shows the renewal, as an update.",
  },
  (orderId: number) =>
    `order ${orderId}, for the same key and names, is taken in place of a new one, and a replacement never renews. Where replaceOnChanges ` +
    "names issuance or *, take that out; then `pulumi refresh`, and the next preview shows the renewal",
);

export const replacedByOption = define(
  {
    code: "CC439",
    severity: "warning",
    cause:
      "An option of the resource makes a replacement, through the plugin, where without it there is a reissue, or nothing to do.",
    remedy: "Take the option out; a replacement is seldom needed, and a paid order or a refusal.",
  },
  () =>
    "an option of this resource (replaceOnChanges, replaceWith or replacementTrigger) makes a replacement: a further order, where key or names are other " +
    "ones, or a refusal. Without it such a change is a reissue: take it out",
);

export const inputsRewritten = define(
  {
    code: "CC440",
    severity: "error",
    cause:
      "After the check, and so after the plan was made, a policy that remediates rewrote what is ordered. Pulumi keeps what it wrote, and asks the " +
      "check of the next run, and of a replacement, for what the program says: each run would order or reissue again.",
    remedy:
      "Write it in the program, or in a transform, so that the policy has nothing to rewrite; or take the policy out.",
  },
  (verb: string, names: string) =>
    `${verb} certificate: ${names} rewritten after the check, by a policy that remediates, so that the plan announces something else. ` +
    "Nothing was bought or changed. Write in the program, or in a transform, what the policy asks for, or take the policy out",
);
