/** Orders that wait for domain control validation, and the wait for them, through the real provider process. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Certificate, IssuedCertificate, type ValidationRecord } from "pulumi-certcentral";

import { unknownValue } from "../../provider/wire";
import { makeKey, type TestKey } from "../support/csr";
import { opensslVerify } from "../support/certificates";
import type { Properties } from "../support/dynamic-provider";
import { type Life, openLife } from "../support/life";
import { EngineResource } from "../support/resource";

const contact = { firstName: "A", lastName: "B", email: "a@example.net", telephone: "1" };
const names = { commonName: "www.fresh.test", dnsNames: ["fresh.test", "*.other.test"] };
const dv = {
  ...names,
  product: "ssl_dv_geotrust_flex",
  dcvMethod: "dns-txt-token",
  technicalContact: contact,
  organization: undefined,
};
const ov = { ...names, product: "ssl_multi_domain", dcvMethod: "dns-txt-token" };

const firstDay = "2026-02-24";
let second: TestKey;
let life: Life;
let declared = 0;

beforeAll(async () => {
  second = await makeKey();
  life = await openLife();
  // Many tests in a few seconds.
  life.emulator.control.configure({ rateLimits: false });
  life.config["certcentral:requestsPer5Seconds"] = "100000";
  await life.today();
});

beforeEach(async () => {
  life.emulator.control.reset();
  // A run that knows of no other test's certificate of the same key.
  await life.today(firstDay);
});

afterAll(() => life.close());

/** A name of its own: the provider process remembers which resource has not ended well. */
const declare = (change: Properties): Promise<EngineResource> =>
  life.declare(change, `www${declared++}`);

const recordsOf = ({ outputs }: EngineResource) =>
  (outputs?.["validationRecords"] ?? []) as ValidationRecord[];

