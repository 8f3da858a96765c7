/** Domain control validation as code: domains, records, waits, chains, on the real engine. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import { DnsRecord } from "certcentral-emulator/pulumi";
import {
  Certificate,
  Domain,
  DomainValidation,
  IssuedCertificate,
  type RecordToMake,
  ValidatedCertificate,
} from "pulumi-certcentral";

import { makeKey, type TestKey } from "../support/csr";

import { openStack, type TestStack } from "../support/stack";

const firstDay = "2026-02-24";
const organization = { id: 117483 };
let key: TestKey;
let emulator: Emulator;
let stack: TestStack;

beforeAll(async () => {
  key = await makeKey();
});

beforeEach(async () => {
  emulator = await startEmulator({ now: `${firstDay}T12:00:00Z`, frozen: true });
  stack = await openStack(emulator, () => Promise.resolve());
  stack.now = `${firstDay}T12:00:00Z`;
});

afterEach(async () => {
  stack.close();
  await emulator.close();
});

function today(day: string): void {
  emulator.control.setClock(`${day}T12:00:00Z`);
  stack.now = `${day}T12:00:00Z`;
}

async function up(): Promise<string> {
  const { output, failure } = await stack.up();
  expect(failure).toBeUndefined();
  return output;
}

const dns = ({ domain, name, type, value }: RecordToMake, opts: object): DnsRecord =>
  new DnsRecord(domain, { controlUrl: emulator.controlUrl, name, type, value }, opts);

/** A domain with its record and its wait, as far as the test wants them. */
function fresh(parts: { record?: boolean; wait?: boolean }): DomainValidation | undefined {
  const domain = new Domain("fresh", { name: "fresh.test", organization });
  const part = (key: "name" | "value") =>
    domain.validationRecord.apply((shown) => shown[key] ?? "");
  const { controlUrl } = emulator;
  const record = parts.record
    ? new DnsRecord("fresh", { controlUrl, name: part("name"), type: "TXT", value: part("value") })
    : undefined;
  if (!parts.wait) return undefined;
  const args = { domain, validationTimeoutMinutes: 0.02 };
  return new DomainValidation("fresh", args, record === undefined ? {} : { dependsOn: record });
}

const posts = (): string[] =>
  emulator.control
    .requests()
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path.replace(/\d{4,}/, "N"));

test("OV with two new domains over DNS TXT, all in one up; again: nothing; destroyed: order first", async () => {
  stack.program = () => {
    const validated = ["fresh.test", "other.test"].map((name) => {
      const domain = new Domain(name, { name, organization });
      const { validationRecord } = domain;
      const dns = new DnsRecord(name, {
        controlUrl: emulator.controlUrl,
        name: validationRecord.apply((shown) => shown.name ?? ""),
        type: "TXT",
        value: validationRecord.apply((shown) => shown.value ?? ""),
      });
      return new DomainValidation(
        name,
        { domain, validationTimeoutMinutes: 0.05 },
        { dependsOn: dns },
      );
    });
    const args = {
      product: "ssl_multi_domain",
      commonName: "www.fresh.test",
      dnsNames: ["fresh.test", "*.other.test"],
      csr: key.csr,
      organization,
    };
    const { fullChainPem } = new Certificate("www", args, { dependsOn: validated });
    return Promise.resolve({ fullChainPem, until: validated[0]?.validatedUntil });
  };
  const preview = await stack.preview();
  expect(preview.output).toMatch(/action +: "validate"/);
  expect(emulator.control.requests()).toEqual([]);
  await up();
  expect(await stack.outputs()).toMatchObject({
    fullChainPem: expect.stringContaining("BEGIN CERTIFICATE"),
    until: "2026-09-10",
  });
  emulator.control.clearRequests();
  expect(await up()).toContain("8 unchanged");
  expect((await stack.preview()).output).toContain("8 unchanged");
  expect(emulator.control.requests()).toEqual([]);

  expect((await stack.destroy()).failure).toBeUndefined();
  const puts = emulator.control
    .requests()
    .filter(({ method }) => method === "PUT")
    .map(({ path }) => path.replace(/\d+/, "N"));
  expect(puts).toEqual(["/certificate/N/revoke", "/domain/N/deactivate", "/domain/N/deactivate"]);
  expect(emulator.control.dnsRecords()).toEqual([]);
});

