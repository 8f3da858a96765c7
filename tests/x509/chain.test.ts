import "reflect-metadata";

import { webcrypto, X509Certificate } from "node:crypto";

import { SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";

import { normalizeName } from "../../provider/names";
import { leafProblems, parseChain } from "../../provider/x509/chain";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const notBefore = new Date("2026-11-25T00:00:00Z");
const notAfter = new Date("2027-06-11T23:59:59Z");

async function leafFor(address: string): Promise<{ pem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=address",
    keys: keys as never,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter,
    extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: address }])],
  });
  return { pem: certificate.toString("pem") };
}

test.each(["2001:db8::1", "2001:DB8:0:0:0:0:0:1", "2001:0db8::0001", "192.0.2.7"])(
  "a leaf for the address %s has it, however it is written",
  async (address) => {
    const chain = parseChain([await leafFor(address)]);
    expect(leafProblems(chain, { names: [normalizeName(address)] })).toEqual([]);
  },
);

test("dates are read also where Node has them as text only", async () => {
  const shown = ["validFromDate", "validToDate"].map((name) => {
    const property = Object.getOwnPropertyDescriptor(X509Certificate.prototype, name);
    Object.defineProperty(X509Certificate.prototype, name, {
      get: () => undefined,
      configurable: true,
    });
    return [name, property] as const;
  });
  try {
    expect(parseChain([await leafFor("192.0.2.7")])).toMatchObject({ notBefore, notAfter });
  } finally {
    for (const [name, property] of shown) {
      if (property !== undefined) Object.defineProperty(X509Certificate.prototype, name, property);
    }
  }
});
