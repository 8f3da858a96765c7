import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

const config = new pulumi.Config();
const csr = readFileSync(join(__dirname, "www.example.com.csr"), "utf8");

// The stack's own account, from certcentral:apiKey.
const us = new certcentral.Certificate("us", {
  product: "ssl_plus",
  commonName: "www.example.com",
  csr,
  organization: { id: 117483 },
});

// A second one: `pulumi config set --secret emeaKey <key>`.
const emeaUrl = config.get("emeaUrl");
const emea = new certcentral.Provider("emea", {
  apiKey: config.requireSecret("emeaKey"),
  ...(emeaUrl === undefined ? { region: "eu" } : { url: emeaUrl }),
});
const eu = new certcentral.Certificate(
  "eu",
  { product: "ssl_basic", commonName: "emea.example.com", csr, organization: { id: 117485 } },
  { provider: emea },
);

export const accounts = [us.accountId, eu.accountId];
