import * as keyvault from "@pulumi/azure/keyvault";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import * as certcentral from "pulumi-certcentral";

const keyVaultId = new pulumi.Config().require("keyVaultId");

const key = new tls.PrivateKey("shop", { algorithm: "RSA", rsaBits: 3072 });
const request = new tls.CertRequest("shop", {
  privateKeyPem: key.privateKeyPem,
  subject: { commonName: "shop.example.com" },
});

const shop = new certcentral.Certificate("shop", {
  product: "ssl_plus",
  commonName: "shop.example.com",
  csr: request.certRequestPem,
  organization: { id: 117483 },
});

// A new chain is a new version of the same certificate. Key Vault takes the key in PKCS#8 alone.
const imported = new keyvault.Certificate("shop", {
  keyVaultId,
  name: "shop",
  certificate: { contents: pulumi.interpolate`${key.privateKeyPemPkcs8}${shop.fullChainPem}` },
});

// Without the version: who reads this always finds the newest.
export const secretId = imported.versionlessSecretId;
export const notAfter = shop.notAfter;
