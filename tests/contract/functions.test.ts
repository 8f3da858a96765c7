/** What a program asks CertCentral while it runs, from its own process. */
import { inspect } from "node:util";

import * as pulumi from "@pulumi/pulumi";
import * as output from "@pulumi/pulumi/output";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings";
import { type Emulator, startEmulator } from "certcentral-emulator";
import * as certcentral from "pulumi-certcentral";

import { makeKey } from "../support/csr";
import { startDynamicProvider } from "../support/dynamic-provider";
import { registeredInputs } from "../support/shim-text";

const secondKey = "key-of-another-account";
/** What a preview has in the place of a value; the SDK does not export its type. */
const { unknown } = output as unknown as { unknown: string };
const asked: pulumi.runtime.MockCallArgs[] = [];
const mocks: pulumi.runtime.Mocks = {
  newResource: ({ name }) => ({ id: name, state: {} }),
  call: (args) => {
    asked.push(args);
    return { id: 42, name: "Mocked, Inc." };
  },
};
let mocked: unknown;
let emulator: Emulator;
let orderId: number;
const environment = { ...process.env };

beforeAll(async () => {
  emulator = await startEmulator({ now: "2026-02-24T12:00:00Z", frozen: true });
  emulator.control.addKey(secondKey, 4711);
  await pulumi.runtime.setMocks(mocks);
  mocked = pulumi.runtime.getMonitor();
  // From here on the program runs as under the engine, which is not made of mocks.
  setMockOptions(Object.create(mocked as object));
  orderId = await placeOrder();
});

beforeEach(() => {
  process.env["CERTCENTRAL_NOW"] = "2026-02-24T12:00:00Z";
  delete process.env["CERTCENTRAL_API_KEY"];
  delete process.env["CERTCENTRAL_URL"];
  const config = { "certcentral:apiKey": emulator.apiKey, "certcentral:url": emulator.url };
  pulumi.runtime.setAllConfig(config, ["certcentral:apiKey"]);
});

afterAll(async () => {
  process.env = environment;
  pulumi.runtime.setAllConfig({});
  await emulator.close();
});

async function placeOrder(): Promise<number> {
  const response = await fetch(`${emulator.url}/order/certificate/ssl_plus`, {
    method: "POST",
    headers: { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" },
    body: JSON.stringify({
      certificate: {
        common_name: "www.example.com",
        dns_names: ["example.com"],
        csr: (await makeKey()).csr,
        signature_hash: "sha256",
      },
      organization: { id: 117483 },
      order_validity: { years: 1 },
      alternative_order_id: "shop1",
    }),
  });
  return ((await response.json()) as { id: number }).id;
}

/** The value of an output; what is thrown inside it cannot be caught by a program. */
const valueOf = <T>(asked: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    asked.apply(resolve);
  });

const failureOf = async (asked: Promise<unknown>): Promise<Error> => {
  const outcome = await asked.catch((error: unknown) => error);
  if (!(outcome instanceof Error)) throw new Error(`no failure: ${JSON.stringify(outcome)}`);
  return outcome;
};

/** Everything that an error would print, its causes too. */
const textOf = (error: Error): string => inspect(error, { depth: 9, showHidden: true });

const { whoami, getOrganization, getDomain, getProduct, getOrder } = certcentral;

const organization = {
  id: 117483,
  name: "Example, Inc.",
  isActive: true,
  city: "Lehi",
  country: "us",
  validations: [{ type: "ov", status: "active", validatedUntil: "9999-12-31" }],
};
const domain = { name: "example.com", organizationId: 117483, status: "valid" };
const product = { product: "ssl_plus", validationType: "ov" };
const order = {
  status: "issued",
  product: "ssl_plus",
  organizationId: 117483,
  coveredUntil: "2027-02-23",
  isRenewed: false,
  alternativeOrderId: "shop1",
  commonName: "www.example.com",
  validFrom: "2026-02-24",
  validUntil: "2026-09-10",
};

