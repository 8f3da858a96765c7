import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { Certificate, Domain, DomainValidation, IssuedCertificate } from "pulumi-certcentral";

import { resources as pluginResources } from "../../plugin/package";
import { registeredInputs } from "../support/shim-text";

const certificate = {
  product: "ssl_plus",
  commonName: "a.example.com",
  csr: "csr",
  organization: { id: 1 },
};
const domain = { name: "example.com", organization: { id: 1 } };

/** The last resource that each declares; its text, once released, is for ever. */
const resources: Record<string, { declare: () => unknown; hash: string }> = {
  certificate: {
    declare: () => new Certificate("a", certificate),
    hash: "267c3e0788842a269766904302033eb6867dc718e41c2695ed45cfa28000bac9",
  },
  domain: {
    declare: () => new Domain("a", domain),
    hash: "76532666d7c4e2785b38a32098ed9f8e93530a9e6089aaebb663696d566874f6",
  },
  domainValidation: {
    declare: () => new DomainValidation("a", { domain: new Domain("a", domain) }),
    hash: "0c3747d95d9128e2110fccac787fe2564c7e11abbfd8b7bf317c293b5af404df",
  },
  issuedCertificate: {
    declare: () => new IssuedCertificate("a", { certificate: new Certificate("a", certificate) }),
    hash: "5bed1fbf86af4b830db1f653ec813e37ec397c395759f37ad05fb5d8807e4b71",
  },
};

test.each(Object.entries(resources))(
  "the text of %s, which lies in every user's state, is constant and small",
  async (name, { declare, hash }) => {
    const { __provider: text } = await registeredInputs(declare);
    expect(typeof text).toBe("string");
    expect(String(text).length).toBeLessThan(400);
    expect(String(text)).toContain(`return require(p).${name}}`);
    expect(createHash("sha256").update(String(text)).digest("hex")).toBe(hash);
  },
);

test("the plugin keeps the same text of each, for a stack that goes to the dynamic provider", async () => {
  const texts: unknown[] = [];
  for (const { declare } of Object.values(resources)) {
    texts.push((await registeredInputs(declare))["__provider"]);
  }
  expect(Object.values(pluginResources).map(({ code }) => code)).toEqual(texts);
});

describe("where the package is", () => {
  const run = promisify(execFile);

  /** What the text does in the folder of a program, with the SDK in another one: it prints what it found, or fails. */
  const ask = async (sdk: string): Promise<{ stdout: string; stderr: string }> => {
    const { __provider: text } = await registeredInputs(
      resources["certificate"]?.declare ?? (() => undefined),
    );
    const main = join(sdk, "main.js");
    const code = JSON.stringify(text);
    writeFileSync(
      main,
      // As Pulumi's server loads a provider.
      `const m = new module.constructor(""); m.paths = [process.cwd() + "/node_modules"];` +
        `m._compile(${code}, ""); console.log(m.exports.handler());`,
    );
    return run(process.execPath, [main], { cwd: program });
  };
  const install = (folder: string, found: string): void => {
    const provider = join(folder, "node_modules", "pulumi-certcentral");
    mkdirSync(provider, { recursive: true });
    writeFileSync(join(provider, "provider.js"), `exports.certificate = ${JSON.stringify(found)};`);
  };

  let program: string;
  let sdk: string;

  beforeEach(() => {
    [program, sdk] = ["program", "sdk"].map((name) =>
      mkdtempSync(join(tmpdir(), `certcentral-${name}-`)),
    ) as [string, string];
  });

  afterEach(() => {
    for (const folder of [program, sdk]) rmSync(folder, { recursive: true, force: true });
  });

  test("it is found from the program's folder first", async () => {
    install(program, "the program's");
    install(sdk, "the SDK's");
    expect((await ask(sdk)).stdout).toBe("the program's\n");
  });

  test("it is found beside the SDK where the program has it only through a library", async () => {
    install(sdk, "the SDK's");
    expect((await ask(sdk)).stdout).toBe("the SDK's\n");
  });

  test("where it is nowhere, one line says what to install", async () => {
    const failure: unknown = await ask(sdk).catch((error: unknown) => error);
    const { stderr = "" } = failure as { stderr?: string };
    expect(stderr).toContain("pulumi-certcentral is not installed for the Pulumi program");
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
