import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as route53 from "@pulumi/aws/route53";
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
  dcvMethod: "dns-cname-token",
  dns: ({ resourceName, name, type, value }, opts) =>
    new route53.Record(resourceName, { zoneId, name, type, records: [value], ttl: 60 }, opts),
});

export const fullChain = shop.fullChainPem;
