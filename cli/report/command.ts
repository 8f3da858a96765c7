import { type Command, Option } from "commander";

import { formatExamples, formatTerms } from "../help";
import { addConnectionFlags, connect, type Connection, type ConnectionFlags } from "../connection";
import { type ExitCode, exitCodes } from "../exit-codes";
import { readDays, readDomain } from "../flags";
import { readStackExport } from "../stacks";
import { formatHtml } from "../timeline/page";
import { formatSvg } from "../timeline/picture";
import { paintFor, readJson, showProgress, widthOf, type World } from "../world";
import { formatCalendar } from "./formats/calendar";
import { formatCsv } from "./formats/csv";
import { formatPrometheus } from "./formats/prometheus";
import { formatTable } from "./formats/table";
import { formatWaiting } from "./formats/waiting";
import { describeOverdue, describeShort, listOverdue, listShort } from "./formats/words";
import { gatherAccount } from "./gather";
import type { Report } from "./report";
import { makeReport } from "./rows";

/** What the heads of the table mean. */
const columnsHelp = formatTerms("Columns of the table", [
  ["name", "common name of the certificate"],
  ["order", "id of the order in CertCentral"],
  ["status", "of the order, in CertCentral's word: issued, pending, needs_approval, expired ..."],
  ["days left", "to the last day of the certificate, negative after it"],
  ["until", "last day of the certificate"],
  ["covered until", "last day of the order: until then a new certificate on it is free"],
  [
    "next",
    "what a daily `pulumi up` would do next, and on which day: reissue, renew or order; in brackets where no stack holds the order, so that nobody does it; `waits` where it waits for somebody; - where nothing comes",
  ],
  [
    "cost",
    "of that: free; the price of the last order, as CertCentral gives it; or not known. Nothing is guessed",
  ],
  ["held by", "stack and resource that hold the order, where stacks are given"],
]);

const formsHelp = formatTerms("Forms", [
  ["table", "for people"],
  ["json", "all that is known of each order"],
  ["csv", "for spreadsheets"],
  ["prometheus", "for the textfile folder of a node exporter"],
  ["ics", "a calendar of what is due, of ends and of domains that lapse"],
  ["html", "a page with a timeline and the table; one file, which loads nothing"],
  ["svg", "the timeline alone"],
  ["waiting", "a mail, or a post for a chat: what waits, for whom and since when"],
]);

interface Flags extends ConnectionFlags {
  format: keyof typeof formats;
  json?: true;
  all?: true;
  offline?: true;
  domain?: string;
  failUnder?: number;
  failWaiting?: number;
}

type Formatter = (report: Report, connection: Connection, world: World) => string;

const formats = {
  table: (report, _connection, world) => formatTable(report, paintFor(world), widthOf(world)),
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  csv: formatCsv,
  prometheus: formatPrometheus,
  ics: (report, { clock }) => formatCalendar(report, clock.now()),
  html: formatHtml,
  svg: formatSvg,
  waiting: formatWaiting,
} satisfies Record<string, Formatter>;

export function addReport(program: Command, world: World, end: (code: ExitCode) => void): void {
  const command = program
    .command("report")
    .summary("what expires, what comes next and what it costs")
    .addHelpText("after", `${formsHelp}\n${columnsHelp}`)
    .addHelpText(
      "after",
      formatExamples(
        ["what ends first stands first", "certcentral report"],
        ["orders beside a stack", "pulumi stack export | certcentral report -"],
        ["a pipeline that fails two weeks before an end", "certcentral report --fail-under 14"],
        ["a page to look at, or to print", "certcentral report --format html > certificates.html"],
        [
          "a mail to who must act",
          "certcentral report --format waiting | sendmail pki@example.com",
        ],
      ),
    )
    .description(
      "All orders, and what a daily `pulumi up` would do next for each. With exports of stacks, both side by side: " +
        "orders in no stack, and stacks whose order has ended.",
    )
    .argument("[exports...]", "files that `pulumi stack export` wrote; - for standard input")
    .addOption(
      new Option("--format <format>", "form of the report")
        .choices(Object.keys(formats))
        .default("table"),
    )
    .option("--json", "the same as --format json")
    .option("--all", "with orders that have ended and that no stack holds")
    .option(
      "--offline",
      "the given stacks alone: CertCentral is not asked, and no API key is needed",
    )
    .option(
      "--domain <name>",
      "only what has a name that is this domain or below it, alternative names too",
      readDomain,
    )
    .option(
      "--fail-under <days>",
      `exit ${exitCodes.found} where a certificate in use has fewer days left, or an order has ended under its stack. ` +
        "While a renewal waits, the certificate before it is the one in use; an order that waits for its first certificate has none",
      readDays,
    )
    .addOption(
      new Option(
        "--fail-waiting <days>",
        `exit ${exitCodes.found} where an order, a renewal or a reissue has waited for so many days, or longer`,
      )
        .argParser(readDays)
        .conflicts("offline"),
    );
  addConnectionFlags(command).action(async (exports: string[], flags: Flags) => {
    if (flags.offline === true && exports.length === 0)
      command.error("error: option '--offline' says nothing without exports", { exitCode: 2 });
    const connection = connect(flags, world);
    const { today, settings } = connection;
    const stacks =
      exports.length === 0
        ? undefined
        : exports.flatMap((path) => readStackExport(readJson(path), path));
    const account =
      flags.offline === true
        ? undefined
        : await gatherAccount(connection.reader(), (text) => {
            showProgress(world, text);
          });
    showProgress(world, "");
    const { paidActions } = settings;
    const report = makeReport({
      account,
      stacks,
      today,
      paidActions,
      showsEnded: flags.all === true,
      domain: flags.domain,
    });
    const format: Formatter = formats[flags.json === true ? "json" : flags.format];
    world.output.write(format(report, connection, world));
    const reasons = listReasonsToFail(report, flags);
    for (const reason of reasons) world.errors.write(`certcentral: ${reason}\n`);
    if (reasons.length > 0) end(exitCodes.found);
  });
}

function listReasonsToFail(
  report: Report,
  { failUnder, failWaiting }: Pick<Flags, "failUnder" | "failWaiting">,
): string[] {
  const short = failUnder === undefined ? [] : listShort(report, failUnder);
  const overdue = failWaiting === undefined ? [] : listOverdue(report, failWaiting);
  return [
    ...(short.length === 0 ? [] : [describeShort(short, failUnder ?? 0)]),
    ...(overdue.length === 0 ? [] : [describeOverdue(overdue, failWaiting ?? 0)]),
  ];
}
