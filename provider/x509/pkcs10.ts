import { constants, createPublicKey, type KeyObject, verify } from "node:crypto";

import type { CertificationRequest } from "@peculiar/asn1-csr";

/** A certificate signing request as RFC 2986 builds it. */
export interface SigningRequest {
  /** The request alone, in binary form. */
  der: Buffer;
  /** Undefined for a key that OpenSSL does not know. */
  key: KeyObject | undefined;
  commonName: string;
  /** DNS names and IP addresses that it asks for as subject alternative names. */
  alternativeNames: readonly string[];
  /** Whether its own key made its signature; undefined when that cannot be told. */
  isSigned: () => boolean | undefined;
}

/** RFC 5280, appendix A: `id-at-commonName`; RFC 2985, 5.4.2: `extensionRequest`. */
const commonName = "2.5.4.3";
const extensionRequest = "1.2.840.113549.1.9.14";

/** Digest by the algorithm that signs (RFC 8017, A.2.4; RFC 5758, 3.2) or by its own name (RFC 8017, B.1); null where the key's kind has its own (RFC 8410). */
const digests: Readonly<Record<string, string | null>> = {
  "1.2.840.113549.1.1.5": "sha1",
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.1": "sha1",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "1.3.101.112": null,
  "1.3.101.113": null,
};
const pss = "1.2.840.113549.1.1.10";

/* eslint-disable @typescript-eslint/no-require-imports -- an import at the top is loaded by every program, an asynchronous one makes plans asynchronous. */

/** ASN.1 takes long to load, and only who reads a CSR needs it. */
const loadSchema = () => require("@peculiar/asn1-schema") as typeof import("@peculiar/asn1-schema");
const loadX509 = () => require("@peculiar/asn1-x509") as typeof import("@peculiar/asn1-x509");
const loadCsr = () => require("@peculiar/asn1-csr") as typeof import("@peculiar/asn1-csr");
const loadRsa = () => require("@peculiar/asn1-rsa") as typeof import("@peculiar/asn1-rsa");

/* eslint-enable @typescript-eslint/no-require-imports */

/** The request in these bytes; undefined when they hold none. */
export function parseRequest(der: Buffer): SigningRequest | undefined {
  try {
    const request = loadSchema().AsnConvert.parse(der, loadCsr().CertificationRequest);
    const key = keyOf(request);
    return {
      der,
      key,
      commonName: commonNameOf(request),
      alternativeNames: alternativeNamesOf(request),
      isSigned: () => {
        try {
          return key && isSignedBy(key, request);
        } catch {
          // A key that cannot sign in the way that is named.
          return undefined;
        }
      },
    };
  } catch {
    return undefined;
  }
}

function keyOf({ certificationRequestInfo }: CertificationRequest): KeyObject | undefined {
  const { subjectPKInfo } = certificationRequestInfo;
  const key = Buffer.from(loadSchema().AsnConvert.serialize(subjectPKInfo));
  try {
    return createPublicKey({ key, type: "spki", format: "der" });
  } catch {
    return undefined;
  }
}

function commonNameOf({ certificationRequestInfo }: CertificationRequest): string {
  const parts = certificationRequestInfo.subject.flat();
  return parts.find(({ type }) => type === commonName)?.value.toString() ?? "";
}

function alternativeNamesOf({ certificationRequestInfo }: CertificationRequest): string[] {
  const { AsnConvert } = loadSchema();
  const { Extensions, SubjectAlternativeName, id_ce_subjectAltName } = loadX509();
  return certificationRequestInfo.attributes
    .filter(({ type }) => type === extensionRequest)
    .flatMap(({ values }) => values.flatMap((value) => [...AsnConvert.parse(value, Extensions)]))
    .filter(({ extnID }) => extnID === id_ce_subjectAltName)
    .flatMap(({ extnValue }) => [...AsnConvert.parse(extnValue.buffer, SubjectAlternativeName)])
    .flatMap(({ dNSName, iPAddress }) => dNSName ?? iPAddress ?? []);
}

function isSignedBy(key: KeyObject, request: CertificationRequest): boolean | undefined {
  const { certificationRequestInfoRaw: signed, signature, signatureAlgorithm } = request;
  const { algorithm, parameters } = signatureAlgorithm;
  if (signed === undefined) return undefined;
  const isPss = algorithm === pss;
  const digest = digests[isPss ? pssDigest(parameters) : algorithm];
  if (digest === undefined) return undefined;
  const padding = isPss ? { padding: constants.RSA_PKCS1_PSS_PADDING } : {};
  return verify(digest, Buffer.from(signed), { key, ...padding }, Buffer.from(signature));
}

function pssDigest(parameters: ArrayBuffer | null | undefined): string {
  const { RsaSaPssParams } = loadRsa();
  const given = parameters
    ? loadSchema().AsnConvert.parse(parameters, RsaSaPssParams)
    : new RsaSaPssParams();
  return given.hashAlgorithm.algorithm;
}
