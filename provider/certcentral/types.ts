/** CertCentral's requests and replies in the words of this provider; wire names stop in `wire.ts`. */

/** A length of time, in one of three ways: the date counts before the days, and the days before the years. */
export interface Validity {
  /** Whole years. */
  years?: number | undefined;
  /** Whole days. */
  days?: number | undefined;
  /** Last day: `2027-06-09`, or CertCentral's `09 JUN 2027`, in which it is sent. */
  customExpirationDate?: string | undefined;
}

/** The `certificate` object of an order or a reissue. */
export interface CertificateRequest {
  commonName: string;
  dnsNames?: string[] | undefined;
  csr: string;
  signatureHash: string;
  organizationUnits?: string[] | undefined;
  serverPlatform?: { id: number } | undefined;
  certValidity?: Validity | undefined;
  profileOption?: string | undefined;
  caCertId?: string | undefined;
}

/** The body of `POST order/certificate/{product}`. Source: "Order OV/EV SSL", "Order DV SSL". */
export interface OrderRequest {
  certificate: CertificateRequest;
  orderValidity: Validity;
  organization?: { id?: number | undefined; contacts?: readonly object[] | undefined } | undefined;
  container?: { id: number } | undefined;
  renewalOfOrderId?: number | undefined;
  renewedThumbprint?: string | undefined;
  alternativeOrderId?: string | undefined;
  comments?: string | undefined;
  customFields?: { metadataId: number; value: string }[] | undefined;
  additionalEmails?: string[] | undefined;
  locale?: string | undefined;
  paymentMethod?: string | undefined;
  skipApproval?: boolean | undefined;
  dcvMethod?: string | undefined;
  dcvEmails?: { dnsName: string; emailDomain: string; email: string }[] | undefined;
  technicalContact?: object | undefined;
  disableCt?: boolean | undefined;
  autoRenew?: number | undefined;
  autoReissue?: number | undefined;
  customRenewalMessage?: string | undefined;
  disableRenewalNotifications?: boolean | undefined;
  applyCrDiscount?: boolean | undefined;
  serialNumber?: string | undefined;
  enableGuestAccess?: number | undefined;
}

/** The body of `POST order/certificate/{id}/reissue`. */
export interface ReissueRequest {
  certificate: CertificateRequest;
  skipApproval?: boolean | undefined;
  dcvMethod?: string | undefined;
  comments?: string | undefined;
}

/** The body of `POST domain`. */
export interface DomainRequest {
  name: string;
  organization: { id: number };
  validations: { type: string }[];
  dcvMethod: string;
  /** Not to take `www.fresh.test` for `fresh.test`; for files only. */
  keepWww?: boolean | undefined;
}

export interface RevokeRequest {
  revocationReason: string;
  comments: string;
  /** Needs an administrator's key. */
  skipApproval: boolean;
}

/** Done at once, or a request that an administrator must approve. */
export type Revocation = { done: true } | { done: false; requestId: number };
