import type { Command } from "commander";

import { dayOf } from "../../provider/calendar";
import { clockAt } from "../../provider/clock";
import { readSettings } from "../../provider/settings";
import { indentText } from "../columns";
import { formatExamples } from "../help";
import { chooseCertificates, listFailures, readCertificates } from "../previews";
import { makeReport } from "../report/rows";
import { paintFor, type Paint, readJson, widthOf, type World } from "../world";
import { explainCertificate, type Sentence } from "./explain";
import { findMessage, formatMessage, isCode } from "./messages";

interface Explained {
  stack: string;
  resource: string;
  sentences: Sentence[];
}

export function addExplain(program: Command, world: World): void {
  program
    .command("explain")
    .summary("a plan, or a message, in words")
    .addHelpText(
      "after",
      formatExamples(
        ["what a preview means", "pulumi preview --json | certcentral explain -"],
        ["a message", "certcentral explain CC303"],
      ),
    )
    .description(
      "The plans of a preview or of a stack: the dates, the rule, its source, what comes next, and what follows if nothing is done. " +
        "Or a message by its code. It asks nobody.",
    )
    .argument(
      "<what>",
      "a file that `pulumi preview --json` or `pulumi stack export` wrote, - for standard input, or a code like CC303",
    )
    .argument("[resource]", "the certificate of that name alone")
    .option("--json", "as JSON")
    .action((what: string, resource: string | undefined, { json }: { json?: true }) => {
      const asJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
      if (isCode(what)) {
        const { code, severity, cause, remedy } = findMessage(what);
        const message = { code, severity, cause, remedy };
        world.output.write(
          json === true ? asJson(message) : formatMessage(message, widthOf(world)),
        );
        return;
      }
      const explained = explainFile(what, resource, world);
      world.output.write(
        json === true
          ? asJson(explained)
          : formatExplained(explained, paintFor(world), widthOf(world)),
      );
    });
}

function explainFile(
  path: string,
  resource: string | undefined,
  { environment }: World,
): Explained[] {
  const settings = readSettings({ get: () => undefined }, environment);
  const today = dayOf(clockAt(settings.pretendedNow).now());
  const json = readJson(path);
  const failures = listFailures(json);
  const all = readCertificates(json, path);
  // One that the preview failed at has no step.
  const chosen =
    failures.length > 0 && all.length === 0 ? [] : chooseCertificates(all, resource, path);
  const failed = failures.map(({ stack, resource: name, text }) => ({
    stack,
    resource: name,
    sentences: [{ about: "failed", text } as const],
  }));
  const explained = chosen.flatMap((certificate) => {
    const { paidActions } = settings;
    const { rows } = makeReport({ stacks: [certificate], today, paidActions, showsEnded: true });
    const { stack, resource: name, inputs, fate = "planned" } = certificate;
    return rows.map((row) => ({
      stack,
      resource: name,
      sentences: explainCertificate(row, inputs, fate),
    }));
  });
  return [...failed, ...explained];
}

function formatExplained(
  explained: readonly Explained[],
  paint: Paint,
  width: number | undefined,
): string {
  if (explained.length === 0) return "Nothing is done to any certificate.\n";
  return explained
    .map(({ stack, resource, sentences }) => {
      const lines = sentences.map(({ about, text, source }) => {
        const from =
          source === undefined
            ? ""
            : `\n  ${" ".repeat(14)}${paint("dim", indentText(`Source: ${source}.`, 16, width))}`;
        return `  ${about.padEnd(14)}${indentText(text, 16, width)}${from}`;
      });
      return `${paint("bold", `${stack} ${resource}`)}\n${lines.join("\n")}\n`;
    })
    .join("\n");
}
