/** What is published: a fresh clone is packed, the packages are installed, and a program loads them in each way. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");

let folder: string;
let program: string;
let packed: string[];

function execute(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The files of a clone, without what only this checkout has. */
function cloneInto(target: string): void {
  const files = execute(repository, "git", "ls-files", "-co", "--exclude-standard", "-z");
  for (const file of files.split("\0").filter((name) => name !== "")) {
    cpSync(join(repository, file), join(target, file), { force: true });
  }
  for (const modules of ["node_modules", join("emulator", "node_modules")]) {
    const installed = join(repository, modules);
    if (existsSync(installed)) symlinkSync(installed, join(target, modules));
  }
}

function pack(clone: string, ...options: string[]): string {
  const said = execute(clone, "npm", "pack", "--json", "--pack-destination", folder, ...options);
  const list = /\[\s*\{[\s\S]*\]\s*$/.exec(said)?.[0] ?? "[]";
  const [one] = JSON.parse(list) as { filename: string }[];
  return join(folder, one?.filename ?? "nothing was packed");
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "packed-"));
  const clone = join(folder, "clone");
  cloneInto(clone);
  packed = [pack(clone), pack(clone, "--workspace", "emulator")];
  program = join(folder, "program");
  cpSync(join(repository, ".npmrc"), join(program, ".npmrc"));
  const { devDependencies } = JSON.parse(
    readFileSync(join(repository, "package.json"), "utf8"),
  ) as { devDependencies: Record<string, string> };
  const others = ["@pulumi/pulumi", "typescript", "@types/node"].map(
    (name) => `${name}@${devDependencies[name]}`,
  );
  const options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
  writeFileSync(join(program, "package.json"), JSON.stringify({ name: "program", private: true }));
  execute(program, "npm", "install", ...options, ...packed, ...others);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const used = `console.log(typeof certcentral.Certificate, typeof certcentral.getOrder, typeof emulator.startEmulator)`;

test("a CommonJS program loads what is installed", () => {
  const text = `const certcentral = require("pulumi-certcentral"), emulator = require("certcentral-emulator");
    const { provider } = require("pulumi-certcentral/provider"); ${used}`;
  writeFileSync(join(program, "program.cjs"), text);
  expect(execute(program, process.execPath, "program.cjs").trim()).toBe(
    "function function function",
  );
});

test("an ES module imports it by name", () => {
  const text = `import * as certcentral from "pulumi-certcentral";
    import * as emulator from "certcentral-emulator";
    import { Domain } from "pulumi-certcentral"; ${used}; if (!Domain) process.exit(1);`;
  writeFileSync(join(program, "program.mjs"), text);
  expect(execute(program, process.execPath, "program.mjs").trim()).toBe(
    "function function function",
  );
});

test.each(["commonjs", "node16"])("TypeScript finds the types with module %s", (module) => {
  const text = `import * as certcentral from "pulumi-certcentral";
    import { DnsRecord } from "certcentral-emulator/pulumi";
    const args: certcentral.CertificateArgs = {
      product: "ssl_plus", commonName: "a.example.com", csr: "...", organization: { id: 1 },
    };
    export const made = (): certcentral.Certificate => new certcentral.Certificate("a", args);
    // @ts-expect-error -- a misspelt input does not compile
    export const wrong = (): unknown => new certcentral.Certificate("a", { ...args, commonNam: "b" });
    export const record: typeof DnsRecord = DnsRecord;`;
  writeFileSync(join(program, "program.ts"), text);
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "program.ts"];
  execute(program, join(program, "node_modules", ".bin", "tsc"), "--module", module, ...options);
});

test("its program runs by its name", () => {
  const help = execute(program, join(program, "node_modules", ".bin", "certcentral"), "--help");
  expect(help).toContain("Usage: certcentral");
});

test("each holds its licence and its pages, and no test", () => {
  for (const tarball of packed) {
    const files = execute(folder, "tar", "-tzf", tarball).split("\n");
    expect(files).toEqual(expect.arrayContaining(["package/LICENSE", "package/README.md"]));
    expect(files.filter((file) => /test|tsbuildinfo/.test(file))).toEqual([]);
  }
});
