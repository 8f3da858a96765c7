/** What the classes say while a program runs: CC200 to CC219. */
import { define } from "./define";

export const providerUnready = define(
  {
    code: "CC200",
    severity: "warning",
    cause:
      "The API key of an explicit Provider, or another setting, is made in the same run, so the preview cannot ask for the plans of its resources.",
    remedy: "Make it first (`pulumi up --target`), then look at the preview again.",
  },
  (name: string) =>
    `${name}: the API key of its provider, or another setting, is known only during the update, so this preview does not show its plan, ` +
    "and the update may pay for an order or a renewal. Make it first with `pulumi up --target`, then look at the preview again",
);

export const importImpossible = define(
  {
    code: "CC201",
    severity: "error",
    cause:
      "A resource was given the option id or import. Dynamic providers cannot read what they have no state of.",
    remedy:
      "adoptOrderId takes an existing order over, free; a domain that the account has is found by its name.",
  },
  (name: string, option: string) =>
    `declare ${name}: the option ${option} does not work with dynamic providers. Take it out; a certificate takes an existing order over, ` +
    "free, with adoptOrderId, and a domain that the account has already is found by its name",
);

export const timeoutsIgnored = define(
  {
    code: "CC202",
    severity: "warning",
    cause: "The option customTimeouts was given, which the engine does not tell dynamic providers.",
    remedy: "issuanceTimeoutMinutes or validationTimeoutMinutes.",
  },
  (name: string) =>
    `${name}: customTimeouts does not reach this provider. Give issuanceTimeoutMinutes or validationTimeoutMinutes instead`,
);

export const plainKey = define(
  {
    code: "CC203",
    severity: "warning",
    cause: "The API key stands in the stack's configuration as plain text.",
    remedy:
      "`pulumi config set --secret certcentral:apiKey <key>`, and a new key if others could read the file.",
  },
  () =>
    "certcentral:apiKey stands in the stack's configuration as plain text. Make it a secret with " +
    "`pulumi config set --secret certcentral:apiKey <key>`, and give CertCentral a new key if others could read that file",
);

export const paidActionsWrong = define(
  {
    code: "CC204",
    severity: "error",
    cause: 'paidActions of a Provider is neither "allow" nor "deny".',
    remedy: "Write one of the two.",
  },
  (value: string) => `create provider: paidActions is "allow" or "deny", not "${value}"`,
);

export const providerSettingUnknown = define(
  {
    code: "CC205",
    severity: "error",
    cause: "A Provider was given a setting that it does not have.",
    remedy: "Look for a misspelling.",
  },
  (name: string, unknown: string, known: string) =>
    `create provider ${name}: it has no setting ${unknown}. It has ${known}`,
);

export const domainsNotForDv = define(
  {
    code: "CC206",
    severity: "error",
    cause:
      "A ValidatedCertificate for a DV product was given domains: a DV order has the tokens of its names itself.",
    remedy: "Leave domains out.",
  },
  (name: string, product: string) =>
    `declare ${name}: "domains" is for OV and EV products; the order of ${product} has the token of ` +
    "each of its names. Leave it out",
);

export const domainNameUnknown = define(
  {
    code: "CC207",
    severity: "error",
    cause:
      "A Domain that is shared by several components has a name that is known only during the update.",
    remedy: "Give its name as text.",
  },
  (name: string) =>
    `declare ${name}: the name of a Domain among "domains" must be known when the program runs. Give it as text`,
);

export const providerNotKnown = define(
  {
    code: "CC208",
    severity: "error",
    cause: "A function was asked with a Provider whose settings are made in the same run.",
    remedy: "The form `...Output` of the function.",
  },
  () => "look up: the provider's settings are not known in this preview; use the form ...Output",
);

export const lookUpNeedsOne = define(
  {
    code: "CC209",
    severity: "error",
    cause: "A function was asked for something without its id and without its name.",
    remedy: "Give one of the two.",
  },
  (what: string) => `look up ${what}: give its id or its name`,
);

export const nothingFound = define(
  {
    code: "CC210",
    severity: "error",
    cause:
      "CertCentral has nothing under the id or name, or hides it from this API key, or several things bear the name.",
    remedy: "Look in the console; give the id instead of the name.",
  },
  (what: string, which: string, cause: string) =>
    `look up ${what} ${which}: ${cause}. Check it in the console of CertCentral`,
);

/** Its words lie in every state file: they may never change. */
export const packageMissing = define(
  {
    code: "CC211",
    severity: "error",
    cause:
      "The provider runs in the folder of the Pulumi program and finds this package neither there nor beside the Pulumi SDK: a library of the " +
      "program may have it for itself alone.",
    remedy: "`npm install pulumi-certcentral` (or pnpm, yarn) in the folder of the Pulumi program.",
  },
  () =>
    "pulumi-certcentral is not installed for the Pulumi program: add it to the program's own package.json and install",
);

export const codeAppears = define(
  {
    code: "CC212",
    severity: "note",
    cause: "State that comes from the plugin lacks the code by which the dynamic provider runs.",
    remedy: "Nothing: it is put there.",
  },
  () => "the code of the dynamic provider appears in the state: CertCentral is not called",
);

export const stackSettingUnknown = define(
  {
    code: "CC213",
    severity: "warning",
    cause:
      "The stack's configuration has a key in the namespace `certcentral` that nobody reads: a brake that is misspelt holds nothing.",
    remedy: "Look for a misspelling among the keys that the message lists.",
  },
  (key: string, known: string) =>
    `${key} of the stack's configuration is no setting, and holds nothing: look for a misspelling among ${known}`,
);
