/** The generated SDKs are whole, and what the schema shows is true: Node's type-checks, Python's imports, Go's builds. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { languages, readExamples } from "../support/doc-examples";
import { hasPython, installPythonSdk, runPython } from "../support/python";

const repository = join(__dirname, "..", "..");
const sdks = join(repository, "dist-plugin", "sdk");
// Without Go there are none: the set-up says so, and fails in CI.
const sdkTest = existsSync(sdks) ? test : test.skip;

function execute(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8" });
}

test("each resource is shown in each language, with the names that the schema gives there", () => {
  const { resources, language } = schema();
  for (const one of languages) expect([...readExamples(one)]).toHaveLength(4);
  expect(Object.keys(resources)).toHaveLength(4);
  // No SDK for these is made here: `npm run test:long` has Java's.
  const { rootNamespace, namespaces } = language.csharp;
  const { basePackage } = language.java;
  for (const [name, text] of readExamples("csharp")) {
    expect(text).toContain(`using ${rootNamespace}.${namespaces.certcentral};`);
    expect(text).toContain(`new ${name}(`);
  }
  for (const [name, text] of readExamples("java")) {
    expect(text).toContain(`import ${basePackage}.certcentral.${name};`);
  }
  // A tag of one language's documentation is none of another's.
  expect(JSON.stringify(schema())).not.toContain("{@");
  // Pulumi's own, on NuGet and Maven Central.
  expect(rootNamespace).not.toBe("Pulumi");
  expect(basePackage).not.toMatch(/^com\.pulumi\b/);
});

sdkTest(
  "Node: a program with every resource, and the schema's examples, type-check against it",
  () => {
    const folder = join(sdks, "nodejs");
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as object;
    expect(manifest).toMatchObject({ name: "pulumi-certcentral-plugin", version: version() });
    mkdirSync(join(folder, "try"), { recursive: true });
    writeFileSync(
      join(folder, "try", "index.ts"),
      `import * as certcentral from "../index";
const shop = new certcentral.Certificate("shop", {
  product: "ssl_plus", commonName: "shop.example.com", csr: "", waitFor: "placed",
});
new certcentral.IssuedCertificate("shop", {
  certificate: {
    orderId: shop.orderId, commonName: shop.commonName, csr: shop.csr, issuance: shop.issuance,
    validationRecords: shop.validationRecords, awaited: shop.awaited.apply((one) => one!),
  },
});
const domain = new certcentral.Domain("example", { name: "example.com", organization: { id: 1 } });
new certcentral.DomainValidation("example", {
  domainId: domain.id, record: domain.validationRecord, validation: domain.validation,
});
export const chain = shop.fullChainPem;
export const who = certcentral.whoami();
`,
    );
    writeFileSync(
      join(folder, "try", "tsconfig.json"),
      JSON.stringify({
        extends: "../tsconfig.json",
        compilerOptions: { noEmit: true, skipLibCheck: true },
        include: ["*.ts"],
      }),
    );
    for (const [name, text] of readExamples("typescript")) {
      const example = text.replace('"pulumi-certcentral-plugin"', '"../index"');
      writeFileSync(join(folder, "try", `${name}.ts`), example);
    }
    execute(join(folder, "try"), join(repository, "node_modules", ".bin", "tsc"), "-p", ".");
  },
);

sdkTest("Python: every module compiles, and says the version", () => {
  const folder = join(sdks, "python");
  execute(folder, "python3", "-m", "compileall", "-q", "pulumi_certcentral");
  const project = readFileSync(join(folder, "pyproject.toml"), "utf8");
  expect(project).toContain('name = "pulumi_certcentral"');
  expect(project).toContain(`version = "${version()}"`);
});

(hasPython ? test : test.skip)(
  "Python: it installs, imports, and knows all that it has",
  async () => {
    const installed = installPythonSdk();
    const names = ["Certificate", "Domain", "DomainValidation", "IssuedCertificate", "Provider"];
    const functions = ["whoami", "get_organization", "get_domain", "get_product", "get_order"];
    const program = `import pulumi_certcentral as certcentral
print(*[type(getattr(certcentral, name)).__name__ for name in "${[...names, ...functions].join(" ")}".split()])`;
    const kinds = [...names.map(() => "type"), ...functions.map(() => "function")];
    expect((await runPython(["-c", program], { installed })).trim()).toBe(kinds.join(" "));
    rmSync(installed, { recursive: true, force: true });
  },
);

sdkTest(
  "Go: it builds with the SDK of the engine's version, and so do the schema's examples",
  () => {
    const folder = join(sdks, "go");
    // The module of the engine has all that the SDK needs.
    const pinned = join(repository, "tools", "pulumi");
    const engine = readFileSync(join(pinned, "go.mod"), "utf8");
    const module = "github.com/pulumi-certcentral/pulumi-certcentral/sdk/go";
    writeFileSync(join(folder, "go.mod"), engine.replace(/^module .*/m, `module ${module}`));
    writeFileSync(join(folder, "go.sum"), readFileSync(join(pinned, "go.sum")));
    for (const [name, text] of readExamples("go")) {
      mkdirSync(join(folder, "try", name), { recursive: true });
      // A program would be linked, which takes long and tells nothing more.
      const library = text.replace("package main", "package example");
      writeFileSync(join(folder, "try", name, "main.go"), library);
    }
    // With the flags of the engine, so that what it has compiled is not compiled again.
    const flags = ["-tags", "osusergo grpcnotrace"];
    execFileSync("go", ["build", ...flags, "./..."], {
      cwd: folder,
      env: { ...process.env, CGO_ENABLED: "0" },
    });
  },
);

interface Schema {
  resources: Record<string, unknown>;
  language: {
    csharp: { rootNamespace: string; namespaces: { certcentral: string } };
    java: { basePackage: string };
  };
}

function schema(): Schema {
  return JSON.parse(readFileSync(join(repository, "plugin", "schema.json"), "utf8")) as Schema;
}

function version(): string {
  const text = readFileSync(join(repository, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
