import { X509Certificate } from "node:crypto";

/**
 * The page "Order OV/EV SSL", row by row: each of its products, and one of each other kind, is ordered, reissued and renewed
 * through the provider process, and what goes over the wire is compared with the page, field by field.
 */
import type { CertificateArgs } from "pulumi-certcentral";

import { certificatesIn } from "../../provider/x509/pem";
import { makeKey } from "../support/csr";
import { type Life, openLife } from "../support/life";

let life: Life;

afterEach(() => life.close());

const sentReissues = (): unknown[] =>
  life.emulator.control
    .requests()
    .filter(({ method, path }) => method === "POST" && path.endsWith("/reissue"))
    .map(({ body }) => body);

/** Every field of the page that an order of this product may have, in CertCentral's words. */
const common = {
  comments: "Message for the approver",
  disable_renewal_notifications: true,
  custom_renewal_message: "Ask the web team",
  locale: "en",
  payment_method: "balance",
  skip_approval: true,
  disable_ct: false,
  auto_renew: 0,
  auto_reissue: 0,
  additional_emails: ["web@example.com"],
  custom_fields: [{ metadata_id: 11, value: "Invoice #00001" }],
  order_validity: { years: 1 },
};

const args = {
  comments: "Message for the approver",
  disableRenewalNotifications: true,
  customRenewalMessage: "Ask the web team",
  locale: "en",
  paymentMethod: "balance",
  skipApproval: true,
  disableCt: false,
  additionalEmails: ["web@example.com"],
  customFields: [{ metadataId: 11, value: "Invoice #00001" }],
  orderValidity: { years: 1 },
  serverPlatform: { id: 45 },
  signatureHash: "sha256",
} satisfies Partial<CertificateArgs>;

const technicalContact = {
  firstName: "Ada",
  lastName: "Example",
  telephone: "801-555-0100",
  email: "ada@example.com",
};

interface Product {
  product: string;
  names: [string, ...string[]];
  kind?: "dv" | "ev";
}

const products: Product[] = [
  { product: "ssl_plus", names: ["example.com", "www.example.com"] },
  { product: "ssl_multi_domain", names: ["example.com", "app.example.com", "sub.example.com"] },
  { product: "ssl_wildcard", names: ["*.example.com"] },
  { product: "ssl_ev_plus", names: ["example.com"], kind: "ev" },
  { product: "ssl_ev_multi_domain", names: ["example.com", "app.example.com"], kind: "ev" },
  { product: "ssl_cloud_wildcard", names: ["*.example.com", "*.app.example.com", "example.com"] },
  { product: "ssl_basic", names: ["example.com", "app.example.com"] },
  { product: "ssl_dv_geotrust_flex", names: ["example.com"], kind: "dv" },
  { product: "private_ssl_plus", names: ["example.com", "db_1.example.com"] },
];

