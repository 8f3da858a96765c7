import { createHash, type KeyObject } from "node:crypto";

import { certificateNames } from "../names";
import { armour, findPem, pemBody } from "./pem";
import { parseRequest, type SigningRequest } from "./pkcs10";

/** A certificate signing request that could be read. */
export interface Csr {
  /** The one form in which it is kept and sent: the request alone, LF, 64 columns. */
  pem: string;
  /** SHA-256 of its public key (SubjectPublicKeyInfo). */
  readonly keyDigest: string;
  /** Public exponent of an RSA key. */
  exponent: bigint | undefined;
  /** Common name and subject alternative names, which CertCentral does not read. */
  names: readonly string[];
}

/** What a key is judged by: `private_*` products take any. */
export type Trust = "public" | "private";

/** DigiCert, "Generate a CSR": RSA 2048, 3072, 4096 bits; ECDSA P-256, P-384. */
const rsaBits: readonly number[] = [2048, 3072, 4096];
const curves: readonly string[] = ["prime256v1", "secp384r1"];
/** Below it Baseline Requirements 6.1.6 says "should not"; whether CertCentral refuses is not known. */
const leastExponent = 65537n;

const label = "(?:NEW )?CERTIFICATE REQUEST";

/** Why a certificate cannot be ordered with this CSR; undefined when it can. Never quotes it. */
export function csrProblem(csr: string, trust: Trust): string | undefined {
  if (soundBefore.has(`${trust} ${csr}`)) return undefined;
  const problem = judge(csr, trust);
  if (problem === undefined) soundBefore.add(`${trust} ${csr}`);
  return problem;
}

/** What a run has judged: a certificate is checked more than once in it. */
const soundBefore = new Set<string>();

function judge(csr: string, trust: Trust): string | undefined {
  const found = findRequest(csr);
  if ("problem" in found) return found.problem;
  const { request } = found;
  const { key } = request;
  if (key === undefined) return "has a key of an unknown kind: use RSA or ECDSA";
  const weak = trust === "public" ? keyProblem(key) : undefined;
  if (weak !== undefined) return weak;
  const signed = request.isSigned();
  if (signed === false) {
    return "has a signature that does not match its own key: it was changed or cut off; make it anew";
  }
  if (signed === undefined && trust === "public") {
    return "has a signature that cannot be verified: sign it with SHA-256, SHA-384 or SHA-512";
  }
  keep(csr, request, key);
  return undefined;
}

/** What is allowed but unwise about its key. */
export function csrAdvice(csr: string): string | undefined {
  const exponent = readCsr(csr)?.exponent;
  return exponent !== undefined && exponent < leastExponent
    ? `the key of the csr has the public exponent ${exponent}: ${leastExponent} is what CAs expect, and some clients refuse less`
    : undefined;
}

/** What was read, by its text: each comparison of inputs asks again. What could not be read may hold a key, and is not kept. */
const readBefore = new Map<string, Csr>();

/** The CSR in a text, whatever stands around it; undefined when there is not exactly one. */
export function readCsr(csr: string): Csr | undefined {
  return readBefore.get(csr) ?? readAnew(csr);
}

function readAnew(csr: string): Csr | undefined {
  const found = findRequest(csr);
  if ("problem" in found) return undefined;
  const { request } = found;
  return request.key && keep(csr, request, request.key);
}

function keep(csr: string, request: SigningRequest, key: KeyObject): Csr {
  const read = new ReadCsr(request, key);
  readBefore.set(csr, read);
  return read;
}

class ReadCsr implements Csr {
  readonly pem: string;
  readonly exponent: bigint | undefined;
  readonly names: readonly string[];
  #key: KeyObject | undefined;
  #digest = "";

  constructor(request: SigningRequest, key: KeyObject) {
    this.pem = armour("CERTIFICATE REQUEST", request.der);
    this.exponent = key.asymmetricKeyDetails?.publicExponent;
    this.names = certificateNames(request.commonName, request.alternativeNames).filter(Boolean);
    this.#key = key;
  }

  /** Made when it is asked for: OpenSSL takes longer to write a key than to verify with it. */
  get keyDigest(): string {
    if (this.#key !== undefined) this.#digest = keyDigest(this.#key);
    this.#key = undefined;
    return this.#digest;
  }
}

/** SHA-256 of the CSR's public key (SubjectPublicKeyInfo); undefined when it cannot be parsed. */
export function csrKeyDigest(csr: string): string | undefined {
  return readCsr(csr)?.keyDigest;
}

export function keyDigest(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

type Found = { request: SigningRequest } | { problem: string };

/** The request in what people give: files of many tools, edited by hand, read in the wrong way. */
function findRequest(csr: string): Found {
  // A file in UTF-16, read as UTF-8, has a zero beside each letter; marks of byte order stand in front.
  const plain = csr.replace(/[\0\uFEFF\uFFFD]/g, "").replace(/\\r\\n|\\n/g, "\n");
  if (plain.includes("PRIVATE KEY")) {
    return {
      problem:
        "holds a private key: give the certificate signing request only, and keep the key to yourself",
    };
  }
  const blocks = findPem(plain, label);
  if (new Set(blocks).size > 1) {
    return { problem: `holds ${blocks.length} signing requests: give the one that is meant` };
  }
  const [block] = blocks;
  const body = block ?? (plain.includes("-----BEGIN") ? undefined : pemBody(plain));
  const der = body === undefined ? undefined : decode(body);
  const request = der && parseRequest(der);
  return request === undefined ? { problem: describeOther(csr, plain) } : { request };
}

/** What it is instead, as far as it can be told. */
function describeOther(csr: string, plain: string): string {
  const make = "make one with `openssl req -new`";
  if (/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(plain)) {
    return `is a certificate, not a certificate signing request: ${make}, with the certificate's key`;
  }
  if (/^0[\x80-\x84\uFFFD]|[\x00-\x08\x0e-\x1f]/.test(csr.trimStart()) && !csr.includes("-----")) {
    return "is in binary form (DER), read as text: turn it into PEM with `openssl req -inform DER -in <file> -out www.csr`";
  }
  const isOneShortLine = plain.trim().length < 1024 && !/[\s<>{}"]/.test(plain.trim());
  if (isOneShortLine && /[/\\]|\.(csr|pem|req|p10|txt|key|der)$/i.test(plain.trim())) {
    return 'looks like the path of a file: give its text, with readFileSync("<path>", "utf8")';
  }
  return `cannot be parsed as a PKCS#10 certificate signing request: ${make}`;
}

function decode(base64: string): Buffer | undefined {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, "base64") : undefined;
}

function keyProblem(key: KeyObject): string | undefined {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const takes =
    "public certificates take RSA of 2048, 3072 or 4096 bits, or ECDSA on P-256 or P-384";
  if (key.asymmetricKeyType === "rsa") {
    if (modulusLength !== undefined && rsaBits.includes(modulusLength)) return undefined;
    return `has an RSA key of ${modulusLength ?? "unknown"} bits: ${takes}`;
  }
  if (key.asymmetricKeyType === "ec" && namedCurve !== undefined && curves.includes(namedCurve)) {
    return undefined;
  }
  return `has a key of the kind ${namedCurve ?? key.asymmetricKeyType ?? "unknown"}: ${takes}`;
}
