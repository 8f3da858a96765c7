import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

// Free reissues within the paid order period happen unattended. A paid renewal is only planned while
// `pulumi config set allowRenewal true` stands; until then every preview warns with the days left.
const allowRenewal = new pulumi.Config().getBoolean("allowRenewal") ?? false;

const www = new certcentral.Certificate("www", {
  product: "ssl_plus",
  commonName: "www.example.com",
  csr: readFileSync(join(__dirname, "www.example.com.csr"), "utf8"),
  organization: { id: 117483 },
  orderValidity: { years: 1 },
  renewBeforeDays: 30,
  paidRenewal: allowRenewal ? "allow" : "deny",
});

export const renewalDue = www.renewalDue;
export const coveredUntil = www.coveredUntil;
