/** CSR files as tools make them and as people handle them: each is read as the one request in it, or refused in words that help. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pemBody } from "../../provider/x509/pem";
import { csrAdvice, csrKeyDigest, csrProblem, readCsr } from "../../provider/x509/csr";

const folder = mkdtempSync(join(tmpdir(), "csr-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function openssl(...args: string[]): string {
  return execFileSync("openssl", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** A key of a kind, and a request for it as `openssl req` writes it. */
function make(name: string, algorithm: string[], ...options: string[]): string {
  const pkey = ["genpkey", "-out", `${name}.key`, ...algorithm];
  openssl(...pkey);
  const subject = ["-subj", "/C=US/O=Example/CN=www.example.com"];
  openssl("req", "-new", "-key", `${name}.key`, ...subject, "-out", `${name}.csr`, ...options);
  return readFileSync(join(folder, `${name}.csr`), "utf8");
}

const rsa = (bits: number, ...more: string[]): string[] => [
  "-algorithm",
  "RSA",
  "-pkeyopt",
  `rsa_keygen_bits:${bits}`,
  ...more,
];
const ec = (curve: string): string[] => [
  "-algorithm",
  "EC",
  "-pkeyopt",
  `ec_paramgen_curve:${curve}`,
];

const base = make("base", ec("P-256"));
const other = make("other", ec("P-256"));
const key = readFileSync(join(folder, "base.key"), "utf8");
const certificate = openssl("req", "-x509", "-key", "base.key", "-in", "base.csr", "-days", "9");
const der = Buffer.from(base.replace(/-----[^-]+-----/g, ""), "base64");
const body = der.toString("base64");
const armour = (text: string, label = "CERTIFICATE REQUEST"): string =>
  `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`;
const lines = (width: number, indent = ""): string =>
  (body.match(new RegExp(`.{1,${width}}`, "g")) ?? []).map((line) => indent + line).join("\n");
const asUtf16 = (text: string, bom = ""): string =>
  Buffer.from(bom + text, "utf16le").toString("utf8");
const changed = body.slice(0, -12) + (body.at(-12) === "A" ? "B" : "A") + body.slice(-11);

/** One request stands in all of these: the very one. */
const good: [string, string][] = [
  ["openssl req -new", base],
  ["openssl req -new -text", openssl("req", "-in", "base.csr", "-text")],
  ["openssl req -newhdr; keytool; certreq", armour(lines(64), "NEW CERTIFICATE REQUEST")],
  ["Windows: CRLF", base.replaceAll("\n", "\r\n")],
  ["old Mac: CR", base.replaceAll("\n", "\r")],
  ["Notepad: a byte order mark", `\uFEFF${base}`],
  ["PowerShell's >: UTF-16 with its mark, read as UTF-8", asUtf16(base, "\uFEFF")],
  ["UTF-16 without a mark, read as UTF-8", asUtf16(base)],
  ["UTF-16, big end first", Buffer.from(base, "utf16le").swap16().toString("utf8")],
  ["Java: 76 columns", armour(lines(76), "NEW CERTIFICATE REQUEST")],
  ["one long line in its armour", armour(body)],
  ["an F5's export: blanks at the ends of lines", base.replaceAll("\n", "  \n")],
  ["indented in YAML", base.replace(/^/gm, "    ")],
  ["indented with tabs", base.replace(/^/gm, "\t")],
  ["empty lines in between", base.replaceAll("\n", "\n\n")],
  ["the body without armour", body],
  ["the body without armour, in lines", lines(64)],
  ["Bag Attributes in front", `Bag Attributes\n    friendlyName: www\nsubject=CN = www\n${base}`],
  ["comments in front", `# CSR of www, made 2026-11-29\n# by the web team\n${base}`],
  ["a mail around it", `Dear all,\nplease find below\n\n${base}\n-- \nThe web team\n`],
  ["the same one twice", base + base],
  ["the same one in both kinds of armour", base + armour(lines(64), "NEW CERTIFICATE REQUEST")],
  ["an environment variable: \\n spelled out", base.replaceAll("\n", "\\n")],
  ["JSON: \\r\\n spelled out", base.replaceAll("\n", "\\r\\n")],
  ["quotes around it", `"${base.trim()}"`],
  ["a certificate behind it", base + certificate],
  ["white space around it", `\n\n  ${base}\n\n`],
];

