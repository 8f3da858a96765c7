/**
 * One order, one owner: what people did to their stacks that bought twice, or ended another's certificate, in
 * version 0.1.0; each on the real engine. Numbered as the reports were.
 */
import { type CustomResourceOptions, Output } from "@pulumi/pulumi";
import {
  Certificate,
  type CertificateArgs,
  Domain,
  Provider,
  ValidatedCertificate,
} from "pulumi-certcentral";

import { openCliStack } from "../support/cli-stack";
import { makeKey } from "../support/csr";
import { openShop, type Shop } from "../support/shop";

let shop: Shop;

beforeEach(async () => {
  shop = await openShop();
});

afterEach(() => shop.close());

const urnOf = async (name: string): Promise<string> => (await shop.stack.resource(name))?.urn ?? "";

/** The program of the next run. */
function program(declare: () => void): void {
  shop.stack.program = () => {
    declare();
    return Promise.resolve({});
  };
}

function certificate(
  name: string,
  change: Partial<CertificateArgs> = {},
  options?: CustomResourceOptions,
): Certificate {
  return new Certificate(name, { ...shop.args(), ...change }, options);
}

/** The certificate in the outputs is issued, for the key of the program, and not to be revoked. */
async function expectInUse(name: string): Promise<void> {
  const id = (await shop.stack.resource(name))?.outputs["certificateId"];
  const inUse = (await shop.certificates()).find((one) => one.id === id);
  expect(inUse).toMatchObject({ status: "issued" });
  expect(inUse?.revokedAt).toBeUndefined();
}

async function expectQuiet(): Promise<void> {
  expect((await shop.stack.up()).output).not.toMatch(
    /\d+ (created|updated|deleted|replaced|errored)/,
  );
}

test("A1: replaced by force while its first order waits: the certificate that is issued lives", async () => {
  const { stack, emulator } = shop;
  emulator.control.configure({ approval: "one-step" });
  shop.declare({ issuanceTimeoutMinutes: 0.001 });
  expect((await stack.up()).failure).toContain("needs approval");
  expect((await stack.up({ replace: [await urnOf("www")] })).failure).toContain("needs approval");
  expect(await emulator.control.orders()).toHaveLength(1);
  const [order] = await emulator.control.orders();
  await emulator.control.approve(order!.id);
  expect((await stack.up()).failure).toBeUndefined();
  await expectInUse("www");
  expect(shop.paid()).toHaveLength(1);
  await expectQuiet();
});

test("A2: replaced by force while its reissue waits, approved, refreshed: the certificate in use lives", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.configure({ approval: "one-step" });
  shop.declare({ issuanceTimeoutMinutes: 0.001, reissueTrigger: "1" });
  await stack.up();
  await stack.up({ replace: [await urnOf("www")] });
  const [order] = await emulator.control.orders();
  await emulator.control.approve(order!.id).catch(() => undefined);
  await stack.refresh();
  await stack.up();
  await stack.up();
  await expectInUse("www");
  expect(shop.paid()).toHaveLength(1);
});

test("A3: the old name declared again, with another key, does not take the renamed one's order over", async () => {
  const { stack } = shop;
  await stack.up();
  const renamed = (): Certificate => certificate("web", {}, { aliases: [{ name: "www" }] });
  program(renamed);
  await stack.up();
  const other = await makeKey();
  program(() => {
    certificate("web");
    certificate("www", { csr: other.csr });
  });
  const both = await stack.up();
  expect(both.failure).toMatch(
    /an order has one owner.*alternativeOrderId of its own, or take one of the two out \(CC308\)/,
  );
  expect(await shop.statuses()).toEqual(["issued"]);
  await expectInUse("web");
});

test("A5: reissued in the console with another key: the chain in use stays, and is told", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const before = (await stack.resource("www"))?.outputs["fullChainPem"];
  const [order] = await emulator.control.orders();
  await emulator.control.reissueInConsole(order!.id, { csr: (await makeKey()).csr });
  const refresh = await stack.refresh();
  expect(refresh.failure).toBeUndefined();
  expect(refresh.output).toMatch(/was reissued elsewhere, .* which is not used/);
  expect((await stack.resource("www"))?.outputs["fullChainPem"]).toBe(before);
  await expectQuiet();
});

