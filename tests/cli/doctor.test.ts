/** What a doctor says of a key and its account, and of orders before they cost. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Finding, findingsSchema } from "../../cli/findings";
import type { AccountFacts } from "../../cli/doctor/examine";
import { type JudgedOrder, judgeOrder } from "../../cli/doctor/judge";
import { unknownValue } from "../../provider/wire";
import { type AccountWorld, openAccount, placeOrder } from "../support/account";
import { runCertcentral } from "../support/command-line";
import { previewStack } from "../support/stack-export";

const folder = mkdtempSync(join(tmpdir(), "doctor-"));
let account: AccountWorld;

interface Step {
  urn: string;
  newState: { inputs: { issuance: object } };
}

beforeEach(async () => {
  account = await openAccount(5);
});

afterEach(() => account.emulator.close());

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function examine(...args: string[]): Promise<{ code: number; findings: Finding[] }> {
  const { code, output } = await runCertcentral(["doctor", "--json", ...args], account.environment);
  return { code, findings: findingsSchema.parse(JSON.parse(output)).findings };
}

/** What an order would trip over. */
function examineOrder(product: string, names: readonly string[], organization = "117483") {
  const flags = ["--product", product, "--names", ...names, "--organization", organization];
  return examine(...flags);
}

function said(findings: Finding[], topic: Finding["topic"]): string[] {
  return findings
    .filter((one) => one.topic === topic)
    .map(({ level, text }) => `${level}: ${text}`);
}

test("a key that serves, and what its account has", async () => {
  const { code, findings } = await examine();
  expect(code).toBe(0);
  expect(said(findings, "key")).toEqual([
    expect.stringMatching(/^good: is valid: user \d+ of account \d+, Administrator$/),
  ]);
  expect(said(findings, "clock")).toEqual([
    "good: 0 seconds off CertCentral's (2026-11-29T12:00:00.000Z)",
  ]);
  expect(said(findings, "products")).toEqual([expect.stringContaining("ssl_plus (years: 1)")]);
  expect(said(findings, "organizations")).toEqual([
    "good: Example, Inc. (117483) is validated: ov until 9999-12-31",
    "note: Unvalidated Ltd. (117484) is not validated",
  ]);
  expect(said(findings, "domains")).toEqual([
    expect.stringMatching(/lapses first, on 2027-04-30$/),
  ]);
  expect(said(findings, "plans")).toEqual([
    "note: of 5 orders on the first page, 5 of a multi-year plan",
  ]);
  expect(said(findings, "references")).toEqual([expect.stringContaining("no call tells")]);
  expect(said(findings, "limits")).toEqual([
    expect.stringContaining("at most 80 requests in 5 seconds and 900 in 3 minutes"),
  ]);
  const methods = account.emulator.control.requests().map(({ method }) => method);
  expect(new Set(methods)).toEqual(new Set(["GET"]));
});

test.each([
  ["all", "good: finds orders by their reference"],
  ["listed", "problem: order 112233006 is listed, and not shown to this key"],
  ["none", "note: no order is listed"],
] as const)("a key to which %s orders are shown", async (ordersShown, text) => {
  await orderWithReference();
  account.emulator.control.configure({ ordersShown });
  const { findings } = await examine();
  expect(said(findings, "view")).toEqual([expect.stringContaining(text)]);
});

test("a look-up that does not find what the list shows", async () => {
  await orderWithReference();
  account.emulator.control.configure({ lookUpLagSeconds: 3600 });
  const { code, findings } = await examine();
  expect([code, ...said(findings, "view")]).toEqual([
    3,
    expect.stringContaining("does not find order 112233006 by its reference"),
  ]);
});

test("a key that is refused", async () => {
  const { code, output } = await runCertcentral(["doctor"], {
    ...account.environment,
    CERTCENTRAL_API_KEY: "another",
  });
  expect(code).toBe(3);
  expect(output).toMatch(/^PROBLEM {2}key .*access_denied_invalid_key/);
});

test("no answer is a failure, and no finding", async () => {
  const { code, output, errors } = await runCertcentral(["doctor"], {
    ...account.environment,
    CERTCENTRAL_URL: "http://127.0.0.1:9/services/v2",
  });
  expect([code, output]).toEqual([1, ""]);
  expect(errors).toMatch(/ask who the API key is/);
});

test("a clock that is days off", async () => {
  account.emulator.control.setClock("2026-12-03T12:00:00Z");
  const { code, findings } = await examine();
  expect([code, ...said(findings, "clock")]).toEqual([
    3,
    expect.stringMatching(/^problem: 345600 seconds off/),
  ]);
});

