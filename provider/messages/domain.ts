/** What is said of domains: CC500 to CC519. */
import { define } from "./define";

export const domainHandedOver = define(
  {
    code: "CC500",
    severity: "warning",
    cause:
      "A Domain that this program had submitted ends, and another one of the program stands on the same domain, which it found in the account: it cannot know whose it was.",
    remedy: 'onDelete: "deactivate" on the resource, if a destroy is to deactivate the domain.',
  },
  (name: string) =>
    `domain ${name} was submitted by the resource that ends here, and another one of this program stands on it: it stays active. A later ` +
    'destroy leaves it active too, unless that one has onDelete: "deactivate"',
);

export const domainKept = define(
  {
    code: "CC501",
    severity: "note",
    cause: "The account had the domain before this resource, or onDelete says to keep it.",
    remedy: "Nothing.",
  },
  (name: string, wasThere: boolean) =>
    `domain ${name} stays active in CertCentral${wasThere ? ": the account had it before" : ""}`,
);

export const domainOfOthers = define(
  {
    code: "CC502",
    severity: "error",
    cause:
      "The account has the domain for another organization, and CertCentral has a domain once.",
    remedy: "Give that organization, or move the domain in the console.",
  },
  (name: string, has: number, wanted: number) =>
    `submit domain ${name}: the account has it for organization ${has}, not ${wanted}. ` +
    "Nothing was changed; give that organization, or move the domain in the console",
);

export const domainFound = define(
  {
    code: "CC503",
    severity: "note",
    cause: "The account has the domain already.",
    remedy: "Nothing.",
  },
  (name: string, isActive: boolean) =>
    `domain ${name} is in the account already: it is ${isActive ? "used, and stays when this resource is destroyed" : "activated"}`,
);

export const domainValidAlready = define(
  {
    code: "CC504",
    severity: "note",
    cause: "The domain was validated elsewhere since the plan was made.",
    remedy: "Nothing.",
  },
  (name: string, until: string) =>
    `domain ${name} is validated until ${until} already: no new token is needed`,
);

export const domainNotShown = define(
  {
    code: "CC505",
    severity: "error",
    cause: "CertCentral does not show the domain to this API key.",
    remedy:
      "A key that sees it; or CERTCENTRAL_FORGET=<domain id> with `pulumi refresh`, where it is gone for good.",
  },
  (name: string, domainId: number) =>
    `update domain ${name}: CertCentral does not show domain ${domainId} to this API key. Use a key that ` +
    `sees it, or, where it is gone for good, \`CERTCENTRAL_FORGET=${domainId} pulumi refresh\`, and the next preview shows a new one`,
);

export const validationWaits = define(
  {
    code: "CC506",
    severity: "warning",
    cause:
      "The domain is due to be validated again and was not seen to be; the present validation still serves.",
    remedy: "Create the record that the message names.",
  },
  (missing: string, until: string) => `${missing}. The present validation serves until ${until}`,
);

export const domainStateMissing = define(
  {
    code: "CC507",
    severity: "error",
    cause: "The state holds no domain: it was not written by this provider, or was edited.",
    remedy: "`pulumi refresh`, or an older state.",
  },
  (id: string) =>
    `update domain ${id}: its state holds no domain. Run \`pulumi refresh\`; if it stays so, import a state that this provider wrote`,
);

export const domainUnplanned = define(
  {
    code: "CC508",
    severity: "note",
    cause: "By what CertCentral says, the domain needs something that its plan did not foresee.",
    remedy: "Nothing; `pulumi refresh` brings it into the plan.",
  },
  (reason: string) => reason,
);

export const submissionUnseen = define(
  {
    code: "CC509",
    severity: "error",
    cause:
      "CertCentral's reply to a submitted domain was lost, and the account does not show the domain yet.",
    remedy: "`pulumi up` again: it looks for the domain before it submits one.",
  },
  (trouble: string, name: string) =>
    `${trouble}. No domain ${name} is seen yet; the next run looks for it before it submits one`,
);

export const domainUnread = define(
  {
    code: "CC510",
    severity: "warning",
    cause:
      "The state of a domain that is destroyed cannot be read: it was edited or damaged, or another program wrote it.",
    remedy: "Deactivate the domain in the console, where nothing needs it any more.",
  },
  (id: string, name: string) =>
    `domain ${id} (${name}) is not deactivated: its state cannot be read, so whether it was submitted here is not known. Where nothing needs it, deactivate it in the console`,
);

export const validationAwaited = define(
  {
    code: "CC511",
    severity: "error",
    cause: "The domain was not validated within validationTimeoutMinutes; it goes on waiting.",
    remedy: "Create the record that the message names; then `pulumi up` again.",
  },
  (waiting: string) => `${waiting}; then run \`pulumi up\` again to go on`,
);

export const validationHopeless = define(
  {
    code: "CC512",
    severity: "error",
    cause: "What is waited for cannot come: the domain is deactivated, or its token has expired.",
    remedy: "What the message says.",
  },
  (problem: string) => problem,
);

export const domainReplacementUnknown = define(
  {
    code: "CC513",
    severity: "note",
    cause: "The name of a domain is known only during the update.",
    remedy: "Nothing, as long as it stays the same.",
  },
  () =>
    "name known only during the update: if it changes, the domain is submitted anew under it, and the former is ended; else nothing happens",
);
