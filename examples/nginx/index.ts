import { readFileSync } from "node:fs";
import { join } from "node:path";

import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import * as certcentral from "pulumi-certcentral";

const config = new pulumi.Config();

const shop = new certcentral.Certificate("shop", {
  product: "ssl_plus",
  commonName: "shop.example.com",
  csr: readFileSync(join(__dirname, "shop.csr"), "utf8"),
  organization: { id: 117483 },
});

// Runs when the chain is new, and then alone. A chain for another key never takes the old one's place.
const installed = new remote.Command("shop", {
  connection: {
    host: config.require("host"),
    hostKey: config.require("hostKey"),
    user: config.require("user"),
    privateKey: config.requireSecret("sshKey"),
  },
  create: readFileSync(join(__dirname, "install.sh"), "utf8"),
  stdin: shop.fullChainPem,
});

export const said = installed.stdout;
export const notAfter = shop.notAfter;
