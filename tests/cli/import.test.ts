/** The program that adopts orders: which, how it is written, that it compiles. That it plans only `adopt` is held on the real engine. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { declareOrders } from "../../cli/import/program";
import { importSchema } from "../../cli/import/summary";
import type { Order } from "../../provider/certcentral/client";
import { readCsr } from "../../provider/x509/csr";
import { type AccountWorld, openAccount, placeOrder } from "../support/account";
import { runCertcentral } from "../support/command-line";

const repository = join(__dirname, "..", "..");
let account: AccountWorld;
let folder: string;

beforeAll(async () => {
  account = await openAccount(24);
});

beforeEach(() => {
  // Below the repository, so that the program finds the package by its name.
  const cache = join(repository, ".cache");
  mkdirSync(cache, { recursive: true });
  folder = join(mkdtempSync(join(cache, "import-")), "shop");
});

afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true });
});

afterAll(() => account.emulator.close());

async function importOrders(
  ...filters: string[]
): Promise<{ code: number; output: string; errors: string }> {
  account.emulator.control.clearRequests();
  return runCertcentral(["import", "--out", folder, ...filters], account.environment);
}

function program(): string {
  return readFileSync(join(folder, "index.ts"), "utf8");
}

test("what is issued and not renewed, and nothing else; only GET is sent", async () => {
  const { code, output, errors } = await importOrders();
  expect([code, errors]).toEqual([0, ""]);
  const adopted = [...program().matchAll(/adoptOrderId: (\d+)/g)].map(([, id]) => Number(id));
  const { issued, due, reissued } = account.orders;
  expect(adopted).toEqual(expect.arrayContaining([...issued, ...due, ...reissued]));
  const { renewed, revoked, canceled, expired } = account.orders;
  for (const id of [...renewed, ...revoked, ...canceled, ...expired])
    expect(adopted).not.toContain(id);
  expect(output).toContain(
    `${adopted.length} certificates; ${26 - adopted.length} other orders of the account not taken over`,
  );
  expect(new Set(account.emulator.control.requests().map(({ method }) => method))).toEqual(
    new Set(["GET"]),
  );
});

test("names, organization, container and CSR as the order has them", async () => {
  const [issued = 0] = account.orders.issued;
  await importOrders("--domain", "shop-000.example.com");
  expect(program()).toContain(
    [
      'new certcentral.Certificate("shop-000-example-com", {',
      '  product: "ssl_multi_domain",',
      '  commonName: "shop-000.example.com",',
      '  dnsNames: ["www.shop-000.example.com"],',
      "  organization: { id: 117483 },",
      "  container: { id: 5 },",
      `  adoptOrderId: ${issued},`,
      '  csr: readCsr("shop-000-example-com"),',
      "});",
    ].join("\n"),
  );
  const files = ["Pulumi.yaml", "csr", "index.ts", "package.json", "tsconfig.json"];
  expect(readdirSync(folder).sort()).toEqual(files);
  // Compiled as the template is: without a TypeScript of its own Pulumi would take 3.8.
  for (const file of ["package.json", "tsconfig.json"]) {
    const [own, template] = [folder, join(__dirname, "..", "..", "template")].map(
      (from) => JSON.parse(readFileSync(join(from, file), "utf8")) as Record<string, unknown>,
    );
    for (const part of ["devDependencies", "compilerOptions"]) {
      expect(own?.[part]).toEqual(template?.[part]);
    }
  }
  const csr = readFileSync(join(folder, "csr", "shop-000-example-com.csr"), "utf8");
  expect(readCsr(csr)).toEqual(readCsr(account.csr));
});

test("two orders for one name are two resources; a DV order has its contact, and no organization", async () => {
  const { emulator, csr } = account;
  const twice = {
    certificate: { common_name: "shop-000.example.com", csr },
    organization: { id: 117483 },
  };
  const second = await placeOrder(emulator, "ssl_plus", twice);
  const dv = await placeOrder(emulator, "ssl_dv_rapidssl", {
    certificate: { common_name: "dv.example.org", csr },
    technical_contact: {
      first_name: "Ada",
      last_name: "Lovelace",
      telephone: "8015551212",
      email: "ada@example.org",
    },
  });
  await emulator.control.validateOrder(dv);
  await importOrders();
  expect(program()).toContain('Certificate("shop-000-example-com", {');
  expect(program()).toContain(`Certificate("shop-000-example-com-${second}", {`);
  const declared = /Certificate\("dv-example-org", \{[^]*?\n\}\);/.exec(program())?.[0] ?? "";
  expect(declared).toContain(
    'technicalContact: { firstName: "Ada", lastName: "Lovelace", telephone: "8015551212", email: "ada@example.org" }',
  );
  expect(declared).not.toContain("organization");
});

test("in YAML: the option `import`, and `adoptOrderId` for what is due; said as JSON as well", async () => {
  const { output } = await importOrders("--format", "yaml", "--json");
  const text = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
  const { issued, due } = account.orders;
  expect(text).toContain(
    [
      "  shop-000-example-com:",
      "    type: certcentral:Certificate",
      "    properties:",
      '      product: "ssl_multi_domain"',
      '      commonName: "shop-000.example.com"',
      '      dnsNames: ["www.shop-000.example.com"]',
      '      organization: {"id":117483}',
      '      container: {"id":5}',
      '      csr: { "fn::readFile": "./csr/shop-000-example-com.csr" }',
      `    options: { import: "${issued[0]}" }`,
    ].join("\n"),
  );
  for (const id of due) {
    expect(text).toContain(`adoptOrderId: ${id}\n`);
    expect(text).not.toContain(`import: "${id}"`);
  }
  const { certificates, ...rest } = importSchema.parse(JSON.parse(output));
  expect(rest).toMatchObject({ folder, format: "yaml", leftOut: [] });
  expect(certificates).toContainEqual({ resource: "shop-000-example-com", orderId: issued[0] });
  expect(readdirSync(folder).sort()).toEqual(["Pulumi.yaml", "csr"]);
});

test.each<[string, Partial<Order>, boolean]>([
  ["as it is", {}, true],
  ["due", { id: 2 }, false],
  ["of a DV product, with an organization", { productNameId: "ssl_dv_rapidssl" }, true],
])("an order %s: is it importable", (_what, change, isImportable) => {
  const certificate = { commonName: "www.example.com", dnsNames: [], csr: account.csr };
  const order = { id: 1, productNameId: "ssl_plus", organizationId: 117483, certificate };
  const { declared } = declareOrders([{ ...order, ...change } as unknown as Order], new Set([2]));
  expect(declared.map((one) => one.isImportable)).toEqual([isImportable]);
});

test("progress stands on one line of a terminal, and is gone at the end", async () => {
  const args = ["import", "--out", folder];
  const { errors } = await runCertcentral(args, account.environment, true);
  expect(errors).toMatch(/\r\u001b\[K\d+ of \d+ listed orders fit\r\u001b\[K1 of \d+ orders read/);
  expect(errors).toMatch(/\r\u001b\[K$/);
  expect(errors).not.toContain("\n");
});

test("it compiles as strictly as TypeScript can", async () => {
  await importOrders();
  const tsc = join(repository, "node_modules", ".bin", "tsc");
  const options = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--target",
    "es2022",
    "--module",
    "node16",
    "--types",
    "node",
  ];
  expect(() =>
    execFileSync(tsc, [...options, "index.ts"], { cwd: folder, encoding: "utf8", stdio: "pipe" }),
  ).not.toThrow();
});

test("a program that is there stays", async () => {
  await importOrders("--domain", "shop-000.example.com");
  writeFileSync(join(folder, "index.ts"), "mine");
  const { code, errors } = await importOrders();
  expect([code, errors, program()]).toEqual([1, expect.stringContaining("(CC608)"), "mine"]);
  expect(account.emulator.control.requests()).toEqual([]);
});

test.each([
  ["--product", "ssl_ev_plus"],
  ["--domain", "example.net"],
  ["--organization", "42"],
  ["--container", "6"],
])("nothing fits %s %s", async (...filter) => {
  const { code, errors } = await importOrders(...filter);
  expect([code, errors]).toEqual([1, expect.stringContaining("(CC612)")]);
  expect(existsSync(folder)).toBe(false);
});
