/** DESIGN's map of the rooms has every file, and nothing else, so that a stranger finds what is there. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(__dirname, "..", "..");

const [, map = ""] =
  /```text\n(sdk\/[\s\S]*?)```/.exec(readFileSync(join(root, "DESIGN.md"), "utf8")) ?? [];

/** The lines of the map below a folder. */
function linesBelow(folder: string): string {
  const parts = folder.split("/");
  let text = map;
  for (const [depth, part] of parts.entries()) {
    const indent = "  ".repeat(depth);
    const start = new RegExp(`^${indent}${part}/.*\\n((?:${indent}  .*\\n|\\n)*)`, "m").exec(text);
    text = start?.[0] ?? "";
  }
  return text;
}

function listFiles(...folders: string[]): string[] {
  const args = ["ls-files", "-co", "--exclude-standard", ...folders];
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim().split("\n");
}

test.each(listFiles("sdk", "provider", "plugin", "cli"))("%s", (file) => {
  const folder = file.slice(0, file.lastIndexOf("/"));
  expect(linesBelow(folder)).toMatch(new RegExp(`(^|\\s)${basename(file)}(\\s|,|:|\\))`, "m"));
});

test("the emulator's, but for those of its folders", () => {
  const all = listFiles("emulator/src").map((file) => file.split("/"));
  const names = all.filter(({ length }) => length === 3).map((parts) => String(parts.at(-1)));
  const named: readonly string[] = linesBelow("emulator").match(/[\w-]+\.ts\b/g) ?? [];
  expect(names.filter((name) => !named.includes(name))).toEqual([]);
});

test("what it names is there, and every folder of the top is named", () => {
  const files = listFiles();
  const known = new Set(files.map((file) => basename(file)));
  const named: readonly string[] = map.match(/[\w.-]+\.(ts|json|md|svg|png)\b/g) ?? [];
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  const folders = new Set(
    files.filter((file) => file.includes("/")).map((file) => file.split("/")[0]),
  );
  const isNamed = (folder = ""): boolean =>
    map.includes(`\n${folder}/`) || map.startsWith(`${folder}/`);
  expect([...folders].filter((folder) => !folder?.startsWith(".") && !isNamed(folder))).toEqual([]);
});

test("CONTRIBUTING has each helper of the tests", () => {
  const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const names = listFiles("tests/support").map((file) => basename(file));
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
