/** A stack on the real engine whose certificate `www` is the plugin's, in YAML, or the dynamic provider's. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import { Certificate } from "pulumi-certcentral";

import { makeKey } from "./csr";
import { openStack, type TestStack, type YamlProgram } from "./stack";

export interface PluginStack {
  emulator: Emulator;
  stack: TestStack;
  csr: string;
  /** What `www` is declared with. */
  declared: Record<string, unknown>;
  /** The program in YAML, with these inputs and options besides. */
  yaml(change?: Record<string, unknown>, options?: object): YamlProgram;
  /** The same through the dynamic provider. */
  dynamic(options?: object): () => Promise<Record<string, unknown>>;
  today(day: string): void;
  /** What CertCentral was asked since the last look. */
  calls(): string[];
  /** Those that were no questions. */
  posts(): string[];
  close(): Promise<void>;
}

/** A resource that a preview with all details would touch. */
export const anyStep = /certcentral:\S+: \((?!same|refresh)/;

/** What a resource of the plugin was, for one that moves back. */
export const pluginAlias = { aliases: [{ type: "certcentral:index:Certificate" }] };

export async function openPluginStack(): Promise<PluginStack> {
  const emulator = await startEmulator({ now: "2026-02-24T12:00:00Z", frozen: true });
  const { csr } = await makeKey();
  const stack = await openStack(emulator, {});
  stack.now = "2026-02-24T12:00:00Z";
  const declared: Record<string, unknown> = {
    product: "ssl_plus",
    commonName: "www.example.com",
    dnsNames: ["example.com"],
    csr,
    organization: { id: 117483 },
  };
  const self: PluginStack = {
    emulator,
    stack,
    csr,
    declared,
    yaml(change = {}, options = {}) {
      const properties = { ...declared, ...change };
      const www = { type: "certcentral:Certificate", properties, options };
      return {
        resources: { www },
        outputs: { orderId: "${www.orderId}", fullChainPem: "${www.fullChainPem}" },
      };
    },
    dynamic: (options = {}) => {
      return () => {
        const { fullChainPem, orderId } = new Certificate("www", declared as never, options);
        return Promise.resolve({ fullChainPem, orderId });
      };
    },
    today(day) {
      emulator.control.setClock(`${day}T12:00:00Z`);
      stack.now = `${day}T12:00:00Z`;
    },
    calls() {
      const all = emulator.control.requests().map(({ method, path }) => `${method} ${path}`);
      emulator.control.clearRequests();
      return all;
    },
    posts: () => self.calls().filter((call) => !call.startsWith("GET")),
    async close() {
      stack.close();
      await emulator.close();
    },
  };
  stack.program = self.yaml();
  return self;
}

/** What a run printed that has not failed. */
export async function good(run: Promise<{ output: string; failure?: string }>): Promise<string> {
  const { output, failure } = await run;
  expect(failure).toBeUndefined();
  return output;
}
