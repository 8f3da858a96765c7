/** CertCentral's requests and replies in the words of this provider; wire names stop in `wire.ts`. */

/** A length of time; CertCentral lets the date override the days, and the days the years. */
export interface Validity {
  years?: number | undefined;
  days?: number | undefined;
  /** `YYYY-MM-DD`; sent in the form `09 JUN 2027` that the API wants. */
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

export interface Contact {
  contactType: string;
  userId?: number | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  jobTitle?: string | undefined;
  telephone?: string | undefined;
  email?: string | undefined;
}

/** The body of `POST order/certificate/{product}`. Source: "Order OV/EV SSL", "Order DV SSL". */
export interface OrderRequest {
  certificate: CertificateRequest;
  orderValidity: Validity;
  organization?: { id?: number | undefined; contacts?: Contact[] | undefined } | undefined;
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
  technicalContact?: Omit<Contact, "contactType" | "userId"> | undefined;
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
