/** Whom a certificate is for, encoded once: what cannot be signed must be neither stored nor paid for. */
import type { Organization } from "./account";
import { type EncodedHolder, encodeHolder } from "./ca";
import { namesOf } from "./order";
import type { CertificateWish } from "./order-body";
import { invalidValue, Problem } from "./problems";

/** A wish that can be signed. */
export interface SignableWish extends CertificateWish {
  holder: EncodedHolder;
}

export function withHolder(
  wish: CertificateWish,
  organization: Omit<Organization, "id"> | undefined,
): SignableWish {
  const { commonName, dnsNames } = wish;
  const names = namesOf(commonName, dnsNames);
  try {
    return { ...wish, holder: encodeHolder({ commonName, names, organization }) };
  } catch {
    throw new Problem(400, invalidValue("certificate"));
  }
}
