import { createHash } from "node:crypto";

import { Certificate, Domain, DomainValidation, IssuedCertificate } from "pulumi-certcentral";

import { registeredInputs } from "../support/shim-text";

const certificate = {
  product: "ssl_plus",
  commonName: "a.example.com",
  csr: "csr",
  organization: { id: 1 },
};
const domain = { name: "example.com", organization: { id: 1 } };

/** The last resource that each declares; its text, once released, is for ever. */
const resources: Record<string, { declare: () => unknown; hash: string }> = {
  certificate: {
    declare: () => new Certificate("a", certificate),
    hash: "18f590fd5205127674e68af5f2baf11b87bd4e1866ba47ab8b945399e40fb1bd",
  },
  domain: {
    declare: () => new Domain("a", domain),
    hash: "5efb920d2fb044bd550907e89606cea8a1e44b77ea46bcf6044a8605281b61e2",
  },
  domainValidation: {
    declare: () => new DomainValidation("a", { domain: new Domain("a", domain) }),
    hash: "edd534063037fcf3cac3199f17fd93a4fec377f77eb1081f1236ca4656d13fe0",
  },
  issuedCertificate: {
    declare: () => new IssuedCertificate("a", { certificate: new Certificate("a", certificate) }),
    hash: "aafa00cc2e395833925679540e1b50f3b7af51d699617c709613230555c2d39f",
  },
};

test.each(Object.entries(resources))(
  "the text of %s, which lies in every user's state, is constant and small",
  async (name, { declare, hash }) => {
    const { __provider: text } = await registeredInputs(declare);
    expect(typeof text).toBe("string");
    expect(String(text).length).toBeLessThan(4096);
    expect(String(text)).toContain('require("pulumi-certcentral/provider")[resource]');
    expect(String(text)).toContain(`resource: "${name}"`);
    expect(createHash("sha256").update(String(text)).digest("hex")).toBe(hash);
  },
);
