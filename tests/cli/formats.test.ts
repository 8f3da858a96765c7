/** Forms of a report, by table: what is said of rows that an account seldom has. */
import { formatCalendar } from "../../cli/report/formats/calendar";
import { formatCsv } from "../../cli/report/formats/csv";
import { formatPrometheus } from "../../cli/report/formats/prometheus";
import { formatTable } from "../../cli/report/formats/table";
import { formatWaiting } from "../../cli/report/formats/waiting";
import { describeNext, describeShort, listShort } from "../../cli/report/formats/words";
import type { Report, Row } from "../../cli/report/report";
import { formatHtml } from "../../cli/timeline/page";
import { issuedRow as row, reportOf as makeReport } from "../support/report";

const reportOf = (...changes: Partial<Row>[]): Report => makeReport(row, ...changes);

const plain = (_color: string, text: string): string => text;
const reissue = {
  day: "2027-03-30",
  action: "reissue",
  cost: "free, covered by the order",
} as const;
const obstacle = {
  day: "2027-03-01",
  text: "due for renewal, not planned: paid renewals are denied",
};

test.each<[string, Partial<Row>, string]>([
  ["a plan", { plans: [reissue] }, "reissue 2027-03-30"],
  [
    "a plan of what no stack holds",
    { plans: [reissue], standing: "in no stack" },
    "(reissue 2027-03-30)",
  ],
  ["an obstacle before it", { plans: [reissue], obstacle }, "nothing planned, due 2027-03-01"],
  [
    "an obstacle after it",
    { plans: [reissue], obstacle: { ...obstacle, day: "2027-09-01" } },
    "reissue 2027-03-30",
  ],
  ["renewed", { plans: [reissue], isRenewed: true }, "renewed by another order"],
  ["renewed by what waits", { isRenewed: true, awaitedRenewal: 112234 }, "renewal 112234 waits"],
  ["waiting", { waiting: { text: "order 1 needs approval" } }, "waits"],
  ["nothing", {}, "-"],
])("next: %s", (_what, change, said) => {
  expect(describeNext({ ...row, ...change })).toBe(said);
});

test.each<[string, Partial<Row>, boolean]>([
  ["as many days", { daysLeft: 14 }, false],
  ["fewer", { daysLeft: 13 }, true],
  ["fewer, renewed", { daysLeft: 13, isRenewed: true }, false],
  ["fewer, while its renewal waits", { daysLeft: 13, isRenewed: true, awaitedRenewal: 1 }, true],
  ["no certificate yet", { daysLeft: undefined }, false],
  ["ended under a stack", { daysLeft: undefined, standing: "ended in a stack" }, true],
])("--fail-under 14: %s", (_what, change, isShort) => {
  const { daysLeft, ...rest } = { ...row, ...change };
  const changed = daysLeft === undefined ? rest : { ...rest, daysLeft };
  expect(listShort(reportOf(changed as Row), 14).length > 0).toBe(isShort);
});

test("an empty report says so in each form", () => {
  const empty = { ...reportOf(), hidden: 2 };
  expect(formatTable(empty, plain)).toBe(
    "2026-11-29: no order that lives, 2 ended orders left out (--all shows them)\n",
  );
  expect(formatWaiting(empty)).toBe("Subject: CertCentral: nothing waits on 2026-11-29\n\n");
  expect(formatCsv(empty).split("\r\n")).toHaveLength(2);
});

test("why a pipeline fails is one line: five by name, and how many more", () => {
  const all = Array.from({ length: 7 }, (_, at) => ({ ...row, name: `n${at}`, daysLeft: at }));
  expect(describeShort(all, 30)).toBe(
    "7 certificates ended or with fewer than 30 days left: n0 (0 days), n1 (1 day), n2 (2 days), n3 (3 days), n4 (4 days) and 2 more",
  );
});

test("ics: a validation that does not lapse has no event", () => {
  const domain = { name: "example.com", validatedUntil: "9999-12-31", daysLeft: 2_912_110 };
  const text = formatCalendar({ ...reportOf(), domains: [domain] }, new Date());
  expect(text).not.toContain("validation lapses");
});

test("html: what has no certificate yet is named above the picture, folded", () => {
  const waits = { status: "needs_approval", validFrom: undefined } as unknown as Partial<Row>;
  const text = formatHtml(reportOf(waits));
  expect(text).toContain(
    '<summary>1 order without a certificate until now</summary>\n<ul>\n<li><a href="#row-0">www.example.com</a>: needs_approval</li>',
  );
  expect(formatHtml(reportOf({ validFrom: "2026-06-01" }))).not.toContain(
    "without a certificate until now",
  );
});

test("csv: what a spreadsheet would run is a text, and quotes are doubled", () => {
  const text = formatCsv(reportOf({ name: '=cmd("x"),y', daysLeft: -3 }));
  expect(text).toContain(`"'=cmd(""x""),y",`);
  expect(text).toContain(",-3,");
});

test("prometheus: what a label may not have is escaped", () => {
  const holders = [{ stack: 'shop/"prod"\\', resource: "www\nnext" }];
  expect(formatPrometheus(reportOf({ holders }))).toContain(
    'stack="shop/\\"prod\\"\\\\",resource="www\\nnext"',
  );
});

test("ics: what is due and not planned has a day of its own, and is folded between letters", () => {
  const text = formatCalendar(
    reportOf({ name: "ü".repeat(60), obstacle }),
    new Date("2026-11-29T12:00:00Z"),
  );
  const unfolded = text.replaceAll("\r\n ", "").split("\r\n");
  expect(unfolded).toContain("UID:order-112233-obstacle@pulumi-certcentral");
  expect(unfolded).toContain("DTSTART;VALUE=DATE:20270301");
  expect(unfolded).toContain(`SUMMARY:${"ü".repeat(60)}: due\\, and nothing planned`);
  expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
});

test("what stands where: ended, not listed, in no stack, not planned", () => {
  const text = formatTable(
    reportOf(
      {
        name: "a.example.com",
        standing: "ended in a stack",
        holders: [{ stack: "shop/prod", resource: "a" }],
      },
      {
        name: "b.example.com",
        standing: "not shown",
        holders: [{ stack: "shop/prod", resource: "b" }],
      },
      { name: "c.example.com", standing: "in no stack", obstacle },
    ),
    plain,
  );
  expect(text).toContain(
    "\nEnded, and still in a stack:\n  a.example.com (order 112233) of shop/prod\n",
  );
  expect(text).toContain(
    "\nIn a stack, and not listed by CertCentral:\n  b.example.com (order 112233) of shop/prod\n",
  );
  expect(text).toContain("\nIn no stack:\n  c.example.com (order 112233)\n");
  expect(text).toContain(
    `\nDue and not planned:\n  c.example.com (order 112233), from 2027-03-01: ${obstacle.text}\n`,
  );
});