describe("each look-up tells what the account has", () => {
  test("whoami", async () => {
    const user = await whoami();
    expect(user).toMatchObject({ accountId: 1696530, roles: ["Administrator"] });
    expect(await valueOf(certcentral.whoamiOutput())).toEqual(user);
  });

  test("getOrganization, by id and by name", async () => {
    const found = await getOrganization({ id: 117483 });
    expect(found).toMatchObject(organization);
    expect(await getOrganization({ name: "Example, Inc." })).toEqual(found);
    const name = pulumi.output("Example, Inc.");
    expect(await valueOf(certcentral.getOrganizationOutput({ name }))).toEqual(found);
  });

  test("getDomain, by id and by name as people write it", async () => {
    const found = await getDomain({ name: "example.com" });
    expect(found).toMatchObject(domain);
    expect(await getDomain({ id: found.id })).toEqual(found);
    expect(await getDomain({ name: "Example.COM." })).toEqual(found);
    const id = pulumi.output(found.id);
    expect(await valueOf(certcentral.getDomainOutput({ id }))).toEqual(found);
  });

  test("getProduct", async () => {
    const found = await getProduct({ product: "ssl_plus" });
    expect(found).toMatchObject(product);
    const asked = certcentral.getProductOutput({ product: pulumi.output("ssl_plus") });
    expect(await valueOf(asked)).toEqual(found);
  });

  test("getOrder, with its newest certificate", async () => {
    const found = await getOrder({ id: orderId });
    expect(found).toMatchObject({ ...order, id: orderId });
    expect(found.dnsNames).toContain("example.com");
    const [facts] = await emulator.control.orders();
    expect(found.serialNumber).toBe(facts?.certificates[0]?.serialNumber);
    const id = pulumi.output(orderId);
    expect(await valueOf(certcentral.getOrderOutput({ id }))).toEqual(found);
  });

  test("never the key", async () => {
    const all = await Promise.all([
      whoami(),
      getOrganization({ id: 117483 }),
      getDomain({ name: "example.com" }),
      getProduct({ product: "ssl_plus" }),
      getOrder({ id: orderId }),
    ]);
    expect(JSON.stringify(all)).not.toContain(emulator.apiKey);
  });

  test("a domain's status is today's", async () => {
    emulator.control.validateDomain("fresh.test", "2026-03-01");
    expect(await getDomain({ name: "fresh.test" })).toMatchObject({
      status: "valid",
      validatedUntil: "2026-03-01",
    });
    process.env["CERTCENTRAL_NOW"] = "2026-03-02T12:00:00Z";
    expect(await getDomain({ name: "fresh.test" })).toMatchObject({ status: "expired" });
  });
});

describe("what is not there is said, with where to look", () => {
  const cases: [string, () => Promise<unknown>, RegExp][] = [
    [
      "organization by name",
      () => getOrganization({ name: "Example" }),
      /organization "Example": the account has none/,
    ],
    ["organization by id", () => getOrganization({ id: 1 }), /organization 1: the account has/],
    [
      "nothing at all",
      () => getOrganization({}),
      /^look up organization: give its id or its name \(CC209\)$/,
    ],
    ["domain by name", () => getDomain({ name: "gone.test" }), /domain "gone.test": the account/],
    ["domain by id", () => getDomain({ id: 1 }), /domain 1: the account has none/],
    ["product", () => getProduct({ product: "ssl_none" }), /product "ssl_none": the account has/],
    ["product without a name", () => getProduct({ product: "" }), /product "": the account has/],
    ["order", () => getOrder({ id: 1 }), /order 1: the account has none, or hides it/],
  ];

  test.each(cases)("%s", async (_what, ask, message) => {
    const failure = await failureOf(ask());
    expect(failure.message).toMatch(message);
    expect(textOf(failure)).not.toContain(emulator.apiKey);
  });

  test("two organizations of one name: both are named", async () => {
    for (const city of ["Lehi", "Provo"]) {
      await fetch(`${emulator.url}/organization`, {
        method: "POST",
        headers: { "x-dc-devkey": emulator.apiKey, "content-type": "application/json" },
        body: JSON.stringify({
          name: "Twice, Inc.",
          address: "1 Road",
          city,
          state: "Utah",
          zip: "84043",
          country: "us",
          telephone: "8015551212",
          organization_contact: { first_name: "A", last_name: "B", email: "a@example.net" },
        }),
      });
    }
    const { message } = await failureOf(getOrganization({ name: "Twice, Inc." }));
    expect(message).toMatch(/organization "Twice, Inc.": these bear it: \d+, \d+/);
  });
});

