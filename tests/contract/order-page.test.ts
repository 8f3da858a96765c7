/**
 * The page "Order OV/EV SSL", its table: each row goes over the wire as the page says, except the three that it calls
 * deprecated at the root. The list of rows is copied from the page, and the emulator echoes what an order shows.
 */
import type { CertificateArgs } from "pulumi-certcentral";

import { makeKey } from "../support/csr";
import { type Life, newOrganization, openLife } from "../support/life";

/** The rows of the page, those of `organization` from "Create organization", and two that the page lacks. */
const rows = `
  certificate.common_name certificate.dns_names certificate.csr certificate.signature_hash certificate.organization_units
  certificate.server_platform.id certificate.cert_validity.custom_expiration_date certificate.profile_option
  certificate.ca_cert_id
  order_validity.custom_expiration_date order_validity.days order_validity.years
  comments apply_cr_discount serial_number auto_renew auto_reissue custom_renewal_message disable_renewal_notifications
  additional_emails renewal_of_order_id renewed_thumbprint payment_method dcv_method skip_approval disable_ct locale
  organization.id organization.skip_duplicate_org_check organization.contacts.contact_type organization.contacts.user_id
  organization.contacts.first_name organization.contacts.last_name organization.contacts.job_title
  organization.contacts.telephone organization.contacts.email
  organization.name organization.assumed_name organization.address organization.address2 organization.city
  organization.state organization.zip organization.country organization.telephone
  container.id custom_fields.metadata_id custom_fields.value alternative_order_id enable_guest_access`;

const contact = {
  firstName: "Ada",
  lastName: "Example",
  jobTitle: "Manager",
  telephone: "801-555-0100",
  email: "ada@example.com",
};

const all = {
  product: "ssl_multi_domain",
  commonName: "www.example.com",
  dnsNames: ["app.example.com"],
  organizationUnits: ["Web"],
  signatureHash: "sha256",
  serverPlatform: { id: 45 },
  profileOption: "server_client_auth_eku",
  caCertId: "DF3689F672CCB90C",
  comments: "Message for the approver",
  applyCrDiscount: true,
  replacedSerialNumber: "0669D46CAE79EF684A69777490602485",
  autoRenew: 1,
  autoReissue: 1,
  customRenewalMessage: "Ask the web team",
  disableRenewalNotifications: true,
  additionalEmails: ["web@example.com"],
  paymentMethod: "profile",
  dcvMethod: "dns-txt-token",
  skipApproval: true,
  disableCt: true,
  locale: "en",
  container: { id: 5 },
  customFields: [{ metadataId: 11, value: "Invoice #00001" }],
  alternativeOrderId: "shop1",
  enableGuestAccess: 1,
} satisfies Partial<CertificateArgs>;

const organization = {
  ...newOrganization,
  assumedName: "Example Web",
  address2: "Floor 2",
  contacts: [
    { contactType: "organization_contact" as const, userId: 153208 },
    { contactType: "technical_contact" as const, ...contact },
  ],
};

let life: Life;

afterEach(() => life.close());

/** Every member, with the way to it; those of a list under the list's own. */
function pathsIn(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item, path));
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, path === "" ? key : `${path}.${key}`),
  );
}

test("each row of the page is sent under its name, and nothing else is", async () => {
  const first = { orderValidity: { days: 365 }, organization };
  life = await openLife({ ...all, ...first, waitFor: "placed" });
  await life.www.up();
  const thumbprint = "A".repeat(40);
  for (const [index, more] of [
    { organization: { id: 117483 }, orderValidity: { customExpirationDate: "2027-02-01" } },
    { orderValidity: { years: 1 }, renewedThumbprint: thumbprint },
    { orderValidity: { years: 1 }, renewalOfOrderId: 112233001 },
  ].entries()) {
    const args = { alternativeOrderId: `shop${index + 2}`, csr: (await makeKey()).csr };
    await (await life.declare({ ...args, ...more }, `shop${index}`)).up();
  }
  const sent = new Set(life.sentOrders().flatMap((body) => pathsIn(body)));
  expect([...sent].sort()).toEqual(rows.trim().split(/\s+/).sort());
  const [order] = life.sentOrders() as Record<string, unknown>[];
  expect(order).toMatchObject({
    apply_cr_discount: true,
    auto_renew: 1,
    container: { id: 5 },
    custom_fields: [{ metadata_id: 11, value: "Invoice #00001" }],
    dcv_method: "dns-txt-token",
    disable_ct: true,
    enable_guest_access: 1,
    order_validity: { days: 365 },
    payment_method: "profile",
    serial_number: "0669D46CAE79EF684A69777490602485",
    organization: { skip_duplicate_org_check: true, contacts: [{ user_id: 153208 }, {}] },
  });
});

test("an organization that the order created is named by its id from then on: a renewal creates no other", async () => {
  life = await openLife({ organization });
  const { www, emulator, today } = life;
  await www.up();
  const organizationId = Number(www.outputs?.["organizationId"]);
  emulator.control.validateOrganization(organizationId, "2028-01-01");
  expect(await www.up()).toEqual({ step: "update" });
  await today("2026-08-10");
  await www.up();
  await today("2027-01-22");
  expect(await www.up()).toEqual({ step: "update" });
  const [, renewal] = life.sentOrders() as Record<string, unknown>[];
  expect(renewal).toMatchObject({
    renewal_of_order_id: expect.any(Number),
    organization: { id: organizationId, contacts: [{ user_id: 153208 }, { last_name: "Example" }] },
  });
  expect(www.outputs).toMatchObject({ organizationId, status: "issued" });
});