test.each(products)("$product: ordered, reissued, renewed", async ({ product, names, kind }) => {
  const [commonName, ...dnsNames] = names;
  const contact = { contactType: "ev_approver" as const, userId: 153008 };
  const organization = kind === "ev" ? { id: 117483, contacts: [contact] } : { id: 117483 };
  const dv = { technicalContact, dcvMethod: "email" as const, organization: undefined };
  const subject = kind === "dv" ? dv : { organization };
  const given: Record<string, unknown> = {
    ...args,
    product,
    commonName,
    dnsNames,
    ...subject,
  };
  life = await openLife(given);
  const { www, key, emulator, today } = life;
  emulator.control.configure({ validationExpires: false });

  const issue = async (): Promise<void> => {
    const [order] = (await emulator.control.orders()).slice(-1);
    if (kind === "dv") await emulator.control.validateOrder(order!.id);
    if (kind === "ev") await emulator.control.approveAsContact(order!.id);
    await www.up();
  };
  const first = await www.up();
  if (kind === "ev") expect(first.reasons?.[0]).toContain("waits for the ev_approver of its");
  await issue();
  const wire = {
    ev: {
      organization: {
        id: 117483,
        contacts: [{ contact_type: "ev_approver", user_id: 153008 }],
      },
    },
    dv: {
      dcv_method: "email",
      technical_contact: {
        first_name: "Ada",
        last_name: "Example",
        telephone: "801-555-0100",
        email: "ada@example.com",
      },
    },
    ov: { organization: { id: 117483 } },
  }[kind ?? "ov"];
  const certificate = (csr: string, end: string): unknown => ({
    common_name: commonName,
    dns_names: dnsNames,
    csr,
    server_platform: { id: 45 },
    signature_hash: "sha256",
    cert_validity: { custom_expiration_date: end },
  });
  const [order] = life.sentOrders() as Record<string, unknown>[];
  const reference = String(order?.["alternative_order_id"]);
  expect(order).toEqual({
    ...common,
    ...wire,
    certificate: certificate(key.csr, "10 SEP 2026"),
    alternative_order_id: expect.stringMatching(/^pulumi[0-9a-f]{40}$/),
  });

  const second = (await makeKey()).csr;
  await today("2026-08-10");
  await www.up({ csr: second });
  await issue();
  expect(sentReissues()).toEqual([
    {
      certificate: certificate(second, "23 FEB 2027"),
      comments: common.comments,
      skip_approval: true,
      ...(kind === "dv" ? { dcv_method: "email" } : {}),
    },
  ]);

  await today("2027-01-22");
  await www.up();
  await issue();
  const [, renewal] = life.sentOrders();
  const [former, last] = await emulator.control.orders();
  expect(renewal).toEqual({
    ...common,
    ...wire,
    certificate: certificate(second, "08 AUG 2027"),
    alternative_order_id: `${reference}n2`,
    renewal_of_order_id: former!.id,
  });
  expect(www.outputs).toMatchObject({ orderId: last!.id, status: "issued" });
  expect(life.paid()).toHaveLength(2);
});

test("renewed_thumbprint of a certificate that was made elsewhere goes out as it is", async () => {
  life = await openLife();
  await life.www.up();
  const thumbprint = String(life.www.outputs?.["thumbprint"]);
  await life.today("2027-01-22");
  const elsewhere = await life.declare(
    { renewedThumbprint: thumbprint, csr: (await makeKey()).csr },
    "elsewhere",
  );
  await elsewhere.up();
  const [, renewal] = life.sentOrders() as Record<string, unknown>[];
  expect(renewal).toMatchObject({ renewed_thumbprint: thumbprint });
});

test.each([
  ["waits for approval", { approval: "one-step" }, { requests: [{ status: "pending" }] }],
  ["waits for two approvals", { approval: "two-step" }, { requests: [{ status: "submitted" }] }],
  ["is processed", { issuance: "delayed" }, { status: "pending" }],
] as const)("the reply to an order that %s", async (_shape, settings, outputs) => {
  life = await openLife();
  life.emulator.control.configure(settings);
  const { reasons } = await life.www.up();
  expect(reasons).toHaveLength(1);
  expect(life.www.outputs).toMatchObject(outputs);
  expect(life.paid()).toHaveLength(1);
});

test.each([
  [
    "names in any writing are sent in one",
    "WWW.Example.COM. ",
    ["BÜCHER.example.com", " Example.com"],
  ],
])("%s", async (_what, commonName, dnsNames) => {
  life = await openLife({ product: "ssl_multi_domain", commonName, dnsNames });
  expect(await life.www.up()).toEqual({ step: "create" });
  expect(life.sentOrders()).toMatchObject([
    {
      certificate: {
        common_name: "www.example.com",
        dns_names: ["xn--bcher-kva.example.com", "example.com"],
      },
    },
  ]);
  expect(await life.www.up({ commonName: "www.example.com" })).toEqual({ step: "same" });
});

test("one CSR in its one form is sent, whatever stands around it; made anew from its key it is no change", async () => {
  life = await openLife();
  const { key, www } = life;
  await www.up({ csr: `\uFEFFBag Attributes\n${key.csr.replaceAll("\n", "\r\n")}` });
  expect(life.sentOrders()).toMatchObject([{ certificate: { csr: key.csr } }]);
  expect(await www.up({ csr: key.csr })).toEqual({ step: "same" });
});

