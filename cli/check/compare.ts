/** A served certificate beside the one that is meant: pure. */
import { X509Certificate } from "node:crypto";

import { type Day, dayOf, daysBetween } from "../../provider/calendar";
import { joinWithAnd, pluralize } from "../../provider/format";
import { certificatesIn, commonNameOf } from "../../provider/x509/pem";
import { type Finding, good, note, problem } from "../findings";
import type { Served } from "./served";

/** The certificate that should be served. */
export interface Expected {
  /** Where it is from: `order 112233`, `shop/prod www`. */
  origin: string;
  /** Leaf and intermediates, PEM. */
  fullChainPem: string;
}

/** @param leastDays fewer days left are a problem */
export function compareServed(
  served: Served,
  expected: Expected | undefined,
  today: Day,
  leastDays: number,
): Finding[] {
  const [leaf] = served.chain;
  if (leaf === undefined) return [problem("certificate", "none is presented")];
  return [
    note("certificate", describe(leaf)),
    judgeDays(leaf, today, leastDays),
    served.otherName === undefined
      ? good("names", "it stands for the host")
      : problem("names", served.otherName),
    judgeChain(served),
    ...(expected === undefined ? [] : compareWith(served.chain, leaf, expected)),
  ];
}

function describe(certificate: X509Certificate): string {
  const { serialNumber, validTo, fingerprint } = certificate;
  const thumbprint = fingerprint.replaceAll(":", "");
  const end = dayOf(new Date(validTo));
  return `${commonNameOf(certificate)}, serial number ${serialNumber}, thumbprint ${thumbprint}, until ${end}`;
}

function judgeDays({ validTo }: X509Certificate, today: Day, leastDays: number): Finding {
  const left = daysBetween(today, dayOf(new Date(validTo)));
  const said = left < 0 ? `ended ${pluralize(-left, "day")} ago` : `${pluralize(left, "day")} left`;
  if (left < 0) return problem("days left", said);
  return left < leastDays
    ? problem("days left", `${said}, fewer than ${leastDays}`)
    : good("days left", said);
}

/** OpenSSL's names of what is wrong with a path, in words that say what to do. */
const refusals: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "an intermediate is missing: serve the full chain",
  UNABLE_TO_GET_ISSUER_CERT: "an intermediate is missing: serve the full chain",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "an intermediate is missing, or its root is not trusted here: serve the full chain, or give the root with --ca",
  SELF_SIGNED_CERT_IN_CHAIN:
    "its root is not trusted here: give it with --ca where it is a private one",
  DEPTH_ZERO_SELF_SIGNED_CERT: "it is signed by itself",
  CERT_HAS_EXPIRED: "a certificate of the chain has expired",
};

function judgeChain({ chain, refusal }: Served): Finding {
  if (refusal === undefined)
    return good(
      "chain",
      `complete, up to a trusted root (${pluralize(chain.length, "certificate")})`,
    );
  return problem("chain", `${refusals[refusal] ?? "it is refused"} (${refusal})`);
}

function compareWith(
  chain: readonly X509Certificate[],
  leaf: X509Certificate,
  expected: Expected,
): Finding[] {
  const [own, ...intermediates] = certificatesIn(expected.fullChainPem).map(
    ({ pem }) => new X509Certificate(pem),
  );
  if (own === undefined) return [];
  if (own.fingerprint256 !== leaf.fingerprint256) {
    return [
      problem(
        "same",
        `another one than that of ${expected.origin}, which is ${describe(own)}: deploy that`,
      ),
    ];
  }
  const served = chain.map(({ fingerprint256 }) => fingerprint256);
  const missing = intermediates.filter(({ fingerprint256 }) => !served.includes(fingerprint256));
  return [
    good("same", `the one of ${expected.origin}`),
    ...(missing.length === 0
      ? []
      : [
          problem(
            "chain",
            `without ${joinWithAnd(missing.map(commonNameOf))}: serve the full chain`,
          ),
        ]),
  ];
}
