/** Which account is spoken to, and who may deny what is paid. */
import * as pulumi from "@pulumi/pulumi";
import { Certificate, Provider, type ProviderArgs } from "pulumi-certcentral";

import { readSettings } from "../../provider/settings";

const environment = {
  CERTCENTRAL_API_KEY: "key",
  CERTCENTRAL_URL: "http://127.0.0.1:1/services/v2",
};

function urlOf(config: Record<string, string>): string {
  return readSettings({ get: (key) => config[key] }, environment).client().url;
}

test("a region that is given beats the environment's URL; a URL that is given beats both", () => {
  expect(urlOf({})).toBe(environment.CERTCENTRAL_URL);
  expect(urlOf({ "certcentral:region": "eu" })).toBe("https://certcentral.digicert.eu/services/v2");
  const url = "http://127.0.0.1:2/services/v2";
  expect(urlOf({ "certcentral:region": "eu", "certcentral:url": url })).toBe(url);
});

test.each([
  "http://certcentral.example.com/services/v2",
  "ftp://www.digicert.com/services/v2",
  "file:///etc/passwd",
])("a key is not sent in clear, or elsewhere than to a server: %s", (url) => {
  expect(() => urlOf({ "certcentral:url": url })).toThrow(
    /certcentral:url .* must begin with https/,
  );
});

test.each([
  "http://localhost:8/v2",
  "http://127.0.0.1:8/v2",
  "http://[::1]:8/v2",
  "https://e.test/v2",
])("sent to %s it is", (url) => {
  expect(urlOf({ "certcentral:url": url })).toBe(url);
});

test("a key that was read from a file is sent without its line's end", () => {
  const key = { ...environment, CERTCENTRAL_API_KEY: " key\r\n" };
  expect(readSettings({ get: () => undefined }, key).client().apiKey).toBe("key");
});

test("an empty CERTCENTRAL_NOW is refused by its name", () => {
  const now = { ...environment, CERTCENTRAL_NOW: "" };
  expect(() => readSettings({ get: () => undefined }, now)).toThrow(/CERTCENTRAL_NOW/);
});

test("a pretended day is for this machine's own addresses alone", () => {
  const now = { ...environment, CERTCENTRAL_NOW: "2030-01-01T12:00:00Z" };
  const pretended = (config: Record<string, string>) =>
    readSettings({ get: (key) => config[key] }, now).pretendedNow?.getUTCFullYear();
  expect(pretended({})).toBe(2030);
  expect(pretended({ "certcentral:region": "us" })).toBeUndefined();
});

describe("an explicit provider's paidActions", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  test.each([
    ["deny", "allow", "deny"],
    ["deny", undefined, "deny"],
    ["allow", "deny", "deny"],
    [undefined, "allow", "allow"],
    [undefined, undefined, undefined],
  ] as const)("stack %s, its own %s: %s", async (stack, own, expected) => {
    pulumi.runtime.setAllConfig(stack === undefined ? {} : { "certcentral:paidActions": stack });
    const inputs = await registered(own === undefined ? {} : { paidActions: own });
    expect(inputs["certcentral:paidActions"]).toBe(expected);
  });
});

describe("an explicit provider", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  test("has the stack's limits and namespace, and its own where it says so", async () => {
    pulumi.runtime.setAllConfig({
      "certcentral:namespace": "second",
      "certcentral:maxPaidActionsPerRun": "2",
      "certcentral:pollIntervalSeconds": "5",
      "certcentral:apiKey": "the stack's",
    });
    expect(await registered({ pollIntervalSeconds: 7 })).toMatchObject({
      "certcentral:namespace": "second",
      "certcentral:maxPaidActionsPerRun": "2",
      "certcentral:pollIntervalSeconds": "7",
    });
  });

  test("refuses a setting that it does not have", () => {
    const args = { apiKey: "key", paidAction: "deny" };
    expect(() => new Provider("emea", args)).toThrow(
      /provider emea: it has no setting paidAction\. It has/,
    );
  });
});

test.each([{ id: "112233" }, { import: "112233" }])(
  "the option %j is refused, naming what takes an order over",
  (option) => {
    const args = { product: "ssl_plus", commonName: "a.example.com", csr: "csr" };
    expect(() => new Certificate("www", args, option)).toThrow(/adoptOrderId.*CC201/);
  },
);

async function registered(args: Partial<ProviderArgs>): Promise<Record<string, unknown>> {
  let registered: Record<string, unknown> = {};
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => {
      registered = inputs as Record<string, unknown>;
      return { id: "1", state: {} };
    },
    call: () => ({}),
  });
  const provider = new Provider("emea", { apiKey: "key", ...args });
  await new Promise<void>((resolve) => {
    provider.urn.apply(() => {
      resolve();
    });
  });
  return registered;
}