const calls = (): string[] =>
  life.emulator.control
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/\d{4,}/, "N")}`);

/** Calls other than the looks that are repeated while something waits. */
const changing = (): string[] => calls().filter((call) => !call.endsWith("/check-dcv"));

function publish(records: readonly ValidationRecord[]): void {
  for (const { name = "", type, value = "" } of records) {
    life.emulator.control.setDnsRecord({ name, type: type === "CNAME" ? "CNAME" : "TXT", value });
  }
}

async function randomValue(): Promise<string | undefined> {
  return (await life.emulator.control.orders()).at(-1)?.dcvRandomValue;
}

async function expectIssued(www: EngineResource): Promise<void> {
  const { outputs } = www;
  const chain = String(outputs?.["fullChainPem"]);
  const { control } = life.emulator;
  expect(opensslVerify(control.rootPem(), chain, control.now())).toContain("leaf.pem: OK");
  expect(outputs).toMatchObject({ status: "issued" });
  expect(await www.up()).toEqual({ step: "same" });
}

const byEmail = ["fresh.test", "other.test"].map((domain) => ({ domain, method: "email" }));

describe("a DV order", () => {
  test("has a record for each base domain, waits with what to create, and is issued once they are there", async () => {
    const www = await declare(dv);
    const { step, reasons } = await www.up();
    const value = await randomValue();
    expect({ step, reasons: reasons?.length }).toEqual({ step: "create", reasons: 1 });
    expect(reasons?.[0]).toContain(
      `create the DNS record fresh.test TXT "${value}" and create the DNS record other.test TXT "${value}"`,
    );
    const records = recordsOf(www);
    const shared = { method: "dns-txt-token", type: "TXT", value, expires: expect.any(String) };
    expect(records).toEqual([
      { ...shared, domain: "fresh.test", name: "fresh.test" },
      { ...shared, domain: "other.test", name: "other.test" },
    ]);
    expect(calls()).toContain("PUT /order/certificate/N/check-dcv");
    // One of two is not enough.
    publish(records.slice(0, 1));
    expect((await www.up()).reasons?.[0]).toContain("waits for validation");
    publish(records.slice(1));
    expect(await www.up()).toEqual({ step: "update" });
    expect(recordsOf(www)).toEqual(records);
    await expectIssued(www);
    expect(life.paid()).toEqual(["/order/certificate/ssl_dv_geotrust_flex"]);
  });

  test("whose reply is lost is found, and its random value with it", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    life.emulator.control.failNext({ method: "POST", kind: "lost-after" });
    expect(await www.up()).toEqual({ step: "create" });
    expect(recordsOf(www).map(({ value }) => value)).toEqual(
      [1, 2].map(() => expect.any(String) as string),
    );
    expect(recordsOf(www)[0]?.value).toBe(await randomValue());
    expect(life.paid()).toHaveLength(1);
  });

  test("whose reply is lost shows its records also where CertCentral does not repeat the method", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    life.emulator.control.failNext({ method: "POST", kind: "lost-after" });
    life.emulator.control.failNext({
      method: "GET",
      path: "^/order/certificate/\\d+$",
      times: 9,
      kind: "alter",
      at: ["dcv_method"],
    });
    await www.up();
    expect(recordsOf(www)).toHaveLength(2);
  });

  test("keeps its records while the random value lives; run out, they are made anew, once", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    const records = recordsOf(www);
    await life.today("2026-03-25");
    await www.up();
    expect(recordsOf(www)).toEqual(records);
    await life.today("2026-03-27");
    await www.up();
    const [first] = recordsOf(www);
    expect(first?.value).not.toBe(records[0]?.value);
    expect(first).toMatchObject({ domain: "fresh.test", value: await randomValue() });
    const anew = recordsOf(www);
    await www.up();
    expect(recordsOf(www)).toEqual(anew);
    publish(anew);
    expect(await www.up({ waitFor: "issued" })).toEqual({ step: "update" });
    await expectIssued(www);
  });

  test("keeps its records after issuance; a free reissue has new ones, and waits for them", async () => {
    const www = await declare(dv);
    await www.up();
    const records = recordsOf(www);
    publish(records);
    await www.up();
    const before = www.outputs?.["fullChainPem"];
    const { step, reasons } = await www.up({ csr: second.csr });
    // The old certificate stays in use, but it is not for the key that the program has now.
    expect(step).toBe("update");
    expect(reasons?.[0]).toMatch(/is not issued yet: create the DNS record fresh.test TXT/);
    const anew = recordsOf(www);
    expect(anew.map(({ value }) => value)).toEqual([await randomValue(), await randomValue()]);
    expect(anew[0]?.value).not.toBe(records[0]?.value);
    expect(www.outputs?.["fullChainPem"]).toBe(before);
    publish(anew);
    expect(await www.up()).toEqual({ step: "update" });
    expect(recordsOf(www)).toEqual(anew);
    expect(www.outputs?.["fullChainPem"]).not.toBe(before);
    await expectIssued(www);
    expect(life.paid()).toHaveLength(1);
  });

  test("a reissue whose reply is lost shows the new random value, not the one that was used", async () => {
    const www = await declare(dv);
    await www.up();
    publish(recordsOf(www));
    await www.up();
    life.emulator.control.failNext({ path: "/reissue$", kind: "lost-after" });
    await www.up({ csr: second.csr });
    expect(recordsOf(www)[0]?.value).toBe(await randomValue());
    publish(recordsOf(www));
    expect(await www.up()).toEqual({ step: "update" });
    await expectIssued(www);
  });

  test("another method while it waits is told to CertCentral, and changes the records", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    expect(await www.up({ dcvMethod: "dns-cname-token" })).toEqual({ step: "update" });
    expect(changing()).toContain("PUT /order/certificate/N/dcv-method");
    const value = await randomValue();
    expect(recordsOf(www)).toMatchObject([
      { name: `${value}.fresh.test`, type: "CNAME", value: "dcv.digicert.com" },
      { name: `${value}.other.test`, type: "CNAME", value: "dcv.digicert.com" },
    ]);
    await www.up({ dcvMethod: "email" });
    expect(recordsOf(www)).toEqual(byEmail);
    await www.up({ dcvMethod: "dns-txt-token" });
    publish(recordsOf(www));
    expect(await www.up({ waitFor: "issued" })).toEqual({ step: "update" });
    await expectIssued(www);
    expect(life.paid()).toHaveLength(1);
  });

  test("with files each name has its own, and is issued once all are served", async () => {
    const change = { commonName: "fresh.test", dnsNames: ["www.fresh.test"] };
    const www = await declare({ ...dv, ...change, dcvMethod: "http-token" });
    await www.up();
    const value = await randomValue();
    expect(recordsOf(www).map(({ url, content }) => ({ url, content }))).toEqual(
      ["fresh.test", "www.fresh.test"].map((name) => ({
        url: `http://${name}/.well-known/pki-validation/fileauth.txt`,
        content: value,
      })),
    );
    const server = createServer((request, response) => {
      response.end(request.url?.endsWith("/fileauth.txt") ? value : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    for (const { domain } of recordsOf(www)) {
      life.emulator.control.setHttpAddress(domain, `127.0.0.1:${port}`);
    }
    try {
      expect(await www.up()).toEqual({ step: "update" });
    } finally {
      server.close();
    }
    await expectIssued(www);
  });

  test("by e-mail has nothing to create and asks for no check", async () => {
    const www = await declare({ ...dv, dcvMethod: "email" });
    expect((await www.up()).reasons?.[0]).toContain("waits for validation of its domains");
    expect(recordsOf(www)).toEqual(byEmail);
    expect(calls()).toEqual(["POST /order/certificate/ssl_dv_geotrust_flex"]);
    await life.emulator.control.validateOrder(Number(www.id));
    expect(await www.up()).toEqual({ step: "update" });
    await expectIssued(www);
  });
});

