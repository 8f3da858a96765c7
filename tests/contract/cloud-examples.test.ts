/** The examples with another cloud's records, under Pulumi's mocks: what they would create there. */
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

interface Created {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

const validationRecord = {
  domain: "example.com",
  method: "dns",
  name: "token.example.com",
  type: "CNAME",
  value: "dcv.digicert.com",
};

async function created(example: string): Promise<Created[]> {
  const all: Created[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        all.push({ type, name, inputs: inputs as Created["inputs"] });
        return { id: "1470", state: { ...inputs, validationRecord } as object };
      },
      call: () => ({}),
    },
    example,
  );
  pulumi.runtime.setAllConfig({ [`${example}:zoneId`]: "zone" });
  const index = join(__dirname, "..", "..", "examples", example, "index.ts");
  const { fullChain } = (await import(index)) as { fullChain: pulumi.Output<string> };
  await new Promise<void>((resolve) => {
    fullChain.apply(() => {
      resolve();
    });
  });
  return all;
}

test.each([
  [
    "validated-certificate-cloudflare",
    "cloudflare:index/dnsRecord:DnsRecord",
    { zoneId: "zone", name: "token.example.com", type: "TXT", content: "dcv.digicert.com" },
  ],
  [
    "validated-certificate-route53",
    "aws:route53/record:Record",
    { zoneId: "zone", name: "token.example.com", type: "CNAME", records: ["dcv.digicert.com"] },
  ],
])("%s makes one %s for all names", async (example, type, expected) => {
  const all = await created(example);
  const records = all.filter((one) => one.type === type);
  expect(records.map(({ inputs }) => inputs)).toEqual([expect.objectContaining(expected)]);
  const types = all.map((one) => one.type.replace(/.*:/, ""));
  expect(types.filter((one) => one === "Domain")).toHaveLength(1);
  expect(types.at(-1)).toBe("Certificate");
});
