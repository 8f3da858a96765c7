/** What comes next, in money: free, CertCentral's price with its currency, or not known, and the same in every form. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { priceOf, sumCosts } from "../../cli/report/costs";
import { formatCalendar } from "../../cli/report/formats/calendar";
import { formatCsv } from "../../cli/report/formats/csv";
import { formatTable } from "../../cli/report/formats/table";
import { describeCost, describeCosts } from "../../cli/report/formats/words";
import { reportSchema, type Row } from "../../cli/report/report";
import { formatHtml } from "../../cli/timeline/page";
import { runCertcentral } from "../support/command-line";
import { issuedRow, reportOf } from "../support/report";

const today = "2026-11-29";
const reissue = {
  day: "2027-03-30",
  action: "reissue",
  cost: "free, covered by the order",
} as const;
const renewal = { day: "2027-03-30", action: "renew", cost: "one paid renewal" } as const;
const free: Partial<Row> = { plans: [{ ...reissue, price: 0 }], lastPrice: 399, currency: "USD" };
const paid: Partial<Row> = { plans: [{ ...renewal, price: 399 }], lastPrice: 399, currency: "USD" };
const unpriced: Partial<Row> = { plans: [renewal] };

test.each([
  ["order", "one paid order", 399, 399],
  ["renew", "one paid renewal", undefined, undefined],
  ["reissue", "free, covered by the order", 399, 0],
  ["adopt", "free, the order is paid already", undefined, 0],
  ["reissue", "free, but CertCentral may charge for the name a.example.com", 399, undefined],
] as const)("%s, %s, after %p: %p", (action, cost, lastPrice, price) => {
  expect(priceOf({ action, cost }, lastPrice)).toBe(price);
});

test.each<[string, Partial<Row>, string]>([
  ["free", free, "free"],
  ["paid", paid, "399.00 USD"],
  ["no currency is named", { ...paid, plans: [{ ...renewal, price: 268.5 }] }, "268.50 USD"],
  ["no price is given", unpriced, "not known"],
  ["nothing is planned", {}, "-"],
  ["it is renewed", { ...paid, isRenewed: true }, "-"],
  ["it waits", { ...paid, waiting: { text: "order 1 needs approval" } }, "-"],
])("cost where %s", (_what, change, said) => {
  expect(describeCost({ ...issuedRow, ...change })).toBe(said);
});

test("the same in table, CSV, calendar and page", () => {
  const plain = (_color: string, text: string): string => text;
  const said = (change: Partial<Row>): string[] => {
    const report = reportOf(issuedRow, change);
    const [head = "", line = ""] = formatCsv(report).split("\r\n");
    const column = head.split(",").indexOf("nextCost");
    const calendar = formatCalendar(report, new Date()).replaceAll("\r\n ", "");
    return [
      /^www.*2027-03-30 +(\S.*)$/m.exec(formatTable(report, plain))?.[1] ?? "",
      line.replace(/"[^"]*"/g, "").split(",")[column] ?? "",
      /\(order 112233\): (.*)\r\nTRANSP/.exec(calendar)?.[1] ?? "",
      /<td>(?:reissue|renew) [^<]+<\/td><td>([^<]*)</.exec(formatHtml(report))?.[1] ?? "",
    ];
  };
  expect(said(free)).toEqual(["free", "free", "free\\, covered by the order", "free"]);
  expect(said(paid)).toEqual([
    "399.00 USD",
    "399",
    "one paid renewal\\, 399.00 USD as for the last order",
    "399.00 USD",
  ]);
  expect(said(unpriced)).toEqual([
    "not known",
    "not known",
    "one paid renewal\\, price not known",
    "not known",
  ]);
});

test("a sum for each currency, of a year, without what no stack holds and what has no price", () => {
  const rows = [
    paid,
    {
      ...paid,
      plans: [
        { ...renewal, price: 0.1 },
        { ...renewal, price: 0.2 },
      ],
    },
    { ...paid, currency: "EUR" },
    { ...paid, currency: undefined },
    { ...paid, standing: "in no stack" as const },
    { ...paid, plans: [{ ...renewal, day: "2027-11-30", price: 399 }] },
    free,
    unpriced,
  ];
  const report = reportOf(issuedRow, ...rows);
  const costs = sumCosts(report.rows, today);
  expect(costs).toEqual({
    until: "2027-11-29",
    sums: [
      { currency: "USD", amount: 399.3, paidActions: 3 },
      { currency: "EUR", amount: 399, paidActions: 1 },
      { amount: 399, paidActions: 1 },
    ],
    notKnown: 1,
  });
  expect(describeCosts({ ...report, costs })).toBe(
    "To be paid until 2027-11-29 for what stacks hold: 399.30 USD for 3 orders by the prices of the last ones, " +
      "and 399.00 EUR for 1 order by the prices of the last ones, and 399.00 for 1 order by the prices of the last ones, " +
      "and 1 order at a price that is not known",
  );
});

describe("whose currency", () => {
  let server: Server;
  let environment: Record<string, string>;
  /** How `GET finance/balance` is answered; undefined: the key may not know it. */
  let balance: object | undefined;
  let status: number;
  let own: object;
  const asked: string[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const isBalance = path.includes("/finance/balance");
      const refusal = { errors: [{ code: "access_denied", message: "no" }] };
      response.writeHead(isBalance && balance === undefined ? status : 200, {
        "content-type": "application/json",
      });
      const certificate = {
        id: 2,
        common_name: "www.example.com",
        valid_from: "2026-06-10",
        valid_till: "2026-12-20",
      };
      const order = { id: 1, status: "issued", product_name_id: "ssl_plus", certificate };
      const dates = { order_valid_till: "2026-12-20" };
      const list = { orders: [{ ...order, ...dates, container: { id: 5 }, ...own }] };
      response.end(JSON.stringify(isBalance ? (balance ?? refusal) : list));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    environment = {
      CERTCENTRAL_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/v2`,
      CERTCENTRAL_API_KEY: "key",
      CERTCENTRAL_NOW: `${today}T12:00:00Z`,
    };
  });

  beforeEach(() => {
    balance = { balance: "454.00", currency: "EUR" };
    own = { price: 300 };
    asked.length = 0;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function readRow(): Promise<Partial<Row>> {
    const { output } = await runCertcentral(["report", "--json"], environment);
    return reportSchema.parse(JSON.parse(output)).rows[0] ?? {};
  }

  const balances = (): string[] => asked.filter((path) => path.includes("/finance/balance"));

  test("the account's, asked for the order's division", async () => {
    expect(await readRow()).toMatchObject({ lastPrice: 300, currency: "EUR" });
    expect(balances()).toEqual(["/services/v2/finance/balance?container_id=5"]);
  });

  test("the order's own where it has one: nobody is asked", async () => {
    own = { price: 300, currency: "USD" };
    expect(await readRow()).toMatchObject({ currency: "USD" });
    expect(balances()).toEqual([]);
  });

  test.each([403, 500])("none where the answer is %i", async (refused) => {
    balance = undefined;
    status = refused;
    expect(await readRow()).not.toHaveProperty("currency");
    const { output } = await runCertcentral(["report"], environment);
    expect(output).toMatch(/ 300\.00$/m);
  });

  test("none without a price", async () => {
    own = {};
    expect(await readRow()).not.toHaveProperty("currency");
    expect(balances()).toEqual([]);
  });
});
