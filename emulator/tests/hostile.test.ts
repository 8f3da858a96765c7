/** Nothing that is sent to it makes the emulator answer 500, hang, or be wrong afterwards. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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

test.each<[string, Record<string, unknown>]>([
  ["comments of 2 MiB", { comments: "x".repeat(2 << 20) }],
  ["a name of 10 MiB", { certificate: { common_name: "a".repeat(10 << 20) } }],
  [
    "300,000 names",
    { certificate: { dns_names: Array.from({ length: 3e5 }, (_none, i) => `n${i}.example.com`) } },
  ],
])("%s are refused in the envelope, the body read to its end", async (_what, change) => {
  const answer = await api("POST", "/order/certificate/ssl_plus", orderOf(csr, change));
  expect([answer.status, codesOf(answer)]).toEqual([413, ["request_too_large"]]);
});

test("300,000 empty names, which fit, are refused by the name of their member", async () => {
  const certificate = { dns_names: Array(3e5).fill("") };
  const answer = await api("POST", "/order/certificate/ssl_plus", orderOf(csr, { certificate }));
  expect([answer.status, codesOf(answer)]).toEqual([400, ["invalid_value:dns_names"]]);
});

test("nesting without end is refused, and the log can be told", async () => {
  const headers = { "x-dc-devkey": emulator.apiKey };
  const body = `${"[".repeat(1e5)}${"]".repeat(1e5)}`;
  const path = `${emulator.url}/order/certificate/ssl_plus`;
  expect((await fetch(path, { method: "POST", headers, body })).status).toBe(400);
  const log = await fetch(`${emulator.controlUrl}/requests`, { method: "POST" });
  expect(await log.json()).toMatchObject([{ status: 400 }]);
});

test("what is refused leaves nothing behind: no organization, no money taken", async () => {
  const details = { name: "Fresh Ltd.", address: "1 Way", city: "Lehi", state: "Utah" };
  const organization = { ...details, zip: "84043", country: "us", telephone: "1" };
  emulator.control.configure({ balance: 1 });
  const answer = await api("POST", "/order/certificate/ssl_plus", orderOf(csr, { organization }));
  expect(codesOf(answer)).toEqual(["insufficient_funds"]);
  expect((await api("GET", "/organization")).json["organizations"]).toHaveLength(2);
  emulator.control.configure({ balance: 1000 });
  await order();
  const [placed] = await emulator.control.orders();
  const names = {
    certificate: { ...(orderOf(csr)["certificate"] as object), dns_names: ["new.example.com"] },
  };
  const refused = { ...names, dcv_method: "pigeon" };
  const before = (await api("GET", "/finance/balance")).json["balance"];
  const reissue = await api("POST", `/order/certificate/${placed?.id}/reissue`, refused);
  expect(codesOf(reissue)).toEqual(["invalid_value:dcv_method"]);
  expect((await api("GET", "/finance/balance")).json["balance"]).toBe(before);
});

test("formats of another name than a file's are refused", async () => {
  await order();
  const [placed] = await emulator.control.orders();
  const id = placed?.certificates[0]?.id;
  for (const format of ["constructor", "__proto__", "none"]) {
    expect((await api("GET", `/certificate/${id}/download/format/${format}`)).status).toBe(400);
  }
});
