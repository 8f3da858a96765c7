/**
 * What is published, and who can use it: the packages of a fresh clone are packed and installed in each way that people
 * have, and a program is previewed there. The cheap ways always, all of them where `EVERY_CONSUMER` says so.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "esbuild";

import {
  type Consumer,
  execute,
  install,
  packAll,
  preview,
  programFor,
  versionOf,
  write,
} from "../support/consumer";

const repository = join(__dirname, "..", "..");
const isLong = process.env["EVERY_CONSUMER"] !== undefined;

const readme = (): string => readFileSync(join(repository, "README.md"), "utf8");

let folder: string;
let packed: string[];
let program: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "consumers-"));
  packed = packAll(folder);
  program = install(join(folder, "program"), { manager: "npm", layout: "program" }, files("all"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a consumer installs: the package, or the emulator and a compiler as well. */
function files(which: "own" | "all"): Record<string, string> {
  const [own = "", emulator = ""] = packed.map((file) => `file:${file}`);
  if (which === "own") return { "pulumi-certcentral": own };
  const others = ["typescript", "@types/node"].map((name) => [name, versionOf(name)] as const);
  return {
    "pulumi-certcentral": own,
    "certcentral-emulator": emulator,
    ...Object.fromEntries(others),
  };
}

test("each holds its licence and its pages, and no test", () => {
  for (const tarball of packed) {
    const held = execute(folder, "tar", "-tzf", tarball).split("\n");
    expect(held).toEqual(expect.arrayContaining(["package/LICENSE", "package/README.md"]));
    expect(held.filter((file) => /test|tsbuildinfo/.test(file))).toEqual([]);
  }
});

test("its command runs by its name", () => {
  const help = execute(program, join(program, "node_modules", ".bin", "certcentral"), "--help");
  expect(help).toContain("Usage: certcentral");
});

const used = `console.log(typeof certcentral.Certificate, typeof certcentral.getOrder, typeof emulator.startEmulator)`;

test("a CommonJS program loads what is installed", () => {
  const text = `const certcentral = require("pulumi-certcentral"), emulator = require("certcentral-emulator");
    const { provider } = require("pulumi-certcentral/provider"); ${used}`;
  write(join(program, "program.cjs"), text);
  const printed = execute(program, process.execPath, "program.cjs").trim();
  expect(printed).toBe("function function function");
});

test("an ES module imports it by name", () => {
  const text = `import * as certcentral from "pulumi-certcentral";
    import * as emulator from "certcentral-emulator";
    import { Domain } from "pulumi-certcentral"; ${used}; if (!Domain) process.exit(1);`;
  write(join(program, "program.mjs"), text);
  const printed = execute(program, process.execPath, "program.mjs").trim();
  expect(printed).toBe("function function function");
});

const modules = [
  { module: "commonjs", resolution: "node10", kinds: ["cts"] },
  { module: "node16", resolution: "node16", kinds: ["cts", "mts"] },
  { module: "nodenext", resolution: "nodenext", kinds: ["cts", "mts"] },
  { module: "esnext", resolution: "bundler", kinds: ["ts"] },
];

/** Compiles a program in each kind of file, by the compiler that `home` has. */
function compile(home: string, { module, resolution, kinds }: (typeof modules)[number]): void {
  const text = `import * as certcentral from "pulumi-certcentral";
    import { DnsRecord } from "certcentral-emulator/pulumi";
    const args: certcentral.CertificateArgs = {
      product: "ssl_plus", commonName: "a.example.com", csr: "...", organization: { id: 1 },
    };
    export const made = (): certcentral.Certificate => new certcentral.Certificate("a", args);
    // @ts-expect-error -- a misspelt input does not compile
    export const wrong = (): unknown => new certcentral.Certificate("a", { ...args, commonNam: "b" });
    export const record: typeof DnsRecord = DnsRecord;`;
  const sources = kinds.map((kind) => `types.${kind}`);
  for (const source of sources) write(join(program, source), text);
  const options = ["--module", module, "--moduleResolution", resolution, "--target", "es2022"];
  const tsc = join(home, "node_modules", ".bin", "tsc");
  execute(program, tsc, ...options, "--noEmit", "--strict", "--skipLibCheck", ...sources);
}

test.each(modules)(
  "TypeScript finds the types with module $module, resolved as by $resolution",
  (one) => {
    compile(program, one);
  },
);

describe("a bundle", () => {
  const bundle = async (external: string[]): Promise<string> => {
    write(join(program, "program.ts"), await programFor());
    const outfile = join(program, "bundle.cjs");
    const entryPoints = [join(program, "program.ts")];
    await build({ entryPoints, outfile, bundle: true, platform: "node", external });
    return preview(program, "bundle.cjs");
  };

  test("of a program, with the package outside of it, is previewed", async () => {
    expect(await bundle(["pulumi-certcentral", "@pulumi/pulumi"])).toBe("order");
  });

  test("with the package inside, too, as long as it is also installed", async () => {
    expect(await bundle(["@pulumi/pulumi"])).toBe("order");
  });
});

const refused = "CC211";
const oldest = "3.216.0";
const newest = "3.276.0";

