/** What a doctor says: the shape of `--json`. */
import { z } from "zod";

const findingSchema = z.strictObject({
  topic: z
    .enum([
      "key",
      "view",
      "limits",
      "clock",
      "products",
      "organizations",
      "domains",
      "plans",
      "references",
      "order",
    ])
    .describe("What it is about; `order` is about a certificate that was given."),
  level: z
    .enum(["good", "note", "problem"])
    .describe("A `problem` ends the command with 3: an order would be refused, or would wait."),
  text: z.string(),
});

export const findingsSchema = z.strictObject({
  today: z.iso.date().describe("The day of the examination."),
  findings: z.array(findingSchema),
});

export type Finding = z.infer<typeof findingSchema>;

export function good(topic: Finding["topic"], text: string): Finding {
  return { topic, level: "good", text };
}

export function note(topic: Finding["topic"], text: string): Finding {
  return { topic, level: "note", text };
}

export function problem(topic: Finding["topic"], text: string): Finding {
  return { topic, level: "problem", text };
}
