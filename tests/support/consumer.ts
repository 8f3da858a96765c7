/** Projects that have the packed packages, each in a way of its own, and what becomes of a program there. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { startDynamicProvider } from "./dynamic-provider";
import { makeKey } from "./csr";

const repository = join(__dirname, "..", "..");
const { devDependencies } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  devDependencies: Record<string, string>;
};

export function execute(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Packs both packages of a fresh clone into a folder; where they lie. */
export function packAll(folder: string): string[] {
  const clone = join(folder, "clone");
  // The files of a clone, without what only this checkout has.
  const files = execute(repository, "git", "ls-files", "-co", "--exclude-standard", "-z");
  for (const file of files.split("\0").filter((name) => name !== "")) {
    cpSync(join(repository, file), join(clone, file), { force: true });
  }
  for (const modules of ["node_modules", join("emulator", "node_modules")]) {
    const installed = join(repository, modules);
    if (existsSync(installed)) symlinkSync(installed, join(clone, modules));
  }
  return [pack(folder, clone), pack(folder, clone, "--workspace", "emulator")];
}

function pack(folder: string, clone: string, ...options: string[]): string {
  const said = execute(clone, "npm", "pack", "--json", "--pack-destination", folder, ...options);
  const list = /\[\s*\{[\s\S]*\]\s*$/.exec(said)?.[0] ?? "[]";
  const [one] = JSON.parse(list) as { filename: string }[];
  return join(folder, one?.filename ?? "nothing was packed");
}

/** How a program comes to the package. */
export interface Consumer {
  manager: "npm" | "pnpm" | "yarn";
  /** Who has it in its `package.json`: the program, the program as a part of a workspace, or a library of the program alone. */
  layout: "program" | "workspace" | "library";
  /** npm installs what each needs below it. */
  nested?: true;
  /** Version of `@pulumi/pulumi`; that of this repository by default. */
  sdk?: string;
}

/** Version of a tool of this repository, which its consumers have too. */
export const versionOf = (name: string): string => devDependencies[name] ?? "missing";

/** Makes the project and installs; the folder of the program. */
export function install(
  root: string,
  { manager, layout, nested, sdk = versionOf("@pulumi/pulumi") }: Consumer,
  packed: Record<string, string>,
  tools = ".",
): string {
  const dependencies = { "@pulumi/pulumi": sdk };
  const both = { ...dependencies, ...packed };
  const isWorkspace = layout === "workspace";
  const program = isWorkspace ? join(root, "packages", "program") : root;
  write(join(root, ".npmrc"), readFileSync(join(repository, ".npmrc"), "utf8"));
  if (isWorkspace) {
    write(join(root, "package.json"), { private: true, workspaces: ["packages/*"] });
    write(join(root, "pnpm-workspace.yaml"), 'packages: ["packages/*"]\n');
  }
  if (layout === "library") {
    const library = join(dirname(root), "library");
    const peers = { name: "library", version: "1.0.0", main: "index.js", dependencies: packed };
    write(join(library, "package.json"), { ...peers, peerDependencies: { "@pulumi/pulumi": "*" } });
    write(join(library, "index.js"), 'module.exports = require("pulumi-certcentral");\n');
    const file = `file:${pack(dirname(root), library)}`;
    write(join(root, "package.json"), manifest({ ...dependencies, library: file }));
  } else {
    write(join(program, "package.json"), manifest(both));
  }
  if (manager === "npm") {
    const strategy = nested === true ? ["--install-strategy=nested"] : [];
    const quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"];
    execute(root, "npm", "install", ...quiet, ...strategy);
  } else {
    execute(root, join(tools, manager), "install", "--ignore-scripts", "--prefer-offline");
  }
  return program;
}

function manifest(dependencies: Record<string, string>): object {
  return { name: "program", version: "1.0.0", private: true, dependencies };
}

export function write(file: string, content: string | object): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

/** A program that declares a certificate and prints what it registers; `from` is where it has the classes from. */
export async function programFor(from = "pulumi-certcentral"): Promise<string> {
  const args = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr: (await makeKey()).csr,
    organization: { id: 117483 },
  };
  return `import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "${from}";
const newResource = ({ inputs }: pulumi.runtime.MockResourceArgs) => {
  console.log(JSON.stringify(inputs));
  return { id: "1", state: inputs };
};
void (async () => {
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) });
  new certcentral.Certificate("www", ${JSON.stringify(args)});
})();
`;
}

/** Runs a program, and asks Pulumi's server in its folder what it would do, as a preview does: a plan, or why there is none. */
export async function preview(program: string, file: string): Promise<string> {
  const registered = execute(program, process.execPath, file).trim().split("\n").at(-1) ?? "";
  const provider = await startDynamicProvider({}, {}, program);
  try {
    const inputs = JSON.parse(registered) as Record<string, unknown>;
    const checked = await provider.check({}, inputs);
    return String((checked.inputs["issuance"] as { action?: string } | undefined)?.action);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await provider.kill();
  }
}
