/**
 * What can go wrong with a call: one class per decision that a caller makes. A message says verb and
 * thing, cause, numbers, and what to do next; it never holds the API key or a reply's body.
 */

/** How whoever set the client up calls what they gave: so do messages that tell where to look. */
export interface Given {
  /** Where the key stands, and how it is changed. */
  key: string;
  /** What the address is called. */
  address: string;
}

/** As a stack is set up. */
const givenByStack: Given = {
  key:
    "`pulumi config set --secret certcentral:apiKey <key>`, or CERTCENTRAL_API_KEY; an explicit provider has its own, apiKey. A refresh, a destroy, and an " +
    "`up` whose program has nothing of that provider any more use the key of the last `pulumi up` that had: after a change run that first, `pulumi up --refresh=false` " +
    "where the project always refreshes, or give the new key in CERTCENTRAL_API_KEY with no other configured",
  address: "certcentral:url",
};

/** CertCentral answered, and the answer is no: 4xx, or errors in a reply. */
export class CertCentralError extends Error {
  override readonly name: string = "CertCentralError";

  constructor(
    what: string,
    readonly status: number,
    readonly codes: readonly string[],
    /** What was said, without the numbers. */
    readonly reason: string,
    given = givenByStack,
  ) {
    const numbers = [...codes, status].join(", ");
    super(`${what}: ${reason} (${numbers})${nextStep(status, codes, given)}`);
  }

  /** Whether one of the codes is `code`, or continues it at a `|` or `:`. */
  is(code: string): boolean {
    return this.codes.some(
      (own) => own === code || own.startsWith(`${code}|`) || own.startsWith(`${code}:`),
    );
  }
}

/** Whether an answer says only that a validation token is not to be seen yet. */
export function isNotYetSeen(error: unknown): boolean {
  return (
    error instanceof CertCentralError &&
    error.codes.some((code) => /^(invalid_dns|file_random_value)/.test(code))
  );
}

/** Too many requests, for longer than this provider may wait. Nothing was done. */
export class RateLimited extends CertCentralError {
  override readonly name = "RateLimited";
}

/** The request never arrived: nothing was done. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";

  constructor(what: string, host: string, cause: string, { address } = givenByStack) {
    super(
      `${what}: cannot reach ${host}: ${cause}. Nothing was done; check the network, ` +
        `${address} and HTTPS_PROXY`,
    );
  }
}

/** It is not known whether CertCentral did what was asked. Only looking can tell. */
export class AmbiguousOutcome extends Error {
  override readonly name = "AmbiguousOutcome";

  constructor(what: string, cause: string) {
    super(
      `${what}: ${cause}. It is not known whether CertCentral did it; look before trying again`,
    );
  }
}

/** A reply to a harmless request that makes no sense, after some tries. */
export class UnexpectedReply extends Error {
  override readonly name = "UnexpectedReply";

  constructor(what: string, cause: string) {
    super(`${what}: ${cause}. Try again later; if it stays so, ask DigiCert's support`);
  }
}

/** Whether CertCentral itself said nothing: no connection, a gateway's or firewall's page, too many requests. */
export function isNoAnswer(error: unknown): boolean {
  if (error instanceof RateLimited) return true;
  if (error instanceof CertCentralError) return error.codes.length === 0;
  return (
    error instanceof Unreachable ||
    error instanceof UnexpectedReply ||
    error instanceof AmbiguousOutcome
  );
}

/** Whether CertCentral does not take the API key, and so said nothing of what was asked. */
export function isKeyRefused(error: unknown): boolean {
  return error instanceof CertCentralError && isOfKey(error.status, error.codes);
}

function isOfKey(status: number, codes: readonly string[]): boolean {
  return codes.some((code) => code.endsWith("access_denied_invalid_key")) || status === 401;
}

const planTooLong = ". The account may not order a plan of that length: shorten orderValidity";

/** What to look at first, by the beginning of a code. Sources: "Errors"; "End of 4-6-year multi-year plans". */
const nextSteps: Readonly<Record<string, string>> = {
  "not_found|product": ". Look the product up with getProduct: the account must have it enabled",
  "invalid_value:organization": ". Look the organization up with getOrganization",
  "invalid_value:validity_years": planTooLong,
  "invalid_value:validity_days": planTooLong,
  "invalid_value:custom_expiration_date": planTooLong,
  invalid_custom_field_value:
    ". `npx certcentral doctor` lists the custom fields of the account: correct customFields",
  caa_: ". Look at the domain's CAA records: one must name digicert.com, or there must be none",
};

function nextStep(status: number, codes: readonly string[], { key, address }: Given): string {
  if (isOfKey(status, codes)) {
    return `. Check the API key: ${key}`;
  }
  if (codes.some((code) => code.startsWith("not_found|route")) || (status >= 300 && status < 400)) {
    return `. Check ${address}: it ends in /services/v2`;
  }
  if (status === 403 && codes.length === 0) {
    return ". That is a page of something on the way, a firewall or a proxy, and not CertCentral's answer";
  }
  if (status === 403) {
    return ". The API key may not do this: use one whose user has the role and the account's permission";
  }
  const hint = Object.entries(nextSteps).find(([code]) =>
    codes.some((own) => own.startsWith(code)),
  );
  if (hint !== undefined) return hint[1];
  if (status === 429) return ". Nothing was done; run again in some minutes";
  return "";
}