test.each(good)("read: %s", (_how, text) => {
  expect(csrProblem(text, "public")).toBeUndefined();
  expect(readCsr(text)?.pem).toBe(base);
});

/** What is not one good request, and what is said of it. */
const bad: [string, string, RegExp][] = [
  ["nothing", "", /cannot be parsed/],
  ["white space", " \n ", /cannot be parsed/],
  ["words", "the CSR of www", /cannot be parsed/],
  ["two requests", base + other, /holds 2 signing requests/],
  ["a key", key, /private key/],
  ["a request and its key", base + key, /private key/],
  ["an old key", armour(body, "RSA PRIVATE KEY"), /private key/],
  ["an encrypted key", armour(body, "ENCRYPTED PRIVATE KEY"), /private key/],
  ["a certificate", certificate, /is a certificate, not/],
  ["a public key", openssl("pkey", "-in", "base.key", "-pubout"), /cannot be parsed/],
  ["PKCS#7", armour(body, "PKCS7"), /cannot be parsed/],
  ["DER, read as UTF-8", der.toString("utf8"), /binary form \(DER\)/],
  ["DER, read as Latin-1", der.toString("latin1"), /binary form \(DER\)/],
  ["a path", "/etc/ssl/www.csr", /looks like the path of a file/],
  ["a path of Windows", "C:\\certs\\www.csr", /looks like the path of a file/],
  ["a file's name", "www.csr", /looks like the path of a file/],
  ["a name of PEM", "./www.pem", /looks like the path of a file/],
  ["cut off within", base.slice(0, base.length / 2), /cannot be parsed/],
  ["cut off within, closed again", armour(body.slice(0, 200)), /cannot be parsed/],
  ["without its last line", base.replace(/-----END.*\n/, ""), /cannot be parsed/],
  ["a letter changed in the signature", armour(changed), /signature that does not match/],
  [
    "letters that are no base64",
    armour(`${body.slice(0, 40)}!${body.slice(41)}`),
    /cannot be parsed/,
  ],
  ["an error page", "<html><body>404</body></html>", /cannot be parsed/],
  ["JSON", '{"csr":"..."}', /cannot be parsed/],
];

test.each(bad)("refused: %s", (_what, text, words) => {
  const problem = csrProblem(text, "public");
  expect(problem).toMatch(words);
  expect(readCsr(text) === undefined || words.source.startsWith("signature")).toBe(true);
  if (text.trim().length > 8) expect(problem).not.toContain(text.trim().slice(0, 40));
});

/** Keys, by DigiCert's page "Generate a CSR". */
test.each<[string, string[], RegExp | undefined, RegExp | undefined]>([
  ["RSA 2048", rsa(2048), undefined, undefined],
  ["RSA 3072", rsa(3072), undefined, undefined],
  ["P-384", ec("P-384"), undefined, undefined],
  ["RSA 1024", rsa(1024), /RSA key of 1024 bits: .* 2048, 3072 or 4096/, undefined],
  ["RSA 2560", rsa(2560), /RSA key of 2560 bits/, undefined],
  ["P-521", ec("P-521"), /secp521r1: .*P-256 or P-384/, undefined],
  ["secp256k1", ec("secp256k1"), /secp256k1/, undefined],
  ["Ed25519", ["-algorithm", "ED25519"], /ed25519/, undefined],
  [
    "RSA with the exponent 3",
    rsa(2048, "-pkeyopt", "rsa_keygen_pubexp:3"),
    undefined,
    /public exponent 3/,
  ],
])("a key of the kind %s", (name, algorithm, problem, advice) => {
  const csr = make(name.replaceAll(" ", "-"), algorithm);
  const said = csrProblem(csr, "public");
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(problem);
  expect(csrProblem(csr, "private")).toBeUndefined();
  if (advice === undefined) expect(csrAdvice(csr)).toBeUndefined();
  else expect(csrAdvice(csr)).toMatch(advice);
});

