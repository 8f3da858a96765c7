/** Nothing that is sent to it makes the emulator answer 500, hang, or be wrong afterwards. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, codesOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let csr: string;

beforeAll(async () => {
  ({ csr } = await newKey());
});

beforeEach(async () => {
  emulator = await startEmulator({ rateLimits: false });
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

const order = async (): Promise<number> =>
  (await api("POST", "/order/certificate/ssl_multi_domain", orderOf(csr))).status;

test.each<[string, object]>([
  ["half a pair of UTF-16 in a name", { common_name: "\ud800.example.com" }],
  ["a scheme", { common_name: "https://www.example.com" }],
  ["a space", { common_name: "www example.com" }],
  ["a line break", { common_name: "www.example.com\nx" }],
  ["a CA's name check that is not anchored", { common_name: "x|:www.example.com" }],
  ["a port", { common_name: "www.example.com:443" }],
  ["a path", { common_name: "www.example.com/x" }],
  ["a line break at its end", { common_name: "www.example.com\n" }],
  ["an empty label", { common_name: "www..example.com" }],
  ["a final dot", { common_name: "www.example.com." }],
  ["one label", { common_name: "localhost" }],
  ["a hyphen at the end of a label", { common_name: "www-.example.com" }],
  ["a star in the middle", { common_name: "www.*.example.com" }],
  ["two stars", { common_name: "*.*.example.com" }],
  ["a top level of digits", { common_name: "www.example.1" }],
  ["letters beyond ASCII", { common_name: "w\u00fcrfel.example.com" }],
  ["an underscore", { dns_names: ["a_b.example.com"] }],
  ["a name that nobody owns", { dns_names: ["printer.local"] }],
  ["a private address", { dns_names: ["192.168.0.1"] }],
  ["a label of 64", { common_name: `${"a".repeat(64)}.com` }],
  ["a common name of 65", { common_name: `${"a".repeat(61)}.com` }],
  ["a name of 254", { dns_names: [`${"a.".repeat(126)}com`] }],
  ["1001 names", { dns_names: Array.from({ length: 1001 }, (_none, i) => `n${i}.example.com`) }],
])(
  "an order with %s is refused, takes no money, and poisons nothing",
  async (_what, certificate) => {
    const body = orderOf(csr, { certificate });
    const answer = await api("POST", "/order/certificate/ssl_multi_domain", body);
    expect(answer.status).toBe(400);
    expect(codesOf(answer)).not.toEqual([]);
    expect((await api("GET", "/finance/balance")).json).toMatchObject({ balance: "100000.00" });
    expect((await api("GET", "/order/certificate")).status).toBe(200);
    expect(await order()).toBe(201);
  },
);

describe("keys", () => {
  const csrOf = (...algorithm: string[]): string => {
    const folder = mkdtempSync(join(tmpdir(), "emulator-"));
    try {
      const key = join(folder, "key.pem");
      execFileSync("openssl", ["genpkey", ...algorithm, "-out", key], { stdio: "ignore" });
      const args = ["req", "-new", "-key", key, "-subj", "/CN=x"];
      return execFileSync("openssl", args, { encoding: "utf8" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const rsa = (bits: number) => csrOf("-algorithm", "RSA", "-pkeyopt", `rsa_keygen_bits:${bits}`);
  const ec = (curve: string) => csrOf("-algorithm", "EC", "-pkeyopt", `ec_paramgen_curve:${curve}`);
  const place = async (own: string, product = "ssl_plus") =>
    api("POST", `/order/certificate/${product}`, orderOf(own));

  test.each<[string, () => string]>([
    ["RSA of 1024 bits", () => rsa(1024)],
    ["RSA of 2056 bits", () => rsa(2056)],
    ["P-521", () => ec("P-521")],
    ["secp256k1", () => ec("secp256k1")],
    ["Ed25519", () => csrOf("-algorithm", "ED25519")],
  ])("%s is refused", async (_what, make) => {
    const answer = await place(make());
    expect(answer.status).toBe(400);
    expect(codesOf(answer)[0]).toMatch(/^invalid_value:csr$|^csr_invalid_cannot_parse$/);
    expect((await api("GET", "/finance/balance")).json).toMatchObject({ balance: "100000.00" });
  });

  test.each<[string, () => string]>([
    ["RSA of 2048 bits", () => rsa(2048)],
    ["RSA of 3072 bits", () => rsa(3072)],
    ["P-384", () => ec("P-384")],
  ])("%s is taken", async (_what, make) => {
    expect((await place(make())).status).toBe(201);
  });

  test("a private CA takes P-521 and names that nobody owns, and no weak key", async () => {
    const own = ec("P-521");
    const certificate = { common_name: "printer.local", dns_names: ["a_b.internal", "10.0.0.1"] };
    const body = orderOf(own, { certificate });
    const answer = await api("POST", "/order/certificate/private_ssl_plus", body);
    expect(answer.status).toBe(201);
    const weak = rsa(1024);
    expect((await place(weak, "private_ssl_plus")).status).toBe(400);
  });
});

test.each(["x y.test", "x", `${"a".repeat(64)}.test`, "-x.test", "x.test\n"])(
  "the domain %j is refused",
  async (name) => {
    const body = { name, organization: { id: 117483 }, validations: [{ type: "ov" }] };
    expect(codesOf(await api("POST", "/domain", body))).toEqual(["invalid_value:name"]);
  },
);

test("a body of more than 1 MiB is refused in the envelope", async () => {
  const comments = "x".repeat(2 << 20);
  const answer = await api("POST", "/order/certificate/ssl_plus", orderOf(csr, { comments }));
  expect([answer.status, codesOf(answer)]).toEqual([413, ["request_too_large"]]);
});

test("formats of another name than a file's are refused", async () => {
  await order();
  const [placed] = await emulator.control.orders();
  const id = placed?.certificates[0]?.id;
  for (const format of ["constructor", "__proto__", "none"]) {
    expect((await api("GET", `/certificate/${id}/download/format/${format}`)).status).toBe(400);
  }
});

test("whatever is asked for in whatever words: never 500, and right after", async () => {
  await order();
  const [placed] = await emulator.control.orders();
  const id = fc.constantFrom(
    String(placed?.id),
    String(placed?.certificates[0]?.id),
    "0",
    "-1",
    "x",
    "%00",
    "1e3",
  );
  const part = fc.oneof(
    id,
    fc.constantFrom(
      "order",
      "certificate",
      "domain",
      "organization",
      "request",
      "reissue",
      "duplicate",
    ),
    fc.constantFrom(
      "revoke",
      "status",
      "chain",
      "check-dcv",
      "dcv-method",
      "alternate",
      "product",
      "ssl",
    ),
    fc.string({ maxLength: 12 }).map(encodeURIComponent),
  );
  const known = fc.tuple(
    fc.constantFrom(
      "order/certificate",
      "certificate",
      "domain",
      "organization",
      "request",
      "product",
    ),
    id,
    fc.constantFrom(
      "",
      "/reissue",
      "/duplicate",
      "/revoke",
      "/status",
      "/chain",
      "/dcv/method",
      "/check-dcv",
    ),
  );
  const path = fc.oneof(
    fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join("/")}`),
    known.map(([kind, one, rest]) => `/${kind}/${one}${rest}`),
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
    fc.constantFrom<unknown>("\ud800", 1e308, -1, "", "constructor", { id: {} }, [[]], null),
  );
  const members = fc.constantFrom(
    "certificate",
    "common_name",
    "dns_names",
    "order_validity",
    "organization",
    "custom_fields",
    "status",
    "comments",
    "revocation_reason",
    "dcv_method",
    "name",
    "validations",
    "renewal_of_order_id",
    "alternative_order_id",
  );
  const body = fc.dictionary(members, value, { maxKeys: 5 });
  const hostile = fc.record({ method: fc.constantFrom("GET", "POST", "PUT"), path, body });
  await fc.assert(
    fc.asyncProperty(hostile, async ({ method, path: asked, body: given }) => {
      const whole = { ...orderOf(csr), ...given };
      const answer = await api(method, asked, method === "GET" ? undefined : whole);
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 1500, seed: 13 },
  );
  expect((await api("GET", "/order/certificate")).status).toBe(200);
  expect((await api("GET", `/order/certificate/${String(placed?.id)}`)).status).toBe(200);
  expect(await order()).toBe(201);
}, 120_000);
