/** Duplicates, and the files of all certificates of an order. */
import "reflect-metadata";

import { X509Certificate } from "node:crypto";

import * as x509 from "@peculiar/x509";
import { unzipSync } from "fflate";

import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, codesOf, type Key, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let key: Key;

beforeAll(async () => {
  key = await newKey();
});

beforeEach(async () => {
  emulator = await startEmulator({
    now: "2026-11-24T12:00:00Z",
    frozen: true,
    faultRates: {},
    rateLimits: false,
  });
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

const names = ["example.com", "sub.example.com", "app.example.com"];

async function place(change: Record<string, unknown> = {}, product = "ssl_multi_domain") {
  const { json } = await api("POST", `/order/certificate/${product}`, orderOf(key.csr, change));
  return `/order/certificate/${String(json["id"])}`;
}

async function bytes(path: string): Promise<{ type: string | null; body: Uint8Array }> {
  const response = await fetch(emulator.url + path, {
    headers: { "x-dc-devkey": emulator.apiKey },
  });
  const body = new Uint8Array(await response.arrayBuffer());
  return { type: response.headers.get("content-type"), body };
}

/** Serial numbers in a text of certificates. */
function serialsIn(text: string): string[] {
  return text
    .split(/(?<=-----END CERTIFICATE-----)/)
    .filter((part) => part.includes("BEGIN"))
    .map((part) => new X509Certificate(part).serialNumber);
}

describe("a duplicate", () => {
  const duplicate = async (order: string, certificate: object, rest: object = {}) =>
    api("POST", `${order}/duplicate`, {
      certificate: {
        common_name: "example.com",
        csr: key.csr,
        signature_hash: "sha256",
        ...certificate,
      },
      ...rest,
    });

  test("is issued at once, whatever the delay, and ends with the original at most", async () => {
    const order = await place({ certificate: { cert_validity: { days: 100 } } });
    emulator.control.configure({
      issuance: "delayed",
      issuanceDelaySeconds: 9999,
      issuanceDelayPolls: 9,
    });
    const other = await newKey();
    const { status, json } = await duplicate(order, {
      csr: other.csr,
      dns_names: names,
      cert_validity: { days: 150 },
    });
    expect(status).toBe(201);
    const [leaf] = json["certificate_chain"] as { pem: string }[];
    const certificate = new X509Certificate(leaf?.pem ?? "");
    expect(certificate.publicKey.equals(other.publicKey)).toBe(true);
    expect(certificate.validTo).toBe("Mar  3 23:59:59 2027 GMT");
    const { certificates } = (await api("GET", `${order}/duplicate`)).json;
    expect(certificates).toMatchObject([
      { sub_id: "001", valid_till: "2027-03-03", dns_names: names, archived: "0" },
    ]);
  });

  test("has the names of the original where it names none", async () => {
    const order = await place();
    expect((await duplicate(order, {})).status).toBe(201);
    expect((await api("GET", `${order}/duplicate`)).json["certificates"]).toMatchObject([
      { dns_names: names },
    ]);
  });

  test("may have another of the names for its common name", async () => {
    const certificate = { common_name: "app.example.com", dns_names: names };
    expect((await duplicate(await place(), certificate)).status).toBe(201);
  });

  test("of a wildcard may have names that it covers, and no others", async () => {
    const wildcard = { common_name: "*.example.com", dns_names: [] };
    const order = await place({ certificate: wildcard }, "ssl_wildcard");
    const with_ = (name: string) =>
      duplicate(order, { common_name: "*.example.com", dns_names: [name] });
    expect((await with_("a.example.com")).status).toBe(201);
    expect(codesOf(await with_("a.b.example.com"))).toEqual(["invalid_value:dns_names"]);
  });

  test.each([[["more.example.com", ...names]], [["sub.example.com"]]])(
    "with the names %j is refused",
    async (dnsNames) => {
      const answer = await duplicate(await place(), { dns_names: dnsNames });
      expect([answer.status, codesOf(answer)]).toEqual([400, ["invalid_value:dns_names"]]);
    },
  );

  test("of a DV order validates nothing anew", async () => {
    const change = { organization: undefined, certificate: { dns_names: [] } };
    const order = await place(change, "ssl_dv_geotrust_flex");
    await emulator.control.validateOrder(Number(order.split("/").at(-1)));
    expect((await duplicate(order, {})).json).toHaveProperty("certificate_chain");
  });

  test("waits for an approver, where the account has one", async () => {
    const order = await place();
    emulator.control.configure({ approval: "one-step" });
    const { json } = await duplicate(order, {});
    expect(json).toEqual({ id: expect.any(Number), requests: [{ id: expect.any(Number) }] });
    await emulator.control.approve(Number(json["id"]));
    expect((await api("GET", `${order}/duplicate`)).json["certificates"]).toMatchObject([
      { status: "issued" },
    ]);
  });
});

describe("downloads", () => {
  /** An order with an original, two duplicates and a reissue, in this order. */
  async function openOrder() {
    const order = await place();
    const body = orderOf(key.csr);
    for (const kind of ["duplicate", "duplicate", "reissue"]) {
      await api("POST", `${order}/${kind}`, body);
    }
    const id = Number(order.split("/").at(-1));
    const facts = await emulator.control.order(id);
    const serials = facts?.certificates.map(({ serialNumber }) => serialNumber) ?? [];
    return { id, serials, certificates: facts?.certificates ?? [] };
  }

  test.each([
    ["sub_id", "format_type"],
    ["subId", "formatType"],
  ])("by order, %s and %s give the certificate that is meant", async (subId, format) => {
    const { id, serials } = await openOrder();
    const download = async (query: string) => {
      const { text } = await api("GET", `/certificate/download/order/${id}?${query}`);
      return serialsIn(text);
    };
    expect(await download(`${subId}=001&${format}=pem_nointermediate`)).toEqual([serials[1]]);
    expect(await download(`${subId}=002&${format}=pem_nointermediate`)).toEqual([serials[2]]);
    expect(await download(`${subId}=003&${format}=pem_nointermediate`)).toEqual([serials[3]]);
    expect((await download(`${subId}=001`))[0]).toBe(serials[1]);
    expect((await download(`${format}=pem_all`))[0]).toBe(serials[3]);
    expect(await download(`${format}=pem_all`)).toHaveLength(3);
  });

  test("sub ids in the list of duplicates count up", async () => {
    const { id } = await openOrder();
    const { certificates } = (await api("GET", `/order/certificate/${id}/duplicate`)).json;
    expect(certificates).toMatchObject([{ sub_id: "001" }, { sub_id: "002" }]);
  });

  test("unknown sub ids, formats, platforms and certificates are refused", async () => {
    const { id, certificates } = await openOrder();
    const by = async (path: string) => {
      const answer = await api("GET", path);
      return [answer.status, ...codesOf(answer)];
    };
    const order = `/certificate/download/order/${id}`;
    expect(await by(`${order}?sub_id=009`)).toEqual([404, "not_found|certificate"]);
    expect(await by(`${order}?sub_id=1`)).toEqual([404, "not_found|certificate"]);
    expect(await by(`${order}?format_type=jks`)).toEqual([400, "invalid_value:format_type"]);
    expect(await by(`${order}/format/jks`)).toEqual([400, "invalid_value:format_type"]);
    expect(await by("/certificate/download/order/1")).toEqual([404, "not_found|order"]);
    expect(await by("/certificate/1/download/format/pem_all")).toEqual([
      404,
      "not_found|certificate",
    ]);
    const one = `/certificate/${certificates[0]?.id}/download`;
    expect(await by(`${one}/platform/4711`)).toEqual([400, "invalid_value:platform_id"]);
  });

  test("a format by order is of the active certificate only", async () => {
    const { id, serials } = await openOrder();
    const { text } = await api("GET", `/certificate/download/order/${id}/format/pem_noroot`);
    expect(serialsIn(text)).toEqual([serials[3], expect.any(String)]);
  });

  test.each<[string, string[]]>([
    ["default", ["example_com.crt", "DigiCertCA.crt", "TrustedRoot.crt"]],
    ["default_cer", ["example_com.cer", "DigiCertCA.cer", "TrustedRoot.cer"]],
    ["default_pem", ["example_com.pem", "DigiCertCA.pem", "TrustedRoot.pem"]],
    ["apache", ["example_com.crt", "DigiCertCA.crt"]],
  ])("%s is an archive of %j", async (format, files) => {
    const { certificates, serials } = await openOrder();
    const path = `/certificate/${certificates[0]?.id}/download/format/${format}`;
    const { type, body } = await bytes(path);
    expect(type).toBe("application/zip");
    const archive = unzipSync(body);
    expect(Object.keys(archive)).toEqual(files);
    const [leaf] = Object.values(archive);
    expect(serialsIn(Buffer.from(leaf ?? []).toString())).toEqual([serials[0]]);
  });

  test.each(["cer", "p7b"])("%s is a bundle of leaf, intermediate and root", async (format) => {
    const { certificates, serials } = await openOrder();
    const path = `/certificate/${certificates[0]?.id}/download/format/${format}`;
    const { type, body } = await bytes(path);
    expect(type).toBe("application/x-pkcs7-certificates");
    const bundle = new x509.X509Certificates(Buffer.from(body).toString());
    expect(bundle.map(({ serialNumber }) => serialNumber.toUpperCase())).toContain(serials[0]);
    expect(bundle).toHaveLength(3);
  });

  test("a platform has its own format: the one that is named, or that of the certificate", async () => {
    const order = await place({ certificate: { server_platform: { id: 2 } } });
    const { certificate } = (await api("GET", order)).json as { certificate: { id: number } };
    const download = async (platform: string) =>
      (await bytes(`/certificate/${certificate.id}/download/platform${platform}`)).type;
    expect(await download("")).toBe("application/zip");
    expect(await download("/")).toBe("application/zip");
    expect(await download("/29")).toBe("application/x-pem-file");
    expect(await download("/67")).toBe("application/x-pkcs7-certificates");
  });

  test("nothing is there to download before a certificate is issued", async () => {
    emulator.control.configure({ issuance: "delayed" });
    const id = (await place()).split("/").at(-1) ?? "";
    expect((await api("GET", `/certificate/download/order/${id}`)).status).toBe(404);
  });
});
