/** What a report says of an account with orders in all states, and of stacks beside it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Report, reportSchema, type Row } from "../../cli/report/report";
import { readStackExport } from "../../cli/stacks";
import { unknownValue } from "../../provider/wire";
import {
  type AccountWorld,
  domainsValidatedUntil,
  openAccount,
  orderStates,
  type OrderState,
} from "../support/account";
import { runCertcentral } from "../support/command-line";
import { exportStack } from "../support/stack-export";

const folder = mkdtempSync(join(tmpdir(), "report-"));
let account: AccountWorld;

beforeAll(async () => {
  account = await openAccount(500);
});

beforeEach(() => {
  account.emulator.control.clearRequests();
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await account.emulator.close();
});

async function report(...args: string[]): Promise<Report> {
  const { code, output, errors } = await runCertcentral(
    ["report", "--json", ...args],
    account.environment,
  );
  expect([code, errors]).toEqual([0, ""]);
  return reportSchema.parse(JSON.parse(output));
}

function rowsOf({ rows }: Report, state: OrderState): Row[] {
  return rows.filter(({ orderId }) => account.orders[state].includes(orderId!));
}

/** What is to be said of each order of a state: status, days left, next action and its day. */
const expected: Record<OrderState, unknown[]> = {
  issued: ["issued", 153, "reissue", "2027-03-30"],
  due: ["issued", 25, "reissue", "2026-11-29"],
  "short of days": ["issued", 3, "reissue", "2026-11-29"],
  expired: ["expired", -20, undefined, undefined],
  "long expired": ["expired", -274, undefined, undefined],
  reissued: ["issued", 141, "renew", "2027-03-18"],
  renewed: ["issued", 15, undefined, undefined],
  "needs approval": ["needs_approval", undefined, undefined, undefined],
  "waits for its domain": ["pending", undefined, undefined, undefined],
  revoked: ["revoked", 0, undefined, undefined],
  canceled: ["canceled", undefined, undefined, undefined],
  rejected: ["rejected", undefined, undefined, undefined],
};

test("each order of each state, with its days and the planner's next action", async () => {
  const all = await report("--all");
  expect(all.hidden).toBe(0);
  for (const state of orderStates) {
    const rows = rowsOf(all, state);
    expect(rows).toHaveLength(account.orders[state].length);
    for (const {
      status,
      daysLeft,
      plans: [next],
    } of rows) {
      expect([state, status, daysLeft, next?.action, next?.day]).toEqual([
        state,
        ...expected[state],
      ]);
    }
  }
});

test("what has ended for good is left out and counted", async () => {
  const { rows, hidden } = await report();
  const over = ["long expired", "revoked", "canceled", "rejected"] as const;
  const ids = over.flatMap((state) => account.orders[state]);
  expect(hidden).toBe(ids.length);
  expect(rows.filter(({ orderId }) => ids.includes(orderId!))).toEqual([]);
  const days = rows.map(({ daysLeft }) => daysLeft ?? Infinity);
  expect(days).toEqual([...days].sort((one, other) => one - other));
});

test("what waits says for whom and since when; a price is CertCentral's own or none", async () => {
  const all = await report("--all");
  const [approval] = rowsOf(all, "needs approval");
  expect(approval?.waiting).toEqual({
    text: expect.stringMatching(/^order \d+ needs approval of request \d+$/),
    since: "2026-11-20",
  });
  const [validation] = rowsOf(all, "waits for its domain");
  expect(validation?.waiting).toEqual({
    text: expect.stringContaining("waits for validation of its domains"),
    since: "2026-11-10",
  });
  const prices = all.rows.map(({ lastPrice, currency }) => `${lastPrice} ${currency}`);
  expect(new Set(prices)).toEqual(new Set(["399 USD"]));
});

test("--domain leaves what has a name that is the domain or below it, its validations too", async () => {
  const { rows, domains } = await report("--all", "--domain", "FRESH.test");
  const names = ["waits for its domain", "canceled"] as const;
  const ids = names.flatMap((state) => account.orders[state]);
  expect(rows.map(({ orderId }) => orderId).sort()).toEqual([...ids].sort());
  expect(domains).toEqual([]);
  // An alternative name counts as the common name does.
  const one = await report("--domain", "www.shop-000.example.com");
  expect(one.rows.map(({ name }) => name)).toEqual(["shop-000.example.com"]);
  expect(one.domains.map(({ name }) => name).sort()).toEqual([
    "example.com",
    "shop-000.example.com",
    "www.shop-000.example.com",
  ]);
  const none = await runCertcentral(["report", "--domain", "ple.com"], account.environment);
  expect(none.output).toBe("2026-11-29: no order that lives with a name at or below ple.com\n");
});

test("the validation that lapses first stands in front", async () => {
  const { domains } = await report();
  expect(domains[0]).toEqual(
    expect.objectContaining({ validatedUntil: domainsValidatedUntil, daysLeft: 152 }),
  );
});

