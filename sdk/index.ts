export type { Validity } from "../provider/certcentral/types";
export type {
  ApprovalRequest,
  ChainCertificate,
  OrderedDomain,
} from "../provider/certificate/order/outputs";
export type {
  ContactInput,
  OrganizationInput,
  TechnicalContactInput,
} from "../provider/certificate/plan/parts";
export type { Issuance } from "../provider/certificate/plan/issuance";
export type { ValidationRecord } from "../provider/dcv";
export type { OrderedCertificate } from "../provider/issued-certificate/fields";
export type { Validation } from "../provider/domain/validation";
export type * from "../provider/function-types";
export { Certificate, type CertificateArgs } from "./certificate";
export { Domain, type DomainArgs } from "./domain";
export { DomainValidation, type DomainValidationArgs } from "./domain-validation";
export * from "./functions";
export { IssuedCertificate, type IssuedCertificateArgs } from "./issued-certificate";
export { Provider, type ProviderArgs } from "./provider";
export {
  type RecordToMake,
  ValidatedCertificate,
  type ValidatedCertificateArgs,
} from "./validated-certificate";
