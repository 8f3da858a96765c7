/** What cannot be signed must be neither stored nor paid for. */
import type { Organization } from "./account";
import { encodeHolder } from "./ca";
import { namesOf } from "./order";
import type { CertificateWish } from "./order-body";
import { invalidValue, Problem } from "./problems";

export function refuseUnsignable(
  { commonName, dnsNames }: CertificateWish,
  organization: Omit<Organization, "id"> | undefined,
): void {
  try {
    encodeHolder({ commonName, names: namesOf(commonName, dnsNames), organization });
  } catch {
    throw new Problem(400, invalidValue("certificate"));
  }
}
