/** What the classes say while a program runs: CC200 to CC219. */
import { define } from "./define";

export const keyNotKnown = define(
  {
    code: "CC200",
    severity: "warning",
    cause:
      "The API key of an explicit Provider is made in the same run, so the preview cannot ask for the plans of its resources.",
    remedy: "Make the key first (`pulumi up --target`), then look at the preview again.",
  },
  (name: string) =>
    `${name}: the API key of its provider is known only during the update, so this preview does not show its plan, and the update ` +
    "may pay for an order or a renewal. Make the key first with `pulumi up --target`, then look at the preview again",
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
