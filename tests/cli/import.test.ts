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

import { parse } from "yaml";

import { declareOrders } from "../../cli/import/program";
import { importSchema } from "../../cli/import/summary";
import { writeYaml } from "../../cli/import/yaml";
import { orderSchema } from "../../provider/certcentral/replies";
import { fieldNames, fieldOf } from "../../provider/certificate/plan/fields";
import { readCsr } from "../../provider/x509/csr";
import {
  type AccountWorld,
  awkward,
  openAccount,
  placeOrder,
  placeWithAll,
} from "../support/account";
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
  expect(rest).toMatchObject({ folder, format: "yaml", leftOut: [], notes: [] });
  expect(certificates).toContainEqual({ resource: "shop-000-example-com", orderId: issued[0] });
  expect(readdirSync(folder).sort()).toEqual(["Pulumi.yaml", "csr"]);
});

/** What is read of an order that was placed with all. */
const withAll = {
  product: "ssl_multi_domain",
  commonName: "xn--mnchen-3ya.example.com",
  dnsNames: ["*.m.example.com"],
  organization: { id: 117483 },
  container: { id: 6 },
  orderValidity: { days: 300 },
  signatureHash: "sha384",
  serverPlatform: { id: 2 },
  organizationUnits: [awkward],
  profileOption: "server_client_auth_eku",
  comments: awkward,
  customFields: [{ metadataId: 11, value: awkward }],
  additionalEmails: ["team@example.com", "it's@example.com"],
  paymentMethod: "profile",
  dcvMethod: "dns-cname-token",
  disableCt: true,
  customRenewalMessage: awkward,
  disableRenewalNotifications: true,
  enableGuestAccess: 1,
};

/** What the program in TypeScript gives to its certificates. */
async function runProgram(): Promise<Record<string, Record<string, unknown>>> {
  jest.resetModules();
  const given: Record<string, Record<string, unknown>> = {};
  const Certificate = jest.fn((name: string, args: Record<string, unknown>) => {
    given[name] = args;
  });
  jest.doMock("pulumi-certcentral", () => ({ Certificate }));
  await import(join(folder, "index.ts"));
  return given;
}

test("all that an order was placed with, whatever its texts have in them, in both languages", async () => {
  const id = await placeWithAll(account.emulator, account.csr);
  await importOrders("--domain", "m.example.com");
  const { csr, ...args } = (await runProgram())["xn--mnchen-3ya-example-com"] ?? {};
  expect(args).toEqual({ ...withAll, adoptOrderId: id });
  expect(readCsr(String(csr))).toEqual(readCsr(account.csr));
  rmSync(folder, { recursive: true });
  await importOrders("--domain", "m.example.com", "--format", "yaml");
  const text = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
  // What YAML 1.1 takes for an end of a line, or for no text at all.
  expect(text).not.toMatch(/[\u007f-\u009f\u2028\u2029\ufeff\r]/);
  const { resources } = parse(text) as { resources: Record<string, { properties: object }> };
  const { properties } = resources["xn--mnchen-3ya-example-com"] ?? { properties: {} };
  // As Pulumi reads it: https://www.pulumi.com/docs/iac/languages-sdks/yaml, "Interpolation".
  const read = JSON.parse(JSON.stringify(properties).replaceAll("$$", () => "$")) as object;
  const file = { "fn::readFile": "./csr/xn--mnchen-3ya-example-com.csr" };
  expect(read).toEqual({ ...withAll, csr: file });
});

test("what a program cannot say of an order, and that CertCentral renews it too, stands beside it and in the summary", async () => {
  const { emulator, csr } = account;
  const id = await placeOrder(emulator, "ssl_multi_domain", {
    certificate: { common_name: "part.example.com", dns_names: ["*.part.example.com"], csr },
    organization: { id: 117483 },
    order_validity: { custom_expiration_date: "01 SEP 2027" },
    additional_emails: ["team@intranet", "team@example.com"],
    dcv_method: "http-token",
    auto_renew: 1,
  });
  const { output } = await importOrders("--domain", "part.example.com");
  const more =
    `order ${id} has more than is imported, and the next paid order is placed without it: additionalEmails[0] is not a valid e-mail ` +
    'address; dcvMethod cannot validate the wildcard "*.part.example.com": use dns-txt-token or dns-cname-token; ' +
    "orderValidity is a date, which is that of this order alone (CC316)";
  const renewed = `CertCentral renews or reissues order ${id} by itself: switch that off for it in the console, or both renew it, and pay (CC317)`;
  for (const note of [more, renewed]) {
    expect(output).toContain(`\nNote: ${note}\n`);
    expect(program()).toContain(`\n// ${note}\n`);
  }
  const args = (await runProgram())["part-example-com"];
  expect(args).toMatchObject({ additionalEmails: ["team@example.com"] });
  for (const name of ["dcvMethod", "orderValidity", "autoRenew"])
    expect(args).not.toHaveProperty(name);
});

