/** Signing for trial: what cannot be signed must be neither stored nor paid for. */
import type { Organization } from "./account";
import type { CertificateAuthority } from "./ca";
import { namesOf } from "./order";
import type { CertificateWish } from "./order-body";
import { invalidValue, Problem } from "./problems";

export async function refuseUnsignable(
  { csr, commonName, dnsNames }: CertificateWish,
  organization: Omit<Organization, "id"> | undefined,
  today: string,
  ca: CertificateAuthority,
): Promise<void> {
  const request = {
    publicKey: csr.publicKey,
    commonName,
    names: namesOf(commonName, dnsNames),
    organization,
    validFrom: today,
    validTill: today,
    clientAuthentication: false,
  };
  await ca.sign(request).catch(() => {
    throw new Problem(400, invalidValue("certificate"));
  });
}