test("DV with CNAME in one component: order, records, wait, chain; a wildcard shares its base's record", async () => {
  stack.program = () => {
    const { fullChainPem } = new ValidatedCertificate("www", {
      product: "ssl_dv_geotrust_flex",
      commonName: "*.fresh.test",
      dnsNames: ["fresh.test", "www.fresh.test"],
      csr: key.csr,
      technicalContact: {
        firstName: "Clive",
        lastName: "Collegedean",
        telephone: "8015551212",
        email: "clive@example.com",
      },
      dcvMethod: "dns-cname-token",
      orderValidity: { days: 60 },
      issuanceTimeoutMinutes: 0.05,
      dns,
    });
    return Promise.resolve({ fullChainPem });
  };
  await up();
  expect(emulator.control.dnsRecords()).toMatchObject([
    { name: expect.stringMatching(/^\w+\.fresh\.test$/), type: "CNAME" },
  ]);
  const chain = (await stack.outputs())["fullChainPem"];
  expect(chain).toContain("BEGIN CERTIFICATE");
  await up();
  expect(await up()).toContain("unchanged");
  expect((await stack.outputs())["fullChainPem"]).toBe(chain);
  expect(posts()).toEqual(["/order/certificate/ssl_dv_geotrust_flex"]);

  // A DV renewal is validated anew: the record follows in the same run.
  const [before] = emulator.control.dnsRecords();
  today("2026-04-05");
  await up();
  const renewed = emulator.control.dnsRecords();
  expect(renewed).toHaveLength(1);
  expect(renewed[0]?.name).not.toBe(before?.name);
  expect((await stack.outputs())["fullChainPem"]).not.toBe(chain);
  const [order, renewal] = await emulator.control.orders();
  expect(renewal).toMatchObject({ renewalOfOrderId: order!.id, status: "issued" });
  await up();
  expect((await stack.destroy()).failure).toBeUndefined();
  const certificates = (await emulator.control.orders()).flatMap((one) => one.certificates);
  expect(certificates.map(({ status }) => status)).toEqual(["revoked", "revoked"]);
});

test("a record that is missing: the run ends with the exact record to create, and the next goes on", async () => {
  const parts = { record: false, wait: true };
  stack.program = () => {
    fresh(parts);
    return Promise.resolve();
  };
  const { failure } = await stack.up();
  const token = emulator.control.domain("fresh.test")?.token;
  expect(failure).toContain(
    `domain fresh.test is not validated: create the DNS record fresh.test TXT "${String(token)}"; ` +
      "then run `pulumi up` again",
  );
  parts.record = true;
  await up();
  expect(emulator.control.domain("fresh.test")).toMatchObject({ status: "validated", token });
  expect(posts()).toEqual(["/domain"]);
});

test("a token that has expired: a new one, the record follows, the old one is gone", async () => {
  const parts = { record: true, wait: false };
  stack.program = () => {
    fresh(parts);
    return Promise.resolve();
  };
  await up();
  const [before] = emulator.control.dnsRecords();
  today("2026-03-27");
  parts.wait = true;
  expect(await up()).toContain("the token of domain fresh.test has expired");
  const records = emulator.control.dnsRecords();
  expect(records).toHaveLength(1);
  expect(records[0]?.value).not.toBe(before?.value);
  expect(emulator.control.domain("fresh.test")).toMatchObject({ status: "validated" });
});

test("validation and reissue due on one day: the preview shows both, the domain comes first", async () => {
  stack.program = () => {
    const args = { product: "ssl_plus", commonName: "fresh.test", csr: key.csr, organization };
    const { notAfter } = new Certificate("www", args, {
      dependsOn: fresh({ record: true, wait: true }) ?? [],
    });
    return Promise.resolve({ notAfter });
  };
  await up();
  today("2026-08-10");
  const { output } = await stack.preview();
  expect(output).toMatch(/~ action +: "validate" => "revalidate"/);
  expect(output).toContain("validated until 2026-09-10, validated again 32 days before");
  expect(output).toMatch(/~ action +: "order" => "reissue"/);
  emulator.control.clearRequests();
  await up();
  const changing = emulator.control
    .requests()
    .filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/\d+/, "N")}`);
  expect(changing).toEqual([
    "POST /domain/N/dcv/token",
    "PUT /domain/N/dcv/validate-token",
    "POST /order/certificate/N/reissue",
  ]);
  expect(emulator.control.domain("fresh.test")?.validatedUntil).toBe("2027-02-24");
  expect((await stack.outputs())["notAfter"]).toBe("2027-02-23T23:59:59.000Z");
  expect(emulator.control.dnsRecords()).toHaveLength(1);
  expect(await up()).toContain("5 unchanged");
});

test("a renewal that is only placed: the old chain stays the output until the new one is issued", async () => {
  stack.program = () => {
    const certificate = new Certificate("www", {
      product: "ssl_plus",
      commonName: "www.example.com",
      csr: key.csr,
      organization,
      orderValidity: { days: 60 },
      waitFor: "placed",
    });
    const wait = { certificate, issuanceTimeoutMinutes: 0.01 };
    const { orderId, fullChainPem } = new IssuedCertificate("www", wait);
    return Promise.resolve({ orderId, fullChainPem });
  };
  await up();
  const before = await stack.outputs();
  expect(before["fullChainPem"]).toContain("BEGIN CERTIFICATE");
  today("2026-04-05");
  emulator.control.configure({ approval: "one-step" });
  const waiting = await up();
  expect(waiting).toMatch(/needs approval of request \d+.*the certificate in use stays the output/);
  expect(await stack.outputs()).toEqual(before);
  const [, renewal] = await emulator.control.orders();
  await emulator.control.approve(renewal!.id);
  await up();
  const after = await stack.outputs();
  expect(after["orderId"]).toBe(renewal!.id);
  expect(after["fullChainPem"]).not.toBe(before["fullChainPem"]);
  await up();
  expect(await up()).toContain("3 unchanged");
  expect((await stack.preview()).output).toContain("3 unchanged");
});