test.each<[string, string[], string[]]>([
  ["an order that fits", ["ssl_multi_domain", "a.example.com", "b.example.com"], []],
  [
    "a product that is misspelt",
    ["ssl_pluss", "a.example.com"],
    ["product ssl_pluss is not enabled"],
  ],
  [
    "a wildcard on an EV product",
    ["ssl_ev_plus", "*.example.com"],
    ["cannot secure the wildcard", "for ev: the order would wait"],
  ],
  [
    "a domain that is not validated",
    ["ssl_plus", "www.fresh.test"],
    ["fresh.test is not validated in the account"],
  ],
])("%s", async (_what, [product = "", ...names], problems) => {
  const { code, findings } = await examineOrder(product, names);
  const found = findings.filter(({ topic, level }) => topic === "order" && level === "problem");
  expect(found).toHaveLength(problems.length);
  problems.forEach((text, index) => {
    expect(found[index]?.text).toContain(text);
  });
  expect(code).toBe(problems.length === 0 ? 0 : 3);
});

test.each<[string, string[]]>([
  ["2026-11-29", []],
  ["2026-11-28", ["example.com is not validated", "organization 117483 was validated until"]],
])("a domain and an organization that are validated until %s", (validatedUntil, problems) => {
  const domain = { id: 1, name: "example.com", isActive: true, validatedUntil };
  const organization = {
    id: 117483,
    isActive: true,
    validations: [{ type: "ov", validatedUntil }],
  };
  const facts = {
    products: [],
    organizations: [organization],
    domains: [domain],
    customFields: undefined,
    orders: [],
  } as unknown as AccountFacts;
  const order = {
    name: "www",
    inputs: {
      product: "ssl_plus",
      commonName: "www.example.com",
      csr: unknownValue,
      organization: { id: 117483 },
    },
    isFromFlags: false,
    product: { nameId: "ssl_plus", validationType: "ov", allowedOrderValidityYears: [1] },
  } as unknown as JudgedOrder;
  const found = judgeOrder(order, facts, "2026-11-29", "allow");
  const texts = found.filter(({ level }) => level === "problem").map(({ text }) => text);
  expect(texts).toHaveLength(problems.length);
  for (const text of problems) expect(texts.join("\n")).toContain(text);
});

test("a product that the account may not order", async () => {
  account.emulator.control.configure({ disabledProducts: ["ssl_plus"] });
  const { findings } = await examineOrder("ssl_plus", ["www.example.com"]);
  expect(said(findings, "order")).toContain(
    "problem: www.example.com: product ssl_plus is not enabled in the account",
  );
});

test.each([
  ["117484", "is not validated for ov: the order would wait"],
  ["42", "organization 42 is not in the account"],
])("organization %s", async (id, text) => {
  const { findings } = await examineOrder("ssl_plus", ["www.example.com"], id);
  expect(said(findings, "order")).toContainEqual(expect.stringContaining(text));
});

test("custom fields: one that the account requires, and one that it does not have", async () => {
  account.emulator.control.configure({ requiredCustomFields: [12] });
  const certificate = { product: "ssl_plus", csr: account.csr, organization: { id: 117483 } };
  const customFields = [{ metadataId: 99, value: "x" }];
  const preview = await previewStack(account.emulator, "2026-11-29", {
    www: { ...certificate, commonName: "www.example.com", customFields },
    api: {
      ...certificate,
      commonName: "api.example.com",
      customFields: [{ metadataId: 12, value: "x" }],
    },
  });
  const path = join(folder, "preview.json");
  writeFileSync(path, JSON.stringify(preview));
  const { code, findings } = await examine("--for", path);
  expect(said(findings, "custom fields")).toEqual([
    expect.stringMatching(/^note: .+ \(11\); .+ \(12\), required$/),
  ]);
  expect([code, ...said(findings, "order")]).toEqual([
    3,
    expect.stringContaining("www: order until"),
    expect.stringMatching(
      /^problem: shop\/prod www: customFields lacks .+ \(12\), which the account/,
    ),
    "problem: shop/prod www: customFields: the account has no field 99",
    expect.stringContaining("api: order until"),
    expect.stringContaining("the csr names www.example.com"),
    "good: shop/prod api: nothing in its way is seen",
  ]);
});

