import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as certcentral from "pulumi-certcentral";

const www = new certcentral.Certificate("www", {
  product: "ssl_plus",
  commonName: "www.example.com",
  dnsNames: ["example.com"],
  csr: readFileSync(join(__dirname, "www.example.com.csr"), "utf8"),
  organization: { id: 117483 },
});

export const orderId = www.orderId;
export const notAfter = www.notAfter;
export const fullChain = www.fullChainPem;
