import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import * as certcentral from "pulumi-certcentral";

export = async (): Promise<Record<string, unknown>> => {
  const rotation = await currentRotation();
  const key = new tls.PrivateKey(`shop-${rotation}`, { algorithm: "ECDSA", ecdsaCurve: "P256" });
  const request = new tls.CertRequest(`shop-${rotation}`, {
    privateKeyPem: key.privateKeyPem,
    subject: { commonName: "shop.example.com" },
  });
  const shop = new certcentral.Certificate("shop", {
    product: "ssl_plus",
    commonName: "shop.example.com",
    csr: request.certRequestPem,
    organization: { id: 117483 },
  });
  return {
    rotation,
    renewalDue: shop.renewalDue,
    fullChain: shop.fullChainPem,
    privateKey: key.privateKeyPem,
  };
};

/**
 * What the key is named by. From the day on which the certificate is due it is that day, and stays it until the next
 * one: the new key and the due reissue or renewal are one plan, and a run that breaks off goes on with the same key.
 */
async function currentRotation(): Promise<string> {
  const own = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const last = new pulumi.StackReference(own);
  const output = async (name: string): Promise<string | undefined> =>
    (await last.getOutputDetails(name)).value as string | undefined;
  const [rotation = "first", renewalDue] = [await output("rotation"), await output("renewalDue")];
  const now = process.env["CERTCENTRAL_NOW"] ?? new Date().toISOString();
  return renewalDue !== undefined && now.slice(0, 10) >= renewalDue ? renewalDue : rotation;
}
