/** What an import has written: the shape of `--json`, and the same for people. */
import { z } from "zod";

import { pluralize } from "../../provider/format";

export const importSchema = z.strictObject({
  folder: z.string().describe("Folder of the program."),
  format: z.enum(["typescript", "yaml"]).describe("Its language."),
  certificates: z
    .array(
      z.strictObject({
        resource: z.string().describe("Name of the resource, and of the file with its CSR."),
        orderId: z.number().describe("The order that it takes over."),
      }),
    )
    .describe("The certificates of the program."),
  leftOut: z
    .array(z.string())
    .describe("Orders that fit and that no program can be written for, and why."),
  notes: z
    .array(z.string())
    .describe("What a person has to know of orders that are taken over; the program says it too."),
  others: z.number().describe("Other orders that are listed: they do not fit, or are not in use."),
});

export type Imported = z.infer<typeof importSchema>;

const nextSteps = {
  typescript: "npm install && pulumi stack init && pulumi preview",
  yaml: "pulumi stack init && pulumi preview",
} as const;

export function formatSummary(imported: Imported): string {
  const { folder, format, certificates, leftOut, notes, others } = imported;
  const lines = [
    `${folder}: ${pluralize(certificates.length, "certificate")}; ${pluralize(others, "other order")} of the account not taken over`,
    ...leftOut.map((line) => `Left out: ${line}`),
    ...notes.map((line) => `Note: ${line}`),
    `Next: cd ${folder} && ${nextSteps[format]}`,
  ];
  return `${lines.join("\n")}\n`;
}
