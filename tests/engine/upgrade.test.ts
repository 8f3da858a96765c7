import { readFileSync } from "node:fs";
import { join } from "node:path";

import { openShop } from "../support/shop";
import { hasYaml } from "../support/stack";

const fixture = (file: string): string =>
  readFileSync(join(__dirname, "..", "fixtures", file), "utf8");

test("state written by version 0.1.0 gives an empty preview, and every later step still works on it", async () => {
  const shop = await openShop({ day: "2026-12-01" });
  try {
    shop.declare({ csr: fixture("state-0.1.0.csr") });
    const { checkpoint } = JSON.parse(fixture("state-0.1.0.json")) as {
      checkpoint: { latest: object };
    };
    await shop.stack.import(JSON.stringify({ version: 3, deployment: checkpoint.latest }));
    const preview = await shop.stack.preview();
    expect(preview.failure).toBeUndefined();
    expect(preview.output).toContain("2 unchanged");
    expect(shop.calls()).toEqual([]);
    const before = await shop.stack.resource("www");
    expect(before?.outputs).toHaveProperty("certificatePem");
    const { output, failure } = await shop.stack.up();
    expect(failure).toBeUndefined();
    expect(output).toContain("2 unchanged");
    expect(shop.calls()).toEqual([]);
    const after = await shop.stack.resource("www");
    // The inputs take the new text of the provider, the outputs keep all until their next update.
    expect(after?.outputs).toEqual(before?.outputs);
    expect(after?.inputs["__provider"]).not.toBe(before?.inputs["__provider"]);
    expect(await shop.stack.outputs()).toMatchObject({
      certificatePem: before?.outputs["certificatePem"],
      fullChainPem: before?.outputs["fullChainPem"],
    });
    shop.today("2027-05-10");
    expect((await shop.stack.preview()).output).toMatch(/~ action +: "order" => "reissue"/);
  } finally {
    await shop.close();
  }
});

(hasYaml ? test : test.skip)(
  "state written by the plugin of 0.1.0 is unchanged and asks nothing, and every later step still works on it",
  async () => {
    const { stack, emulator, ...shop } = await openShop({ day: "2026-12-01" });
    const ordered = [
      ...["orderId", "commonName", "dnsNames", "csr"],
      ...["issuance", "validationRecords", "awaited"],
    ].map((name) => [name, `\${www.${name}}`]);
    const properties = {
      product: "ssl_multi_domain",
      commonName: "www.example.com",
      dnsNames: ["example.com"],
      csr: fixture("state-0.1.0.csr"),
      organization: { id: 117483 },
      waitFor: "placed",
    };
    const certificate: unknown = Object.fromEntries(ordered);
    stack.program = {
      resources: {
        www: { type: "certcentral:Certificate", properties },
        issued: { type: "certcentral:IssuedCertificate", properties: { certificate } },
      },
      outputs: { fullChainPem: "${issued.fullChainPem}" },
    };
    try {
      await stack.import(fixture("plugin-state-0.1.0.json"));
      const before = [await stack.resource("www"), await stack.resource("issued")];
      const { output, failure } = await stack.up();
      expect(failure).toBeUndefined();
      expect(output).toContain("3 unchanged");
      expect(emulator.control.requests()).toEqual([]);
      expect([await stack.resource("www"), await stack.resource("issued")]).toEqual(
        before.map((one) => expect.objectContaining({ outputs: one?.outputs }) as unknown),
      );
      shop.today("2027-05-10");
      expect((await stack.preview()).output).toMatch(/~ action +: "order" => "reissue"/);
    } finally {
      await shop.close();
    }
  },
);
