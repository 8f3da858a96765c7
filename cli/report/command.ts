import { type Command, Option } from "commander";

import { formatExamples } from "../examples";
import { addConnectionFlags, connect, type Connection, type ConnectionFlags } from "../connection";
import { type ExitCode, exitCodes } from "../exit-codes";
import { readDays } from "../flags";
import { readStackExport } from "../stacks";
import { formatHtml } from "../timeline/page";
import { formatSvg } from "../timeline/picture";
import { paintFor, readJson, showProgress, type World } from "../world";
import { formatCalendar } from "./formats/calendar";
import { formatCsv } from "./formats/csv";
import { formatPrometheus } from "./formats/prometheus";
import { formatTable } from "./formats/table";
import { formatWaiting } from "./formats/waiting";
import { describeShort, listShort } from "./formats/words";
import { gatherAccount } from "./gather";
import type { Report } from "./report";
import { makeReport } from "./rows";

interface Flags extends ConnectionFlags {
  format: keyof typeof formats;
  json?: true;
  all?: true;
  offline?: true;
  failUnder?: number;
}

type Formatter = (report: Report, connection: Connection, world: World) => string;

const formats = {
  table: (report, _connection, world) => formatTable(report, paintFor(world)),
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
    .addHelpText(
      "after",
      formatExamples(
        ["what ends first stands first", "certcentral report"],
        ["orders beside a stack", "pulumi stack export | certcentral report -"],
        ["a pipeline that fails two weeks before an end", "certcentral report --fail-under 14"],
        ["a page to look at, or to print", "certcentral report --format html > certificates.html"],
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
      "--fail-under <days>",
      `exit ${exitCodes.found} where a certificate has fewer days left, or an order has ended under its stack`,
      readDays,
    );
  addConnectionFlags(command).action(async (exports: string[], flags: Flags) => {
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
    });
    const format: Formatter = formats[flags.json === true ? "json" : flags.format];
    world.output.write(format(report, connection, world));
    const short = flags.failUnder === undefined ? [] : listShort(report, flags.failUnder);
    if (short.length === 0) return;
    world.errors.write(`certcentral: ${describeShort(short, flags.failUnder ?? 0)}\n`);
    end(exitCodes.found);
  });
}
