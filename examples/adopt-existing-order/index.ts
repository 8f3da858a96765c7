import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

// `pulumi config set orderId 112233`: an order for another key or for fewer names is reissued for the ones below, free.
// Where a name would be lost, the adoption is refused; nothing is bought in any case.
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