describe("an OV order with new domains", () => {
  const tokenOf = (name: string): string | undefined =>
    life.emulator.control.domain(name)?.tokens["dns-txt-token"];
  const wanted = () => [
    { domain: "fresh.test", name: "fresh.test", type: "TXT", value: tokenOf("fresh.test") },
    { domain: "other.test", name: "other.test", type: "TXT", value: tokenOf("other.test") },
  ];

  test("has their records from its reply; the failure names each exactly, and one check validates both", async () => {
    const www = await declare(ov);
    const { reasons } = await www.up();
    expect(recordsOf(www)).toMatchObject(wanted());
    expect(reasons?.[0]).toContain(
      `create the DNS record fresh.test TXT "${tokenOf("fresh.test")}" and ` +
        `create the DNS record other.test TXT "${tokenOf("other.test")}". The order is kept`,
    );
    // The reply had them: no domain was asked for.
    const gets = life.emulator.control.requests().filter(({ method }) => method === "GET");
    expect(gets.filter(({ path }) => path.startsWith("/domain"))).toEqual([]);
    const records = recordsOf(www);
    publish(records);
    expect(await www.up()).toEqual({ step: "update" });
    expect(recordsOf(www)).toEqual(records);
    for (const name of ["fresh.test", "other.test"]) {
      expect(life.emulator.control.domain(name)).toMatchObject({ status: "validated" });
    }
    await expectIssued(www);
    expect(life.paid()).toHaveLength(1);
  });

  test("whose reply is lost: the records are looked up by domain", async () => {
    const www = await declare({ ...ov, waitFor: "placed" });
    life.emulator.control.failNext({ method: "POST", kind: "lost-after" });
    expect(await www.up()).toEqual({ step: "create" });
    expect(recordsOf(www)).toMatchObject(wanted());
    publish(recordsOf(www));
    expect(await www.up({ waitFor: "issued" })).toEqual({ step: "update" });
    await expectIssued(www);
  });

  test("one of them in the account, waiting for its own validation: its record is found too", async () => {
    await fetch(`${life.emulator.url}/domain`, {
      method: "POST",
      headers: { "x-dc-devkey": life.emulator.apiKey, "content-type": "application/json" },
      body: JSON.stringify({
        name: "other.test",
        organization: { id: 117483 },
        validations: [{ type: "ov" }],
        dcv_method: "dns-txt-token",
      }),
    });
    const www = await declare(ov);
    await www.up();
    expect(recordsOf(www)).toMatchObject(wanted());
    publish(recordsOf(www));
    expect(await www.up()).toEqual({ step: "update" });
    await expectIssued(www);
  });

  test("beside a domain that is validated needs no record for that", async () => {
    const change = { commonName: "shop.example.com", dnsNames: ["www.fresh.test", "fresh.test"] };
    const www = await declare({ ...ov, ...change });
    await www.up();
    expect(recordsOf(www)).toMatchObject(wanted().slice(0, 1));
  });

  test("its token runs out while it waits: a new record, and stable again", async () => {
    const www = await declare({ ...ov, waitFor: "placed" });
    await www.up();
    const before = recordsOf(www);
    await life.today("2026-03-27");
    await www.up();
    expect(recordsOf(www)).toMatchObject(wanted());
    expect(recordsOf(www)[0]?.value).not.toBe(before[0]?.value);
    const anew = recordsOf(www);
    await www.up();
    expect(recordsOf(www)).toEqual(anew);
    publish(anew);
    expect(await www.up({ waitFor: "issued" })).toEqual({ step: "update" });
    await expectIssued(www);
  });

  test("another method while it waits changes the records to ones that are found", async () => {
    const change = { commonName: "www.fresh.test", dnsNames: ["shop.other.test", "other.test"] };
    const www = await declare({ ...ov, ...change, waitFor: "placed" });
    await www.up();
    await www.up({ dcvMethod: "dns-cname-token" });
    expect(recordsOf(www)).toHaveLength(2);
    expect(recordsOf(www)).toMatchObject([{ type: "CNAME" }, { type: "CNAME" }]);
    publish(recordsOf(www));
    expect(await www.up({ waitFor: "issued" })).toEqual({ step: "update" });
    await expectIssued(www);
  });
});

