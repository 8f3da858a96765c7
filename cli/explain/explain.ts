/** A certificate's plan in words: what, when, by which rule, from which source, and what follows if nothing is done. Pure. */
import { z } from "zod";

import { addDays, type Day, lifeInDays } from "../../provider/calendar";
import type { CertificateInputs } from "../../provider/certificate/plan/fields";
import { valueOrDefault } from "../../provider/certificate/plan/fields";
import { issuanceOf } from "../../provider/certificate/plan/issuance";
import { findPlannedDueDay } from "../../provider/certificate/plan/plan";
import { describePlan } from "../../provider/certificate/plan/words";
import { pluralize } from "../../provider/format";
import {
  defaultRenewBeforeDays,
  leastRenewalDays,
  maxLifeDays,
  renewalOpensDays,
  sources,
} from "../../provider/rules";
import { omitUndefined } from "../../provider/wire";
import type { Fate } from "../previews";
import type { Row } from "../report/report";

const sentenceSchema = z.strictObject({
  about: z
    .enum([
      "failed",
      "plan",
      "warning",
      "dates",
      "due",
      "next",
      "obstacle",
      "waiting",
      "nothing done",
    ])
    .describe("What it is about."),
  text: z.string().describe("In words."),
  source: z.string().optional().describe("Where the rule comes from."),
});

export const explanationsSchema = z.array(
  z.strictObject({
    stack: z.string().describe("`<project>/<stack>`."),
    resource: z.string().describe("Name of the resource."),
    sentences: z.array(sentenceSchema).describe("What is to be said, in that order."),
  }),
);

export type Sentence = z.infer<typeof sentenceSchema>;

/** What an `onDelete` ends, and what it leaves; as the default does. */
const ends: Readonly<Record<string, string>> = {
  revoke:
    "what it had issued itself, and what it had adopted, is revoked, and an order of its own that waits is canceled (onDelete: revoke)",
  revokeAll:
    "everything on its orders is revoked or canceled, whoever asked for it, except what another resource of the run uses (onDelete: revokeAll)",
  keep: "nothing is revoked or canceled (onDelete: keep)",
};
const defaultEnd =
  "what it had issued itself is revoked, an order of its own that waits is canceled, and what was adopted is kept";

/** @param fate what a preview does with the certificate */
export function explainCertificate(row: Row, inputs: CertificateInputs, fate: Fate): Sentence[] {
  if (fate === "retained") {
    return [{ about: "plan", text: "it leaves the stack, and nobody is called (retainOnDelete)" }];
  }
  if (fate === "removed") {
    const end = ends[String(inputs.onDelete)] ?? defaultEnd;
    return [{ about: "plan", text: `it is removed: ${end}` }];
  }
  const planned = issuanceOf(inputs);
  if (planned === undefined) {
    return [
      {
        about: "plan",
        text: "it has no plan yet: run `pulumi refresh`, so that its dates are known",
      },
    ];
  }
  const { validFrom, validUntil, coveredUntil } = row;
  const issuance = { ...planned, ...omitUndefined({ validFrom, validUntil, coveredUntil }) };
  const { warning, forecast } = planned;
  return [
    {
      about: "plan",
      text:
        fate === "untouched"
          ? `nothing is done in this run. The plan before was: ${describePlan(planned)}`
          : describePlan(planned),
    },
    ...[warning, forecast].flatMap((text): Sentence[] =>
      text === undefined ? [] : [{ about: "warning", text }],
    ),
    ...explainDates(issuance),
    ...explainDue(inputs, findPlannedDueDay(inputs, issuance)),
    ...(row.waiting === undefined ? [] : [{ about: "waiting", text: row.waiting.text } as const]),
    ...row.plans.map(({ day, action, cost, validUntil: until }): Sentence => ({
      about: "next",
      text: `${day}: ${action}${until === undefined ? "" : ` until ${until}`}, ${cost}`,
    })),
    ...(row.obstacle === undefined
      ? []
      : [{ about: "obstacle", text: `${row.obstacle.day}: ${row.obstacle.text}` } as const]),
    ...explainNeglect(issuance),
  ];
}

interface Dates {
  validFrom?: Day | undefined;
  validUntil?: Day | undefined;
  coveredUntil?: Day | undefined;
}

function explainDates({ validFrom, validUntil, coveredUntil }: Dates): Sentence[] {
  if (validFrom === undefined || validUntil === undefined) return [];
  const { days, industryDays } = maxLifeDays(validFrom);
  const covered =
    coveredUntil === undefined
      ? ""
      : `; what is paid for lasts until ${coveredUntil}, and reissues are free until then`;
  return [
    {
      about: "dates",
      text:
        `the certificate lasts from ${validFrom} to ${validUntil}, ${pluralize(lifeInDays(validFrom, validUntil), "day")} ` +
        `(one issued on that day may last ${days}, ${industryDays} in the industry)${covered}`,
      source: sources.longestLife,
    },
  ];
}

function explainDue(inputs: CertificateInputs, due: Day | undefined): Sentence[] {
  if (due === undefined) return [];
  const days = Number(valueOrDefault(inputs, "renewBeforeDays") ?? defaultRenewBeforeDays);
  return [
    {
      about: "due",
      text:
        `it is due from ${due} on: ${pluralize(days, "day")} before its end (renewBeforeDays), never more than a third of its life, ` +
        `and ${leastRenewalDays} at least where it ends with its order`,
      source: sources.due,
    },
  ];
}

function explainNeglect({ validUntil, coveredUntil }: Dates): Sentence[] {
  if (validUntil === undefined) return [];
  const renewal =
    coveredUntil === undefined
      ? ""
      : `; CertCentral renews the order from ${addDays(coveredUntil, -renewalOpensDays)} on`;
  return [
    {
      about: "nothing done",
      text: `if nothing is done, clients refuse it from ${addDays(validUntil, 1)} on${renewal}`,
      source: sources.renewal,
    },
  ];
}
