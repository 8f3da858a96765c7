import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

const zoneId = new pulumi.Config().require("zoneId");

const shop = new certcentral.ValidatedCertificate("shop", {
  product: "ssl_multi_domain",
  commonName: "shop.example.com",
  dnsNames: ["www.example.com"],
  csr: readFileSync(join(__dirname, "www.example.com.csr"), "utf8"),
  organization: { id: 117483 },
  // One validation of the whole domain serves all names below it.
  domains: ["example.com"],
  dns: ({ resourceName, name, type, value }, opts) =>
    new cloudflare.DnsRecord(resourceName, { zoneId, name, type, content: value, ttl: 60 }, opts),
});

export const fullChain = shop.fullChainPem;