test("pages of orders and domains, and each order that waits: nothing but GET, and nothing twice", async () => {
  await report();
  const asked = account.emulator.control.requests().map(({ method, path }) => `${method} ${path}`);
  const waiting =
    account.orders["needs approval"].length + account.orders["waits for its domain"].length;
  const pages = (path: string): number => asked.filter((call) => call === `GET ${path}`).length;
  expect([pages("/order/certificate"), pages("/domain")]).toEqual([1, 2]);
  const orders = asked.filter((call) => /^GET \/order\/certificate\/\d+$/.test(call));
  expect([orders.length, new Set(orders).size]).toEqual([waiting, waiting]);
  expect(asked.filter((call) => !call.startsWith("GET "))).toEqual([]);
});

describe("stacks beside the account", () => {
  let prod: string;
  let ended: number;

  beforeAll(async () => {
    const args = (orderId: number, name: string) => ({
      product: "ssl_multi_domain",
      commonName: `${name}.example.com`,
      dnsNames: [`www.${name}.example.com`],
      csr: account.csr,
      organization: { id: 117483 },
      adoptOrderId: orderId,
    });
    const [issued = 0, toEnd = 0] = account.orders.issued;
    ended = toEnd;
    const state = await exportStack(account.emulator, "2026-11-29", {
      www: args(issued, "shop-000"),
      old: { ...args(toEnd, "shop-012") },
    });
    account.emulator.control.revokeOrder(toEnd);
    prod = join(folder, "prod.json");
    writeFileSync(prod, JSON.stringify(state));
  });

  test("orders in a stack, in none, and one that ended under its stack", async () => {
    const both = await report(prod);
    const held = both.rows.filter(({ holders }) => holders.length > 0);
    expect(held.map(({ name, standing, holders }) => [name, standing, holders])).toEqual([
      ["shop-012.example.com", "ended in a stack", [{ stack: "shop/prod", resource: "old" }]],
      ["shop-000.example.com", "in a stack", [{ stack: "shop/prod", resource: "www" }]],
    ]);
    const others = both.rows.filter(({ holders }) => holders.length === 0);
    expect(new Set(others.map(({ standing }) => standing))).toEqual(new Set(["in no stack"]));
    // The planner's own answer to a refresh that finds the end.
    expect(held[0]?.plans[0]).toEqual(
      expect.objectContaining({
        day: "2026-11-29",
        action: "order",
        reason: `order ${ended} is revoked`,
      }),
    );
  });

  test("the stacks alone need no key and ask nobody", async () => {
    const { code, output } = await runCertcentral(["report", prod, "--offline", "--json"], {
      CERTCENTRAL_URL: account.emulator.url,
      CERTCENTRAL_NOW: "2026-11-29T12:00:00Z",
    });
    const { rows } = reportSchema.parse(JSON.parse(output));
    expect(code).toBe(0);
    expect(rows.map(({ name, standing }) => [name, standing])).toEqual([
      ["shop-000.example.com", "not compared"],
      ["shop-012.example.com", "not compared"],
    ]);
    expect(account.emulator.control.requests()).toEqual([]);
  });

  test("an order that CertCentral does not list is said to be so", async () => {
    const other = await openAccount(0);
    const { output } = await runCertcentral(["report", prod, "--json"], other.environment);
    await other.emulator.close();
    const { rows } = reportSchema.parse(JSON.parse(output));
    expect(rows.map(({ standing }) => standing)).toEqual(["not shown", "not shown"]);
  });
});

