import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as acm from "@pulumi/aws/acm";
import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

const shop = new certcentral.Certificate("shop", {
  product: "ssl_plus",
  commonName: "shop.example.com",
  csr: readFileSync(join(__dirname, "shop.csr"), "utf8"),
  organization: { id: 117483 },
});

// A new chain is imported under the same ARN: what uses the certificate is not touched.
const imported = new acm.Certificate("shop", {
  certificateBody: shop.certificatePem,
  certificateChain: shop.chainPem,
  privateKey: new pulumi.Config().requireSecret("privateKey"),
});

export const arn = imported.arn;
export const notAfter = shop.notAfter;
