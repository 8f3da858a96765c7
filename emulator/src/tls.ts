import { KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CertificateAuthority, encodeHolder, newKeys } from "./ca";
import { day, plusDays } from "./calendar";

/** A key and a chain to serve HTTPS with, and the file with the root by which a client knows them. */
export interface TlsIdentity {
  key: string;
  cert: string;
  rootFile: string;
  /** Takes the file away, unless somebody said where it is to be. */
  close(): void;
}

/** As long as any public certificate ever lived lately: no test runs longer. */
const lifeDays = 397;

/**
 * Made anew at each start, for these names and addresses, by an authority that signs nothing else: who trusts its root does
 * not trust the certificates that are ordered.
 */
export async function openTls(
  hosts: readonly string[],
  file: string | undefined,
): Promise<TlsIdentity> {
  const authority = await CertificateAuthority.create("Emulator Server");
  const keys = await newKeys();
  const today = day(new Date());
  const leaf = await authority.sign({
    holder: encodeHolder({ commonName: "localhost", names: [...new Set(hosts)] }),
    publicKey: keys.publicKey,
    validFrom: plusDays(today, -1),
    validTill: plusDays(today, lifeDays - 2),
    clientAuthentication: false,
  });
  const folder = file === undefined ? mkdtempSync(join(tmpdir(), "certcentral-emulator-")) : "";
  const rootFile = file ?? join(folder, "root.pem");
  writeFileSync(rootFile, authority.rootPem);
  return {
    key: KeyObject.from(keys.privateKey).export({ format: "pem", type: "pkcs8" }).toString(),
    cert: leaf.pem + authority.intermediatePem,
    rootFile,
    close: () => {
      if (folder !== "") rmSync(folder, { recursive: true, force: true });
    },
  };
}
