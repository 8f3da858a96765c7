/** What the tables promise to who reads inputs: held by the compiler, so that this file fails to build where it breaks. */
import { textInput } from "../../provider/fields";
import { type CertificateInputs, fieldNames } from "../../provider/certificate/plan/fields";
import type { DomainInputs } from "../../provider/domain/fields";

test("inputs are read by their names: a misspelt one does not compile", () => {
  const certificate: CertificateInputs = { commonName: "www.example.com" };
  const domain: DomainInputs = { name: "example.com" };
  expect(textInput(certificate, "commonName")).toBe("www.example.com");
  expect(textInput(domain, "name")).toBe("example.com");
  // @ts-expect-error -- no input of a certificate
  expect(textInput(certificate, "commonNam")).toBe("");
  // @ts-expect-error -- no input of a domain
  expect(textInput(domain, "commonName")).toBe("");
  // @ts-expect-error -- no input of a certificate
  expect(certificate.comonName).toBeUndefined();
  expect(fieldNames).toContain("commonName");
});