test("a length that the product does not have, and an order of the same name that lives", async () => {
  const [issued = 0] = account.orders.issued;
  const args = [
    "--product",
    "ssl_multi_domain",
    "--names",
    "shop-000.example.com",
    "--organization",
    "117483",
    "--years",
    "3",
  ];
  const { findings } = await examine(...args);
  expect(said(findings, "order")).toEqual(
    expect.arrayContaining([
      "problem: shop-000.example.com: orderValidity of 3 years: the account may order ssl_multi_domain for 1",
      `note: shop-000.example.com: order ${issued} for this name and product is issued: adoptOrderId takes it over, free`,
    ]),
  );
});

test("the certificates of a preview, by their names in it; a secret CSR is not judged", async () => {
  const certificate = { product: "ssl_plus", csr: account.csr, organization: { id: 117483 } };
  const preview = await previewStack(account.emulator, "2026-11-29", {
    www: { ...certificate, commonName: "www.example.com" },
    api: { ...certificate, commonName: "api.fresh.test" },
  });
  const path = join(folder, "preview.json");
  writeFileSync(
    path,
    JSON.stringify(preview).replaceAll(JSON.stringify(account.csr), '"[secret]"'),
  );
  const { code, findings } = await examine("--for", path);
  expect(code).toBe(3);
  expect(said(findings, "order")).toEqual([
    "note: shop/prod www: order until 2027-06-15, covered until 2027-11-28: one paid order",
    "good: shop/prod www: nothing in its way is seen",
    "note: shop/prod api: order until 2027-06-15, covered until 2027-11-28: one paid order",
    "problem: shop/prod api: api.fresh.test is not validated in the account: the order would wait for its validation",
  ]);
});

test("of a preview, what it orders is judged: not what it leaves, reissues or removes", async () => {
  const certificate = { product: "ssl_plus", csr: account.csr, organization: { id: 117483 } };
  const preview = (await previewStack(account.emulator, "2026-11-29", {
    // Of these names the account has an order.
    left: { ...certificate, commonName: "shop-001.example.com" },
    reissued: { ...certificate, commonName: "shop-000.example.com" },
    removed: { ...certificate, commonName: "shop-002.example.com" },
  })) as { steps: Step[] };
  const [left, reissued, removed] = preview.steps as [Step, Step, Step];
  const { inputs } = reissued.newState;
  const reissue = { ...inputs, issuance: { ...inputs.issuance, action: "reissue", cost: "free" } };
  const steps = [
    { ...left, op: "same" },
    { ...reissued, op: "update", newState: { ...reissued.newState, inputs: reissue } },
    { op: "delete", urn: removed.urn, oldState: removed.newState },
  ];
  const path = join(folder, "preview.json");
  writeFileSync(path, JSON.stringify({ ...preview, steps }));
  const { code, findings } = await examine("--for", path);
  expect(code).toBe(0);
  expect(said(findings, "order")).toEqual([
    "note: shop/prod left: nothing is done in this run",
    expect.stringMatching(/^note: shop\/prod reissued: reissue until 2027-06-15, .*: free$/),
    expect.stringContaining("the csr names www.example.com"),
    "good: shop/prod reissued: nothing in its way is seen",
  ]);
});

test("a preview on a day on which nothing is due is no failure; one that failed is", async () => {
  const preview = await previewStack(account.emulator, "2026-11-29", {});
  const path = join(folder, "preview.json");
  writeFileSync(path, JSON.stringify({ ...(preview as object), steps: [] }));
  const { code, findings } = await examine("--for", path);
  expect([code, ...said(findings, "order")]).toEqual([
    0,
    "note: nothing is done to any certificate",
  ]);
  const urn = "urn:pulumi:prod::shop::certcentral:index:Certificate::www";
  const data = { severity: "error", urn, message: "error: csr cannot be parsed" };
  writeFileSync(path, JSON.stringify({ steps: [], diagnostics: [data] }));
  const failed = await examine("--for", path);
  expect([failed.code, ...said(failed.findings, "order")]).toEqual([
    3,
    "problem: shop/prod www: the preview failed: csr cannot be parsed",
  ]);
});

test("names are wanted, and a preview is one", async () => {
  const without = await runCertcentral(["doctor", "--product", "ssl_plus"], account.environment);
  expect([without.code, without.errors]).toEqual([1, expect.stringContaining("(CC605)")]);
  const other = await runCertcentral(["doctor", "--for", "package.json"], account.environment);
  expect([other.code, other.errors]).toEqual([1, expect.stringContaining("(CC602)")]);
});

async function orderWithReference(): Promise<void> {
  await placeOrder(account.emulator, "ssl_plus", {
    certificate: { common_name: "new.example.com", csr: account.csr },
    organization: { id: 117483 },
    alternative_order_id: "reference1",
  });
}
