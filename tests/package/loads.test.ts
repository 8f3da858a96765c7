/** What is loaded, and what waits until it is needed: every run of every program pays for it, in the program and in the provider's process. */
import { execFileSync } from "node:child_process";
import { join, relative, sep } from "node:path";

const repository = join(__dirname, "..", "..");

/** Files that a module loads after others, below the repository. */
function filesLoadedBy(module: string, ...loaded: string[]): string[] {
  const program = `
    for (const one of ${JSON.stringify(loaded)}) require(one);
    const before = Object.keys(require.cache);
    require(${JSON.stringify(module)});
    console.log(JSON.stringify(Object.keys(require.cache).filter((file) => !before.includes(file))));
  `;
  const files = execFileSync(process.execPath, ["-e", program], {
    cwd: repository,
    encoding: "utf8",
  });
  return (JSON.parse(files) as string[]).map((file) =>
    relative(repository, file).split(sep).join("/"),
  );
}

const librariesIn = (files: string[]): string[] => [
  ...new Set(files.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])),
];

test("a program that declares resources loads no library beside the SDK, and nothing that asks CertCentral", () => {
  const files = filesLoadedBy("pulumi-certcentral", "@pulumi/pulumi");
  expect(files).toContain("dist/sdk/index.js");
  expect(librariesIn(files)).toEqual([]);
  expect(files.filter((file) => /certcentral\/(?!load\.js)|\/fields\.js$/.test(file))).toEqual([]);
});

test("a provider loads schemas; what asks CertCentral and reads certificates waits until it is needed", () => {
  const files = filesLoadedBy("pulumi-certcentral/provider");
  expect(files).toContain("dist/provider/index.js");
  expect(librariesIn(files)).toEqual(["zod"]);
  expect(files.filter((file) => /certcentral\/(client|replies|transport)\.js$/.test(file))).toEqual(
    [],
  );
});