test("null is absent, wherever it stands", async () => {
  life = await openLife({ product: "ssl_plus" });
  const contacts = [{ contactType: "technical_contact", userId: 1, firstName: null }];
  const organization = { id: 117483, name: null, contacts };
  const nulls = { comments: null, adoptOrderId: null, organization };
  expect(await life.www.up({ ...nulls, dnsNames: null })).toEqual({ step: "create" });
  expect(life.www.issuance).toMatchObject({ action: "order" });
  expect(await life.www.up({ dnsNames: [] })).toEqual({ step: "same" });
});

test.each<[string, Partial<Record<string, unknown>>, RegExp]>([
  [
    "a common name of more than 64",
    { commonName: `${"a".repeat(60)}.example.com` },
    /72 characters long, and 64 at most/,
  ],
  ["an underscore", { commonName: "db_1.example.com" }, /has an underscore/],
  ["a local name", { commonName: "www.shop.local" }, /ends in \.local.*private_/],
  ["an internal name", { commonName: "www.internal" }, /ends in \.internal/],
  ["a private address", { commonName: "10.0.0.1" }, /is a private address/],
  ["a private address of six", { commonName: "[FD00::1]" }, /is a private address/],
  ["an address in part", { commonName: "www.10.0.1" }, /a number for its top level/],
  [
    "a country's name",
    { organization: { name: "X", country: "Norway" } },
    /country code of two letters/,
  ],
  ["a long organization", { organization: { name: "X".repeat(65) } }, /is 64 characters at most/],
  ["a long city", { organization: { city: "X".repeat(129) } }, /is 128 characters at most/],
  ["a long zip", { organization: { zip: "1".repeat(41) } }, /is 40 characters at most/],
])("refused before anything is ordered: %s", async (_what, change, words) => {
  life = await openLife();
  const { step, reasons } = await life.www.up({ dnsNames: [], ...change });
  expect([step, reasons?.join("\n")]).toEqual(["check failed", expect.stringMatching(words)]);
  expect(life.emulator.control.requests()).toEqual([]);
});

test("all problems are told at once, whatever hides in what", async () => {
  life = await openLife();
  const given = {
    organization: { name: "X", contacts: [{ contactType: "boss" }, { firstName: "Ada" }] },
    orderValidity: { years: 6 },
    certValidity: { days: 398 },
    renewedThumbprint: "AA:BB",
    validityYears: 2,
    serialNumber: "0669",
    common_name: "example.com",
    typo: 1,
  };
  const { step, reasons } = await life.www.up(given);
  expect(step).toBe("check failed");
  const types = "must be one of organization_contact, technical_contact, ev_approver";
  const whole = "needs userId, or firstName, lastName, jobTitle, telephone and email";
  expect(reasons).toEqual([
    "common_name is not an input of Certificate: write commonName",
    "serialNumber is not an input of Certificate: write replacedSerialNumber",
    "typo is not an input of Certificate: look for a misspelling",
    "validityYears is not an input of Certificate: write orderValidity: { years }",
    types,
    whole,
    types,
    whole,
    'needs address, city, state, zip, country, telephone to create the organization "X", or an id',
    "is 3 at most: DigiCert sells no longer order since 2023",
    "is 397 at most, and less by the rules of the day: leave it out for the longest",
    "must be a SHA-1 thumbprint: 40 hexadecimal digits, without colons",
  ]);
  expect(life.emulator.control.requests()).toEqual([]);
});

test("what a contact would change of a user of the account is told, once", async () => {
  const contacts = [
    { contactType: "technical_contact" as const, userId: 153208, lastName: "Other" },
  ];
  life = await openLife({ organization: { id: 117483, contacts } });
  await life.www.up();
  expect(life.www.said()).toContain("userId 153208, lastName: each order writes that");
  await life.www.up();
  expect(life.www.said()).toBe("");
});

test("names in the CSR that the program does not have are told once", async () => {
  life = await openLife({ commonName: "shop.example.com", dnsNames: [] });
  await life.www.up();
  expect(life.www.said()).toContain("the csr names www.example.com, which the program does not");
  await life.www.up();
  expect(life.www.said()).toBe("");
});