test("what an OV order waits for is named: each domain, the organization, and where to look", async () => {
  const www = await declare({ ...names, product: "ssl_multi_domain" });
  expect((await www.up()).reasons?.[0]).toContain(
    `order ${www.id} waits for validation of its domains or its organization Example, Inc. (117483): ` +
      "approve the e-mail that CertCentral has sent for fresh.test and approve the e-mail that CertCentral has sent for other.test",
  );
  const organization = { id: 117484 };
  const other = await declare({ commonName: "www.example.com", dnsNames: [], organization });
  expect((await other.up()).reasons?.[0]).toContain(
    "or its organization Unvalidated Ltd. (117484): `npx certcentral doctor` says which is not validated",
  );
});

describe("the wait for an order that is only placed", () => {
  const readOff = ({ outputs = {} }: EngineResource): Properties => {
    const { orderId, accountId, issuance, commonName, dnsNames, csr, validationRecords } = outputs;
    const ordered = { orderId, accountId, issuance, commonName, dnsNames, csr, validationRecords };
    const certificate = { ...ordered, awaited: outputs["__awaited"] };
    return { certificate, issuanceTimeoutMinutes: 0.001 };
  };
  const waitFor = async (www: EngineResource): Promise<EngineResource> => {
    const wait = await EngineResource.of(life.provider, () => {
      const certificate = new Certificate("www", life.args);
      return new IssuedCertificate("www", { certificate });
    });
    wait.declared = { ...wait.declared, ...readOff(www) };
    return wait;
  };

  test("checks at once, outputs the verified chain, and owns nothing", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    publish(recordsOf(www));
    const wait = await waitFor(www);
    expect(await wait.up()).toEqual({ step: "create" });
    expect(wait.id).toBe(www.id);
    await expectIssued(wait);
    const { orderId } = wait.outputs ?? {};
    Object.assign(wait.outputs ?? {}, { orderId: "x" });
    await wait.refresh();
    expect(wait.said()).toMatch(/refresh issued certificate \d+: its state cannot be read.*CC344/);
    Object.assign(wait.outputs ?? {}, { orderId });
    await wait.destroy();
    expect(await life.statuses()).toEqual([["issued"]]);
    expect(life.paid()).toHaveLength(1);
  });

  test("without a chain fails when its time is over, with the record to create; the next run goes on", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    const wait = await waitFor(www);
    const { step, reasons } = await wait.up();
    expect(step).toBe("create");
    expect(reasons?.[0]).toContain(`fresh.test TXT "${await randomValue()}"`);
    expect(wait.outputs?.["fullChainPem"]).toBeUndefined();
    expect((await wait.up()).reasons).toHaveLength(1);
    publish(recordsOf(www));
    expect(await wait.up()).toEqual({ step: "update" });
    await expectIssued(wait);
  });

  test("with an old chain goes on with that, until less than a week is left", async () => {
    const change = { orderValidity: { days: 60 }, waitFor: "placed" };
    const www = await declare({ ...dv, ...change });
    await www.up();
    publish(recordsOf(www));
    const wait = await waitFor(www);
    await wait.up();
    const before = wait.outputs;
    await www.up();
    await www.up({ reissueTrigger: "anew" });
    expect(await wait.up(readOff(www))).toEqual({ step: "update" });
    expect(wait.said()).toContain("Until then the certificate in use stays the output");
    expect(wait.outputs?.["fullChainPem"]).toBe(before?.["fullChainPem"]);
    await life.today("2026-04-19");
    wait.provider = life.provider;
    const late = await wait.up();
    expect(late.reasons?.[0]).toContain("is not issued yet");
    expect(wait.outputs?.["fullChainPem"]).toBe(before?.["fullChainPem"]);
  });

  test.each([
    ["a name is removed", firstDay, { dnsNames: ["*.other.test"] }],
    ["few days are left", "2026-04-20", {}],
  ])(
    "%s: its order does not fail, for the records depend on it; who waits for it does",
    async (_what, day, change) => {
      const www = await declare({ ...dv, orderValidity: { days: 60 }, waitFor: "placed" });
      await www.up();
      publish(recordsOf(www));
      const wait = await waitFor(www);
      await wait.up();
      await www.up();
      const before = recordsOf(www);
      await life.today(day);
      wait.provider = life.provider;
      expect(await www.up(change)).toEqual({ step: "update" });
      expect(www.said()).toContain("create the DNS record");
      expect(recordsOf(www)[0]?.value).not.toBe(before[0]?.value);
      expect((await wait.up(readOff(www))).reasons).toHaveLength(1);
      publish(recordsOf(www));
      expect(await wait.up(readOff(www))).toEqual({ step: "update" });
    },
  );

  test("with an old chain of another key does not go on: it would be deployed beside the new key", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    publish(recordsOf(www));
    const wait = await waitFor(www);
    await wait.up();
    const before = wait.outputs?.["fullChainPem"];
    await www.up();
    await www.up({ csr: second.csr });
    expect((await wait.up(readOff(www))).reasons?.[0]).toContain("is not issued yet");
    expect(wait.outputs?.["fullChainPem"]).toBe(before);
  });

  test("a reissue is waited for, and its chain takes the place of the old one", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    publish(recordsOf(www));
    const wait = await waitFor(www);
    await wait.up();
    const before = wait.outputs?.["fullChainPem"];
    await www.up();
    expect(await wait.up(readOff(www))).toEqual({ step: "same" });
    await www.up({ csr: second.csr });
    publish(recordsOf(www));
    expect(await wait.up(readOff(www))).toEqual({ step: "update" });
    expect(wait.outputs?.["fullChainPem"]).not.toBe(before);
    await expectIssued(wait);
  });

  test("another time limit changes no chain: what somebody else has had issued since is not taken for it", async () => {
    const www = await declare({ waitFor: "placed" });
    await www.up();
    const wait = await waitFor(www);
    await wait.up();
    const before = wait.outputs?.["certificateId"];
    await life.emulator.control.reissueInConsole(Number(www.id));
    const changed = { ...wait.declared, issuanceTimeoutMinutes: 0.002 };
    expect(await wait.up(changed)).toEqual({ step: "update" });
    expect(wait.outputs).toMatchObject({
      certificateId: before,
      issuanceTimeoutMinutes: 0.002,
    });
  });

  test("what lacks its plan is refused: a new certificate would never be waited for, and the old one served to its end", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    const wait = await waitFor(www);
    const whole = wait.declared["certificate"] as Properties;
    expect(await wait.up({ certificate: { ...whole, issuance: undefined } })).toEqual({
      step: "check failed",
      reasons: [expect.stringMatching(/^is required, or the next certificate is never waited for/)],
    });
    // What a preview does not know yet is not missing.
    const { failures } = await wait.provider.check(
      {},
      { ...wait.declared, certificate: { ...whole, issuance: unknownValue } },
    );
    expect(failures).toEqual([]);
  });

  test("an order that was issued for something else is not used", async () => {
    const www = await declare({ waitFor: "placed" });
    await www.up();
    await life.emulator.control.reissueInConsole(Number(www.id), { csr: second.csr });
    const wait = await waitFor(www);
    const { reasons } = await wait.up();
    expect(reasons?.[0]).toContain("its key is not the one of the CSR");
    expect(wait.outputs?.["fullChainPem"]).toBeUndefined();
  });

  test("an order that ends meanwhile is said to have ended; one that is not shown is kept, and told", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    const wait = await waitFor(www);
    await wait.up();
    life.emulator.control.cancelOrder(Number(www.id));
    expect((await wait.up()).reasons?.[0]).toMatch(
      /is canceled. It is not ordered again by itself/,
    );
    await wait.refresh();
    expect(wait.outputs?.["status"]).toBe("canceled");
    life.emulator.control.reset();
    wait.said();
    await wait.refresh();
    expect([wait.id, wait.said()]).toEqual([www.id, expect.stringMatching(/is not shown.*CC341/)]);
  });

  test("a certificate that is issued after it was only placed is revoked when it is destroyed", async () => {
    const www = await declare({ ...dv, waitFor: "placed" });
    await www.up();
    publish(recordsOf(www));
    await (await waitFor(www)).up();
    expect(www.outputs?.["certificateId"]).toBeUndefined();
    await life.today();
    await www.destroy();
    expect(await life.statuses()).toEqual([["revoked"]]);
  });
});

describe("methods that cannot validate what is asked for are refused before anything is ordered", () => {
  test.each([
    [{ ...ov, dcvMethod: "http-token" }, 'cannot validate the wildcard "*.other.test"'],
    [{ ...ov, dcvMethod: "http-token-dynamic" }, 'cannot validate the wildcard "*.other.test"'],
    [
      { ...dv, dnsNames: [], dcvMethod: "http-token-dynamic" },
      "is not offered for ssl_dv_geotrust_flex: use http-token",
    ],
  ])("%j", async (change, reason) => {
    const www = await declare(change);
    const { step, reasons } = await www.up();
    expect({ step, reasons: reasons?.join() }).toEqual({
      step: "check failed",
      reasons: expect.stringContaining(reason),
    });
    expect(life.emulator.control.requests()).toEqual([]);
  });

  test("a dynamic file is offered for OV", async () => {
    const change = { commonName: "fresh.test", dnsNames: [], dcvMethod: "http-token-dynamic" };
    const www = await declare({ ...ov, ...change, waitFor: "placed" });
    expect(await www.up()).toEqual({ step: "create" });
    expect(recordsOf(www)[0]?.url).toMatch(/^http:\/\/fresh.test\/.*\/[0-9a-f]{16}.txt$/);
  });
});
