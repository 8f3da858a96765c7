/** What is said of domains: CC500 to CC519. */
import { define } from "./define";

export const domainHandedOver = define(
  {
    code: "CC500",
    severity: "warning",
    cause:
      "A Domain that this program had submitted was replaced by force: its replacement found the domain in the account, and cannot know whose it was.",
    remedy: 'onDelete: "deactivate" on the resource, if a destroy is to deactivate the domain.',
  },
  (name: string) =>
    `domain ${name} was submitted by the resource that is replaced, and the new one found it in the account: a later destroy leaves it ` +
    'active, unless the new one has onDelete: "deactivate"',
);
