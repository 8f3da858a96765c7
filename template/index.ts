import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

const config = new pulumi.Config();
const commonName = config.require("commonName");

const certificate = new certcentral.Certificate("certificate", {
  product: "ssl_plus",
  commonName,
  // npx certcentral csr <common name> makes it, and the key beside it.
  csr: readFileSync(join(__dirname, `${commonName}.csr`), "utf8"),
  organization: { id: config.requireNumber("organizationId") },
});

export const orderId = certificate.orderId;
export const renewalDue = certificate.renewalDue;
export const coveredUntil = certificate.coveredUntil;
export const fullChain = certificate.fullChainPem;
