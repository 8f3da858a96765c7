/** Which keys a CA certifies. Source: "Generate a CSR" (RSA 2048, 3072, 4096; P-256, P-384), Baseline Requirements 6.1.6. */
import { createPublicKey } from "node:crypto";

import type * as x509 from "@peculiar/x509";

import { badRequest } from "./problems";
import { isPublic, type Product } from "./products";

const rsaSizes = [2048, 3072, 4096];
const curves = ["prime256v1", "secp384r1"];

/** Refuses a key that is weak or that no page names. A private CA takes longer ones and other curves. The code is chosen. */
export function checkKey(csr: x509.Pkcs10CertificateRequest, product: Product): void {
  const key = Buffer.from(csr.publicKey.rawData);
  const { asymmetricKeyDetails = {} } = createPublicKey({ key, format: "der", type: "spki" });
  const { modulusLength: size = 0, publicExponent: exponent, namedCurve } = asymmetricKeyDetails;
  const isListed = namedCurve === undefined ? rsaSizes.includes(size) : curves.includes(namedCurve);
  const isStrong = namedCurve !== undefined || size >= 2048;
  const isSound = exponent === undefined || (exponent >= 3n && exponent % 2n === 1n);
  if (isSound && isStrong && (isListed || !isPublic(product))) return;
  throw badRequest(
    "invalid_value:csr",
    "The key of the CSR is not supported: RSA of 2048, 3072 or 4096 bits, or P-256, P-384.",
  );
}
