/** Many certificates of one key, in process: each is planned and created by its name, and counted is what that asks of CertCentral. */
import { type Emulator, type EmulatorOptions, startEmulator } from "certcentral-emulator";

import { makeKey, type TestKey } from "./csr";
import type { Outcome, Properties } from "./dynamic-provider";
import { type InProcessProvider, inProcessProvider, unlimitedConfig } from "./in-process";

export const firstDay = "2026-02-24";

export interface Fleet {
  emulator: Emulator;
  key: TestKey;
  /** That of the last beginning. */
  provider: InProcessProvider;
  /** An account without orders and a fresh run, on the first day. */
  begin(): void;
  /** Both clocks; the run goes on. */
  today(day: string): void;
  /** What check makes of the inputs of a name. */
  planned(name: string, olds?: Properties, change?: Properties): Promise<Properties>;
  create(name: string, change?: Properties): Promise<Outcome>;
  /** Calls since the last look, as `GET /order/certificate/1`. */
  calls(): string[];
  close(): Promise<void>;
}

/** Opens it on an emulator without limits, faults and an end of its money. */
export async function openFleet(options: EmulatorOptions = {}): Promise<Fleet> {
  const key = await makeKey();
  const emulator = await startEmulator({
    now: `${firstDay}T12:00:00Z`,
    frozen: true,
    rateLimits: false,
    balance: 1e9,
    faultRates: {},
    ...options,
  });
  const fleet: Fleet = {
    emulator,
    key,
    provider: inProcessProvider(unlimitedConfig(emulator)),
    begin() {
      emulator.control.reset();
      fleet.provider = inProcessProvider(unlimitedConfig(emulator));
      fleet.today(firstDay);
    },
    today(day) {
      emulator.control.setClock(`${day}T12:00:00Z`);
      fleet.provider.today(day);
    },
    async planned(name, olds = {}, change = {}) {
      const given = { product: "ssl_plus", commonName: name, organization: { id: 117483 } };
      const news = { ...given, csr: key.csr, __urn: name, ...change };
      const { inputs, failures } = await fleet.provider.check(olds, news);
      expect(failures).toEqual([]);
      return inputs;
    },
    create: async (name, change) =>
      fleet.provider.create(await fleet.planned(name, undefined, change)),
    calls() {
      const all = emulator.control.requests();
      emulator.control.clearRequests();
      return all.map(({ method, path }) => `${method} ${path.replace(/\d+/g, "1")}`);
    },
    close: () => emulator.close(),
  };
  return fleet;
}
