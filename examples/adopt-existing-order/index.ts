import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

// `pulumi config set orderId 112233`: the order's names and key must be the ones below, else the
// adoption is refused with the differences, and nothing is changed or bought.
const www = new certcentral.Certificate("www", {
  adoptOrderId: new pulumi.Config().requireNumber("orderId"),
  product: "ssl_plus",
  commonName: "www.example.com",
  csr: readFileSync(join(__dirname, "www.example.com.csr"), "utf8"),
  organization: { id: 117483 },
  onDelete: "keep",
});

export const orderId = www.orderId;
export const notAfter = www.notAfter;
