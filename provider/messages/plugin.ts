/** What only the plugin says: CC220 to CC239. */
import { define } from "./define";

export const runCanceled = define(
  {
    code: "CC220",
    severity: "error",
    cause: "The run was canceled (Ctrl-C) while something was waited for.",
    remedy: "`pulumi up` goes on from there; what CertCentral has taken is in state.",
  },
  () =>
    "the run was canceled: nothing more is asked of CertCentral, and what it has taken is kept. Run `pulumi up` again to go on",
);

export const importNeedsId = define(
  {
    code: "CC221",
    severity: "error",
    cause: "A certificate was to be imported by something that is not an order id.",
    remedy:
      "`pulumi import certcentral:index:Certificate <name> <order id>`; the console lists orders with their ids.",
  },
  (id: string) =>
    `import certificate "${id}": it is imported by the id of its order, like 112233. Look it up in CertCentral`,
);

export const importImpossibleNow = define(
  {
    code: "CC222",
    severity: "error",
    cause:
      "What was to be imported, or read by `get`, is not shown to this API key, or has ended, or does not say what a program needs.",
    remedy: "Name what lives, with a key that sees it.",
  },
  (verb: string, thing: string, problem: string) =>
    `${verb} ${thing}: ${problem}. Nothing was changed`,
);

export const nothingToImport = define(
  {
    code: "CC223",
    severity: "error",
    cause: "A wait was to be imported. It holds nothing in CertCentral.",
    remedy: "Declare it: its first run looks once, and ends.",
  },
  (type: string) =>
    `import ${type}: it is a wait, and CertCentral has no such thing. Declare it in the program instead`,
);

export const outputsAppear = define(
  {
    code: "CC224",
    severity: "note",
    cause:
      "State that comes from the dynamic provider, or from an earlier version, lacks outputs that the plugin has.",
    remedy: "Nothing: they are made from what is there.",
  },
  (names: string) =>
    `the outputs ${names} appear in the state: made from what is there, CertCentral is not called`,
);

export const tokenUnknown = define(
  {
    code: "CC225",
    severity: "error",
    cause: "The program asks for a resource or a function that this version of the plugin lacks.",
    remedy: "Use an SDK and a plugin of the same version.",
  },
  (token: string, version: string) =>
    `find ${token}: version ${version} of the plugin certcentral has no such thing. Use an SDK and a plugin of the same version`,
);

export const argumentsWrong = define(
  {
    code: "CC226",
    severity: "error",
    cause: "A function was called with an argument that it does not take, or of another type.",
    remedy: "Correct the argument; the reference lists them.",
  },
  (name: string, problems: string) => `call ${name}: ${problems}`,
);

export const certificateImported = define(
  {
    code: "CC227",
    severity: "note",
    cause: "An order was imported. It is held like an adopted one.",
    remedy: 'Write onDelete: "revoke" where its end is to end it; else it is left alone.',
  },
  (orderId: number) =>
    `order ${orderId} is imported: used, reissued and renewed from now on, and ended only where onDelete: "revoke" is written out`,
);

export const configurationUnready = define(
  {
    code: "CC229",
    severity: "warning",
    cause:
      "A setting of an explicit provider is made in the same run, so the preview cannot ask for the plans of its resources.",
    remedy: "Make it first (`pulumi up --target`), then look at the preview again.",
  },
  (settings: string) =>
    `${settings} of this provider is known only during the update, so this preview does not show the plans of its resources, and the ` +
    "update may pay for orders and renewals. Make it first with `pulumi up --target`, then look at the preview again",
);

export const awaitedUnasked = define(
  {
    code: "CC230",
    severity: "warning",
    cause:
      "Something is awaited, so that the engine looks at it before each preview and update, with the API key of the last one: there is none, " +
      "or it has been exchanged since.",
    remedy:
      "Nothing, where the key was exchanged: what follows has the new one. A preview without a key goes by what the last run saw.",
  },
  (thing: string, why: string) =>
    `${thing} is not looked at beforehand, because ${why}: the preview goes by what the last run saw`,
);

export const readOnRenewal = define(
  {
    code: "CC231",
    severity: "note",
    cause: "The order that was named has been renewed: what is read is the order that renewed it.",
    remedy: "Nothing.",
  },
  (orderId: number, renewalId: number) =>
    `order ${orderId} was renewed: order ${renewalId} is read`,
);

export const configurationUnknown = define(
  {
    code: "CC228",
    severity: "error",
    cause: "The configuration of a provider has a key that is none of the plugin's.",
    remedy: "Look for a misspelling among the keys that the message lists.",
  },
  (names: string) => `is not a setting of certcentral: look for a misspelling among ${names}`,
);
