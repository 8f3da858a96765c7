/** What a report says: the shape of `--json`, and with it of every other form. */
import { z } from "zod";

/** How far plans are looked for: a one-year order and its renewal. */
export const aheadDays = 400;

const day = z.iso.date();

const planSchema = z.strictObject({
  day: day.describe("Day on which a daily `pulumi up` first plans it."),
  action: z.enum(["order", "renew", "reissue", "adopt"]).describe("`order` and `renew` are paid."),
  cost: z.string().describe("What it costs, in the preview's words."),
  price: z
    .number()
    .optional()
    .describe(
      "0 where it is free; the price of the last order where it is paid; absent where CertCentral gives none.",
    ),
  reason: z.string().optional().describe("Why, in the preview's words."),
  validUntil: day.optional().describe("Last day of the certificate that it brings."),
  coveredUntil: day.optional().describe("Last day of the order then."),
});

const rowSchema = z.strictObject({
  name: z.string().describe("Common name."),
  names: z.array(z.string()).describe("All names of the certificate."),
  orderId: z.number().optional().describe("Id of the order; absent where a stack knows none."),
  product: z.string().optional().describe("Product identifier."),
  status: z
    .string()
    .describe("CertCentral's word; the stack's last one where CertCentral was not asked."),
  isRenewed: z.boolean().describe("Whether another order renews it."),
  awaitedRenewal: z
    .number()
    .optional()
    .describe(
      "Id of the order that renews it and has no certificate yet: until then this one's is in use.",
    ),
  holders: z
    .array(
      z.strictObject({
        stack: z.string().describe("`<project>/<stack>`."),
        resource: z.string().describe("Name of the resource."),
      }),
    )
    .describe("Resources that hold the order."),
  standing: z
    .enum(["in a stack", "in no stack", "ended in a stack", "not shown", "not compared"])
    .describe(
      "Stacks and CertCentral side by side. `ended in a stack`: a stack holds it and it has ended. `not shown`: a stack holds it and CertCentral does not list it. `not compared`: one side was not asked.",
    ),
  createdOn: day.optional().describe("Day of the order."),
  validFrom: day.optional().describe("First day of the certificate."),
  validUntil: day.optional().describe("Last day of the certificate."),
  coveredUntil: day.optional().describe("Last day of the order."),
  daysLeft: z
    .number()
    .optional()
    .describe(
      "Days to the last day of the certificate, negative after it; 0 where it was revoked; absent where none was issued.",
    ),
  plans: z
    .array(planSchema)
    .describe(
      "What the planner would do from today on if nothing but the day changed, the next action first; empty for what has ended and no stack holds.",
    ),
  obstacle: z
    .strictObject({
      day: day.describe("The first day."),
      text: z.string().describe("Why, in the preview's words."),
    })
    .optional()
    .describe("First day on which something is due and nothing is planned, and why."),
  lastPrice: z
    .number()
    .optional()
    .describe("Price of the order as CertCentral lists it; absent where it gives none."),
  currency: z
    .string()
    .optional()
    .describe("Of all its prices: the order's, else the account's; absent where none is named."),
  waiting: z
    .strictObject({
      text: z.string().describe("For what and for whom, with the id of a request."),
      since: day.optional().describe("Day of the request, else of the order."),
    })
    .optional()
    .describe("What it waits for, from whom, and since when."),
});

const domainSchema = z.strictObject({
  name: z.string().describe("The domain."),
  validatedUntil: day.describe("Last day on which its validation can be used."),
  daysLeft: z.number().describe("Days to that day."),
});

const costsSchema = z.strictObject({
  until: day.describe("Last day that is counted, a year from today."),
  sums: z
    .array(
      z.strictObject({
        currency: z.string().optional().describe("Absent where CertCentral names none."),
        amount: z.number().describe("By the prices of the last orders."),
        paidActions: z.number().describe("How many orders and renewals that is."),
      }),
    )
    .describe("One sum a currency."),
  notKnown: z.number().describe("Further paid actions, of which CertCentral gives no price."),
});

export const reportSchema = z.strictObject({
  today: day.describe("The day of the report."),
  domain: z.string().optional().describe("What `--domain` named."),
  rows: z.array(rowSchema).describe("What ends first stands first."),
  hidden: z.number().describe("Orders left out because they have ended: `--all` shows them."),
  costs: costsSchema.describe(
    "What is paid in a year if all plans are carried out, without orders that no stack holds.",
  ),
  domains: z
    .array(domainSchema)
    .describe("Validations of the account's active domains, those that lapse first in front."),
});

export type Report = z.infer<typeof reportSchema>;
export type Row = z.infer<typeof rowSchema>;

/** Whether another order's certificate serves in its place: not while that order waits for it. */
export function isReplaced({ isRenewed, awaitedRenewal }: Row): boolean {
  return isRenewed && awaitedRenewal === undefined;
}
