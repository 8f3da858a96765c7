/** A shop's one certificate on the real engine, against an emulator of its own. */
import type { CustomResourceOptions } from "@pulumi/pulumi";
import {
  type Emulator,
  type EmulatorOptions,
  type OrderFacts,
  startEmulator,
} from "certcentral-emulator";
import { Certificate, type CertificateArgs } from "pulumi-certcentral";

import { makeKey, type TestKey } from "./csr";
import { openStack, type TestStack } from "./stack";

export interface Shop {
  emulator: Emulator;
  stack: TestStack;
  key: TestKey;
  /** Options of the certificate in the program of the next run. */
  options: CustomResourceOptions;
  /** What the program of the next run declares. */
  args(): CertificateArgs;
  /** Changes the program of the next run; undefined takes an input out. */
  declare(change: Partial<CertificateArgs>): void;
  /** Lets the emulator and the provider live on this day, from noon on. */
  today(day: string): void;
  /** Calls since the last look, as `POST /order/certificate/ssl_plus`. */
  calls(): string[];
  /** Paid orders among all calls since the start. */
  paid(): { path: string; charge: number }[];
  /** All certificates of all orders. */
  certificates(): Promise<OrderFacts["certificates"]>;
  statuses(): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens a shop; its clocks stand still on `day` where one is given. */
export async function openShop(
  options: EmulatorOptions & { day?: string; key?: TestKey } = {},
): Promise<Shop> {
  const { day, key: given, ...settings } = options;
  const clock = day === undefined ? {} : { now: `${day}T12:00:00Z`, frozen: true };
  const emulator = await startEmulator({ ...settings, ...clock });
  const key = given ?? (await makeKey());
  let args: CertificateArgs = {
    product: "ssl_plus",
    commonName: "www.example.com",
    dnsNames: ["example.com"],
    csr: key.csr,
    organization: { id: 117483 },
  };
  const stack = await openStack(emulator, () => {
    const { certificatePem, fullChainPem, orderId } = new Certificate("www", args, shop.options);
    return Promise.resolve({ certificatePem, fullChainPem, orderId });
  });
  if (day !== undefined) stack.now = `${day}T12:00:00Z`;
  let seen = 0;
  const shop: Shop = {
    emulator,
    stack,
    key,
    options: {},
    args: () => args,
    declare(change) {
      args = { ...args, ...change };
    },
    today(next) {
      emulator.control.setClock(`${next}T12:00:00Z`);
      stack.now = `${next}T12:00:00Z`;
    },
    calls() {
      const all = emulator.control.requests();
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh.map(({ method, path }) => `${method} ${path}`);
    },
    paid: () =>
      emulator.control
        .requests()
        .filter(({ charge }) => charge > 0)
        .map(({ path, charge }) => ({ path, charge })),
    certificates: async () =>
      (await emulator.control.orders()).flatMap((order) => order.certificates),
    statuses: async () => (await shop.certificates()).map(({ status }) => status),
    async close() {
      stack.close();
      await emulator.close();
    },
  };
  return shop;
}
