import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, codesOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;

beforeEach(async () => {
  emulator = await startEmulator({ now: "2026-11-24T12:00:00Z", frozen: true, faultRates: {} });
  api = apiOf(emulator);
});

afterEach(() => emulator.close());

const organization = {
  name: "New Ltd.",
  assumed_name: "Newer",
  address: "1 Street",
  city: "Town",
  state: "Utah",
  zip: "1",
  country: "us",
  telephone: "1",
  organization_contact: { first_name: "A", last_name: "B", email: "a@example.com" },
};
const add = (change: Record<string, unknown> = {}) =>
  api("POST", "/organization", { ...organization, ...change });
const list = async (query: string): Promise<Record<string, unknown>[]> =>
  (await api("GET", `/organization?${query}`)).json["organizations"] as Record<string, unknown>[];

test("an organization is added, submitted and validated, for 397 days", async () => {
  const { status, json } = await add();
  expect([status, json]).toEqual([201, { id: expect.any(Number) }]);
  const path = `/organization/${String(json["id"])}`;
  expect((await api("GET", path)).json).toMatchObject({
    ...organization,
    display_name: "New Ltd. (Newer)",
    is_active: true,
    organization_contact: { email: "a@example.com" },
  });
  expect((await api("GET", path)).json).not.toHaveProperty("validations");
  const submitted = await api("POST", `${path}/validation`, { validations: [{ type: "ov" }] });
  expect([submitted.status, submitted.text]).toEqual([204, ""]);
  expect((await api("GET", path)).json["validations"]).toMatchObject([
    { type: "ov", status: "pending" },
  ]);

  const change = { organization: { id: json["id"] } };
  const body = orderOf((await newKey()).csr, change);
  const { id: orderId } = (await api("POST", "/order/certificate/ssl_basic", body)).json;
  expect((await emulator.control.order(Number(orderId)))?.status).toBe("pending");
  emulator.control.validateOrganization(Number(json["id"]));
  expect((await emulator.control.order(Number(orderId)))?.status).toBe("issued");

  expect((await api("GET", path)).json["validations"]).toMatchObject([
    { type: "ov", status: "active", validated_until: "2027-12-25T23:59:59+00:00" },
  ]);
  emulator.control.advance({ days: 397 });
  expect((await api("GET", path)).json["validations"]).toMatchObject([{ status: "expired" }]);
});

test("the same details are refused unless that is forced", async () => {
  await add();
  expect(codesOf(await add())).toEqual(["duplicate_organization"]);
  expect((await add({ skip_duplicate_org_check: true })).status).toBe(201);
  expect((await add({ city: "Elsewhere" })).status).toBe(201);
});

test("what is required is missed, verified people with EV among it", async () => {
  expect(codesOf(await add({ city: undefined }))).toEqual(["missing_value:city"]);
  const codes = async (validations: unknown): Promise<string[]> =>
    codesOf(await api("POST", "/organization/117484/validation", { validations }));
  expect(await codes([{ type: "ev" }])).toEqual(["missing_value:validations.verified_users"]);
  expect(await codes([])).toEqual(["invalid_value:validations"]);
  expect(codesOf(await api("POST", "/organization/1/validation", {}))).toEqual([
    "not_found|organization",
  ]);
});

test("lists have filters, and validations only when asked for", async () => {
  const names = async (query: string): Promise<unknown[]> =>
    (await list(query)).map(({ name }) => name);
  expect(await names("filters[name]=Example, Inc.")).toEqual(["Example, Inc."]);
  expect(await names("filters[search]=LTD&filters[status]=active")).toEqual(["Unvalidated Ltd."]);
  expect(await names("container_id=6")).toEqual([]);
  expect(await names("sort=-id&limit=1")).toEqual(["Unvalidated Ltd."]);
  expect((await list(""))[0]).not.toHaveProperty("validations");
  expect((await list("include_validation=true"))[0]).toMatchObject({
    validations: [{ type: "ov", status: "active" }],
  });
});
