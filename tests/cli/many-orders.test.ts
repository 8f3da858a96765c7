/** Five thousand orders: page by page, in a small heap, within the limits of the client. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { type Report, reportSchema } from "../../cli/report/report";
import { runCertcentral, sleptMs } from "../support/command-line";
import { makeKey } from "../support/csr";

const total = 5000;
const waiting = 90;
const names = Array.from({ length: 20 }, (_, index) => `name-${index}.shop.example.com`);

function order(id: number): Record<string, unknown> {
  const isWaiting = id <= waiting;
  return {
    id,
    status: isWaiting ? "needs_approval" : "issued",
    certificate: {
      id,
      common_name: `shop-${id}.example.com`,
      dns_names: names,
      csr,
      ...(isWaiting ? {} : { valid_from: "2026-10-15", valid_till: "2027-05-01" }),
    },
    order_valid_till: "2027-10-14",
    product_name_id: "ssl_multi_domain",
    organization: { id: id > total - 1200 ? 7 : 8 },
    price: 399,
  };
}

let csr: string;
let server: Server;
let environment: Record<string, string>;
const asked: string[] = [];

beforeAll(async () => {
  ({ csr } = await makeKey());
  server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    asked.push(`${request.method ?? ""} ${url.pathname.replace(/\d+$/, "<id>")}`);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer(url)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  environment = {
    CERTCENTRAL_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/v2`,
    CERTCENTRAL_API_KEY: "key",
    CERTCENTRAL_NOW: "2026-11-29T12:00:00Z",
  };
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function answer(url: URL): unknown {
  const { pathname, searchParams } = url;
  if (pathname.endsWith("/domain"))
    return { domains: [], page: { total: 0, limit: 1000, offset: 0 } };
  if (!pathname.endsWith("/order/certificate")) return order(Number(pathname.split("/").at(-1)));
  const [offset = 0, limit = 0] = ["offset", "limit"].map((name) => Number(searchParams.get(name)));
  const orders = Array.from({ length: Math.min(limit, total - offset) }, (_, index) =>
    order(offset + index + 1),
  );
  return { orders, page: { total, limit, offset } };
}

test("within the limits: 5 pages, and the orders that wait no faster than 80 in 5 seconds", async () => {
  const before = sleptMs();
  const { output } = await runCertcentral(["report", "--json"], environment);
  const { rows }: Report = reportSchema.parse(JSON.parse(output));
  expect(rows).toHaveLength(total);
  const count = (call: string): number => asked.filter((one) => one === call).length;
  expect([count("GET /services/v2/order/certificate"), asked.length]).toEqual([5, 5 + waiting + 2]);
  expect(sleptMs() - before).toBeGreaterThan(4_000);
});

test("an import of 1,200 says how far it is, and how long CertCentral may not be asked", async () => {
  const folder = join(mkdtempSync(join(tmpdir(), "many-")), "program");
  const filter = ["--organization", "7"];
  const args = ["import", "--out", folder, ...filter];
  const { code, errors } = await runCertcentral(args, environment, true);
  rmSync(dirname(folder), { recursive: true });
  expect(code).toBe(0);
  expect(errors).toContain("1200 of 1200 orders read");
  expect(errors).toMatch(/\d+ s until CertCentral may be asked more/);
});

test("in a heap of 64 MB", async () => {
  const main = join(__dirname, "..", "..", "dist", "cli", "main.js");
  const args = ["--max-old-space-size=64", main, "report", "--format", "csv"];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 26,
  });
  expect(stdout.trimEnd().split("\r\n")).toHaveLength(total + 1);
});
