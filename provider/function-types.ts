/** What the functions take and give. */

/** One of the two. */
export interface ByIdOrName {
  /** Id in CertCentral. */
  id?: number | undefined;
  /** Exact name, instead of an id. */
  name?: string | undefined;
}

/** An organization of the account. */
export interface GetOrganizationResult {
  /** Id in CertCentral, for `Certificate`'s input `organization`. */
  id: number;
  /** Legal name. */
  name: string;
  /** Status in CertCentral's words: `active`, ... */
  status: string | undefined;
  /** Whether it can be ordered for. */
  isActive: boolean;
  /** Name under which it does business. */
  assumedName: string | undefined;
  /** Both names, as CertCentral shows them. */
  displayName: string | undefined;
  /** Street and number. */
  address: string | undefined;
  /** Second line of the address. */
  address2: string | undefined;
  /** City. */
  city: string | undefined;
  /** State or province. */
  state: string | undefined;
  /** Postal code. */
  zip: string | undefined;
  /** Country code of two letters. */
  country: string | undefined;
  /** Telephone number. */
  telephone: string | undefined;
  /** For which kinds of certificates it is validated, and until which day. */
  validations: {
    type: string | undefined;
    status: string | undefined;
    validatedUntil: string | undefined;
  }[];
}

/** A domain of the account. */
export interface GetDomainResult {
  /** Id in CertCentral. */
  id: number;
  /** The domain. */
  name: string;
  /** Organization that it is validated for. */
  organizationId: number | undefined;
  /** How control of it is shown. */
  dcvMethod: string | undefined;
  /** `valid`, `pending`, `expired` or `deactivated`. */
  status: string;
  /** Last day of its validation, `YYYY-MM-DD`. */
  validatedUntil: string | undefined;
}

/** Which product to ask for. */
export interface GetProductArgs {
  /** Product identifier, for example `ssl_plus`. */
  product: string;
}

/** A product that the account may order. */
export interface GetProductResult {
  /** Product identifier, for `Certificate`'s input `product`. */
  product: string;
  /** Its name for people. */
  name: string | undefined;
  /** `ov`, `ev` or `dv`. */
  validationType: string | undefined;
  /** Years that an order of it may last. */
  allowedOrderValidityYears: number[];
  /** Whether duplicates of its certificates can be had. */
  duplicatesAllowed: boolean;
  /** Issuing CAs, for `Certificate`'s input `caCertId`. */
  allowedCaCerts: { id: string | undefined; name: string | undefined }[];
}

/** Which order to ask for. */
export interface GetOrderArgs {
  /** Id in CertCentral. */
  id: number;
}

/** An order and its newest certificate. */
export interface GetOrderResult {
  /** Id in CertCentral. */
  id: number;
  /** Status in CertCentral's words: `issued`, `pending`, ... */
  status: string;
  /** Product identifier. */
  product: string | undefined;
  /** Organization on the order. */
  organizationId: number | undefined;
  /** Last day of the order, `YYYY-MM-DD`. */
  coveredUntil: string | undefined;
  /** Whether a renewal of it was ordered. */
  isRenewed: boolean;
  /** The account's own id for the order. */
  alternativeOrderId: string | undefined;
  /** Id of its newest certificate, like what follows. */
  certificateId: number | undefined;
  /** Common name. */
  commonName: string | undefined;
  /** All names that it is for. */
  dnsNames: string[];
  /** Serial number, hexadecimal. */
  serialNumber: string | undefined;
  /** SHA-1 thumbprint, hexadecimal. */
  thumbprint: string | undefined;
  /** First day, `YYYY-MM-DD`. */
  validFrom: string | undefined;
  /** Last day, `YYYY-MM-DD`. */
  validUntil: string | undefined;
}

/** Whose key it is. */
export interface WhoamiResult {
  /** Id of the user of the API key. */
  userId: number;
  /** Id of the account. */
  accountId: number | undefined;
  /** Names of the user's roles. */
  roles: string[];
}
