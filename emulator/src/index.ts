export type { CertificateFacts, Control, OrderFacts } from "./control";
export type { Fault } from "./faults";
export type { LoggedRequest } from "./log";
export { type Emulator, type EmulatorOptions, startEmulator } from "./server";
export type { Settings } from "./settings";
