/** DESIGN's map of the rooms has every file, so that a stranger finds what is there. */
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

const files = execFileSync(
  "git",
  ["ls-files", "-co", "--exclude-standard", "sdk", "provider", "plugin", "cli"],
  {
    cwd: root,
    encoding: "utf8",
  },
)
  .trim()
  .split("\n");

test.each(files)("%s", (file) => {
  const folder = file.slice(0, file.lastIndexOf("/"));
  expect(linesBelow(folder)).toMatch(new RegExp(`(^|\\s)${basename(file)}(\\s|,|:|\\))`, "m"));
});
