export { Certificate, type CertificateArgs } from "./certificate";
export { Provider, type ProviderArgs } from "./provider";
