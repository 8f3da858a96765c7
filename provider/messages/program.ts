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