describe("whose account is asked", () => {
  test("that of an explicit provider, whatever the stack's is", async () => {
    const args = { apiKey: pulumi.secret(secondKey), url: emulator.url };
    const provider = new certcentral.Provider("emea", args);
    expect(await whoami({ provider })).toMatchObject({ accountId: 4711 });
    const user = certcentral.whoamiOutput({ provider });
    expect(await valueOf(user)).toMatchObject({ accountId: 4711 });
    const { message } = await failureOf(getOrder({ id: orderId }, { provider }));
    expect(message).toContain(`order ${orderId}: the account has none`);
  });

  test("that of the environment where the stack names none", async () => {
    pulumi.runtime.setAllConfig({});
    process.env["CERTCENTRAL_API_KEY"] = secondKey;
    process.env["CERTCENTRAL_URL"] = emulator.url;
    expect(await whoami()).toMatchObject({ accountId: 4711 });
  });

  test("without a key the message says how to give one", async () => {
    pulumi.runtime.setAllConfig({ "certcentral:url": emulator.url });
    emulator.control.clearRequests();
    const { message } = await failureOf(whoami());
    expect(message).toMatch(
      /pulumi config set --secret certcentral:apiKey <key>.*CERTCENTRAL_API_KEY/,
    );
    expect(emulator.control.requests()).toEqual([]);
  });

  test("a key that is refused is not repeated in the error", async () => {
    const wrong = "a-key-of-nobody";
    pulumi.runtime.setAllConfig({
      "certcentral:apiKey": wrong,
      "certcentral:url": emulator.url,
    });
    const failure = await failureOf(whoami());
    expect(failure.message).toMatch(/Check the API key.*explicit provider has its own, apiKey/);
    expect(textOf(failure)).not.toContain(wrong);
  });

  test("settings that a preview does not know: the plain form says so, the output's form waits", async () => {
    const provider = new certcentral.Provider("later", {
      apiKey: pulumi.output(unknown),
      url: emulator.url,
    });
    emulator.control.clearRequests();
    const { message } = await failureOf(whoami({ provider }));
    expect(message).toContain("use the form ...Output");
    await settled(certcentral.whoamiOutput({ provider }));
    expect(emulator.control.requests()).toEqual([]);
  });
});

describe("the form of outputs", () => {
  test("keeps secret what was asked with a secret, and nothing else", async () => {
    const secret = certcentral.getDomainOutput({ name: pulumi.secret("example.com") });
    expect(await pulumi.isSecret(secret)).toBe(true);
    const plain = certcentral.getDomainOutput({ name: "example.com" });
    expect(await pulumi.isSecret(plain)).toBe(false);
    await Promise.all([valueOf(secret), valueOf(plain)]);
  });

  test("of an account whose key is a secret is none itself", async () => {
    const args = { apiKey: pulumi.secret(secondKey), url: emulator.url };
    const provider = new certcentral.Provider("emea", args);
    const user = certcentral.whoamiOutput({ provider });
    expect(await pulumi.isSecret(user)).toBe(false);
    expect(await valueOf(user)).toMatchObject({ accountId: 4711 });
  });
});

test("an organization that was looked up is given to a certificate as it is, and is its id", async () => {
  const found = await getOrganization({ name: "Example, Inc." });
  // Compiles as it stands, under `exactOptionalPropertyTypes` too.
  const given: pulumi.Output<certcentral.GetOrganizationResult> = pulumi.output(found);
  const provider = await startDynamicProvider({});
  try {
    const { csr } = await makeKey();
    const args = { product: "ssl_plus", commonName: "www.example.com", csr };
    const news = await registeredInputs(
      () => new certcentral.Certificate("www", { ...args, organization: given }),
    );
    const checked = await provider.check({}, news);
    expect(checked.failures).toEqual([]);
    expect(checked.inputs["organization"]).toEqual({ id: 117483 });
  } finally {
    await provider.kill();
    setMockOptions(Object.create(mocked as object));
  }
});

test("a failure ends the program with its message alone", async () => {
  const failure = await failureOf(getOrganization({ name: "Nobody" }));
  expect(pulumi.RunError.isInstance(failure)).toBe(true);
});

test("under a program's own mocks those are asked, and CertCentral is not", async () => {
  setMockOptions(mocked);
  try {
    emulator.control.clearRequests();
    expect(await getOrganization({ name: "Example, Inc." })).toMatchObject({ id: 42 });
    const found = certcentral.getOrganizationOutput({ name: pulumi.output("Other") });
    expect(await valueOf(found)).toMatchObject({ name: "Mocked, Inc." });
    expect(asked).toMatchObject([
      { token: "certcentral:index:getOrganization", inputs: { name: "Example, Inc." } },
      { token: "certcentral:index:getOrganization", inputs: { name: "Other" } },
    ]);
    expect(emulator.control.requests()).toEqual([]);
  } finally {
    setMockOptions(Object.create(mocked as object));
  }
});

/** Resolves once it is decided whether an output is known. */
const settled = (asked: pulumi.Output<unknown>): Promise<boolean> =>
  (asked as unknown as { isKnown: Promise<boolean> }).isKnown;
