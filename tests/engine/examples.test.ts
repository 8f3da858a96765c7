/**
 * Every example, as it stands, on the real engine; those with another provider's resources run under
 * Pulumi's mocks, in `tests/contract/cloud-examples.test.ts`.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { type Emulator, startEmulator } from "certcentral-emulator";

import { openStack } from "../support/stack";

const folder = join(__dirname, "..", "..", "examples");
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});

afterEach(() => emulator.close());

/** What an example's stack needs beside the key, and what is true once it is up. */
const cases: Record<string, { config: () => Promise<Record<string, string>>; paid: number }> = {
  quickstart: { config: () => Promise.resolve({}), paid: 1 },
  renewal: { config: () => Promise.resolve({ allowRenewal: "true" }), paid: 1 },
  "adopt-existing-order": {
    config: async () => ({ orderId: String(await orderByHand()) }),
    paid: 0,
  },
  "two-accounts": {
    config: () => {
      emulator.control.addKey("emea-key", 42);
      return Promise.resolve({ emeaKey: "emea-key", emeaUrl: emulator.url });
    },
    paid: 2,
  },
  "validate-domain": {
    config: () => Promise.resolve({ controlUrl: emulator.controlUrl }),
    paid: 1,
  },
  "validated-certificate": {
    config: () => Promise.resolve({ controlUrl: emulator.controlUrl }),
    paid: 1,
  },
};

/** Programs of this package alone. The plugin's are run by `plugin`, `python` and `go-and-java.test.ts`. */
function isOnItsOwn(name: string): boolean {
  const file = join(folder, name, "package.json");
  if (!existsSync(file)) return false;
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as {
    dependencies: Record<string, string>;
  };
  return !Object.keys(dependencies).some((one) => /^@pulumi\/(?!pulumi$)/.test(one));
}

test("there is a case for every example", () => {
  expect(Object.keys(cases).sort()).toEqual(readdirSync(folder).filter(isOnItsOwn).sort());
});

test.each(Object.keys(cases))("%s", async (name) => {
  const { config, paid } = cases[name]!;
  const program = (): Promise<Record<string, unknown>> =>
    import(join(folder, name, "index.ts")) as Promise<Record<string, unknown>>;
  const stack = await openStack(emulator, program);
  try {
    for (const [key, value] of Object.entries(await config())) await stack.setConfig(key, value);
    emulator.control.clearRequests();
    const up = await stack.up();
    expect(up.failure).toBeUndefined();
    const charges = emulator.control.requests().filter(({ charge }) => charge > 0);
    expect(charges).toHaveLength(paid);
    expect((await stack.destroy()).failure).toBeUndefined();
    const certificates = (await emulator.control.orders()).flatMap((order) => order.certificates);
    const kept = certificates.filter(({ status }) => status === "issued");
    expect(kept).toHaveLength(name === "adopt-existing-order" ? 1 : 0);
  } finally {
    stack.close();
  }
});

test("key-rotation reads from its own stack when a new key is due, and keeps it", async () => {
  jest.doMock("@pulumi/tls", () => ({ PrivateKey: Key, CertRequest: Request }));
  emulator.control.setClock("2026-02-24T12:00:00Z");
  const program = async (): Promise<Record<string, unknown>> => {
    const { default: main } = (await import(join(folder, "key-rotation", "index.ts"))) as {
      default: () => Promise<Record<string, unknown>>;
    };
    return main();
  };
  const stack = await openStack(emulator, program);
  const upOn = async (day: string): Promise<unknown[]> => {
    process.env["CERTCENTRAL_NOW"] = stack.now = `${day}T12:00:00Z`;
    emulator.control.setClock(stack.now);
    expect((await stack.up()).failure).toBeUndefined();
    const { rotation, renewalDue } = await stack.outputs();
    return [rotation, renewalDue];
  };
  try {
    expect(await upOn("2026-02-24")).toEqual(["first", "2026-08-09"]);
    expect(await upOn("2026-08-08")).toEqual(["first", "2026-08-09"]);
    expect(await upOn("2026-08-09")).toEqual(["2026-08-09", "2027-01-22"]);
    expect(await upOn("2026-08-10")).toEqual(["2026-08-09", "2027-01-22"]);
    const certificates = (await emulator.control.orders()).flatMap((order) => order.certificates);
    expect(certificates).toHaveLength(2);
  } finally {
    delete process.env["CERTCENTRAL_NOW"];
    stack.close();
  }
});

/** What stands for `@pulumi/tls`, whose plugin is not to be had here: a key and its request, from OpenSSL. */
class FromOpenssl extends pulumi.CustomResource {
  constructor(name: string, made: string, command: string, inputs: pulumi.Inputs = {}) {
    const create =
      `const ${made}=require("node:child_process").execSync(${JSON.stringify(command)},` +
      `{encoding:"utf8",input:inputs.privateKeyPem});return{id:"made",outs:{...inputs,${made}}}`;
    const provider = `exports.handler=()=>({create:async(inputs)=>{${create}}})`;
    const all = { [made]: undefined, ...inputs, __provider: provider };
    super("pulumi-nodejs:dynamic:Resource", `${name}-${made}`, all);
  }
}

class Key extends FromOpenssl {
  constructor(name: string) {
    const curve = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
    super(name, "privateKeyPem", `openssl genpkey ${curve}`);
  }
}

class Request extends FromOpenssl {
  constructor(name: string, { privateKeyPem }: { privateKeyPem: pulumi.Input<string> }) {
    const command = "cat | openssl req -new -key /dev/stdin -subj /CN=shop.example.com";
    super(name, "certRequestPem", command, { privateKeyPem });
  }
}

/** An order as a person would have placed it in the console. */
async function orderByHand(): Promise<number> {
  const csr = readFileSync(join(folder, "adopt-existing-order", "www.example.com.csr"), "utf8");
  const response = await fetch(`${emulator.url}/order/certificate/ssl_plus`, {
    method: "POST",
    headers: { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      certificate: { common_name: "www.example.com", csr, signature_hash: "sha256" },
      order_validity: { years: 1 },
      organization: { id: 117483 },
    }),
  });
  return ((await response.json()) as { id: number }).id;
}
