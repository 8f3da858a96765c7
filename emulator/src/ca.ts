import "reflect-metadata";

import { hash, randomBytes, webcrypto } from "node:crypto";
import { isIP } from "node:net";

import * as x509 from "@peculiar/x509";

type Keys = Awaited<ReturnType<typeof newKeys>>;

/** A certificate as the API prints it: CRLF PEM, upper-case hexadecimal. */
export interface Signed {
  pem: string;
  serialNumber: string;
  thumbprint: string;
}

/** Whom a leaf is for. */
export interface Holder {
  commonName: string;
  /** All names, the common name among them. */
  names: readonly string[];
  organization?: { name: string; city: string; state: string; country: string } | undefined;
}

/** The same in ASN.1. */
export interface EncodedHolder {
  subject: x509.Name;
  names: x509.SubjectAlternativeNameExtension;
}

export interface LeafRequest {
  holder: EncodedHolder;
  publicKey: x509.PublicKey | Keys["publicKey"];
  /** First and last day. */
  validFrom: string;
  validTill: string;
  clientAuthentication: boolean;
}

const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const caLife = { notBefore: new Date("2015-01-01"), notAfter: new Date("2060-12-31") };

/** A root and an intermediate, fresh at every start, and never to be trusted by anyone. */
export class CertificateAuthority {
  readonly intermediateId = "E3C1A5F00D5EED01";

  private constructor(
    readonly rootName: string,
    readonly intermediateName: string,
    private readonly keys: Keys,
    private readonly intermediate: x509.X509Certificate,
    private readonly root: x509.X509Certificate,
    /** What all leaves have in common, encoded once. */
    private readonly leafExtensions: readonly x509.Extension[],
  ) {}

  static async create(brand = "Emulated"): Promise<CertificateAuthority> {
    const rootName = `${brand} Global Root CA`;
    const intermediateName = `${brand} TLS ECC SHA256 CA1`;
    const rootKeys = await newKeys();
    const root = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: newSerial(),
      name: `CN=${rootName}, O=certcentral-emulator, C=US`,
      ...caLife,
      keys: rootKeys,
      signingAlgorithm: signing,
      extensions: await caExtensions(rootKeys, 1),
    });
    const keys = await newKeys();
    const intermediate = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: `CN=${intermediateName}, O=certcentral-emulator, C=US`,
      issuer: root.subject,
      ...caLife,
      publicKey: keys.publicKey,
      signingKey: rootKeys.privateKey,
      signingAlgorithm: signing,
      extensions: [
        ...(await caExtensions(keys, 0)),
        await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
      ],
    });
    const leafExtensions = [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ];
    return new CertificateAuthority(
      rootName,
      intermediateName,
      keys,
      intermediate,
      root,
      leafExtensions,
    );
  }

  get intermediatePem(): string {
    return crlf(this.intermediate);
  }

  get rootPem(): string {
    return crlf(this.root);
  }

  /** Signs a leaf over the CSR's key with the order's names: the CSR's own are ignored. */
  async sign(request: LeafRequest): Promise<Signed> {
    const usages = [x509.ExtendedKeyUsage.serverAuth];
    if (request.clientAuthentication) usages.push(x509.ExtendedKeyUsage.clientAuth);
    const { subject, names } = request.holder;
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject,
      issuer: this.intermediate.subjectName,
      notBefore: new Date(`${request.validFrom}T00:00:00Z`),
      notAfter: new Date(`${request.validTill}T23:59:59Z`),
      publicKey: request.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: signing,
      extensions: [names, new x509.ExtendedKeyUsageExtension(usages), ...this.leafExtensions],
    });
    const thumbprint = hash("sha1", Buffer.from(certificate.rawData), "hex");
    return {
      pem: crlf(certificate),
      serialNumber: certificate.serialNumber.toUpperCase(),
      thumbprint: thumbprint.toUpperCase(),
    };
  }
}

/** A CSR over a fresh key that nobody keeps: for orders that nobody needs the key of. */
export async function newCsr(): Promise<string> {
  const keys = await newKeys();
  const request = { name: "CN=emulated", keys, signingAlgorithm: signing };
  return (await x509.Pkcs10CertificateRequestGenerator.create(request)).toString("pem");
}

/** Reads a CSR with or without PEM armour and line breaks; undefined when it is none. */
export async function readCsr(text: string): Promise<x509.Pkcs10CertificateRequest | undefined> {
  const body = text.replace(/-----[A-Z ]+-----/g, "").replace(/\\[rn]|\s/g, "");
  try {
    const csr = new x509.Pkcs10CertificateRequest(Buffer.from(body, "base64"));
    return (await csr.verify()) ? csr : undefined;
  } catch {
    return undefined;
  }
}

/** What a leaf says of its holder, in ASN.1; throws where it cannot be said, and then nothing can be signed. */
export function encodeHolder(holder: Holder): EncodedHolder {
  const subject = new x509.Name(subjectOf(holder));
  // Names are encoded late, and must fail early.
  subject.toArrayBuffer();
  const names = new x509.SubjectAlternativeNameExtension(
    holder.names.map((name) => ({ type: isIP(name) === 0 ? "dns" : "ip", value: name })),
  );
  return { subject, names };
}

function subjectOf({ organization, commonName }: Holder): Record<string, string[]>[] {
  if (organization === undefined) return [{ CN: [commonName] }];
  const { country, state, city, name } = organization;
  return [
    { C: [country.toUpperCase()] },
    { ST: [state] },
    { L: [city] },
    { O: [name] },
    { CN: [commonName] },
  ];
}

export function newKeys() {
  return webcrypto.subtle.generateKey(signing, true, ["sign", "verify"]);
}

async function caExtensions(keys: Keys, pathLength: number): Promise<x509.Extension[]> {
  return [
    new x509.BasicConstraintsExtension(true, pathLength, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
}

/** 16 bytes with a leading 0, like the serial numbers that CertCentral prints. */
function newSerial(): string {
  return `0${1 + ((randomBytes(1)[0] ?? 0) % 9)}${randomBytes(15).toString("hex")}`;
}

function crlf(certificate: x509.X509Certificate): string {
  return `${certificate.toString("pem").replace(/\r?\n/g, "\r\n")}\r\n`;
}
