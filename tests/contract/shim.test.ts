import { createHash } from "node:crypto";

import { Certificate } from "pulumi-certcentral";

import { registeredInputs } from "../support/shim-text";

test("the shim's text, which lies in every user's state, is constant and small", async () => {
  const args = {
    product: "ssl_plus",
    commonName: "a.example.com",
    csr: "csr",
    organization: { id: 1 },
  };
  const { __provider: text } = await registeredInputs(() => new Certificate("a", args));
  expect(typeof text).toBe("string");
  expect(String(text).length).toBeLessThan(4096);
  expect(String(text)).toContain('require("pulumi-certcentral/provider")');
  const hash = createHash("sha256").update(String(text)).digest("hex");
  expect(hash).toBe("28b0a4a8a26375a475b44d89163d0f4aea556e93cc0c4c056a27c22a40ce9134");
});
