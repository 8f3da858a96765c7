/** What an examination finds: the shape of `--json`, and a line each for people. */
import { z } from "zod";

import { indentText } from "./columns";
import { type Paint, paintFor, widthOf, type World } from "./world";

const findingSchema = z.strictObject({
  topic: z.string().describe("What it is about."),
  level: z.enum(["good", "note", "problem"]).describe("A `problem` ends the command with 3."),
  text: z.string().describe("In a sentence."),
});

export const findingsSchema = z.strictObject({
  today: z.iso.date().describe("The day of the examination."),
  findings: z.array(findingSchema).describe("In the order in which they were found."),
});

export type Finding = z.infer<typeof findingSchema>;

export function good(topic: string, text: string): Finding {
  return { topic, level: "good", text };
}

export function note(topic: string, text: string): Finding {
  return { topic, level: "note", text };
}

export function problem(topic: string, text: string): Finding {
  return { topic, level: "problem", text };
}

/** What was found, for people or as JSON. @returns whether a problem is among it */
export function tellFindings(
  { today, findings }: z.infer<typeof findingsSchema>,
  { json }: { json?: true },
  world: World,
): boolean {
  world.output.write(
    json === true
      ? `${JSON.stringify({ today, findings }, undefined, 2)}\n`
      : formatFindings(findings, paintFor(world), widthOf(world)),
  );
  return findings.some(({ level }) => level === "problem");
}

function formatFindings(
  findings: readonly Finding[],
  paint: Paint,
  width: number | undefined,
): string {
  const indent = 24;
  const marks = {
    good: paint("green", "ok     "),
    note: paint("dim", "note   "),
    problem: paint("red", "PROBLEM"),
  };
  return findings
    .map(
      ({ topic, level, text }) =>
        `${marks[level]}  ${topic.padEnd(13)}  ${indentText(text, indent, width)}\n`,
    )
    .join("");
}
