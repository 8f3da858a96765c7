/** The forms of a chain that stands in the state once: what a program reads, under Pulumi's own mocks. */
import * as pulumi from "@pulumi/pulumi";
import { Certificate, type CertificateArgs } from "pulumi-certcentral";

import { withStoredSecrets } from "../../sdk/chain";
import { openLife } from "../support/life";

type Properties = Record<string, unknown>;

/** What a program reads of a certificate whose stored outputs are these, and what it registers. */
async function readForms(
  stored: Properties,
): Promise<{ forms: Properties; registered: Properties }> {
  let registered: Properties = {};
  await pulumi.runtime.setMocks({
    newResource: ({ inputs }) => {
      registered = inputs as Properties;
      return { id: "1", state: { ...registered, ...stored } };
    },
    call: () => ({}),
  });
  const args: CertificateArgs = {
    product: "ssl_plus",
    commonName: "www.example.com",
    csr: "csr",
    organization: { id: 1 },
  };
  const { certificatePem, chainPem, certificateChain } = new Certificate("www", args);
  const all = pulumi.output({ certificatePem, chainPem, certificateChain });
  const forms = await new Promise<Properties>((resolve) => {
    all.apply(resolve);
  });
  return { forms, registered };
}

test("the forms are cut from the chain, which is registered and stored once", async () => {
  const life = await openLife();
  try {
    await life.www.up();
    const stored = life.www.outputs ?? {};
    const { forms, registered } = await readForms(stored);
    const { certificatePem, chainPem, certificateChain } = forms;
    expect(`${String(certificatePem)}${String(chainPem)}`).toBe(stored["fullChainPem"]);
    expect(certificateChain).toMatchObject([
      { subjectCommonName: "www.example.com", pem: certificatePem },
      { pem: chainPem },
      { pem: stored["rootPem"] },
    ]);
    for (const name of Object.keys(forms)) {
      expect(registered).not.toHaveProperty(name);
      expect(stored).not.toHaveProperty(name);
    }
  } finally {
    await life.close();
  }
});

test("while there is no certificate, there is no form of it", async () => {
  expect((await readForms({})).forms).toEqual({});
});

test("what a user's mocks give for a chain is no reason to fail", async () => {
  const broken = "-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n";
  const { forms } = await readForms({ fullChainPem: "no PEM", rootPem: broken });
  expect(forms).toEqual({
    certificatePem: "",
    chainPem: "",
    certificateChain: [{ subjectCommonName: "", pem: broken }],
  });
});

test("a form that is to be secret makes the stored chain secret", () => {
  const additionalSecretOutputs = ["certificatePem", "chainPem", "notAfter"];
  expect(withStoredSecrets({ additionalSecretOutputs })).toEqual({
    additionalSecretOutputs: ["fullChainPem", "notAfter"],
  });
});
