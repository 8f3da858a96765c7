/** What an end refuses, spares and leaves: CC350 to CC399. The remedy lists the ways out for the page of all refusals. */
import { define } from "./define";
import { forgetHere } from "./ways-out";

export const replacementNotIssued = define(
  {
    code: "CC350",
    severity: "error",
    cause:
      "What replaces the certificate has none yet, or a resource of this run that is for one of its names has none with it, be it by a wildcard.",
    remedy:
      'Run `pulumi up` again once it is issued; or onDelete: "keep"; or CERTCENTRAL_FORGET=<order id>.',
  },
  (id: string, orderId: number | string) =>
    `delete certificate ${id}: its replacement is not issued yet, so it was left untouched. Run \`pulumi up\` again once it is; ` +
    `to leave order ${orderId} as it is for good, ${forgetHere(orderId)}`,
);

export const deletedBeforeReplaced = define(
  {
    code: "CC351",
    severity: "error",
    cause:
      "The option deleteBeforeReplace, also of a parent, would end the certificate in use before its replacement is ordered; or a state that was edited " +
      "by hand has the resource twice.",
    remedy:
      'Remove the option, or the copy from the state; or onDelete: "keep"; or CERTCENTRAL_FORGET=<order id>.',
  },
  (id: string, orderId: number | string) =>
    `delete certificate ${id}: it would be ended before its replacement is ordered (deleteBeforeReplace), or the state has this resource ` +
    "twice, as after an edit by hand. It was left untouched; " +
    `remove the option or the copy, or give onDelete: "keep", or count the order as ended: ${forgetHere(orderId)}`,
);

export const declaredNotChecked = define(
  {
    code: "CC352",
    severity: "error",
    cause:
      "The program declares the resource, and the engine deletes it without having registered it: something that it depends on failed, or is replaced " +
      "with deleteBeforeReplace and takes it along (replaceWith).",
    remedy: "Mend what failed, or remove deleteBeforeReplace, and run again.",
  },
  (id: string) =>
    `delete certificate ${id}: the program declares it, but it was not registered, because something that it depends on failed, or is ` +
    "replaced with deleteBeforeReplace and takes it along. It was left untouched. Mend the one or remove the other, and run `pulumi up` " +
    "again; a destroy is run without --run-program",
);

export const deletedInUnfinishedRun = define(
  {
    code: "CC361",
    severity: "error",
    cause:
      "With --continue-on-error, a resource of CertCentral failed or was kept from being registered, and the engine deletes another one that it has not " +
      "registered in this run: it was taken out of the program, depends on what failed, or is what was not registered, under its former name.",
    remedy: "Mend what failed and run again: then what the program no longer has is ended.",
  },
  (id: string) =>
    `delete certificate ${id}: another resource of CertCentral failed in this run, or was not registered, and whether the program still ` +
    "declares this one, as something that depends on that or under another name, cannot be told. It was left untouched. Mend what failed, " +
    "and run `pulumi up` again",
);

export const deleteWithForeignReissue = define(
  {
    code: "CC353",
    severity: "error",
    cause: "A reissue that this resource did not ask for waits on the order that it is to end.",
    remedy:
      'Have it approved or rejected in the console; or onDelete: "keep"; or CERTCENTRAL_FORGET=<order id>.',
  },
  (id: string, orderId: number) =>
    `delete certificate ${id}: a reissue that this resource did not ask for waits on order ${orderId}. It was left untouched; have the ` +
    `reissue approved or rejected in the console, or leave the order as it is: ${forgetHere(orderId)}`,
);

export const cannotBeEnded = define(
  {
    code: "CC354",
    severity: "error",
    cause:
      "An order waits in a state in which CertCentral shows nothing that this key could cancel or reject.",
    remedy: "End it in the console; or CERTCENTRAL_FORGET=<order id>.",
  },
  (orderId: number, status: string, why: string) =>
    `delete order ${orderId}: it is ${status}, and cannot be ended from here: ${why}. State is kept; end it in the console, or leave ` +
    `it as it is: ${forgetHere(orderId)}`,
);

export const changedMeanwhile = define(
  {
    code: "CC362",
    severity: "error",
    cause:
      "What was to be canceled or rejected was approved, or otherwise acted on, at the very moment.",
    remedy: "Run the same again: it ends what the order has become.",
  },
  (orderId: number, before: string, now: string) =>
    `delete order ${orderId}: it was ${before} when it was read, and is ${now} now. State is kept; run the same again, which ends what it ` +
    "has become",
);

export const staysValid = define(
  {
    code: "CC355",
    severity: "warning",
    cause: "What this resource does not own stays valid after its end.",
    remedy: 'Revoke it in the console, or destroy with onDelete: "revokeAll".',
  },
  (certificates: string, orderId: number) =>
    `left valid: ${certificates} of order ${orderId}, not issued for this resource. End what is left in the console, or with ` +
    'onDelete: "revokeAll"',
);

export const keptOnDelete = define(
  {
    code: "CC356",
    severity: "note",
    cause: 'onDelete: "keep".',
    remedy: "Nothing.",
  },
  (what: string) => `order ${what} is kept in CertCentral (onDelete: keep)`,
);

export const adoptedKept = define(
  {
    code: "CC357",
    severity: "warning",
    cause: 'What was adopted is ended only where the program writes onDelete: "revoke".',
    remedy:
      'End it in the console, or write out onDelete: "revoke" and run `pulumi up` before the destroy.',
  },
  (orderId: number) =>
    `the adopted certificate of order ${orderId} is kept: it is ended only where the program writes out onDelete: "revoke"`,
);

export const forgotten = define(
  {
    code: "CC358",
    severity: "warning",
    cause: "CERTCENTRAL_FORGET names it: for this run it counts as ended, or as never placed.",
    remedy: "Unset CERTCENTRAL_FORGET after the run.",
  },
  (what: string) =>
    `${what} is named by CERTCENTRAL_FORGET and left as it is: it counts as ended for this run`,
);

export const revocationWaits = define(
  {
    code: "CC359",
    severity: "warning",
    cause: "The key may not skip approval, so the revocation waits for an administrator.",
    remedy: "Have the request approved in the console.",
  },
  (certificateId: number, requestId: string) =>
    `the revocation of certificate ${certificateId} waits for approval of request ${requestId}: ` +
    "the key may not skip approval. The certificate is valid until an administrator approves",
);

export const stateUnreadable = define(
  {
    code: "CC360",
    severity: "error",
    cause:
      "The state of a certificate that is to be ended cannot be read: it was edited or damaged, or another program wrote it.",
    remedy:
      "An older state (`pulumi stack export --version`); or end its certificates in the console, and CERTCENTRAL_FORGET=<its id>.",
  },
  (id: string, orderId: string) =>
    `delete certificate ${id}: its state cannot be read, so what it had issued is not known, and nothing was ended. Import an older ` +
    `state, or look at order ${orderId} and what renews it in the console, end what is to end, and let the resource go: ${forgetHere(id)}`,
);

export const leftForReader = define(
  {
    code: "CC363",
    severity: "warning",
    cause:
      "The resource that ends had the very certificate that the program reads, by `get`: it is in use there, and nobody's from now on.",
    remedy: "Nothing; or revoke it in the console once nothing reads it any more.",
  },
  (orderId: number, urn: string) =>
    `left valid: order ${orderId} and its certificate, which the program reads as ${urn}. No resource ends them any more: revoke it in ` +
    "the console once nothing reads it",
);
