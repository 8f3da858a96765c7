import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The certificates of a PEM bundle, in order. */
export function certificatesIn(pem: string): X509Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map(
    (one) => new X509Certificate(one),
  );
}

/** What OpenSSL says of a chain on an instant; `leaf.pem: OK` when it is good. */
export function opensslVerify(root: string, fullChain: string, instant: Date): string {
  const folder = mkdtempSync(join(tmpdir(), "certcentral-verify-"));
  try {
    const write = (name: string, text: string): string => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    };
    const [leaf, ...intermediates] = certificatesIn(fullChain).map((one) => one.toString());
    return execFileSync(
      "openssl",
      [
        "verify",
        "-attime",
        String(Math.floor(instant.getTime() / 1000)),
        "-CAfile",
        write("root.pem", root),
        "-untrusted",
        write("intermediates.pem", intermediates.join("")),
        write("leaf.pem", leaf ?? ""),
      ],
      { encoding: "utf8", cwd: folder },
    ).replace(`${folder}/`, "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