/** Every way to have the package, and what a preview comes to; the table of the README. */
const ways: { called: string; outcome: Partial<Record<string, string>>; way: Partial<Consumer> }[] =
  [
    {
      called: "the program's own `package.json`",
      outcome: { npm: "order", pnpm: "order", yarn: "order" },
      way: { layout: "program" },
    },
    {
      called: "that of the program in a workspace",
      outcome: { npm: "order", pnpm: "order", yarn: "order" },
      way: { layout: "workspace" },
    },
    {
      called: "that of a library of the program alone",
      outcome: { npm: "order", pnpm: "order", yarn: "order" },
      way: { layout: "library" },
    },
    {
      called: "the program's own, each package below who needs it (`install-strategy=nested`)",
      outcome: { npm: "order" },
      way: { layout: "program", nested: true },
    },
    {
      called: "the same in a workspace",
      outcome: { npm: "order" },
      way: { layout: "workspace", nested: true },
    },
    {
      called: "that of a library alone, the package below it",
      outcome: { npm: refused },
      way: { layout: "library", nested: true },
    },
    {
      called: `the program's own, with \`@pulumi/pulumi\` ${oldest}`,
      outcome: { npm: "order" },
      way: { layout: "program", sdk: oldest },
    },
    {
      called: `the program's own, with \`@pulumi/pulumi\` ${newest}`,
      outcome: { npm: "order" },
      way: { layout: "program", sdk: newest },
    },
  ];

const managers = ["npm", "pnpm", "yarn"] as const;
const versions = { pnpm: "12.21.0", yarn: "1.22.22" };

/** What runs at length only: absent otherwise, for in CI a skipped test is a fault. */
const atLength = (name: string, tests: () => void): void => {
  if (isLong) describe(name, tests);
};

atLength("every way", () => {
  let tools: string;

  beforeAll(() => {
    const home = join(folder, "tools");
    write(join(home, "package.json"), { private: true, dependencies: versions });
    execute(home, "npm", "install", "--no-audit", "--no-fund");
    tools = join(home, "node_modules", ".bin");
  });

  test.each(
    ways.flatMap(({ called, outcome, way }) =>
      managers
        .filter((manager) => outcome[manager] !== undefined)
        .map((manager) => [called, manager, outcome[manager], way] as const),
    ),
  )("in %s, by %s: %s", async (_, manager, outcome, way) => {
    const root = join(mkdtempSync(join(folder, "way-")), "root");
    const consumer: Consumer = { layout: "program", manager, ...way };
    const home = install(root, consumer, files("own"), tools);
    const from = consumer.layout === "library" ? "library" : "pulumi-certcentral";
    write(join(home, "program.ts"), await programFor(from));
    const [entryPoints, outfile] = [[join(home, "program.ts")], join(home, "program.cjs")];
    await build({ entryPoints, outfile, platform: "node", format: "cjs" });
    expect(await preview(home, "program.cjs")).toContain(outcome);
  });
});

atLength("Azure's SDK", () => {
  test("with it the example compiles, and imports chain and key", () => {
    const example = join(folder, "azure-key-vault");
    cpSync(join(repository, "examples", "azure-key-vault"), example, { recursive: true });
    const { dependencies } = JSON.parse(readFileSync(join(example, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const all = { ...dependencies, ...files("all") };
    write(join(example, "package.json"), { private: true, dependencies: all });
    execute(example, "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
    const tsc = join(example, "node_modules", ".bin", "tsc");
    execute(example, tsc, "-p", ".", "--noEmit", "false");
    write(join(example, "mocks.cjs"), underMocks);
    const [imported] = JSON.parse(execute(example, process.execPath, "mocks.cjs")) as unknown[];
    expect(imported).toMatchObject({ keyVaultId: "vault", name: "shop" });
    expect(JSON.stringify(imported)).toContain(`"contents":"PKCS#8 key\\nchain\\n"`);
  });
});

/** Runs the program beside it, and prints what it imports into the vault. */
const underMocks = `const pulumi = require("@pulumi/pulumi");
const imported = [];
const state = { privateKeyPem: "key", privateKeyPemPkcs8: "PKCS#8 key\\n", certRequestPem: "request", fullChainPem: "chain\\n" };
const newResource = ({ type, inputs }) => {
  if (type.startsWith("azure:keyvault")) imported.push(inputs);
  return { id: "1", state: { ...inputs, ...state, versionlessSecretId: "secret" } };
};
(async () => {
  await pulumi.runtime.setMocks({ newResource, call: () => ({}) }, "shop");
  pulumi.runtime.setAllConfig({ "shop:keyVaultId": "vault" });
  require("./index.js").secretId.apply(() => console.log(JSON.stringify(imported)));
})();
`;

atLength("the oldest and the newest TypeScript", () => {
  // TypeScript 6 says of `node10` that it is of yesterday.
  test.each([
    { which: "oldest", found: /TypeScript (5\.\d+) or newer/, each: modules },
    { which: "newest", found: /(\d+\.\d+) as the newest/, each: modules.slice(1) },
  ])("that reads the types is what the README says: the $which", ({ found, each }) => {
    const home = mkdtempSync(join(folder, "typescript-"));
    const typescript = `~${found.exec(readme())?.[1] ?? "?"}.0`;
    write(join(home, "package.json"), { private: true, dependencies: { typescript } });
    execute(home, "npm", "install", "--no-audit", "--no-fund");
    for (const one of each) compile(home, one);
  });
});

test("the README has each way, and what it comes to", () => {
  const rows = ways.map(({ called, outcome }) => {
    const cells = managers.map((manager) => {
      if (outcome[manager] === undefined) return "-";
      return outcome[manager] === refused ? `[${refused}](docs/messages.md#cc211)` : "yes";
    });
    return `| ${[called, ...cells].join(" | ")} |`;
  });
  const tools = Object.entries(versions).map(([name, version]) => `${name} ${parseInt(version)}`);
  const head = `| \`pulumi-certcentral\` stands in | ${["npm", ...tools].join(" | ")} |`;
  const table = [head, "|---|---|---|---|", ...rows].join("\n");
  expect(readme()).toContain(table);
});