test("A6: adopted through a provider of its own while the former owner goes: the certificate lives", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const [order] = await emulator.control.orders();
  program(() => {
    const provider = new Provider("other", { apiKey: emulator.apiKey, url: emulator.url });
    certificate("web", { adoptOrderId: order!.id }, { provider });
  });
  expect((await stack.up()).failure).toBeUndefined();
  await expectInUse("web");
  expect(shop.paid()).toHaveLength(1);
});

test("A11: a key that does not see the order any more: kept, told, and nothing is bought", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const [order] = await emulator.control.orders();
  const gone = { errors: [{ code: "not_found|order", message: "Order not found." }] };
  emulator.control.failNext({
    method: "GET",
    path: `/order/certificate/${order!.id}`,
    kind: "reply",
    status: 404,
    body: gone,
    times: 50,
  });
  expect((await stack.refresh()).output).toMatch(/CC341/);
  expect((await stack.up()).output).toContain("2 unchanged");
  const destroy = await stack.destroy();
  expect(destroy.failure).toMatch(/CERTCENTRAL_FORGET.*CC342/);
  expect(await shop.statuses()).toEqual(["issued"]);
  stack.forget = String(order!.id);
  expect((await stack.destroy()).failure).toBeUndefined();
  expect(shop.paid()).toHaveLength(1);
});

test("A17: a provider with a setting that is made in the same run: the preview says that it shows no plan", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  program(() => {
    const first = certificate("other", { commonName: "other.example.com", dnsNames: [] });
    const url = Output.create(first.status).apply(() => emulator.url);
    const provider = new Provider("made", { apiKey: emulator.apiKey, url });
    certificate("late", { commonName: "late.example.com", dnsNames: [] }, { provider });
  });
  const preview = await stack.preview(false);
  expect(preview.output).toMatch(
    /late: the API key of its provider, or another setting, is known only during the update.*CC200/,
  );
});

test("A20: another product and a name, in one edit: one announcement, the true one", async () => {
  const { stack } = shop;
  await stack.up();
  shop.declare({ product: "ssl_multi_domain", dnsNames: ["example.com", "shop.example.com"] });
  const { output } = await stack.preview(false);
  expect(output).not.toContain("reissue until");
  expect(output).toMatch(/order until .*: one paid order/);
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["revoked", "issued"]);
});

test("A21: two components for one domain: names of their own, and one Domain may be given to both", async () => {
  const { stack, emulator } = shop;
  const { DnsRecord } = await import("certcentral-emulator/pulumi");
  const { csr } = shop.key;
  const other = await makeKey();
  const component = (name: string, key: string, domains: (string | Domain)[]): void => {
    new ValidatedCertificate(name, {
      product: "ssl_plus",
      commonName: `${name}.fresh.test`,
      csr: key,
      organization: { id: 117483 },
      domains,
      dns: ({ resourceName, name: record, type, value }, options) =>
        new DnsRecord(
          resourceName,
          { name: record, type, value, controlUrl: emulator.controlUrl },
          options,
        ),
    });
  };
  program(() => {
    const domain = new Domain("fresh", {
      name: "fresh.test",
      organization: { id: 117483 },
      dcvMethod: "dns-txt-token",
    });
    component("one", csr, [domain]);
    component("two", other.csr, [domain]);
  });
  const up = await stack.up();
  expect(up.failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["issued", "issued"]);
  program(() => {
    component("one", csr, ["fresh.test"]);
    component("two", other.csr, ["fresh.test"]);
  });
  expect((await stack.preview()).failure).toBeUndefined();
});

