export type { ValidationRecord } from "../provider/dcv";
export { Certificate, type CertificateArgs } from "./certificate";
export { Domain, type DomainArgs } from "./domain";
export { DomainValidation, type DomainValidationArgs } from "./domain-validation";
export { Provider, type ProviderArgs } from "./provider";
