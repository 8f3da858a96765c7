import * as core from "@pulumi/kubernetes/core/v1";
import * as tls from "@pulumi/tls";
import * as certcentral from "pulumi-certcentral";

const key = new tls.PrivateKey("shop", { algorithm: "ECDSA", ecdsaCurve: "P256" });
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

const secret = new core.Secret("shop", {
  metadata: { name: "shop-tls" },
  type: "kubernetes.io/tls",
  stringData: { "tls.crt": shop.fullChainPem, "tls.key": key.privateKeyPem },
});

export const secretName = secret.metadata.name;
export const notAfter = shop.notAfter;
