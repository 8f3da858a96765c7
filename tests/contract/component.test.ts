/** What the component makes of a certificate and its domains, and in which order, under Pulumi's own mocks. */
import * as pulumi from "@pulumi/pulumi";
import { ValidatedCertificate } from "pulumi-certcentral";

class DnsRecord extends pulumi.CustomResource {
  constructor(name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super("test:index:DnsRecord", name, inputs, opts);
  }
}

test.each([
  ["ssl_plus", ["Domain", "DnsRecord", "DomainValidation", "Certificate"]],
  // The order has the token: it is placed first, and waited for last.
  ["ssl_dv_rapidssl", ["Certificate placed", "DnsRecord", "IssuedCertificate"]],
])("for %s: %j, each once the one before it is there", async (product, expected) => {
  const made: string[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, inputs }) => {
      const { waitFor } = inputs as { waitFor?: string };
      made.push([type.replace(/.*[:/]/, ""), waitFor].filter(Boolean).join(" "));
      return { id: "1", state: inputs as Record<string, unknown> };
    },
    call: () => ({}),
  });
  const contact = { firstName: "A", lastName: "B", telephone: "1", email: "a@b.example" };
  const { orderId } = new ValidatedCertificate("shop", {
    product,
    commonName: "shop.example.com",
    csr: "csr",
    organization: { id: 1 },
    technicalContact: contact,
    dns: ({ resourceName, name, value }, opts) =>
      new DnsRecord(resourceName, { name, value }, opts),
  });
  await new Promise<void>((resolve) => {
    orderId.apply(() => {
      resolve();
    });
  });
  expect(made).toEqual(["ValidatedCertificate", ...expected]);
});
