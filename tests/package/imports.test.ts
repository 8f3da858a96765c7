/** The rules about who may import whom can fail: a leak is put into a copy of the source, and is found. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "imports-"));
  const parts = [
    "provider",
    "sdk",
    "cli",
    ".dependency-cruiser.cjs",
    "package.json",
    "tsconfig.json",
  ];
  for (const part of [...parts, "tsconfig.base.json"]) {
    cpSync(join(repository, part), join(copy, part), { recursive: true });
  }
  cpSync(join(repository, "emulator", "src"), join(copy, "emulator", "src"), { recursive: true });
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
});

afterAll(() => {
  rmSync(copy, { recursive: true });
});

/** Names of the rules that are broken. */
function brokenRules(): string[] {
  const tool = join(repository, "node_modules", ".bin", "depcruise");
  const options = ["--config", ".dependency-cruiser.cjs", "--output-type", "json"];
  const args = [...options, "sdk", "provider", "cli", "emulator/src"];
  const json = execFileSync(process.execPath, [tool, ...args], {
    cwd: copy,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const { summary } = JSON.parse(json) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))];
}

test("the source as it is breaks none", () => {
  expect(brokenRules()).toEqual([]);
});

test.each([
  ["the calendar reads a clock", "provider/calendar.ts", "./clock"],
  ["records call CertCentral", "provider/dcv.ts", "./certcentral/client"],
  ["an order reads a clock", "provider/certificate/order/order.ts", "../../clock"],
  ["the plan reads a clock", "provider/certificate/plan/plan.ts", "../../clock"],
  ["the plan knows what runs", "provider/certificate/plan/plan.ts", "../run/look"],
  ["the client knows a resource", "provider/certcentral/client.ts", "../certificate/lifecycle"],
  ["the command line has the client that pays", "cli/stacks.ts", "../provider/certcentral/client"],
  ["the command line runs", "cli/report/rows.ts", "../../provider/certificate/run/place"],
  ["the provider knows the command line", "provider/format.ts", "../cli/columns"],
  ["the emulator reads the provider", "emulator/src/ca.ts", "../../provider/names"],
])("a leak is found: %s", (_what, file, target) => {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, `import "${target}";\n${text}`);
  try {
    expect(brokenRules()).not.toEqual([]);
  } finally {
    writeFileSync(path, text);
  }
});
