/** Domain control validation as code: domains, records, waits, chains, on the real engine. */
import { type Emulator, startEmulator } from "certcentral-emulator";
import {
  Certificate,
  Domain,
  DomainValidation,
  type RecordToMake,
  ValidatedCertificate,
} from "pulumi-certcentral";

import { makeKey, type TestKey } from "../support/csr";
import { DnsRecord } from "../support/dns-record";
import { openStack, type TestStack } from "../support/stack";

const firstDay = "2026-02-24";
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

const record = ({ domain, name, type, value }: RecordToMake, opts: object): DnsRecord =>
  new DnsRecord(domain, { controlUrl: emulator.controlUrl, name, type, value }, opts);

const posts = (): string[] =>
  emulator.control
    .requests()
    .filter(({ method }) => method === "POST")
    .map(({ path }) => path.replace(/\d{4,}/, "N"));

test("OV with two new domains over DNS TXT, all in one up; again: nothing; destroyed: order first", async () => {
  const organization = { id: 117483 };
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
      issuanceTimeoutMinutes: 0.05,
      record,
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
  expect((await stack.destroy()).failure).toBeUndefined();
  const [order] = await emulator.control.orders();
  expect(order?.certificates.map(({ status }) => status)).toEqual(["revoked"]);
});
