/** One certificate's life against the emulator, day by day, each day in a run of its own. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate, type CertificateArgs } from "pulumi-certcentral";

import { makeKey, type TestKey } from "./csr";
import { openDoor } from "./doors";
import type { DynamicProvider, Properties } from "./dynamic-provider";
import { EngineResource } from "./resource";

export interface Life {
  emulator: Emulator;
  provider: DynamicProvider;
  key: TestKey;
  /** What the certificate `www` is declared with. */
  args: CertificateArgs;
  www: EngineResource;
  /** Configuration of the runs that follow. */
  config: Record<string, string>;
  /** A later run, on a later day if one is given. */
  today: (day?: string) => Promise<void>;
  declare: (change?: Properties, name?: string) => Promise<EngineResource>;
  /** A resource of any of our classes. */
  own: (create: () => unknown) => Promise<EngineResource>;
  /** Paths of the calls that cost money. */
  paid(): string[];
  /** Bodies of the orders and renewals, in CertCentral's words. */
  sentOrders(): unknown[];
  statuses(): Promise<string[][]>;
  close(): Promise<void>;
}

export async function openLife(change: Partial<CertificateArgs> = {}): Promise<Life> {
  const emulator = await startEmulator({ now: "2026-02-24T12:00:00Z", frozen: true });
  const key = await makeKey();
  const args: CertificateArgs = {
    product: "ssl_plus",
    commonName: "www.example.com",
    dnsNames: ["example.com"],
    csr: key.csr,
    organization: { id: 117483 },
    issuanceTimeoutMinutes: 0.001,
    ...change,
  };
  const config = {
    "certcentral:apiKey": emulator.apiKey,
    "certcentral:url": emulator.url,
    "certcentral:pollIntervalSeconds": "0.01",
  };
  let now = "2026-02-24";
  const start = (): Promise<DynamicProvider> =>
    openDoor(life.config, { CERTCENTRAL_NOW: `${now}T12:00:00Z` });
  const life: Life = {
    ...({} as Pick<Life, "provider" | "www">),
    emulator,
    key,
    args,
    config,
    async today(day = now) {
      now = day;
      await life.provider.kill();
      emulator.control.setClock(`${day}T12:00:00Z`);
      life.provider = await start();
      for (const resource of declared) resource.provider = life.provider;
    },
    declare(more: Properties = {}, name = "www") {
      const merged: CertificateArgs = { ...args, ...more };
      return life.own(() => new Certificate(name, merged));
    },
    async own(create) {
      const resource = await EngineResource.of(life.provider, create);
      declared.push(resource);
      return resource;
    },
    paid: () =>
      emulator.control
        .requests()
        .filter(({ charge }) => charge > 0)
        .map(({ path }) => path),
    sentOrders: () =>
      emulator.control
        .requests()
        .filter(({ method, path }) => method === "POST" && /certificate\/\w+[a-z]$/.test(path))
        .map(({ body }) => body),
    async statuses() {
      const orders = await emulator.control.orders();
      return orders.map(({ certificates }) => certificates.map(({ status }) => status));
    },
    async close() {
      await life.provider.kill();
      await emulator.close();
    },
  };
  const declared: EngineResource[] = [];
  life.provider = await start();
  life.www = await life.declare();
  return life;
}

/** Details of an organization that the account does not have: an order creates it. */
export const newOrganization = {
  name: "Example Web, Inc.",
  address: "1 Main Street",
  city: "Lehi",
  state: "Utah",
  zip: "84043",
  country: "us",
  telephone: "801-555-0100",
  skipDuplicateOrgCheck: true,
};

/** Until the day on which the renewal is due. */
export async function liveUntilRenewal({ www, today }: Life): Promise<void> {
  await www.up();
  await today("2026-08-10");
  await www.up();
  await today("2027-01-22");
}
