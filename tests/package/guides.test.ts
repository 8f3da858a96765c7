/** README, guides and pages of examples: their code compiles against the package, and what they name or link to exists. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import ts from "typescript";

import { addDays } from "../../provider/calendar";
import { planAhead } from "../../provider/certificate/plan/ahead";
import { planIssuance } from "../../provider/certificate/plan/plan";

const root = join(__dirname, "..", "..");
const guides = join(root, "docs", "guides");
const examples = join(root, "examples");
const paths = [
  join(root, "README.md"),
  ...readdirSync(guides)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(guides, name)),
  ...readdirSync(examples).map((name) => join(examples, name, "README.md")),
  ...["github/preview.yml", "github/daily.yml", "gitlab/.gitlab-ci.yml"].map((name) =>
    join(examples, "pipelines", name),
  ),
];
const pages = paths.map((path) => ({
  path,
  name: relative(root, path),
  text: readFileSync(path, "utf8"),
}));
const messages = readFileSync(join(root, "docs", "messages.md"), "utf8");
const commandLine = readFileSync(join(root, "docs", "cli.md"), "utf8");
const reference = readFileSync(join(root, "docs", "reference.md"), "utf8");

interface Block {
  /** Where it would lie as a file: beside its page, so that packages are found. */
  file: string;
  code: string;
}

const blocks: Block[] = pages.flatMap(({ path, text }) =>
  [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""], index) => ({
    file: path.replace(/\.md$/, `.block${index + 1}.ts`),
    code,
  })),
);

/** What the compiler says of blocks, each a module of its own, in one program. */
function compile(given: readonly Block[]): string[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
  };
  const codes = new Map(given.map(({ file, code }) => [file, `${code}\nexport {};\n`]));
  const host = ts.createCompilerHost(options);
  const onDisk = { ...host };
  host.fileExists = (file) => codes.has(file) || onDisk.fileExists(file);
  host.readFile = (file) => codes.get(file) ?? onDisk.readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const code = codes.get(file);
    return code === undefined
      ? onDisk.getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, code, target);
  };
  const program = ts.createProgram([...codes.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    return `${relative(root, file?.fileName ?? "")}:${line} ${text}`;
  });
}

/** The anchor that a heading has where the repository is hosted. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  const written = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
  return new Set([...headings, ...written]);
}

test("every block of TypeScript compiles", () => {
  expect(compile(blocks)).toEqual([]);
  expect(blocks.length).toBeGreaterThan(9);
});

test("a misspelt input would be found", () => {
  const [block] = blocks.filter(({ code }) => code.includes("commonName:"));
  const code = (block?.code ?? "").replace("commonName:", "comonName:");
  const found = compile([{ file: join(guides, "misspelt.ts"), code }]);
  expect(found.join("\n")).toContain("comonName");
});

describe.each(pages)("$name", ({ path, text }) => {
  test("names codes that messages have", () => {
    const codes = [...text.matchAll(/\bCC\d{3}\b/g)].map(([code]) => code);
    expect(codes.filter((code) => !messages.includes(`</a>${code} `))).toEqual([]);
  });

  test("links lead somewhere", () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
    const broken = targets.filter((target) => {
      if (/^https?:/.test(target)) return false;
      const [file = "", anchor] = target.split("#");
      const full = file === "" ? path : join(dirname(path), file);
      if (!existsSync(full)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(full, "utf8")).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("names keys of the configuration and flags that exist", () => {
    const keys = [...text.matchAll(/\bcertcentral:([a-z]\w+)\b/g)].map(([, key = ""]) => key);
    const known = (key: string): boolean =>
      key === "index" || reference.includes(`| \`certcentral:${key}\` |`);
    expect(keys.filter((key) => !known(key))).toEqual([]);
    const calls = [...text.matchAll(/npx (?:--no )?certcentral ([a-z]+)([^`\n|#>]*)/g)];
    const strange = calls.flatMap(([, command = "", rest = ""]) => {
      const [, section] = commandLine.split(`\n## \`${command}\`\n`);
      const [usage] = section?.split("\n## ") ?? [];
      if (usage === undefined) return [command];
      return [...rest.matchAll(/--[a-z-]+/g)]
        .map(([flag]) => flag)
        .filter((flag) => !usage.includes(`${flag} `));
    });
    expect(strange).toEqual([]);
  });
});

test("the rotation of the guide to keys changes the key once for each day on which it is due", () => {
  const text = readFileSync(join(guides, "keys-and-csrs.md"), "utf8");
  const [, script = ""] = /^```sh\n(due=[\s\S]*?)^```$/m.exec(text) ?? [];
  const stubs = `set -e
key=
pulumi() {
  case "$1 $2" in
    "stack output") [[ -n "$DUE" ]] && echo "$DUE" ;;
    "config get") [[ -n "$key" ]] && echo "$key" ;;
    "config set") key=$4; echo "key $4" ;;
  esac
}
git() { echo "git $1"; }
`;
  const rotate = (due: string): string =>
    spawnSync("bash", {
      input: `${stubs}${script}${script}`,
      env: { ...process.env, DUE: due },
      encoding: "utf8",
    }).stdout;
  expect(rotate("")).toBe("");
  expect(rotate("2999-01-01")).toBe("");
  expect(rotate("2026-01-01")).toBe("key 2026-01-01\ngit commit\ngit push\n");
});

test("the days of an order of one year, in the guide to 2027 and 2029, are the planner's", () => {
  const text = readFileSync(join(guides, "2027-and-2029.md"), "utf8");
  const rows = [...text.matchAll(/^\| (20\d\d-\d\d-\d\d) \| +(\d+) \| (.*reissue.*) \|$/gm)];
  expect(rows).toHaveLength(3);
  for (const [, day = "", certificates, days = ""] of rows) {
    const inputs = { product: "ssl_plus", commonName: "www.example.com", organization: { id: 1 } };
    const request = { before: undefined, after: inputs, today: day, paidActions: "allow" } as const;
    const { issuance } = planIssuance(request);
    const until = addDays(issuance.coveredUntil ?? day, 1);
    const stored = { ...inputs, issuance };
    const { plans } = planAhead({ inputs: stored, today: day, until, paidActions: "allow" });
    const reissues = plans.filter((plan) => plan.issuance.action === "reissue");
    const renewal = plans.find((plan) => plan.issuance.action === "renew");
    const within = reissues.filter((plan) => plan.day < (renewal?.day ?? ""));
    expect(within.length + 1).toBe(Number(certificates));
    expect(days).toContain(within[0]?.day);
    expect(days).toContain(`renewal on ${renewal?.day}`);
  }
});
