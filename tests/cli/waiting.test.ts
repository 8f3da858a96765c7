/** What waits, for a pipeline: it has nothing in use, or what it is to replace is in use still. */
import { type Emulator, startEmulator } from "certcentral-emulator";

import { reportSchema, type Row } from "../../cli/report/report";
import { makeReport } from "../../cli/report/rows";
import { makeTimeline } from "../../cli/timeline/timeline";
import type { ListedOrder, Order } from "../../provider/certcentral/client";
import { openAccount, placeOrder, today } from "../support/account";
import { runCertcentral } from "../support/command-line";
import { makeKey } from "../support/csr";
import { issuedRow, reportOf } from "../support/report";

const names = {
  common_name: "shop.example.com",
  dns_names: ["www.shop.example.com"],
};
let emulator: Emulator;
let environment: Record<string, string>;
let renewed: number;
let renewal: number;

/** An order of last year with 20 days left, whose renewal waits for its approval since today. */
beforeAll(async () => {
  emulator = await startEmulator({
    now: "2025-12-20T12:00:00Z",
    frozen: true,
    faultRates: {},
    approval: "one-step",
  });
  const { csr } = await makeKey();
  const body = { certificate: { ...names, csr }, organization: { id: 117483 } };
  renewed = await placeOrder(emulator, "ssl_multi_domain", body);
  emulator.control.setClock("2026-06-10T12:00:00Z");
  await emulator.control.reissueInConsole(renewed);
  emulator.control.setClock(`${today}T12:00:00Z`);
  renewal = await placeOrder(emulator, "ssl_multi_domain", {
    ...body,
    renewal_of_order_id: renewed,
    skip_approval: false,
  });
  environment = {
    CERTCENTRAL_URL: emulator.url,
    CERTCENTRAL_API_KEY: emulator.apiKey,
    CERTCENTRAL_NOW: `${today}T12:00:00Z`,
  };
});

afterAll(() => emulator.close());

async function run(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  return runCertcentral(["report", ...args], environment);
}

async function readRows(): Promise<Row[]> {
  const { output } = await run("--json");
  return reportSchema.parse(JSON.parse(output)).rows;
}

test("while a renewal waits, what it renews is in use, and says so", async () => {
  const rows = await readRows();
  expect(rows.find(({ orderId }) => orderId === renewed)).toMatchObject({
    isRenewed: true,
    awaitedRenewal: renewal,
    daysLeft: 20,
  });
  const { output } = await run();
  expect(output).toMatch(new RegExp(`shop.* ${renewed} +issued .* renewal ${renewal} waits`));
});

const listedNames = { commonName: "www.example.com", dnsNames: [] };

test.each<[string, Record<string, unknown>, number | undefined]>([
  ["by its id", { renewalOfOrderId: 1 }, 2],
  ["by name and product, where it names none", {}, 2],
  ["not of another product", { productNameId: "ssl_ev_plus" }, undefined],
  ["not where it names another", { renewalOfOrderId: 9 }, undefined],
  [
    "not once it had a certificate",
    { renewalOfOrderId: 1, certificate: { ...listedNames, thumbprint: "AB" } },
    undefined,
  ],
])("which renewal is awaited: %s", (_what, change, expected) => {
  const listed = { orderId: 1, status: "issued", isRenewed: true, product: "ssl_plus" };
  const order = {
    id: 2,
    status: "pending",
    productNameId: "ssl_plus",
    requests: [],
    certificate: listedNames,
  };
  const { rows } = makeReport({
    account: {
      orders: new Map([[1, { ...listed, ...listedNames } as unknown as ListedOrder]]),
      waiting: new Map([[2, { ...order, ...change } as unknown as Order]]),
      domains: [],
      currency: undefined,
    },
    today,
    paidActions: "allow",
    showsEnded: true,
  });
  expect(rows[0]?.awaitedRenewal).toBe(expected);
});

test.each([
  [["--fail-under", "20"], 0, /^$/],
  [["--fail-under", "21"], 3, /1 certificate ended or with fewer than 21 days left: shop/],
  [["--fail-waiting", "1"], 0, /^$/],
  [
    ["--fail-waiting", "0"],
    3,
    /1 order that waits for 0 days or longer: shop\.example\.com \(since 2026-11-29\)\n$/,
  ],
  [["--fail-under", "21", "--fail-waiting", "0"], 3, /fewer than 21[^]*waits for 0 days/],
  [["--fail-waiting", "1", "--offline"], 2, /cannot be used with/],
])("%j ends with %i", async (flags, code, said) => {
  const end = await run(...flags);
  expect([end.code, end.errors]).toEqual([code, expect.stringMatching(said)]);
});

test("an order that waits for its first certificate has none in use, and fails only where waiting does", async () => {
  const fresh = await openAccount(0);
  await placeOrder(fresh.emulator, "ssl_plus", {
    certificate: { common_name: "new.example.com", csr: fresh.csr },
    organization: { id: 117483 },
    skip_approval: false,
  });
  const codes = [];
  for (const flag of ["--fail-under", "--fail-waiting"]) {
    const { code } = await runCertcentral(["report", flag, "9"], {
      ...fresh.environment,
      CERTCENTRAL_NOW: "2026-12-08T12:00:00Z",
    });
    codes.push(code);
  }
  await fresh.emulator.close();
  expect(codes).toEqual([0, 3]);
});

test("once the renewal is issued, nothing counts but its certificate", async () => {
  await emulator.control.approve(renewal);
  expect((await run("--fail-under", "21")).code).toBe(0);
  const row = (await readRows()).find(({ orderId }) => orderId === renewed);
  expect(row).toMatchObject({ isRenewed: true });
  expect(row).not.toHaveProperty("awaitedRenewal");
});

test("the picture has a gap behind what a waiting order is to replace", () => {
  const ends = { validFrom: "2026-06-01", validUntil: "2026-12-20", isRenewed: true };
  const kinds = (change: Partial<Row>): string[] =>
    makeTimeline(reportOf(issuedRow, { ...ends, ...change })).lanes.flatMap(({ spans }) =>
      spans.map(({ kind }) => kind),
    );
  expect(kinds({})).not.toContain("gap");
  expect(kinds({ awaitedRenewal: 112234 })).toContain("gap");
});
