/** At a terminal of 80 letters and of 200: what is there first, nothing that wraps in the middle, and what matters at the end. */
import { alignColumns, fitColumns, wrapText } from "../../cli/columns";
import { type AccountWorld, openAccount } from "../support/account";
import { runCertcentral } from "../support/command-line";

let account: AccountWorld;

beforeAll(async () => {
  account = await openAccount(12);
});

afterAll(() => account.emulator.close());

async function linesOf(args: string[], columns: number): Promise<string[]> {
  const { output } = await runCertcentral(args, account.environment, true, columns);

  return output.replace(/\u001b\[[\d;]*m/g, "").split("\n");
}

test("the table leaves out what 80 letters have no room for, and says so", async () => {
  const lines = await linesOf(["report"], 80);
  expect(lines[0]).toMatch(/^name +order +days left +next +cost$/);
  const table = lines.slice(0, lines.indexOf(""));
  expect(table.filter((line) => line.length > 80)).toEqual([]);
  expect(lines).toContain(
    "Too narrow for status, until and covered until: --format csv has all of it",
  );
});

test("200 letters have room for all; without stacks nothing is held", async () => {
  const lines = await linesOf(["report"], 200);
  expect(lines[0]).toMatch(/^name +order +status +days left +until +covered until +next +cost$/);
  expect(lines.join("\n")).not.toContain("Too narrow");
});

test("what a pipe gets is never cut", async () => {
  const { output } = await runCertcentral(["report"], account.environment);
  expect(output).toMatch(/^name +order +status /);
  expect(output).not.toContain("Too narrow");
});

test("what is urgent stands at the end of a report as well", async () => {
  const lines = await linesOf(["report"], 200);
  expect(lines.slice(-4, -1)).toEqual([
    expect.stringMatching(/^2026-11-29: \d+ rows, \d+ ended orders left out/),
    expect.stringMatching(/^To be paid until 2027-11-29: \d+\.00 USD for \d+ orders by the prices/),
    "2 certificates ended or with fewer than 7 days left: shop-003.example.com (20 days ago), shop-002.example.com (3 days)",
  ]);
});

test("findings are wrapped beside their topics", async () => {
  const lines = await linesOf(["doctor"], 80);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  const wrapped = lines.filter((line) => line.startsWith(" "));
  expect(wrapped.length).toBeGreaterThan(3);
  expect(wrapped.every((line) => /^ {24}\S/.test(line))).toBe(true);
});

test("so is what is explained", async () => {
  const lines = await linesOf(["explain", "CC303"], 80);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  expect(lines.filter((line) => /^ {18}\S/.test(line)).length).toBeGreaterThan(2);
});

test("columns go by their rank, and never those without one", () => {
  const columns = [
    { title: "name", of: (): string => "x".repeat(30) },
    { title: "first", spare: 1, of: (): string => "y".repeat(10) },
    { title: "second", spare: 2, of: (): string => "z".repeat(10) },
  ];
  const titles = (width: number): string[] =>
    fitColumns(columns, [1], width).map(({ title }) => title);
  expect(titles(54)).toEqual(["name", "first", "second"]);
  expect(titles(53)).toEqual(["name", "first"]);
  expect(titles(41)).toEqual(["name"]);
  expect(titles(1)).toEqual(["name"]);
  expect(alignColumns(columns, [])).toEqual(["name  first  second"]);
});

test("no word is cut, however narrow it is", () => {
  expect(wrapText("a longer word", 6)).toEqual(["a", "longer", "word"]);
  expect(wrapText("unbreakable", 3)).toEqual(["unbreakable"]);
});
