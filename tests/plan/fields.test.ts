/** What the tables promise to who reads inputs: held by the compiler, so that this file fails to build where it breaks. */
import crypto from "node:crypto";

import { recordSchema, type ValidationRecord } from "../../provider/dcv";
import { textInput } from "../../provider/fields";
import { dayFailures, inputFailures } from "../../provider/certificate/plan/check";
import { type CertificateInputs, fieldNames } from "../../provider/certificate/plan/fields";
import { type Issuance, issuanceSchema } from "../../provider/certificate/plan/issuance";
import type { DomainInputs } from "../../provider/domain/fields";
import { type Validation, validationSchema } from "../../provider/domain/validation";
import { makeKey } from "../support/csr";

test("a CSR is judged when it is new, and not again in each run", async () => {
  const verified = jest.spyOn(crypto, "verify");
  const inputs = { commonName: "www.example.com", csr: (await makeKey()).csr };
  const failures = inputFailures(inputs);
  expect(verified).toHaveBeenCalledTimes(1);
  expect(inputFailures(inputs, inputs)).toEqual(failures);
  expect(verified).toHaveBeenCalledTimes(1);
  inputFailures({ ...inputs, csr: (await makeKey()).csr }, inputs);
  expect(verified).toHaveBeenCalledTimes(2);
});

const until = (day: string) => ({ customExpirationDate: day });

test.each<[string, CertificateInputs, string[]]>([
  ["2026-11-24", { certValidity: { days: 199 } }, []],
  ["2026-11-24", { certValidity: { days: 200 } }, ["certValidity"]],
  ["2026-11-24", { certValidity: until("2026-11-25") }, []],
  ["2026-11-24", { certValidity: until("2026-11-24") }, ["certValidity"]],
  ["2026-11-24", { orderValidity: until("2026-11-25") }, []],
  ["2026-11-24", { orderValidity: until("2026-11-24") }, ["orderValidity"]],
  ["2026-11-24", { orderValidity: { years: 3 } }, []],
  ["2026-11-24", { orderValidity: until("2029-11-24") }, ["orderValidity"]],
  ["2027-02-28", { profileOption: "server_client_auth_eku" }, []],
  ["2027-03-01", { profileOption: "server_client_auth_eku" }, ["profileOption"]],
  ["2027-03-01", { profileOption: "client_auth_eku", product: "private_ssl_plus" }, []],
])("on %s, %j: what is wrong is %j", (today, inputs, wrong) => {
  const failures = dayFailures({ product: "ssl_plus", ...inputs }, today);
  expect(failures.map(({ property }) => property)).toEqual(wrong);
});

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

test("what people read of a plan is what is stored, member by member", () => {
  const issuance: Record<keyof Issuance, unknown> = issuanceSchema().shape;
  const stored: Record<keyof ReturnType<typeof issuanceSchema>["shape"], unknown> =
    {} as Required<Issuance>;
  const validation: Record<keyof Validation, unknown> = validationSchema().shape;
  const storedValidation: Record<keyof ReturnType<typeof validationSchema>["shape"], unknown> =
    {} as Required<Validation>;
  const record: Record<keyof ValidationRecord, unknown> = recordSchema().shape;
  const storedRecord: Record<keyof ReturnType<typeof recordSchema>["shape"], unknown> =
    {} as Required<ValidationRecord>;
  expect([issuance, stored, validation, storedValidation, record, storedRecord]).toHaveLength(6);
  // @ts-expect-error -- a member that nobody stores
  expect((issuance as unknown as Issuance).validTill).toBeUndefined();
});
