/** Lists: every filter and parameter that a page documents works, and what no page documents is refused. */
import { type Emulator, startEmulator } from "../src";
import { type Api, apiOf, codesOf, newKey, orderOf } from "./support/api";

let emulator: Emulator;
let api: Api;
let csr: string;

beforeAll(async () => {
  ({ csr } = await newKey());
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

const place = async (change: Record<string, unknown> = {}, product = "ssl_multi_domain") =>
  Number((await api("POST", `/order/certificate/${product}`, orderOf(csr, change))).json["id"]);

const named = (name: string, change: object = {}) =>
  place({ certificate: { common_name: name, dns_names: [] }, ...change });

async function idsIn(path: string, list: string): Promise<unknown[]> {
  const { json } = await api("GET", path);
  return ((json[list] ?? []) as { id: number }[]).map(({ id }) => id);
}

const orders = (query: string) => idsIn(`/order/certificate?${query}`, "orders");

describe("orders", () => {
  test("an empty list has no orders, only its page", async () => {
    expect((await api("GET", "/order/certificate")).json).toEqual({
      page: { total: 0, limit: 1000, offset: 0 },
    });
  });

  test("each filter finds the one order that it means", async () => {
    const first = await named("a.example.com");
    emulator.control.advance({ days: 2 });
    const meant = await place(
      {
        certificate: { common_name: "b.example.com", dns_names: ["alt.example.com"] },
        organization: { id: 117484 },
        container: { id: 6 },
        custom_fields: [{ metadata_id: 12, value: "7" }],
        disable_renewal_notifications: false,
        additional_emails: ["ops@example.com"],
      },
      "ssl_basic",
    );
    emulator.control.validateOrganization(117484);
    const { json: info } = await api("GET", `/order/certificate/${meant}`);
    const { id, serial_number: serial } = info["certificate"] as Record<string, string>;
    for (const filter of [
      `id]=${meant}`,
      "organization_id]=117484",
      "product_name_id]=ssl_basic",
      "common_name]=b.example.com",
      "domain_name]=alt.example.com",
      "date_created]=2026-11-26",
      "date_created]=>2026-11-24",
      "date_created]=2026-11-25...2026-11-26",
      "valid_till]=>=2027-06-12",
      "container_id]=6",
      "metadata_id]=12",
      "disable_renewal_notifications]=0",
      "email]=ops@example.com",
      `certificate_id]=${id}`,
      `serial_number]=${serial}`,
      "search]=b.EXAMPLE",
    ]) {
      expect([filter, await orders(`filters[${filter}`)]).toEqual([filter, [meant]]);
    }
    const both = [first, meant];
    for (const filter of [
      "status]=issued",
      "user_id]=153208",
      "origin]=certcentral",
      "is_renewed]=0",
      "email]=clive@example.com",
      "search]=clive@",
      "date_created]=<=2026-11-26",
    ]) {
      expect([filter, await orders(`filters[${filter}`)]).toEqual([filter, both]);
    }
    for (const filter of ["origin]=migrated", "user_id]=1", "status]=revoked", "is_renewed]=1"]) {
      expect([filter, await orders(`filters[${filter}`)]).toEqual([filter, []]);
    }
    expect(await orders("container_id=6")).toEqual([meant]);
  });

  test("issued ones are found with those that have expired since", async () => {
    const first = await named("a.example.com");
    emulator.control.advance({ days: 400 });
    expect(await orders("filters[status]=issued")).toEqual([first]);
    expect(await orders("filters[status]=expired")).toEqual([first]);
  });

  test("one is not renewed by a renewal that was canceled", async () => {
    const old = await named("a.example.com");
    emulator.control.advance({ days: 300 });
    emulator.control.configure({ issuance: "delayed" });
    const renewal = await named("a.example.com", { renewal_of_order_id: old });
    expect(await orders("filters[is_renewed]=1")).toEqual([old]);
    await api("PUT", `/order/certificate/${renewal}/status`, { status: "canceled", note: "x" });
    expect(await orders("filters[is_renewed]=1")).toEqual([]);
    const { json } = await api("GET", `/order/certificate?filters[id]=${old}`);
    expect(json["orders"]).toMatchObject([{ is_renewed: false }]);
  });

  test("they are sorted by one property, and by a second where the first is the same", async () => {
    const a = await named("a.example.com");
    const b = await named("b.example.com");
    const other = await place({}, "ssl_basic");
    expect(await orders("sort=-id")).toEqual([other, b, a]);
    expect(await orders("sort=product_name_id,-common_name")).toEqual([other, b, a]);
    expect(await orders("sort=%2Bcommon_name")).toEqual([a, b, other]);
  });

  test("pages: a limit of 1000 at most, an offset, and nothing negative", async () => {
    const [a, b, c] = [await named("a.example.com"), await named("b.example.com"), await place()];
    expect(await orders("limit=2")).toEqual([a, b]);
    expect(await orders("limit=2&offset=2")).toEqual([c]);
    const beyond = await api("GET", "/order/certificate?limit=5000&offset=9");
    expect(beyond.json).toEqual({ page: { total: 3, limit: 1000, offset: 9 } });
    for (const query of ["limit=-1", "limit=0", "limit=x", "offset=-1", "offset=1.5"]) {
      const answer = await api("GET", `/order/certificate?${query}`);
      const [name] = query.split("=");
      expect([query, answer.status, ...codesOf(answer)]).toEqual([
        query,
        400,
        `invalid_value:${name}`,
      ]);
    }
  });

  test.each(["filters[colour]=red", "filters[constructor]=x", "sort=colour"])(
    "%s is refused, in an empty list too",
    async (query) => {
      expect((await api("GET", `/order/certificate?${query}`)).status).toBe(400);
    },
  );

  test("an entry has the members that were recorded", async () => {
    await place({ certificate: { cert_validity: { days: 90 } } });
    await place({}, "ssl_plus");
    const { json } = await api("GET", "/order/certificate");
    expect(json["orders"]).toMatchObject([
      { number_of_sans: 3, certificate: { cert_validity: { days: 90 } } },
      { number_of_sans: 3, certificate: { cert_validity: { years: 1 } } },
    ]);
  });

  test("as CSV they are refused: nothing shows its columns", async () => {
    const response = await fetch(`${emulator.url}/order/certificate`, {
      headers: { "x-dc-devkey": emulator.apiKey, accept: "text/csv" },
    });
    expect(response.status).toBe(406);
  });

  test("the CAA status is given while an order is pending, where it is asked for", async () => {
    emulator.control.configure({ issuance: "delayed" });
    const id = await named("a.example.com");
    const info = async (query: string) =>
      (await api("GET", `/order/certificate/${id}${query}`)).json;
    expect(await info("?include_caa_status=true")).toMatchObject({
      caa_status_message: { "a.example.com": "CAA check is not called yet" },
    });
    expect(await info("")).not.toHaveProperty("caa_status_message");
    await emulator.control.issueNow(id);
    expect(await info("?include_caa_status=true")).not.toHaveProperty("caa_status_message");
  });
});

describe("orders by an alternative id", () => {
  test("come in pages", async () => {
    const ids = [
      await place({ alternative_order_id: "x" }),
      await place({ alternative_order_id: "x" }),
    ];
    const { json } = await api("GET", "/order/alternate/x?limit=1&offset=1");
    expect(json).toMatchObject({
      orders: [{ order_id: ids[1] }],
      page: { total: 2, limit: 1, offset: 1 },
    });
    expect((await api("GET", "/order/alternate/x?limit=-1")).status).toBe(400);
  });
});

describe("status changes", () => {
  const changed = (query: string) => idsOf(`/order/certificate/status-changes?${query}`);
  async function idsOf(path: string): Promise<unknown[]> {
    const { json } = await api("GET", path);
    return ((json["orders"] ?? []) as { order_id: number }[]).map(({ order_id: id }) => id);
  }

  test("of the last minutes or seconds; nothing is {}", async () => {
    const id = await place();
    emulator.control.advance({ minutes: 10 });
    expect(await changed("minutes=10")).toEqual([id]);
    expect(await changed("minutes=9&seconds=60")).toEqual([id]);
    expect((await api("GET", "/order/certificate/status-changes?seconds=599")).json).toEqual({});
  });

  test("in a range of days in MDT, six hours behind UTC", async () => {
    emulator.control.setClock("2026-11-25T05:59:59Z");
    const late = await place();
    emulator.control.setClock("2026-11-25T06:00:00Z");
    const early = await place();
    const range = (text: string) => changed(`filters[status_last_updated]=${text}`);
    expect(await range("2026-11-24...2026-11-24")).toEqual([late]);
    expect(await range("2026-11-25...2026-11-26")).toEqual([early]);
    expect(await range("2026-11-24...2026-11-30")).toEqual([late, early]);
    expect(await range("2026-11-24T23:59:59...2026-11-25T00:00:00")).toEqual([late, early]);
    expect(await range("2026-11-25 00:00:01...2026-11-26")).toEqual([]);
  });

  test.each<[string, string]>([
    ["minutes=10081", "time_frame_too_long"],
    ["filters[status_last_updated]=2026-11-01...2026-11-09", "time_frame_too_long"],
    ["filters[status_last_updated]=yesterday", "invalid_value:filters[status_last_updated]"],
    [
      "filters[status_last_updated]=2026-13-01...2026-13-02",
      "invalid_value:filters[status_last_updated]",
    ],
    ["minutes=-5", "invalid_value:minutes"],
    ["seconds=x", "invalid_value:seconds"],
  ])("%s is refused: %s", async (query, code) => {
    expect(codesOf(await api("GET", `/order/certificate/status-changes?${query}`))).toEqual([code]);
  });
});

describe("requests", () => {
  const requests = (query: string) => idsIn(`/request?${query}`, "requests");

  test("have filters, sorting and pages", async () => {
    emulator.control.configure({ approval: "one-step" });
    const [first, second] = [await place(), await place({}, "ssl_basic")];
    const [a, b] = await requests("");
    await emulator.control.approve(second);
    expect(await requests("status=pending")).toEqual([a]);
    expect(await requests("filters[status]=approved")).toEqual([b]);
    expect(await requests("filters[type]=revoke")).toEqual([]);
    expect(await requests(`filters[order_id]=${first}`)).toEqual([a]);
    expect(await requests("sort=-id")).toEqual([b, a]);
    expect(await requests("sort=-id&limit=1&offset=1")).toEqual([a]);
    expect((await api("GET", "/request?limit=1")).json["page"]).toEqual({
      total: 2,
      limit: 1,
      offset: 0,
    });
    expect((await api("GET", "/request?limit=-1")).status).toBe(400);
    expect((await api("GET", "/request?filters[colour]=red")).status).toBe(400);
  });

  test("in a list they say of the order what it is, alone all of it", async () => {
    emulator.control.configure({ approval: "one-step" });
    await place();
    const [id] = await requests("");
    const { json } = await api("GET", "/request");
    const [entry] = json["requests"] as { order: object }[];
    expect(Object.keys(entry?.order ?? {})).toEqual([
      "id",
      "certificate",
      "organization",
      "container",
      "product",
    ]);
    expect((await api("GET", `/request/${String(id)}`)).json["order"]).toHaveProperty("status");
  });
});

test.each(["include_validation=true", "includeValidation=true", "include_validation=1"])(
  "organizations and domains are given with their validations for %s",
  async (query) => {
    const { organizations } = (await api("GET", `/organization?${query}`)).json;
    expect(organizations).toMatchObject([{ validations: [{ type: "ov" }] }, {}]);
    const { domains } = (await api("GET", `/domain?${query}`)).json;
    expect(domains).toMatchObject([{ validations: [{ type: "ov" }] }]);
  },
);

test("the status of the reuse of validations is refused: nothing shows its form", async () => {
  const answer = await api("GET", "/domain?include_validation_reuse_status=true");
  expect(codesOf(answer)).toEqual(["invalid_value:include_validation_reuse_status"]);
});

test("inactive organizations are found by their status", async () => {
  emulator.control.deactivateOrganization(117484);
  expect(await idsIn("/organization?filters[status]=active", "organizations")).toEqual([117483]);
  expect(await idsIn("/organization?filters[status]=inactive", "organizations")).toEqual([117484]);
});

test("who asked is the same person everywhere", async () => {
  const me = (await api("GET", "/user/me")).json;
  const user = { id: me["id"], first_name: me["first_name"], email: me["email"] };
  const id = await place();
  const order = `/order/certificate/${id}`;
  expect((await api("GET", order)).json["user"]).toMatchObject(user);
  await api("POST", `${order}/reissue`, orderOf(csr));
  expect((await api("GET", `${order}/reissue`)).json["certificates"]).toMatchObject([
    { user_id: user.id, email: user.email },
    { user_id: user.id, email: user.email },
  ]);
  expect((await api("PUT", `${order}/revoke`, {})).json["requester"]).toMatchObject(user);
  const { requests } = (await api("GET", "/request?sort=-id&limit=1")).json;
  expect(requests).toMatchObject([{ requester: user }]);
});
