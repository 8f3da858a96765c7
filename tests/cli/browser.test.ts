/** The page in a real browser, at 5 and at 500 rows: what is measured there, not what was meant. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { openAccount } from "../support/account";
import { runCertcentral } from "../support/command-line";

const repository = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "page-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Seen {
  /** What the page loaded. */
  asked: string[];
  /** Where each press of the tab key led. */
  focused: string[];
  texts: (Box & { text: string; size: number; picture: number })[];
  gaps: Box[];
  /** Smallest text outside the pictures. */
  smallest: number;
  viewWidth: number;
  /** Where the first picture ends on paper. */
  firstChartEnds: number;
}

async function openPage(size: number): Promise<{ seen: Seen; page: string; printed: string }> {
  const account = await openAccount(size);
  const { output } = await runCertcentral(
    ["report", "--format", "html", "--all"],
    account.environment,
  );
  await account.emulator.close();
  const [page, picture, printed] = ["html", "png", "pdf"].map((type) =>
    join(folder, `${size}.${type}`),
  ) as [string, string, string];
  writeFileSync(page, output);
  const node = join(repository, "node_modules", ".bin", "node");
  const script = join(repository, "tests", "support", "browser.mjs");
  const text = execFileSync(node, [script, page, picture, printed], {
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  expect(statSync(picture).size).toBeGreaterThan(10_000);
  return { seen: JSON.parse(text) as Seen, page, printed };
}

function overlapsIn(texts: Seen["texts"]): string[] {
  const found: string[] = [];
  const sorted = [...texts].sort((one, other) => one.top - other.top);
  sorted.forEach((one, index) => {
    for (const other of sorted.slice(index + 1)) {
      // A pixel of two lines' line height is no letter.
      if (other.top >= one.bottom - 1) break;
      if (one.left < other.right && other.left < one.right)
        found.push(`${one.text} and ${other.text}`);
    }
  });
  return found;
}

// The browser that npm brings is one for Linux; elsewhere the computed layout holds the same (timeline.test.ts).
const where = process.platform === "linux" && process.arch === "x64" ? describe : describe.skip;

where.each([
  [5, 2],
  [500, 84],
])("%i rows", (size, gaps) => {
  let opened: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    opened = await openPage(size);
  });

  test("nothing is loaded but the page itself", () => {
    expect(opened.seen.asked).toEqual([pathToFileURL(opened.page).href]);
  });

  test("no text overlaps another, and none is smaller than 11 pixels", () => {
    const { texts, smallest } = opened.seen;
    expect(texts.length).toBeGreaterThan(size * 2);
    expect(overlapsIn(texts)).toEqual([]);
    expect(Math.min(smallest, ...texts.map((text) => text.size))).toBeGreaterThanOrEqual(11);
  });

  test("gaps are seen without scrolling sideways", () => {
    expect(opened.seen.gaps).toHaveLength(gaps + 1); // and the legend's
    for (const { left, right } of opened.seen.gaps) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(opened.seen.viewWidth);
      expect(right - left).toBeGreaterThanOrEqual(4);
    }
  });

  test("the tab key leads through the rows, in their order", () => {
    const rows = opened.seen.focused.filter((href) => href.startsWith("#row-")).slice(0, size);
    const expected = Array.from({ length: rows.length }, (_, index) => `#row-${index}`);
    expect(rows).toEqual(expected);
    expect(rows.length).toBeGreaterThanOrEqual(5);
  });

  test("it is printed on A4 across", () => {
    const pdf = readFileSync(opened.printed, "latin1");
    const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 (\S+) (\S+)\]/g)];
    const millimetres = (points: string | undefined): number =>
      Math.round((Number(points) / 72) * 25.4);
    const sizes = new Set(
      sheets.map(([, width, height]) => `${millimetres(width)} x ${millimetres(height)}`),
    );
    expect([...sizes]).toEqual(["297 x 210"]);
    // The head of the page and its first picture are on one sheet.
    expect(opened.seen.firstChartEnds).toBeLessThanOrEqual(718);
  });
});
