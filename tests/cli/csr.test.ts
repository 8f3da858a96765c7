/** Keys and CSRs: for the names asked for, read by their owner alone, never in place of another. */
import { createPrivateKey, createPublicKey } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { keyKinds } from "../../cli/csr/make";
import { csrProblem, keyDigest, readCsr } from "../../provider/x509/csr";
import { runCertcentral } from "../support/command-line";
import { makeKey } from "../support/csr";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "csr-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function read(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

test.each(keyKinds)("a key of the kind %s, and a CSR that can be ordered with", async (kind) => {
  const out = join(folder, "www");
  const names = ["WWW.example.com", "*.example.com"];
  const end = await runCertcentral(["csr", ...names, "--out", out, "--key", kind]);
  expect([end.code, end.errors]).toEqual([0, ""]);
  expect(end.output).toBe(`${out}.key and ${out}.csr, for www.example.com, *.example.com\n`);
  const csr = read("www.csr");
  expect(csrProblem(csr, "public")).toBeUndefined();
  const key = createPublicKey(createPrivateKey(read("www.key")));
  expect(readCsr(csr)).toMatchObject({
    pem: csr,
    keyDigest: keyDigest(key),
    exponent: key.asymmetricKeyDetails?.publicExponent,
    names: ["*.example.com", "www.example.com"],
  });
  expect(statSync(`${out}.key`).mode & 0o777).toBe(0o600);
  expect(end.output + end.errors).not.toContain("PRIVATE");
});

test.each(["key", "csr"])(
  "a %s that is there stays, and nothing is written beside it",
  async (type) => {
    const other = type === "key" ? "csr" : "key";
    writeFileSync(join(folder, `www.${type}`), "there before");
    const { code, errors } = await runCertcentral([
      "csr",
      "www.example.com",
      "--out",
      join(folder, "www"),
    ]);
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(/exists, and is not overwritten.*\(CC608\)/),
    ]);
    expect(read(`www.${type}`)).toBe("there before");
    expect(existsSync(join(folder, `www.${other}`))).toBe(false);
  },
);

test("the names of a program's certificate", async () => {
  const { csr } = await makeKey();
  const inputs = {
    commonName: "shop.example.com",
    dnsNames: ["www.example.com", "a.example.com"],
    csr,
  };
  const urn = "urn:pulumi:prod::shop::pulumi-nodejs:dynamic/certcentral:Certificate::shop";
  const type = "pulumi-nodejs:dynamic/certcentral:Certificate";
  const preview = join(folder, "preview.json");
  const create = { op: "create", urn, newState: { type, inputs } };
  const remove = {
    op: "delete",
    urn: urn.replace("::shop", "::shop-gone"),
    oldState: create.newState,
  };
  writeFileSync(preview, JSON.stringify({ steps: [create, remove] }));
  const args = ["csr", "--from-program", preview, "--out", join(folder, "shop")];
  expect((await runCertcentral(args)).code).toBe(0);
  expect(readCsr(read("shop.csr"))?.names).toEqual([
    "a.example.com",
    "shop.example.com",
    "www.example.com",
  ]);
});

test.each([
  [[], "there are no names"],
  [["www.*.example.com"], "that is not its whole first label"],
])("names %j are refused", async (names, said) => {
  const { code, errors } = await runCertcentral(["csr", ...names, "--out", join(folder, "www")]);
  expect([code, errors]).toEqual([1, expect.stringContaining(said)]);
  expect(errors).toContain("(CC609)");
  expect(existsSync(join(folder, "www.key"))).toBe(false);
});
