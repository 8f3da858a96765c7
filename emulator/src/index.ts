export type { CertificateFacts, Control, OrderFacts } from "./control";
export type { DomainFacts } from "./control-validation";
export type { DnsRecord, DnsRecordKey } from "./dcv/dns-zone";
export { type FaultName, faultNames } from "./faults/catalog";
export type { Fault, FaultRates } from "./faults/faults";
export type { LoggedRequest } from "./log";
export type { EmulatorOptions } from "./options";
export { type Emulator, startEmulator } from "./server";
export type { Settings } from "./settings";
