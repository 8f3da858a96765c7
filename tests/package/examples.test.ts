/** What each example has beside its program, and that pipelines are what their runners read. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

const root = join(__dirname, "..", "..");
const folder = join(root, "examples");
const names = readdirSync(folder);
const text = (...path: string[]): string => readFileSync(join(folder, ...path), "utf8");
const isProgram = (name: string): boolean => existsSync(join(folder, name, "index.ts"));

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

test.each(names)("%s has a page, and the README of the repository leads to it", (name) => {
  expect(text(name, "README.md")).toMatch(/^# \S/);
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain(`(examples/${name}/`);
});

test.each(names.filter(isProgram))("%s can be copied out as it stands", (name) => {
  const { dependencies, devDependencies } = JSON.parse(text(name, "package.json")) as Manifest;
  const template = readFileSync(join(root, "template", "package.json"), "utf8");
  // Without a TypeScript of its own Pulumi would take 3.8, which cannot read the types.
  expect(devDependencies).toEqual((JSON.parse(template) as Manifest).devDependencies);
  const files = readdirSync(join(folder, name)).filter((file) => file.endsWith(".ts"));
  const used = files.flatMap((file) =>
    [...text(name, file).matchAll(/from "((?:@[^/"]+\/)?[^./@"][^/"]*)/g)].map(([, one]) => one!),
  );
  const missing = used.filter((one) => !one.startsWith("node:") && dependencies[one] === undefined);
  expect(missing).toEqual([]);
  // All the same, and as the template's.
  const settings = readFileSync(join(root, "template", "tsconfig.json"), "utf8");
  expect(text(name, "tsconfig.json")).toBe(settings);
  const project = ["Pulumi.yaml", "PulumiPolicy.yaml"].find((file) =>
    existsSync(join(folder, name, file)),
  );
  const { name: called = name } = parse(text(name, project!)) as { name?: string };
  expect(called).toBe(name);
});

test("go and java stand on the versions that were tried, with the SDK of this one", () => {
  const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
  const { version } = JSON.parse(read("package.json")) as { version: string };
  const sdk = /github\.com\/pulumi\/pulumi\/sdk\/v3 v\S+/;
  expect(text("go", "go.mod")).toContain(sdk.exec(read("tools", "pulumi", "go.mod"))![0]);
  expect(text("go", "go.mod")).toContain(`pulumi-certcentral/sdk/go v${version}\n`);
  const { language } = JSON.parse(read("plugin", "schema.json")) as {
    language: { java: { dependencies: { "com.pulumi:pulumi": string } } };
  };
  const java = language.java.dependencies["com.pulumi:pulumi"];
  expect(text("java", "pom.xml")).toMatch(
    `<artifactId>pulumi</artifactId>\n      <version>${java}<`,
  );
});

test.each(
  names.filter((name) => isProgram(name) && /PrivateKey|rivateKey"/.test(text(name, "index.ts"))),
)("%s says where the key lives", (name) => {
  expect(text(name, "README.md")).toContain("**Where the key lives:**");
});

interface Step {
  run?: string;
}

/** The commands of a pipeline, whichever runner reads it. */
function commandsIn(file: string): string[] {
  const pipeline = parse(text("pipelines", file)) as Record<string, unknown> & {
    jobs?: Record<string, { steps: Step[] }>;
  };
  const github = Object.values(pipeline.jobs ?? {}).flatMap(({ steps }) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [run])),
  );
  const gitlab = Object.values(pipeline).flatMap((job) => {
    const { script } = (job ?? {}) as { script?: unknown };
    return Array.isArray(script) ? (script as string[]) : [];
  });
  return [...github, ...gitlab];
}

describe.each(["github/preview.yml", "github/daily.yml", "gitlab/.gitlab-ci.yml"])("%s", (file) => {
  test("has commands that a shell reads, and asks nobody for consent", () => {
    const commands = commandsIn(file);
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const { stderr } = spawnSync("bash", ["-n"], { input: command, encoding: "utf8" });
      expect(stderr).toBe("");
      if (command.includes("pulumi up")) expect(command).toContain("--yes --non-interactive");
    }
  });

  test("runs no package that is not installed: another's of that name would get the key", () => {
    const calls =
      commandsIn(file)
        .join("\n")
        .match(/\bnpx .*/g) ?? [];
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(call).toMatch(/^npx --no /);
  });

  test("has no key, and pays behind the gate alone", () => {
    expect(text("pipelines", file)).not.toMatch(/(API_KEY|TOKEN): *[A-Za-z0-9]/);
    const paid = commandsIn(file).filter((command) => command.includes("paidActions"));
    const ups = commandsIn(file).filter((command) => command.includes("pulumi up"));
    expect(paid).toHaveLength(ups.length);
  });
});
