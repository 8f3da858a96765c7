import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";
import { DnsRecord } from "certcentral-emulator/pulumi";

const controlUrl = new pulumi.Config().require("controlUrl");

// A DV product: the order has the token. The wildcard and its base share one record.
const www = new certcentral.ValidatedCertificate("www", {
  product: "ssl_dv_geotrust_flex",
  commonName: "*.fresh.test",
  dnsNames: ["fresh.test"],
  csr: readFileSync(join(__dirname, "www.fresh.test.csr"), "utf8"),
  technicalContact: {
    firstName: "Clive",
    lastName: "Collegedean",
    telephone: "8015551212",
    email: "clive@example.com",
  },
  dcvMethod: "dns-cname-token",
  dns: ({ resourceName, name, type, value }, opts) =>
    new DnsRecord(resourceName, { controlUrl, name, type, value }, opts),
});

export const fullChain = www.fullChainPem;
