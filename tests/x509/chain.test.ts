import "reflect-metadata";

import { webcrypto, X509Certificate } from "node:crypto";

import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import fc from "fast-check";

import { normalizeName } from "../../provider/names";
import { makeKey } from "../support/csr";
import { leafProblems, parseChain } from "../../provider/x509/chain";
import { armour, certificatesIn, intermediatesIn, leafIn, pemBody } from "../../provider/x509/pem";

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

describe("a chain, however it comes", () => {
  type Name = "leaf" | "intermediate" | "root" | "crossRoot" | "otherRoot";
  let made: Record<Name, string>;

  beforeAll(async () => {
    const [root, other, authority, leaf] = await Promise.all([
      newKeys(),
      newKeys(),
      newKeys(),
      newKeys(),
    ]);
    made = {
      root: await sign("Root", root, "Root", root),
      otherRoot: await sign("Older root", other, "Older root", other),
      crossRoot: await sign("Root", root, "Older root", other),
      intermediate: await sign("TLS CA", authority, "Root", root),
      leaf: await sign("www.example.com", leaf, "TLS CA", authority, false),
    };
  });

  const links = (...names: Name[]): { pem: string }[] => names.map((name) => ({ pem: made[name] }));

  test("in any order, with copies and cross-signed extras, it has the same outputs", () => {
    const plain = parseChain(links("leaf", "intermediate", "root"));
    const { fullChainPem, rootPem } = plain;
    const forms = certificatesIn(fullChainPem + rootPem);
    expect(forms.map(({ subjectCommonName }) => subjectCommonName)).toEqual([
      "www.example.com",
      "TLS CA",
      "Root",
    ]);
    expect(forms.map(({ pem }) => pem).join("")).toBe(fullChainPem + rootPem);
    expect(leafIn(fullChainPem) + intermediatesIn(fullChainPem)).toBe(fullChainPem);
    expect(leafIn(fullChainPem)).toBe(made.leaf);
    const extras = fc.subarray(["leaf", "intermediate", "root", "crossRoot", "otherRoot"] as const);
    fc.assert(
      fc.property(
        extras.chain((more) =>
          fc.shuffledSubarray(["leaf", "intermediate", "root", ...more] as Name[], {
            minLength: 3 + more.length,
          }),
        ),
        fc.constantFrom("\n", "\r\n"),
        (names, end) => {
          const sent = links(...names).map(({ pem }) => ({ pem: pem.replaceAll("\n", end) }));
          expect(parseChain(sent)).toEqual(plain);
        },
      ),
    );
  });

  test("a leaf is told apart by its key, its names, its serial number and its thumbprint", async () => {
    const chain = parseChain(links("leaf", "intermediate", "root"));
    const { serialNumber, thumbprint } = chain;
    const { csr } = await makeKey();
    expect(leafProblems(chain, { csr })).toEqual(["its public key is not the one of the CSR"]);
    expect(leafProblems(chain, { names: ["api.example.com"] })).toEqual([
      "it is missing the names api.example.com",
    ]);
    expect(leafProblems(chain, { serialNumber: "01", thumbprint: "AB" })).toHaveLength(2);
    expect(leafProblems(chain, { replaces: thumbprint })).toEqual(["it is the one to replace"]);
    expect(leafProblems(chain, { serialNumber, thumbprint, replaces: "AB" })).toEqual([]);
  });

  test("without its root it ends with what was sent; a cross-signed root leads to the older one", () => {
    expect(parseChain(links("intermediate", "leaf"))).toMatchObject({ rootPem: "" });
    const cross = parseChain(links("otherRoot", "crossRoot", "leaf", "intermediate"));
    expect(certificatesIn(cross.fullChainPem + cross.rootPem)).toHaveLength(4);
    expect(cross.rootPem).toBe(made.otherRoot);
  });

  test("all in one text is read as one list", () => {
    const pem = made.root + made.leaf + made.intermediate;
    expect(parseChain([{ pem }])).toEqual(parseChain(links("leaf", "intermediate", "root")));
  });

  test.each<[string, () => { pem: string }[], RegExp]>([
    ["empty", () => [], /the chain is empty/],
    ["without a leaf", () => links("root", "intermediate"), /has no leaf/],
    ["no PEM", () => [{ pem: "no PEM" }], /not a certificate in PEM/],
    ["no certificate", () => [{ pem: made.leaf.replace(/MI/, "AA") }], /cannot be parsed/],
  ])("%s it is refused", (_what, sent, words) => {
    expect(() => parseChain(sent())).toThrow(words);
  });

  test("with a letter changed in any certificate it is refused, or that one is left out", () => {
    const plain = parseChain(links("leaf", "intermediate", "root"));
    fc.assert(
      fc.property(
        fc.nat(2),
        // Not a double: those are drawn by their bits, and nearly all of them are next to zero.
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 1, max: 255 }),
        (which, at, change) => {
          let tampered = "";
          const sent = links("leaf", "intermediate", "root").map(({ pem }, index) => {
            if (index !== which) return { pem };
            const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
            const place = Math.floor((at / 1000) * der.length);
            der[place] = (der[place] ?? 0) ^ change;
            tampered = der.toString("base64").slice(0, 200);
            return { pem: armour("CERTIFICATE", der) };
          });
          let chain;
          try {
            chain = parseChain(sent);
          } catch {
            return;
          }
          // The leaf is told by its thumbprint. A root of which only the issuer's name was changed is no root any more,
          // but the last of a path that ends there, as after a cross-signed one: clients have the root themselves.
          const isEnd = which === 2 && chain.rootPem === "";
          if (which === 0) expect(chain.thumbprint).not.toBe(plain.thumbprint);
          else if (!isEnd)
            expect(pemBody(chain.fullChainPem + chain.rootPem)).not.toContain(tampered);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

type Keys = Awaited<ReturnType<typeof newKeys>>;

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function sign(
  subject: string,
  { publicKey }: Keys,
  issuer: string,
  { privateKey }: Keys,
  isAuthority = true,
): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${subject}`,
    issuer: `CN=${issuer}`,
    publicKey: publicKey as never,
    signingKey: privateKey as never,
    signingAlgorithm: algorithm,
    notBefore,
    notAfter,
    extensions: [new BasicConstraintsExtension(isAuthority, undefined, true)],
  });
  return `${certificate.toString("pem")}\n`;
}