test("A24: an adopted certificate outlives the destroy of either, targeted so that nothing is known of the other", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  const [order] = await emulator.control.orders();
  program(() => {
    certificate("www");
    certificate("web", { adoptOrderId: order!.id });
  });
  const web = (await urnOf("www")).replace(/::www$/, "::web");
  expect((await stack.up({ target: [web] })).output).toMatch(/bears the reference .*CC312/);
  const destroyed = await stack.destroy([web]);
  expect(destroyed.failure).toBeUndefined();
  expect(destroyed.output).toMatch(/CC35[57]/);
  expect(await shop.statuses()).toEqual(["issued"]);
});

test("A28: while the reissue for another key waits, the run is not green", async () => {
  const { stack, emulator } = shop;
  await stack.up();
  emulator.control.configure({ issuance: "delayed", issuanceDelaySeconds: 9999 });
  shop.declare({ csr: (await makeKey()).csr, issuanceTimeoutMinutes: 0.001 });
  for (let run = 0; run < 2; run++) {
    expect((await stack.up()).failure).toContain("is not issued yet");
  }
  await stack.refresh();
  expect((await stack.up()).failure).toContain("is not issued yet");
  await emulator.control.issueNow((await emulator.control.orders())[0]!.id);
  expect((await stack.up()).failure).toBeUndefined();
  await expectInUse("www");
});

test("A30: another product and onDelete keep, in one edit: kept", async () => {
  const { stack } = shop;
  await stack.up();
  shop.declare({ product: "ssl_basic", onDelete: "keep" });
  expect((await stack.up()).failure).toBeUndefined();
  expect(await shop.statuses()).toEqual(["issued", "issued"]);
});

test("A31: what it depends on fails, and the run goes on: what the program declares is not ended", async () => {
  const { emulator, key } = shop;
  const declared = (csr: string, commonName: string) => ({
    product: "ssl_plus",
    organization: { id: 117483 },
    csr,
    commonName,
  });
  const stack = openCliStack(emulator);
  const declare = (csr: string): void => {
    const www = { ...declared(key.csr, "www.example.com"), dependsOn: "before" };
    stack.certificates = { before: declared(csr, "before.example.com"), www };
  };
  const [second, third] = await Promise.all([makeKey(), makeKey()]);
  try {
    declare(second.csr);
    expect(await stack.start("up").ended).toMatchObject({ isGood: true });
    declare(third.csr);
    emulator.control.failNext({
      kind: "reply",
      method: "POST",
      path: "/reissue$",
      status: 400,
      body: { errors: [{ code: "invalid_csr", message: "Not today." }] },
    });
    const { isGood, output } = await stack.start("up-all").ended;
    expect({ isGood, statuses: await shop.statuses() }).toEqual({
      isGood: false,
      statuses: ["issued", "issued"],
    });
    expect(output).toContain("(CC352)");
    expect(await stack.start("up-all").ended).toMatchObject({ isGood: true });
    stack.certificates = {};
    expect(await stack.start("up").ended).toMatchObject({ isGood: true });
    expect(await shop.statuses()).toEqual(["revoked", "revoked", "revoked"]);
  } finally {
    stack.close();
  }
});

test("A32: renamed by a transform's alias, and what it depends on fails: its certificate is not ended under the former name", async () => {
  const { emulator, key } = shop;
  const stack = openCliStack(emulator);
  const www = {
    product: "ssl_plus",
    organization: { id: 117483 },
    csr: key.csr,
    commonName: "www.example.com",
  };
  try {
    stack.certificates = { www };
    expect(await stack.start("up").ended).toMatchObject({ isGood: true });
    stack.certificates = { web: { ...www, former: "www", dependsOn: "another's" } };
    const { isGood, output } = await stack.start("up-all").ended;
    expect({ isGood, statuses: await shop.statuses() }).toEqual({
      isGood: false,
      statuses: ["issued"],
    });
    expect(output).toContain("(CC361)");
    stack.certificates = { web: { ...www, former: "www" } };
    expect(await stack.start("up").ended).toMatchObject({ isGood: true });
    expect(await shop.statuses()).toEqual(["issued"]);
  } finally {
    stack.close();
  }
});