/** Who signs otherwise than with SHA-256, by what OpenSSL is told. */
test.each<[string, string[], string[], RegExp | undefined]>([
  ["PSS, with an RSA key", rsa(2048), ["-sigopt", "rsa_padding_mode:pss"], undefined],
  [
    "PSS over SHA-384, a salt of 20",
    rsa(2048),
    ["-sha384", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:20"],
    undefined,
  ],
  ["RSA over SHA-512", rsa(2048), ["-sha512"], undefined],
  ["ECDSA over SHA-384", ec("P-256"), ["-sha384"], undefined],
  ["RSA over SHA-1", rsa(2048), ["-sha1"], undefined],
  ["RSA over MD5", rsa(2048), ["-md5"], /cannot be verified: sign it with SHA-256/],
])("signed by %s", (name, algorithm, options, problem) => {
  const csr = make(name.replaceAll(" ", "-"), algorithm, ...options);
  const end = csr.indexOf("\n-----END") - 9;
  const cut = csr.slice(0, end) + (csr[end] === "A" ? "B" : "A") + csr.slice(end + 1);
  const said = csrProblem(csr, "public");
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(problem);
  expect(csrProblem(cut, "public")).toMatch(problem ?? /does not match/);
});

test("one that names another way to sign than it was signed in does not match", () => {
  const bytes = Buffer.from(pemBody(make("ways", rsa(2048))), "base64").toString("hex");
  const at = bytes.lastIndexOf("2a864886f70d01010b");
  const pss = `${bytes.slice(0, at)}2a864886f70d01010a${bytes.slice(at + 18)}`;
  const csr = armour(Buffer.from(pss, "hex").toString("base64"));
  expect(csrProblem(csr, "public")).toMatch(/does not match/);
});

test("it is read once, however often a comparison asks; what cannot be read is not kept", () => {
  const text = make("once", ec("P-256"));
  expect(readCsr(text)).toBeDefined();
  expect(readCsr(text)).toBe(readCsr(text));
  expect(readCsr(`${text.slice(0, 80)}-----END`)).toBeUndefined();
});

test("made anew from the same key it is the same, whatever else is in it", () => {
  const subject = ["-subj", "/CN=shop.example.com"];
  const extension = [
    "-addext",
    "subjectAltName=DNS:shop.example.com,DNS:*.example.com,IP:192.0.2.7",
  ];
  openssl("req", "-new", "-key", "base.key", ...subject, ...extension, "-out", "again.csr");
  const again = readFileSync(join(folder, "again.csr"), "utf8");
  expect(again).not.toBe(base);
  expect(csrKeyDigest(again)).toBe(csrKeyDigest(base));
  expect(csrKeyDigest(other)).not.toBe(csrKeyDigest(base));
  expect(readCsr(again)?.names).toEqual(["*.example.com", "192.0.2.7", "shop.example.com"]);
});

test("what keytool makes, with its challenge and attributes", () => {
  writeFileSync(
    join(folder, "attributes.cnf"),
    "[req]\ndistinguished_name=dn\nattributes=at\nprompt=no\n[dn]\nCN=www.example.com\n[at]\nchallengePassword=secret1\nunstructuredName=web\n",
  );
  openssl("req", "-new", "-key", "base.key", "-config", "attributes.cnf", "-out", "attributes.csr");
  const csr = readFileSync(join(folder, "attributes.csr"), "utf8");
  expect(readCsr(csr)?.keyDigest).toBe(csrKeyDigest(base));
});