test("an order whose reissue waits is in use, and is named among what is left out", async () => {
  const { emulator, csr } = account;
  const body = (commonName: string) => ({
    certificate: { common_name: commonName, csr, signature_hash: "sha256" },
    organization: { id: 117483 },
  });
  await placeOrder(emulator, "ssl_plus", body("still.example.com"));
  const id = await placeOrder(emulator, "ssl_plus", body("moves.still.example.com"));
  await fetch(`${emulator.url}/order/certificate/${id}/reissue`, {
    method: "POST",
    headers: { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" },
    body: JSON.stringify(body("moves.still.example.com")),
  });
  const { output } = await importOrders("--domain", "still.example.com", "--json");
  const { certificates, leftOut } = importSchema.parse(JSON.parse(output));
  expect(certificates).toHaveLength(1);
  expect(leftOut).toEqual([
    `order ${id} for moves.still.example.com: a reissue of it waits, import it once that is issued`,
  ]);
});

/** Inputs of an order that no import writes: the page says why of each. */
const unread = [
  "certValidity",
  "caCertId",
  "locale",
  "skipApproval",
  "dcvEmails",
  "autoRenew",
  "autoReissue",
  "applyCrDiscount",
  "replacedSerialNumber",
];

test("each input that an order is placed with is imported, or the guide says that it is not", () => {
  const guide = readFileSync(join(repository, "docs", "guides", "taking-over.md"), "utf8");
  const [, table = ""] = /## What is not read\n([^]*?)\n## /.exec(guide) ?? [];
  const placed = fieldNames.filter(
    (name) => fieldOf(name).place !== "nowhere" && fieldOf(name).rule !== "create-only",
  );
  const imported = [...Object.keys(withAll), "technicalContact", "csr"];
  expect(placed.filter((name) => !imported.includes(name)).sort()).toEqual([...unread].sort());
  for (const name of unread) expect(table).toContain(`\`${name}\``);
});

test("a project or a resource that YAML would take for a number or a date is a text", () => {
  const one = { orderId: 1, isImportable: true, csr: "", args: {}, notes: [] };
  const [file] = writeYaml([{ ...one, resource: "2026-10-10" }], "2026");
  expect(parse(file?.text ?? "", { version: "1.1" })).toMatchObject({
    name: "2026",
    resources: { "2026-10-10": {} },
  });
});

const people = { firstName: "Ada", lastName: "Lovelace", telephone: "1", email: "a@b.example" };

test.each<[string, Record<string, unknown>, boolean | string]>([
  ["as it is", {}, true],
  ["due", { id: 2 }, false],
  [
    "of a DV product, with an organization",
    { productNameId: "ssl_dv_rapidssl", technicalContact: { ...people, jobTitle: "" } },
    true,
  ],
  [
    "of a DV product, whose contact is not shown",
    { productNameId: "ssl_dv_rapidssl" },
    "technicalContact is required by ssl_dv_rapidssl",
  ],
  [
    "of a person, not of a server",
    { productNameId: "client_premium", certificate: { commonName: "Ada Lovelace" } },
    'commonName "Ada Lovelace" is not a valid domain name: write it like www.example.com',
  ],
  ["without a CSR", { certificate: { csr: undefined } }, "CertCentral does not show its CSR"],
  ["with a CSR that is none", { certificate: { csr: "none" } }, "csr cannot be parsed"],
])("an order %s: is it importable", (_what, change, expected) => {
  const { certificate: other = {} } = change as { certificate?: object };
  const certificate = { commonName: "www.example.com", dnsNames: [], csr: account.csr, ...other };
  const order = orderSchema.parse({
    id: 1,
    status: "issued",
    productNameId: "ssl_plus",
    organization: { id: 117483 },
    ...change,
    certificate,
  });
  const { declared, leftOut } = declareOrders([order], new Set([2]));
  if (typeof expected === "boolean") {
    expect([declared.map((one) => one.isImportable), leftOut]).toEqual([[expected], []]);
  } else {
    const line = `order 1 for ${certificate.commonName}: ${expected}`;
    expect([declared, leftOut]).toEqual([[], [expect.stringContaining(line)]]);
  }
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
  ["--container", "7"],
])("nothing fits %s %s", async (...filter) => {
  const { code, errors } = await importOrders(...filter);
  expect([code, errors]).toEqual([1, expect.stringContaining("(CC612)")]);
  expect(existsSync(folder)).toBe(false);
});