test("client authentication: announced to end, told where it was left out, refused from its end on", async () => {
  const profileOption = "server_client_auth_eku";
  life = await openLife({ profileOption });
  await life.www.up();
  const said = life.www.said();
  expect(said).toMatch(/no client authentication from 2027-03-01 on/);
  expect(said).not.toContain("CC414");
  life.emulator.control.configure({ grantsProfiles: false });
  expect(await life.www.up({ csr: (await makeKey()).csr })).toEqual({ step: "update" });
  expect(life.www.said()).toMatch(/was issued without client authentication.*CC414/);
  await life.close();
  life = await openLife({ profileOption });
  await life.today("2027-03-01");
  expect((await life.www.up()).reasons?.join()).toMatch(
    /do not have from 2027-03-01 on: take it out/,
  );
});

describe("names that the CA adds by itself are no difference", () => {
  test.each([
    ["ssl_wildcard", "*.example.com", "example.com"],
    ["ssl_plus", "www.example.com", "example.com"],
    ["ssl_plus", "example.com", "www.example.com"],
  ])("%s for %s has %s as well: quiet, and found again after a lost state", async (...row) => {
    const [product, commonName, added] = row;
    life = await openLife({ product, commonName, dnsNames: [] });
    life.emulator.control.configure({ addsNames: true });
    expect(await life.www.up()).toEqual({ step: "create" });
    const [order] = await life.emulator.control.orders();
    expect(order?.certificates[0]?.names).toContain(added);
    expect(await life.www.up()).toEqual({ step: "same" });
    const again = await life.declare();
    await life.today();
    // A wildcard's base is sure to be added again; the other of x and www.x is not, and its certificate lives.
    const isSure = commonName.startsWith("*.");
    if (!isSure) expect((await again.up()).error).toContain(`without ${added}`);
    expect(await again.up(isSure ? {} : { dnsNames: [added] })).toEqual({ step: "create" });
    expect(life.paid()).toHaveLength(1);
  });
});

describe("a chain", () => {
  test.each(["root-first", "duplicates"] as const)(
    "that comes %s is put in order",
    async (chainShape) => {
      life = await openLife();
      life.emulator.control.configure({ chainShape });
      expect(await life.www.up()).toEqual({ step: "create" });
      const { fullChainPem, rootPem } = life.www.outputs ?? {};
      const chain = certificatesIn(`${String(fullChainPem)}${String(rootPem)}`);
      const issuers = chain.map(({ pem }) => new X509Certificate(pem).issuer);
      const subjects = chain.map(({ pem }) => new X509Certificate(pem).subject);
      expect(chain).toHaveLength(3);
      expect(issuers).toEqual([...subjects.slice(1), subjects[2]]);
    },
  );

  test("of the leaf alone is asked for again, used, and told", async () => {
    life = await openLife();
    life.emulator.control.configure({ chainShape: "leaf-only" });
    expect(await life.www.up()).toEqual({ step: "create" });
    expect(life.www.said()).toMatch(/without its intermediate certificates.*CC413/);
    const asked = life.emulator.control.requests().filter(({ path }) => path.endsWith("/chain"));
    expect(asked).toHaveLength(4);
  });

  test("that is empty is no certificate: said with order, certificate and what to do", async () => {
    life = await openLife();
    life.emulator.control.configure({ chainShape: "empty" });
    expect((await life.www.up()).reasons?.join()).toMatch(
      /read certificate \d+ of order \d+: .*the chain is empty.*pulumi up.*CC412/,
    );
    life.emulator.control.configure({ chainShape: "plain" });
    expect((await life.www.up()).reasons).toBeUndefined();
    expect(life.paid()).toHaveLength(1);
  });
});

test("an organization that was looked up serves as it is: its id is what counts", async () => {
  life = await openLife();
  const looked = { id: 117483, name: "Example, Inc.", status: "active", isActive: true };
  const organization = { ...looked, displayName: "Example", city: "Lehi", validations: [] };
  expect(await life.www.up({ organization })).toEqual({ step: "create" });
  expect(life.sentOrders()).toMatchObject([{ organization: { id: 117483 } }]);
  expect(life.sentOrders()).not.toMatchObject([{ organization: { city: "Lehi" } }]);
  expect(await life.www.up({ organization: { id: 117483 } })).toEqual({ step: "same" });
});