test("of an export, what is being replaced is no certificate of the stack, and a secret is not known", () => {
  const signature = "4dabf18193072939515e22adb298388d";
  const urn = "urn:pulumi:prod::shop::certcentral:index:Certificate::www";
  const type = "certcentral:index:Certificate";
  const inputs = { csr: { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" } };
  const resources = [
    { urn, type, inputs },
    { urn, type, inputs: {}, delete: true },
  ];
  expect(readStackExport({ deployment: { resources } }, "export.json")).toMatchObject([
    { stack: "shop/prod", resource: "www", inputs: { csr: unknownValue } },
  ]);
});

test.each([
  [4, 3],
  [2, 3],
  [0, 3],
])("--fail-under %i ends with %i while certificates have expired", async (days, code) => {
  const end = await runCertcentral(["report", "--fail-under", String(days)], account.environment);
  if (code === 3)
    expect(end.errors).toMatch(/certificates? ended or with fewer than .* left: \S+ \(/);
  expect(end.code).toBe(code);
});

test("--fail-under counts the days of the shortest", async () => {
  const small = await openAccount(2);
  const codes = [];
  for (const days of ["25", "26"]) {
    const { code } = await runCertcentral(["report", "--fail-under", days], small.environment);
    codes.push(code);
  }
  await small.emulator.close();
  expect(codes).toEqual([0, 3]);
});

describe("at a terminal", () => {
  test("progress stands on one line and is gone at the end; what is short of days is red, what is replaced dim", async () => {
    const { output, errors } = await runCertcentral(["report"], account.environment, true);
    expect(errors).toMatch(/\r\u001b\[K\d+ orders\r\u001b\[K/);
    expect(errors).toMatch(/\r\u001b\[K$/);
    expect(errors).not.toContain("\n");
    expect(output).toMatch(/^\u001b\[31mshop-002\.example\.com/m);
    expect(output).toMatch(/^\u001b\[2mshop-006\.example\.com/m);
  });

  test("NO_COLOR takes the colours away", async () => {
    const environment = { ...account.environment, NO_COLOR: "1" };
    const { output } = await runCertcentral(["report"], environment, true);
    expect(output).not.toContain("\u001b");
  });
});

describe("forms", () => {
  async function formatted(format: string): Promise<string> {
    return (await runCertcentral(["report", "--format", format], account.environment)).output;
  }

  test("table: a line for each row, and nothing that only a terminal understands", async () => {
    const text = await formatted("table");
    expect(text).toMatch(/^name +order +status +days left/);
    expect(text).toMatch(
      /shop-001\.example\.com +\d+ +issued +25 +2026-12-24 +2027-06-08 +reissue 2026-11-29 +free/,
    );
    expect(text).toMatch(/ended orders left out \(--all shows them\)/);
    expect(text).not.toContain("\u001b");
  });

  test("csv: as many fields in each line, no line that a spreadsheet would run", async () => {
    const [head = "", ...lines] = (await formatted("csv")).split("\r\n").slice(0, -1);
    const fields = (line: string): number => line.replace(/"[^"]*"/g, "").split(",").length;
    const { rows } = await report();
    expect(lines).toHaveLength(rows.length);
    expect(new Set(lines.map(fields))).toEqual(new Set([fields(head)]));
  });

  test("prometheus: each line is a comment or a sample, each sample once", async () => {
    const lines = (await formatted("prometheus")).trimEnd().split("\n");
    const sample = /^[a-z_]+\{([a-z]+="(\\.|[^"\\])*",?)*\} -?\d+$/;
    expect(lines.filter((line) => !/^# (HELP|TYPE) /.test(line) && !sample.test(line))).toEqual([]);
    const series = lines
      .filter((line) => !line.startsWith("#"))
      .map((line) => line.replace(/ \S+$/, ""));
    expect(new Set(series).size).toBe(series.length);
    expect(lines.join("\n")).toMatch(
      /certcentral_certificate_days_left\{name="shop-001.example.com".*\} 25/,
    );
  });

  test("ics: folded, complete, each event with an id of its own", async () => {
    const text = await formatted("ics");
    const lines = text.split("\r\n");
    expect(lines.filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    const unfolded = text.replaceAll("\r\n ", "").split("\r\n");
    const ids = unfolded.filter((line) => line.startsWith("UID:"));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(300);
    expect(unfolded.filter((line) => line === "END:VEVENT")).toHaveLength(ids.length);
    expect([unfolded[0], unfolded.at(-2)]).toEqual(["BEGIN:VCALENDAR", "END:VCALENDAR"]);
  });

  test("waiting: a text with a line for each order that waits", async () => {
    const text = await formatted("waiting");
    const waiting =
      account.orders["needs approval"].length + account.orders["waits for its domain"].length;
    const [head, blank] = text.split("\n");
    expect([head, blank]).toEqual([
      `Subject: CertCentral: ${waiting} orders wait on 2026-11-29`,
      "",
    ]);
    expect(text.split("\n").filter((line) => line.startsWith("- "))).toHaveLength(waiting);
  });
});

test.each([
  ["no key", ["report"], { CERTCENTRAL_API_KEY: "" }, 1, /no API key.*\(CC613\)/],
  [
    "no such file",
    ["report", "nowhere.json"],
    {},
    1,
    /read nowhere.json: there is no such file.*\(CC600\)/,
  ],
  ["no such export", ["report", join(__dirname, "..", "..", "package.json")], {}, 1, /\(CC601\)/],
  ["no such format", ["report", "--format", "xml"], {}, 2, /Allowed choices are/],
  ["no domain", ["report", "--domain", "https://a"], {}, 2, /"https:\/\/a" is not .*\(CC615\)/],
  ["no stack to look at", ["report", "--offline"], {}, 2, /says nothing without exports/],
  ["no days", ["report", "--fail-under", "soon"], {}, 2, /\(CC604\)/],
  ["no such command", ["order"], {}, 2, /unknown command 'order'/],
] as const)("%s", async (_what, args, change, code, said) => {
  const end = await runCertcentral(args, { ...account.environment, ...change });
  expect([end.code, end.output]).toEqual([code, ""]);
  expect(end.errors).toMatch(said);
});
